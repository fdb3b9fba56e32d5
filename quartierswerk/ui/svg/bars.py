"""Horizontal bars: one per thing, the value at its end; and the stacked bar of states."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from quartierswerk.ui.svg.frame import NARROW, WIDE, Drawing, both_widths, box, down, scale, stroke, words
from quartierswerk.ui.svg.ink import Style
from quartierswerk.ui.svg.lettering import clean, cut, text_width, widest, wrap
from quartierswerk.ui.svg.numbers import Format, german

State = Literal["planned", "open", "running", "final", "closed"]


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar. Without a value ``text`` says why ("geschützt"); with one it replaces the written number."""

    label: str
    value: float | None
    text: str = ""
    chosen: bool = False


@dataclass(frozen=True, slots=True)
class Reference:
    """A value to compare with, drawn as a dashed line, and its words ("Stadt 12,4")."""

    value: float
    label: str


@dataclass(frozen=True, slots=True)
class Part:
    """How many things are in one state; the state chooses the face."""

    label: str
    value: float
    state: State


def draw_bars(
    bars: Sequence[Bar],
    *,
    title: str,
    description: str = "",
    reference: Reference | None = None,
    number: Format | None = None,
    key: str = "",
    style: Style = "screen",
) -> str:
    """Draw the bars in the order given, from a common zero; values below it run to the left."""
    write = number or german(1)
    values = [bar.value for bar in bars if bar.value is not None and math.isfinite(bar.value)]
    edges = [0.0, *values, *([reference.value] if reference else [])]
    low, high = min(edges), max(edges)
    written = [bar.text or ("–" if bar.value is None else write(bar.value)) for bar in bars]

    def draw(narrow: bool) -> Drawing:
        size = 14 if narrow else 15
        row, thick, top = (42.0, 14.0, 22.0) if narrow else (32.0, 20.0, 6.0)
        room = min(widest(map(clean, written), size, bold=True) + 12, (NARROW if narrow else WIDE) * 0.4)
        labels = min(max(widest([clean(bar.label) for bar in bars], size) + 10, 80), 330)
        start = (0.0 if narrow else labels) + (room if low < 0 else 0)
        end = (NARROW if narrow else WIDE) - room
        at = scale(low, high, start, end)
        zero = at(0.0)
        foot = top + len(bars) * row - (row - thick) + 4
        # In the narrow drawing the labels stand above the bars, so upright lines keep to the bars.
        rows = [(top + n * row, top + n * row + thick) for n in range(len(bars))] if narrow else [(top - 6, foot)]
        parts = [stroke("axis", "".join(down(zero, first, last) for first, last in rows), style)] if rows else []
        for index, bar in enumerate(bars):
            y = top + index * row
            middle = y + thick / 2 + 5
            if narrow:
                parts.append(words("label", 0, y - 5, cut(clean(bar.label), NARROW, size), style, full=bar.label))
            else:
                lines = wrap(clean(bar.label), labels - 10, size, lines=1)
                parts.append(words("label-end", labels - 9, middle, lines[0], style, full=bar.label))
            shown = cut(clean(written[index]), room, size, bold=True)
            if bar.value is None or not math.isfinite(bar.value):
                parts.append(words("small", zero + 7, middle, shown, style, full=written[index]))
                continue
            left, right = sorted((zero, at(bar.value)))
            parts.append(box("bar-chosen" if bar.chosen else "bar", left, y, right - left, thick, style))
            if bar.value < 0:
                parts.append(words("strong-end", left - 7, middle, shown, style))
            else:
                parts.append(words("strong", right + 7, middle, shown, style))
        height = foot + 2
        if reference:
            x = at(reference.value)
            path = "".join(down(x, first - (3 if narrow else 0), last + 4) for first, last in rows)
            parts.append(stroke("border", path, style))
            width = NARROW if narrow else WIDE
            shown = cut(clean(reference.label), width - 4, 14)
            half = text_width(shown, 14) / 2
            centre = min(max(x, half + 1), width - half - 1)
            parts.append(words("small-mid", centre, foot + 20, shown, style, full=reference.label))
            height = foot + 28
        return "".join(parts), max(height, 20)

    return both_widths(draw, title=title, description=description, key=key, style=style)


def draw_stacked(
    states: Sequence[Part],
    *,
    title: str,
    description: str = "",
    number: Format | None = None,
    key: str = "",
    style: Style = "screen",
) -> str:
    """Draw how a whole divides into states: one bar where there is room, a row per state where there is none."""
    write = number or german(0)
    there = [part for part in states if math.isfinite(part.value) and part.value > 0]
    if not there:
        there = [part for part in states if math.isfinite(part.value)]

    def draw(narrow: bool) -> Drawing:
        return _rows(there, write, style) if narrow else _stack(there, write, style)

    return both_widths(draw, title=title, description=description, key=key, style=style)


def _rows(there: Sequence[Part], write: Format, style: Style) -> Drawing:
    labels = min(widest([clean(part.label) for part in there], 14) + 10, 150)
    room = widest([write(part.value) for part in there], 14, bold=True) + 10
    at = scale(0.0, max((part.value for part in there), default=0.0), labels, NARROW - room)
    parts = []
    for index, part in enumerate(there):
        y = index * 30 + 3
        right = at(part.value)
        parts.append(words("label", 0, y + 14, cut(clean(part.label), labels - 8, 14), style, full=part.label))
        if part.value > 0:
            parts.append(box(part.state, labels, y, right - labels, 18, style))
        parts.append(words("strong", (right if part.value > 0 else labels) + 7, y + 14, write(part.value), style))
    return "".join(parts), max(len(there) * 30, 20)


def _stack(there: Sequence[Part], write: Format, style: Style) -> Drawing:
    """Draw one bar; words that would touch their neighbours drop to the next free line."""
    total = math.fsum(part.value for part in there)
    gap = 3.0
    free = WIDE - 2 - gap * max(len(there) - 1, 0)
    x = 1.0
    parts: list[str] = []
    numbers: list[tuple[float, float]] = []
    lines: list[float] = []
    deepest = 0
    for part in there:
        width = free * part.value / total if total > 0 else free / len(there)
        parts.append(box(part.state, x, 2, width, 30, style))
        centre = x + width / 2
        shown = cut(clean(part.label), WIDE / 2, 15)
        half = max(text_width(shown, 15) / 2, 8)
        middle = min(max(centre, half), WIDE - half)
        level = next((n for n, taken in enumerate(lines) if middle - half > taken + 8), len(lines))
        if level == len(lines):
            lines.append(0.0)
        lines[level] = middle + half
        deepest = max(deepest, level)
        if not numbers or centre - numbers[-1][0] > 22:
            parts.append(words("strong-mid", centre, 53, write(part.value), style))
            numbers.append((centre, level))
            text = shown
        else:
            text = f"{write(part.value)} {shown}"
        if level:
            parts.append(stroke("join", down(centre, 58, 62 + level * 20 - 2), style))
        parts.append(
            words("label-mid", middle, 74 + level * 20, text, style, full=part.label if shown.endswith("…") else "")
        )
        x += width + gap
    return "".join(parts), 82 + deepest * 20 if there else 20
