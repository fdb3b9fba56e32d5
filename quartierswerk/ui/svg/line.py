"""Values over time: one line per series, its name and last value at its end."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from quartierswerk.ui.svg.frame import NARROW, WIDE, Drawing, across, both_widths, scale, stroke, words
from quartierswerk.ui.svg.ink import Style, look
from quartierswerk.ui.svg.lettering import clean, cut, text_width, widest
from quartierswerk.ui.svg.numbers import Format, german, round_steps

Place = Callable[[float], float]

MOST_SERIES = 4
"""More lines than this cannot be told apart without colour."""


@dataclass(frozen=True, slots=True)
class Series:
    """One line: a value per period, None where there is none (the line has a gap there)."""

    label: str
    values: Sequence[float | None]


def draw_lines(
    series: Sequence[Series],
    periods: Sequence[str],
    *,
    title: str,
    description: str = "",
    number: Format | None = None,
    from_zero: bool = False,
    key: str = "",
    style: Style = "screen",
) -> str:
    """Draw up to four series over the same periods; the first is the one the page is about.

    Lines differ by dash and mark, not by colour. Series beyond the fourth are left to the table beside the chart.
    """
    write = number or german(1)
    shown = [Series(one.label, [_finite(value) for value in one.values]) for one in series[:MOST_SERIES]]
    values = [value for one in shown for value in one.values if value is not None]
    low, high = (min(values), max(values)) if values else (0.0, 1.0)
    ticks = round_steps(min(low, 0.0) if from_zero else low, high)

    def draw(narrow: bool) -> Drawing:
        return _draw(shown, periods, ticks, write, narrow, style)

    return both_widths(draw, title=title, description=description, key=key, style=style)


def _finite(value: float | None) -> float | None:
    return value if value is not None and math.isfinite(value) else None


def _draw(
    shown: Sequence[Series], periods: Sequence[str], ticks: Sequence[float], write: Format, narrow: bool, style: Style
) -> Drawing:
    width, size = (NARROW, 14) if narrow else (WIDE, 15)
    # The legend stands above in the narrow drawing, at the ends of the lines in the wide one.
    legend = 24.0 * len(shown) if narrow else 0.0
    left = widest([write(tick) for tick in ticks], 14) + 10
    names = [_ending(one, write, narrow) for one in shown]
    right = min(widest(names, size, bold=True) + 14, width * (0.22 if narrow else 0.34))
    top, bottom = legend + 12, legend + (170 if narrow else 236)
    across_at = scale(0, max(len(periods) - 1, 1), left + 6, width - right - 6)
    at = scale(ticks[0], ticks[-1], bottom, top)
    parts = []
    for number, one in enumerate(shown if narrow else (), start=1):
        y = 24.0 * number - 10
        parts.append(stroke(f"series-{number}", across(0, 34, y), style) + _dot(number, 17, y, style))
        parts.append(words("label", 42, y + 5, cut(clean(one.label), width - 44, size), style, full=one.label))
    for tick in ticks:
        parts.append(stroke("grid", across(left, width - right, at(tick)), style))
        parts.append(words("small-end", left - 6, at(tick) + 5, write(tick), style))
    parts.append(_periods(periods, across_at, bottom + 22, width, style))
    # The first series lies on top.
    for number in range(len(shown), 0, -1):
        parts.append(_one_line(shown[number - 1], number, across_at, at, len(periods), style))
    parts += _endings(shown, names, at, width - right + 4, right - 6, size, top, bottom, style)
    return "".join(parts), bottom + 32


def _one_line(one: Series, number: int, across_at: Place, at: Place, count: int, style: Style) -> str:
    path, dots, pen = [], [], "M"
    for index, value in enumerate(one.values[:count]):
        if value is None:
            pen = "M"
            continue
        x, y = across_at(index), at(value)
        path.append(f"{pen}{x:.5g} {y:.5g}")
        dots.append(_dot(number, x, y, style))
        pen = "L"
    return (stroke(f"series-{number}", "".join(path), style) if path else "") + "".join(dots)


def _dot(number: int, x: float, y: float, style: Style) -> str:
    """Draw the mark of a series: disc, ring, square, diamond."""
    attributes = look(f"dot-{number}", style)
    if number == 3:
        return f'<rect {attributes} x="{x - 4.5:.5g}" y="{y - 4.5:.5g}" width="9" height="9"/>'
    if number == 4:
        return f'<path {attributes} d="M{x:.5g} {y - 6:.5g}l6 6-6 6-6-6z"/>'
    return f'<circle {attributes} cx="{x:.5g}" cy="{y:.5g}" r="{5.5 if number == 1 else 4.5}"/>'


def _ending(one: Series, write: Format, narrow: bool) -> str:
    last = next((value for value in reversed(one.values) if value is not None), None)
    if last is None:
        return "–" if narrow else clean(one.label)
    return write(last) if narrow else f"{clean(one.label)} {write(last)}"


def _endings(
    shown: Sequence[Series],
    names: Sequence[str],
    at: Place,
    x: float,
    room: float,
    size: float,
    top: float,
    bottom: float,
    style: Style,
) -> list[str]:
    """Write each name at the height of its last value, pushed apart where they would touch."""
    order = sorted(
        (at(next(v for v in reversed(one.values) if v is not None)), index)
        for index, one in enumerate(shown)
        if any(value is not None for value in one.values)
    )
    heights: list[float] = []
    for height, _index in order:
        heights.append(max(height, heights[-1] + size + 4) if heights else max(height, top))
    excess = max(0.0, heights[-1] - bottom) if heights else 0.0
    for place in range(len(heights) - 1, -1, -1):
        limit = bottom if place == len(heights) - 1 else heights[place + 1] - size - 4
        heights[place] = min(heights[place], limit) if excess else heights[place]
    return [
        words(
            "strong" if index == 0 else "label",
            x,
            height + 5,
            cut(names[index], room, size, bold=index == 0),
            style,
            full=names[index],
        )
        for height, (_y, index) in zip(heights, order, strict=True)
    ]


def _periods(periods: Sequence[str], across_at: Place, y: float, width: float, style: Style) -> str:
    """Write as many periods as have room, always the first and the last."""
    if not periods:
        return ""
    widths = [text_width(clean(period), 14) + 14 for period in periods]
    step = max(across_at(1) - across_at(0), 1.0)
    every = max(1, math.ceil(max(widths) / step))
    last = len(periods) - 1
    chosen = list(range(last, -1, -every))
    if 0 not in chosen and across_at(chosen[-1]) - across_at(0) >= max(widths):
        chosen.append(0)
    parts = []
    for index in sorted(chosen):
        half = (widths[index] - 14) / 2
        centre = min(max(across_at(index), half), width - half)
        parts.append(words("small-mid", centre, y, clean(periods[index]), style))
    return "".join(parts)
