"""Where a value comes from: contributions as a running sum that ends at the total."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from quartierswerk.ui.svg.frame import NARROW, WIDE, Drawing, across, both_widths, box, down, scale, stroke, words
from quartierswerk.ui.svg.ink import Style
from quartierswerk.ui.svg.lettering import clean, cut, text_width, widest, wrap
from quartierswerk.ui.svg.numbers import Format, german, signed


@dataclass(frozen=True, slots=True)
class Contribution:
    """How much one indicator raises (above 0) or lowers (below 0) the value."""

    label: str
    value: float


@dataclass(frozen=True, slots=True)
class Border:
    """Where the next class begins, and the words for it ("Klasse 5 ab 0,74")."""

    value: float
    label: str


def draw_waterfall(
    contributions: Sequence[Contribution],
    *,
    title: str,
    description: str = "",
    total_label: str,
    base: float = 0.0,
    base_label: str = "",
    border: Border | None = None,
    number: Format | None = None,
    key: str = "",
    style: Style = "screen",
) -> str:
    """Draw the running sum from ``base`` (the city's mean, say) in the order given.

    The last line is the total, base + contributions, as the way from the base to it. What is not finite is left out.
    """
    number = number or german(2)
    whole = [one for one in contributions if math.isfinite(one.value)]
    ends = [base]
    for _each in whole:
        ends.append(math.fsum([ends[0], *(each.value for each in whole[: len(ends)])]))
    edges = [*ends, *([border.value] if border else [])]
    low, high = min(edges), max(edges)

    def draw(narrow: bool) -> Drawing:
        return _draw(whole, ends, low, high, total_label, base_label, border, number, narrow, style)

    return both_widths(draw, title=title, description=description, key=key, style=style)


def _draw(
    whole: Sequence[Contribution],
    ends: Sequence[float],
    low: float,
    high: float,
    total_label: str,
    base_label: str,
    border: Border | None,
    number: Format,
    narrow: bool,
    style: Style,
) -> Drawing:
    size = 14 if narrow else 15
    row, bar, top = (42.0, 14.0, 22.0) if narrow else (34.0, 22.0, 8.0)
    values = [signed(one.value, number) for one in whole]
    room = widest([*values, number(ends[-1])], size, bold=True) + 10
    if narrow:
        start, end = 1.0, NARROW - room
    else:
        start = min(max(widest([one.label for one in whole] + [total_label], size, bold=True) + 10, 120), 330)
        end = WIDE - max(room, 60)
    # Values stand right of their bar; at the left end of the scale they need no room of their own.
    at = scale(low, high, start + (0 if low == ends[0] else 4), end)
    zero = at(ends[0])
    parts: list[str] = []
    y = top
    bottom = top + len(whole) * row + (-20 if narrow else 4)
    total_top = bottom + (24 if narrow else 8)
    foot = total_top + bar
    if not narrow:
        parts.append(stroke("axis", down(zero, 0, foot), style))
    covered: list[tuple[float, float, float, float]] = []
    for index, one in enumerate(whole):
        before, after = at(ends[index]), at(ends[index + 1])
        left, right = min(before, after), max(before, after)
        middle = y + bar / 2
        if narrow:
            shown = cut(clean(one.label), NARROW - 2, size)
            parts.append(words("label", 0, y - 5, shown, style, full=one.label))
        else:
            parts += _label(one.label, start - 9, middle, start - 12, size, style)
        following = y + row if index + 1 < len(whole) else total_top
        parts.append(stroke("join", down(after, y + bar, following), style))
        parts.append(box("raises" if one.value >= 0 else "lowers", left, y, right - left, bar, style))
        parts.append(words("strong", right + 7, middle + 5, values[index], style))
        covered.append((right + 4, right + 12 + text_width(values[index], size, bold=True), middle - 11, middle + 11))
        y += row
    parts.append(stroke("axis", across(0 if narrow else start, end, bottom), style))
    if narrow:
        shown = cut(clean(total_label), NARROW - 2, size, bold=True)
        parts.append(words("strong", 0, total_top - 5, shown, style, full=total_label))
    else:
        shown = cut(clean(total_label), start - 12, size, bold=True)
        parts.append(words("strong-end", start - 9, total_top + bar / 2 + 5, shown, style, full=total_label))
    left, right = sorted((zero, at(ends[-1])))
    parts.append(box("total", left, total_top, right - left, bar, style))
    parts.append(words("strong", right + 7, total_top + bar / 2 + 5, number(ends[-1]), style))
    notes: list[tuple[float, str]] = []
    if base_label and not narrow:
        notes.append((zero, base_label))
    if border:
        x = at(border.value)
        written = right + 12 + text_width(number(ends[-1]), size, bold=True)
        covered.append((right + 4, written, total_top, foot))
        path = _upright(x, total_top - 4 if narrow else 0, foot + 3, covered)
        parts.append(stroke("border", path, style))
        notes.append((at(border.value), border.label))
    drawn, height = _notes(notes, foot + 20, NARROW if narrow else WIDE, style)
    return "".join(parts) + drawn, height


def _upright(x: float, top: float, bottom: float, covered: Sequence[tuple[float, float, float, float]]) -> str:
    """Return the path of an upright line that leaves out where words stand."""
    path, y = "", top
    for left, right, first, last in sorted(covered, key=lambda one: one[2]):
        if left < x < right and last > y:
            path += down(x, y, first) if first > y else ""
            y = max(y, last)
    return path + (down(x, y, bottom) if bottom > y else "")


def _label(label: str, x: float, middle: float, width: float, size: float, style: Style) -> list[str]:
    """Write a label in one line or two, ending before the bar."""
    lines = wrap(clean(label), width, size)
    if len(lines) == 1:
        return [words("label-end", x, middle + 5, lines[0], style, full=label)]
    first, second = lines
    full = label if second.endswith("…") or first.endswith("…") else ""
    return [
        words("label-end", x, middle - 3, first, style, full=full),
        words("label-end", x, middle + 13, second, style, full=full),
    ]


def _notes(notes: Sequence[tuple[float, str]], y: float, width: float, style: Style) -> tuple[str, float]:
    """Write the words under the scale, each in a line of its own where they would touch."""
    parts: list[str] = []
    taken: list[tuple[float, float]] = []
    line = y
    for x, text in notes:
        shown = cut(clean(text), width - 4, 14)
        half = text_width(shown, 14) / 2
        centre = min(max(x, half + 1), width - half - 1)
        if any(centre - half < right + 10 and centre + half > left - 10 for left, right in taken):
            line += 19
        taken.append((centre - half, centre + half))
        parts.append(words("small-mid", centre, line, shown, style, full=text))
    return "".join(parts), (line + 8 if notes else y - 12)
