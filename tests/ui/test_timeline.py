import re
from datetime import date

from quartierswerk.ui.svg.timeline import Span, draw_timeline

TODAY = date(2026, 7, 2)


def bars(svg: str) -> list[tuple[str, float, float]]:
    """Return face, left edge and width of each bar of the wide drawing."""
    wide = svg[svg.index('class="wide"') : svg.index('class="narrow"')]
    found = re.findall(r'<rect class="([\w-]+)" x="([\d.]+)" y="[\d.]+" width="([\d.]+)"', wide)
    return [(face, float(x), float(width)) for face, x, width in found]


def draw(*spans: Span, today: date = TODAY) -> str:
    return draw_timeline(spans, today=today, today_label="heute", title="Maßnahmen")


def test_bars_stand_where_their_days_are() -> None:
    whole, half = bars(
        draw(Span("a", date(2026, 1, 1), date(2026, 12, 31), "going"), Span("b", TODAY, TODAY, "planned"))
    )

    assert (whole[0], half[0]) == ("bar", "planned")
    assert round(whole[1] + whole[2]) == 799
    assert abs(half[1] - (whole[1] + whole[2] * 182 / 365)) < 0.5


def test_today_is_left_out_when_it_lies_outside() -> None:
    span = Span("a", date(2024, 3, 1), date(2024, 5, 1), "done")

    assert "today" not in draw(span)
    assert "heute" in draw(span, today=date(2024, 12, 31))


def test_nothing_and_turned_around_spans_break_nothing() -> None:
    assert draw().count("<svg") == 2
    assert bars(draw(Span("a", date(2026, 5, 1), date(2026, 1, 1), "done")))[0][2] > 0


def test_names_are_made_safe() -> None:
    assert "<b>" not in draw(Span("<b>x</b>", TODAY, TODAY, "done"))
