"""Bars over the years: what is done, what runs, what is planned, and where today is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from quartierswerk.ui.svg.frame import NARROW, WIDE, Drawing, both_widths, box, down, scale, stroke, words
from quartierswerk.ui.svg.ink import Style
from quartierswerk.ui.svg.lettering import clean, cut, widest

State = Literal["done", "going", "planned"]
FACES: dict[State, str] = {"done": "running", "going": "bar", "planned": "planned"}


@dataclass(frozen=True, slots=True)
class Span:
    """One bar: from the morning of ``start`` to the evening of ``end``."""

    label: str
    start: date
    end: date
    state: State


def draw_timeline(
    spans: Sequence[Span],
    *,
    today: date,
    today_label: str,
    title: str,
    description: str = "",
    key: str = "",
    style: Style = "screen",
) -> str:
    """Draw the spans in the order given, a thin line at each new year and a thick one at ``today``.

    Outside the years of the spans ``today`` is left out. On a narrow place the labels stand above their bars.
    """
    first = min((span.start for span in spans), default=today).year
    last = max((max(span.start, span.end) for span in spans), default=today).year
    low, high = date(first, 1, 1).toordinal(), date(last + 1, 1, 1).toordinal()

    def draw(narrow: bool) -> Drawing:
        width = NARROW if narrow else WIDE
        left = 0.0 if narrow else min(widest([clean(span.label) for span in spans], 15) + 16, 300.0)
        at = scale(low, high, left + 1, width - 1)
        pitch, top = (46, 26) if narrow else (36, 28)
        foot = top + pitch * len(spans) + 6
        # On a narrow place the lines leave room for the labels above the bars.
        rows = [(top - 6, foot)]
        if narrow:
            rows = [(top + row * pitch + 18, top + row * pitch + 42) for row in range(len(spans))]

        def lines(name: str, day: date) -> str:
            x = at(day.toordinal())
            return stroke(name, "".join(down(x, upper, lower) for upper, lower in rows), style) if rows else ""

        parts = [lines("grid", date(year, 1, 1)) for year in range(first, last + 1)]
        every = 2 if narrow and last - first > 5 else 1
        parts += [
            words("small", at(date(year, 1, 1).toordinal()) + 4, 14, str(year), style)
            for year in range(first, last + 1, every)
        ]
        for row, span in enumerate(spans):
            y = top + row * pitch
            label = cut(clean(span.label), (width if narrow else left) - 12, 15)
            parts.append(words("label", 0, y + (14 if narrow else 18), label, style, full=span.label))
            start, end = at(span.start.toordinal()), at(max(span.start, span.end).toordinal() + 1)
            parts.append(box(FACES[span.state], start, y + (21 if narrow else 4), end - start, 18, style))
        if low <= today.toordinal() < high:
            here = at(today.toordinal())
            middle = min(max(here, 20), width - 20)
            parts.append(lines("today", today))
            parts.append(words("strong-mid", middle, foot + 18, today_label, style))
        return "".join(parts), foot + 24

    return both_widths(draw, title=title, description=description, key=key, style=style)
