"""One place on a line: the range of ranks, and where an area stands among all."""

from __future__ import annotations

import math
from collections.abc import Sequence

from quartierswerk.ui.svg.bars import Reference
from quartierswerk.ui.svg.frame import NARROW, WIDE, Drawing, across, both_widths, box, down, scale, stroke, words
from quartierswerk.ui.svg.ink import Style, look
from quartierswerk.ui.svg.lettering import clean, cut, text_width
from quartierswerk.ui.svg.numbers import Format, german


def draw_rank_range(
    rank: int,
    low: int,
    high: int,
    count: int,
    *,
    title: str,
    description: str = "",
    key: str = "",
    style: Style = "screen",
) -> str:
    """Draw a line from rank 1 to ``count``, the ranks that occur as a band, the valid rank as a point."""

    def draw(narrow: bool) -> Drawing:
        width = NARROW if narrow else WIDE
        at = scale(1, count, 22, width - 22)
        first, last = sorted((at(low), at(high)))
        last_x, y = at(count), 16
        half = text_width(str(rank), 15, bold=True) / 2
        parts = [
            stroke("axis", across(22, width - 22, y), style),
            box("range", first - 4, y - 7, last - first + 8, 14, style),
            f'<circle {look("point", style)} cx="{at(rank):.5g}" cy="{y}" r="9"/>',
        ]
        for x, text in ((22.0, "1"), (last_x, str(count))):
            if text != str(rank) and abs(x - at(rank)) > half + text_width(text, 15) / 2 + 5:
                parts.append(words("small-mid", x, y + 30, text, style))
        parts.append(words("strong-mid", at(rank), y + 30, str(rank), style))
        return "".join(parts), y + 38

    return both_widths(draw, title=title, description=description, key=key, style=style)


def draw_strip(
    values: Sequence[float],
    chosen: float | None,
    *,
    title: str,
    description: str = "",
    chosen_label: str = "",
    references: Sequence[Reference] = (),
    number: Format | None = None,
    key: str = "",
    style: Style = "screen",
) -> str:
    """Draw every value as a fine tick on one line, the chosen one as a point with its words above.

    References (class borders, the city's mean) are dashed with their words below.
    """
    write = number or german(1)
    there = sorted(value for value in values if math.isfinite(value))
    if chosen is not None and not math.isfinite(chosen):
        chosen = None
    edges = [*there, *(one.value for one in references), *([chosen] if chosen is not None else [])]
    low, high = (min(edges), max(edges)) if edges else (0.0, 1.0)

    def draw(narrow: bool) -> Drawing:
        width = NARROW if narrow else WIDE
        at = scale(low, high, 12, width - 12)
        places = sorted({round(at(value), 1) for value in there})
        parts = [stroke("axis", across(4, width - 4, 46), style)]
        if places:
            parts.append(stroke("tick", "".join(down(x, 35, 57) for x in places), style))
        if chosen is not None:
            text = cut(clean(f"{chosen_label} {write(chosen)}"), width - 4, 15, bold=True)
            half = text_width(text, 15, bold=True) / 2
            centre = min(max(at(chosen), half + 1), width - half - 1)
            parts.append(f'<circle {look("point", style)} cx="{at(chosen):.5g}" cy="46" r="9"/>')
            parts.append(words("strong-mid", centre, 20, text, style, full=f"{chosen_label} {write(chosen)}"))
        lowest = [(low, write(low)), (high, write(high))] if edges else []
        notes = [(one.value, one.label) for one in references] or lowest
        parts += [stroke("border", down(at(one.value), 28, 64), style) for one in references]
        height = 70.0
        taken: list[float] = []
        for value, text in sorted(notes):
            shown = cut(clean(text), width - 4, 14)
            half = text_width(shown, 14) / 2
            centre = min(max(at(value), half + 1), width - half - 1)
            line = next((n for n, end in enumerate(taken) if centre - half > end + 10), len(taken))
            taken[line : line + 1] = [centre + half]
            parts.append(words("small-mid", centre, 82 + line * 19, shown, style, full=text))
            height = max(height, 90 + line * 19)
        return "".join(parts), height

    return both_widths(draw, title=title, description=description, key=key, style=style)
