"""What a map says to eyes, keyboard and reader."""

import re
from pathlib import Path
from xml.etree import ElementTree

import pytest

from quartierswerk.ui.svg.ink import PAPER
from quartierswerk.ui.svg.legend import LegendItem, draw_legend, draw_paper_legend
from quartierswerk.ui.svg.map import MapArea, MapLabel, MapLine, MapPin, draw_map
from quartierswerk.ui.svg.paths import prepare_paths

SVG = "{http://www.w3.org/2000/svg}"
CSS = Path(__file__).parents[3] / "quartierswerk" / "ui" / "static" / "ui" / "charts.css"


def square(x, y, size=0.01):
    ring = [[x, y], [x + size, y], [x + size, y + size], [x, y + size], [x, y]]
    return {"type": "Polygon", "coordinates": [ring]}


def area(number, **more):
    values = {"id": str(number), "name": f"Gebiet {number}", "geometry": square(9 + number * 0.01, 48), "level": 3}
    return MapArea(**{**values, **more})


def parsed(drawing):
    if 'xmlns="' not in drawing:
        drawing = drawing.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1)
    return ElementTree.fromstring(drawing)


def test_each_area_is_a_link_named_by_name_and_value_in_the_order_given():
    areas = [
        area(2, name="Eschenbühl", value="Klasse 5, stabil", level=5, href="/a/2/"),
        area(1, name="Mitte", value="geschützt", level=None, protected=True, href="/a/1/"),
    ]

    drawing = parsed(draw_map(areas, title="Karte"))

    links = [(a.get("href"), a.find(f"{SVG}title").text, a.find(f"{SVG}text").text) for a in drawing.iter(f"{SVG}a")]
    assert links == [("/a/2/", "Eschenbühl: Klasse 5, stabil", "5"), ("/a/1/", "Mitte: geschützt", "–")]


def test_title_and_description_name_the_map():
    linked = parsed(draw_map([area(1, href="/a/")], title="Klassen", description="Ein Gebiet.", key="k"))[0]
    still = parsed(draw_map([area(1)], title="Klassen", key="k"))[0]

    assert (linked.get("role"), linked.get("aria-labelledby"), linked.get("aria-describedby")) == (
        "group",
        "k-t",
        "k-d",
    )
    assert [(e.get("id"), e.text) for e in linked[:2]] == [("k-t", "Klassen"), ("k-d", "Ein Gebiet.")]
    assert (still.get("role"), still.get("aria-describedby")) == ("img", None)


def test_scripts_in_names_stay_text():
    bad = '"><script>alert(1)</script>'

    drawing = draw_map(
        [area(1, name=bad, value=bad, href='/a/"onclick="x', group=bad)],
        title=bad,
        description=bad,
        labels=[MapLabel(bad, 9.01, 48)],
        pins=[MapPin(bad, 9.01, 48, bad, "/b/")],
    )

    tree = parsed(drawing)
    assert [e for e in tree.iter() if e.tag.endswith("script")] == []
    assert {name for e in tree.iter() for name in e.attrib if name.startswith("on")} == set()


def test_colours_come_from_classes_only():
    areas = [area(n, level=n, unstable=n % 2 == 0, href="/a/") for n in range(1, 6)] + [area(6, level=None)]
    river = MapLine({"type": "LineString", "coordinates": [[9, 48], [9.05, 48.01]]})

    drawing = draw_map(areas, title="Karte", chosen="3", lines=[river], pins=[MapPin(1, 9.02, 48, "A")], key="k")

    assert re.findall(r'(?:style|stroke)="[^"]*"', drawing) == []
    assert set(re.findall(r' fill="([^"]*)"', drawing)) == {
        "url(#k-0)",
        "url(#k-2)",
        "url(#k-4)",
    }


def test_every_class_in_a_drawing_has_a_rule():
    rules = CSS.read_text(encoding="utf-8")

    plain = {"label"}  # takes the look of every text

    assert [
        name
        for name in PAPER.keys() - plain
        if not re.search(rf"\.{re.escape(name)}[\s,.{{+:>]", rules) and name[0] != "t"
    ] == []


def test_an_area_without_class_is_dotted_and_never_class_one():
    drawing = parsed(draw_map([area(1, level=None), area(2, level=1, protected=True)], title="Karte", key="k"))

    faces = [(p.get("class"), p.get("fill")) for p in drawing.iter(f"{SVG}path") if p.get("class") == "k0"]
    assert faces == [("k0", "url(#k-0)"), ("k0", "url(#k-0)")]


def test_other_names_of_classes_stand_on_the_shade():
    drawing = parsed(draw_map([area(1, level=5, sign="10")], title="Karte"))

    assert next((p.get("class")) for p in drawing.iter(f"{SVG}path")) == "k5"
    assert [t.text for t in drawing.iter(f"{SVG}text")] == ["10"]


def test_the_chosen_area_is_drawn_again_on_top():
    drawing = draw_map([area(1), area(2)], title="Karte", chosen="1")

    shape = re.search(r'class="k3" d="([^"]*)"', drawing).group(1)
    assert drawing.endswith(f'<path class="chosen" d="{shape}"/><path class="chosen-line" d="{shape}"/></svg></div>')


def test_change_is_told_by_three_shapes():
    areas = [area(1, change="up"), area(2, change="same"), area(3, change="down"), area(4)]

    drawing = parsed(draw_map(areas, title="Karte", kind="change"))

    shapes = [p.get("class") for p in drawing.iter(f"{SVG}path")]
    assert shapes == ["land", "up", "land", "same", "land", "down", "land", "outline"]


def test_public_map_shows_land_active_areas_and_numbered_pins():
    areas = [area(1), area(2, active=True)]
    pins = [MapPin(1, 9.025, 48.005, "Mühlwiesen", "/quartiere/1/"), MapPin(2, 9.015, 48.005, "Hafen")]

    drawing = parsed(draw_map(areas, title="Karte", kind="land", pins=pins))

    assert [p.get("class") for p in drawing.iter(f"{SVG}path")] == ["land", "active", "outline"]
    assert [a.find(f"{SVG}title").text for a in drawing.iter(f"{SVG}a")] == ["1: Mühlwiesen"]
    assert [t.text for t in drawing.iter(f"{SVG}text")] == ["1", "2"]


def test_names_of_districts_move_away_from_digits():
    areas = [area(1, group="Mitte"), area(2, group="Mitte")]

    drawing = parsed(draw_map(areas, title="Karte", labels=[MapLabel("Mitte"), MapLabel("nirgends")]))

    texts = [(t.get("class"), t.text) for t in drawing.iter(f"{SVG}text")]
    digit, _other, name = (float(t.get("y")) for t in drawing.iter(f"{SVG}text"))
    assert texts == [(None, "3"), (None, "3"), ("place", "Mitte")]
    assert name == pytest.approx(digit, abs=60)


def test_an_empty_list_gives_an_empty_named_drawing():
    drawing = parsed(draw_map([], title="Karte", labels=[MapLabel("Mitte")], chosen="x"))

    assert [e.tag.removeprefix(SVG) for e in drawing.iter()] == ["div", "svg", "title"]


@pytest.mark.parametrize("kind", ["classes", "land", "change"])
def test_paper_needs_no_stylesheet(kind):
    areas = [area(n, level=n, unstable=n == 2, change="up", active=n == 4, href="/a/") for n in range(1, 6)]
    areas.append(area(6, level=None))

    drawing = draw_map(
        areas,
        title="Karte",
        kind=kind,
        style="paper",
        chosen="3",
        labels=[MapLabel("X", 9, 48)],
        pins=[MapPin(1, 9, 48, "A")],
    )

    tree = ElementTree.fromstring(drawing)
    assert [e for e in tree.iter() if e.get("class") or e.tag in (f"{SVG}a", f"{SVG}title")] == []
    bare = [e.tag for e in tree.iter() if e.tag in (f"{SVG}path", f"{SVG}text", f"{SVG}rect", f"{SVG}circle")]
    painted = [e for e in tree.iter() if e.get("fill") or e.get("stroke")]
    assert len(painted) == len(bare)


def test_class_greys_on_paper_are_the_declared_lightness():
    drawing = draw_map([area(n, level=n) for n in range(1, 6)], title="Karte", style="paper")

    assert re.findall(r'<path fill="(#\w+)"', drawing) == ["#f2f2f2", "#d1d1d1", "#adadad", "#737373", "#333333"]


def test_legend_fields_carry_digit_and_word():
    items = [LegendItem("5", "sehr <hoch>"), LegendItem("unstable", "nicht stabil"), LegendItem("1", "wenig", "4")]

    legend = draw_legend(items)

    tree = ElementTree.fromstring(legend)
    assert [span.text for span in tree.iter("span")] == ["sehr <hoch>", "nicht stabil", "wenig"]
    assert [text.text for text in tree.iter("text")] == ["5", "4"]
    assert ElementTree.fromstring(draw_paper_legend(items)).tag == f"{SVG}svg"


def test_six_hundred_areas_stay_small():
    areas = [
        MapArea(
            id=f"{n:04}",
            name=f"Planungsraum {n}",
            geometry=square(9 + n % 30 * 0.01, 48 + n // 30 * 0.01),
            level=n % 5 + 1,
            unstable=n % 3 == 0,
            value="Klasse 3, nicht stabil, Rang 312 (280–340)",
            href=f"/arbeit/gebiete/{n:04}/",
        )
        for n in range(600)
    ]
    prepared = prepare_paths({a.id: a.geometry for a in areas})

    drawing = draw_map(areas, title="Karte", prepared=prepared)

    assert len(drawing) < 160_000
