"""What every chart shares: two drawings of one content, one for wide and one for narrow places."""

from __future__ import annotations

import zlib
from collections.abc import Callable

from quartierswerk.ui.svg.ink import Style, head, look
from quartierswerk.ui.svg.lettering import clean, safe

WIDE = 800
NARROW = 310

Drawing = tuple[str, float]
"""The marks, and the height they need."""


def both_widths(
    draw: Callable[[bool], Drawing], *, title: str, description: str, key: str, style: Style, css: str = ""
) -> str:
    """Draw wide and narrow; the stylesheet shows one of them. A paper gets the wide one alone.

    ``draw`` takes whether it draws the narrow one. ``key`` begins the ids and follows from the title if left out.
    """
    key = key or f"chart{zlib.crc32(clean(title).encode()):08x}"
    kinds = [("wide", WIDE)] if style == "paper" else [("wide", WIDE), ("narrow", NARROW)]
    drawings = []
    for kind, width in kinds:
        body, height = draw(kind == "narrow")
        opening = head(
            f"0 0 {width} {height:g}",
            css=kind,
            role="img",
            title=title,
            description=description,
            key=f"{key}-{kind[0]}",
            style=style,
            width=width,
            height=height,
        )
        drawings.append(f"{opening}{body}</svg>")
    if style == "paper":
        return drawings[0]
    return f'<div class="qw-chart{" " + css if css else ""}">{"".join(drawings)}</div>'


def words(name: str, x: float, y: float, text: str, style: Style, *, full: str = "") -> str:
    """Write a text at its baseline; ``full`` is what a cut text says in whole."""
    whole = f"<title>{safe(full)}</title>" if full and full != text and style == "screen" else ""
    return f'<text {look(name, style)} x="{x:.5g}" y="{y:.5g}">{whole}{safe(text)}</text>'


def box(name: str, x: float, y: float, width: float, height: float, style: Style) -> str:
    """Draw a rectangle; an empty one becomes a hair so that it can still be seen."""
    return f'<rect {look(name, style)} x="{x:.5g}" y="{y:.5g}" width="{max(width, 1.5):.5g}" height="{height:.5g}"/>'


def stroke(name: str, path: str, style: Style) -> str:
    """Draw a path."""
    return f'<path {look(name, style)} d="{path}"/>'


def across(x1: float, x2: float, y: float) -> str:
    """Return the path of a level line."""
    return f"M{x1:.5g} {y:.5g}H{x2:.5g}"


def down(x: float, y1: float, y2: float) -> str:
    """Return the path of an upright line."""
    return f"M{x:.5g} {y1:.5g}V{y2:.5g}"


def scale(low: float, high: float, start: float, end: float) -> Callable[[float], float]:
    """Return a function from values to places; values that do not differ fall on the start."""
    span = high - low
    if span <= 0:
        return lambda value: start
    return lambda value: start + (value - low) / span * (end - start)
