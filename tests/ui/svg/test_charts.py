"""What the charts write, in both widths and on paper."""

import re
from xml.etree import ElementTree

import pytest

from quartierswerk.ui.svg.band import draw_rank_range, draw_strip
from quartierswerk.ui.svg.bars import Bar, Part, Reference, draw_bars, draw_stacked
from quartierswerk.ui.svg.line import Series, draw_lines
from quartierswerk.ui.svg.waterfall import Border, Contribution, draw_waterfall

BAD = '"><script>alert(1)</script>' + "sehr langer Name " * 20
CONTRIBUTIONS = [
    Contribution("Kinder in Grundsicherung", 0.32),
    Contribution("Arbeitslosigkeit", 0.28),
    Contribution("Wohnfläche je Person", -0.06),
]

EVERY_CHART = {
    "waterfall": lambda **k: draw_waterfall(
        [*CONTRIBUTIONS, Contribution(BAD, -2)], total_label=BAD, border=Border(0.5, BAD), base_label=BAD, **k
    ),
    "waterfall-empty": lambda **k: draw_waterfall([], total_label="Wert", **k),
    "bars": lambda **k: draw_bars(
        [Bar(BAD, 3.0), Bar("B", -2.5, chosen=True), Bar("C", None, BAD), Bar("D", float("nan"))],
        reference=Reference(1, BAD),
        **k,
    ),
    "bars-empty": lambda **k: draw_bars([], **k),
    "bars-zero": lambda **k: draw_bars([Bar("A", 0.0)], **k),
    "stacked": lambda **k: draw_stacked([Part(BAD, 8, "planned"), Part("B", 0, "open"), Part("C", 3, "final")], **k),
    "stacked-empty": lambda **k: draw_stacked([], **k),
    "stacked-zero": lambda **k: draw_stacked([Part("A", 0, "open"), Part("B", 0, "closed")], **k),
    "lines": lambda **k: draw_lines(
        [Series(BAD, [1.0, None, 3.0]), Series("B", [3.0, 3.0, 3.0]), Series("C", [None] * 3), Series("D", [3, 3, 3])],
        ["2021", BAD, "2023"],
        **k,
    ),
    "lines-empty": lambda **k: draw_lines([], [], **k),
    "rank": lambda **k: draw_rank_range(6, 4, 7, 40, **k),
    "rank-one": lambda **k: draw_rank_range(1, 1, 1, 1, **k),
    "strip": lambda **k: draw_strip(
        [1.0, 2.0, float("nan")], 1.5, chosen_label=BAD, references=[Reference(1, BAD), Reference(1.01, "C")], **k
    ),
    "strip-empty": lambda **k: draw_strip([], None, **k),
}


def texts(drawing, width):
    tree = ElementTree.fromstring(drawing)
    part = next(svg for svg in tree if svg.get("class") == width)
    return [text.text for text in part.iter("text")]


@pytest.mark.parametrize("chart", EVERY_CHART.values(), ids=EVERY_CHART.keys())
def test_every_chart_comes_in_two_named_widths_without_inline_colours(chart):
    drawing = chart(title=BAD, description=BAD)

    tree = ElementTree.fromstring(drawing)
    assert [(svg.get("class"), svg.get("role"), svg[0].tag, svg[1].tag) for svg in tree] == [
        ("wide", "img", "title", "desc"),
        ("narrow", "img", "title", "desc"),
    ]
    assert [svg.get("viewBox").split()[2] for svg in tree] == ["800", "310"]
    assert re.findall(r'(?:style|fill|stroke)="[^"]*"', drawing) == []
    assert [e for e in tree.iter() if e.tag == "script"] == []
    ids = [e.get("id") for e in tree.iter() if e.get("id")]
    assert len(ids) == len(set(ids)) == 4


@pytest.mark.parametrize("chart", EVERY_CHART.values(), ids=EVERY_CHART.keys())
def test_every_chart_stays_inside_its_frame(chart):
    tree = ElementTree.fromstring(chart(title="A"))

    for svg in tree:
        _x, _y, width, height = map(float, svg.get("viewBox").split())
        for rect in svg.iter("rect"):
            x, y, w, h = (float(rect.get(name)) for name in ("x", "y", "width", "height"))
            assert (x >= -1, y >= 0, x + w <= width + 2, y + h <= height + 1) == (True,) * 4
        for text in svg.iter("text"):
            assert (-1 <= float(text.get("x")) <= width, 0 <= float(text.get("y")) <= height) == (True, True)


@pytest.mark.parametrize("chart", EVERY_CHART.values(), ids=EVERY_CHART.keys())
def test_every_chart_can_be_printed(chart):
    drawing = chart(title="A", style="paper")

    tree = ElementTree.fromstring(drawing)
    marks = [e for e in tree.iter() if e.tag.rpartition("}")[2] in ("path", "rect", "circle", "text")]
    assert [e for e in marks if not (e.get("fill") or e.get("stroke"))] == []
    assert [e for e in tree.iter() if e.get("class")] == []


def test_running_sum_ends_at_its_total_with_signs_and_border():
    drawing = draw_waterfall(
        CONTRIBUTIONS,
        title="Beiträge",
        total_label="Wert des Index",
        base_label="Stadtmittel 0",
        border=Border(0.5, "Klasse 5 ab 0,50"),
    )

    assert texts(drawing, "wide") == [
        *("Kinder in Grundsicherung", "+0,32", "Arbeitslosigkeit", "+0,28", "Wohnfläche je Person", "−0,06"),
        *("Wert des Index", "0,54", "Stadtmittel 0", "Klasse 5 ab 0,50"),
    ]
    assert texts(drawing, "narrow") == [
        *("Kinder in Grundsicherung", "+0,32", "Arbeitslosigkeit", "+0,28", "Wohnfläche je Person", "−0,06"),
        *("Wert des Index", "0,54", "Klasse 5 ab 0,50"),
    ]
    assert re.findall(r'class="(raises|lowers|total)"', drawing) == ["raises", "raises", "lowers", "total"] * 2


def test_each_step_begins_where_the_last_one_ended():
    drawing = draw_waterfall(CONTRIBUTIONS, title="Beiträge", total_label="Wert")

    bars = [
        (round(float(x), 1), round(float(x) + float(width), 1))
        for x, width in re.findall(
            r'<rect class="(?:raises|lowers|total)" x="([\d.]+)" y="[\d.]+" width="([\d.]+)"', drawing
        )
    ][:4]
    first, second, third, total = bars
    assert (second[0], third[1], third[0], total[0]) == pytest.approx(
        (first[1], second[1], total[1], first[0]), abs=0.15
    )


def test_total_counts_the_base():
    drawing = draw_waterfall([Contribution("A", 1.0)], title="Werte", base=100.0, total_label="Wert")

    assert texts(drawing, "wide") == ["A", "+1,00", "Wert", "101,00"]


def test_bars_say_why_a_value_is_not_shown():
    drawing = draw_bars([Bar("A", 3.1), Bar("B", None, "geschützt"), Bar("C", None)], title="Werte")

    assert texts(drawing, "wide") == ["A", "3,1", "B", "geschützt", "C", "–"]


def test_stacked_bar_writes_number_and_word_of_each_state():
    drawing = draw_stacked([Part("in Prüfung", 8, "planned"), Part("laufen", 21, "running")], title="Stand")

    assert texts(drawing, "wide") == ["8", "in Prüfung", "21", "laufen"]
    assert texts(drawing, "narrow") == ["in Prüfung", "8", "laufen", "21"]


def test_tiny_states_side_by_side_do_not_cover_each_other():
    states = [Part(f"Stand {n}", 1, "open") for n in range(3)] + [Part("laufen", 300, "running")]

    drawing = draw_stacked(states, title="Stand")

    assert texts(drawing, "wide") == ["1", "Stand 0", "1 Stand 1", "1 Stand 2", "300", "laufen"]
    tree = ElementTree.fromstring(drawing)
    lines = [t.get("y") for t in tree[0].iter("text") if t.text.endswith(("Stand 0", "Stand 1", "Stand 2"))]
    assert lines == ["74", "94", "114"]


def test_lines_carry_their_name_and_last_value():
    drawing = draw_lines(
        [Series("Mühlwiesen", [14.1, 16.4]), Series("Stadt", [10.0, None])], ["2021", "2022"], title="Zeit"
    )

    assert texts(drawing, "wide")[-2:] == ["Mühlwiesen 16,4", "Stadt 10,0"]
    assert texts(drawing, "narrow")[:2] == ["Mühlwiesen", "Stadt"]


def test_rank_range_writes_ends_and_rank_once():
    assert texts(draw_rank_range(6, 4, 7, 40, title="Rang"), "wide") == ["1", "40", "6"]
    assert texts(draw_rank_range(1, 1, 3, 40, title="Rang"), "wide") == ["40", "1"]
    assert texts(draw_rank_range(40, 39, 40, 40, title="Rang"), "narrow") == ["1", "40"]
