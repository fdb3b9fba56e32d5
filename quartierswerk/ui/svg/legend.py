"""The legend under a map: the same marks as on it, each with its digit and its word."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from quartierswerk.ui.svg.ink import Style, look
from quartierswerk.ui.svg.lettering import safe, text_width

Mark = Literal["1", "2", "3", "4", "5", "unstable", "missing", "land", "active", "up", "same", "down"]


@dataclass(frozen=True, slots=True)
class LegendItem:
    """One field: which mark, the digit in it (the mark's own if left out), and what it means."""

    mark: Mark
    text: str
    sign: str = ""


def draw_legend(items: Sequence[LegendItem], *, key: str = "legend") -> str:
    """Return a list of fields with words. ``key`` must differ between two legends on one page."""
    rows = []
    for number, item in enumerate(items):
        face = _field(item, f"{key}-{number}", "screen")
        drawing = f'<svg class="qw-map" viewBox="0 0 32 20" aria-hidden="true">{face}</svg>'
        rows.append(f"<li>{drawing}<span>{safe(item.text)}</span></li>")
    return f'<ul class="qw-legend">{"".join(rows)}</ul>'


def draw_paper_legend(items: Sequence[LegendItem], *, width: float = 900, key: str = "legend") -> str:
    """Return the legend as one drawing for a printed paper; the fields run on into new lines."""
    x, y = 0.0, 0.0
    parts = []
    for number, item in enumerate(items):
        needed = 42 + text_width(item.text, 17) + 26
        if x and x + needed > width:
            x, y = 0.0, y + 32
        words = look("label", "paper").replace('font-size="15"', 'font-size="17"')
        parts.append(
            f'<g transform="translate({x:g} {y:g})">{_field(item, f"{key}-{number}", "paper")}'
            f'<text {words} x="42" y="16">{safe(item.text)}</text></g>'
        )
        x += needed
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="-1 -1 {width + 2:g} {y + 24:g}"'
        f' width="{width + 2:g}" height="{y + 24:g}">{"".join(parts)}</svg>'
    )


def _field(item: LegendItem, key: str, style: Style) -> str:
    box = 'd="M.5.5h31v19h-31z"'
    if item.mark == "unstable":
        ground = look("k3", style).split(" stroke")[0]
        return (
            f'<defs><pattern id="{key}" width="8" height="8" patternUnits="userSpaceOnUse"'
            f' patternTransform="rotate(45)"><rect {ground} x="-1" y="-1" width="10" height="10"/>'
            f'<path {look("on1", style)} d="M1.1-1v10"/></pattern></defs>'
            f'<path {look("h3", style)} fill="url(#{key})" {box}'
            "/>"
        )
    if item.mark == "missing":
        return (
            f'<defs><pattern id="{key}" width="7" height="7" patternUnits="userSpaceOnUse">'
            f'<rect {look("ground", style)} width="7" height="7"/>'
            f'<circle {look("dot", style)} cx="3" cy="3" r="1.1"/></pattern></defs>'
            f'<path {look("k0", style)} fill="url(#{key})" {box}/>'
        )
    if item.mark in ("land", "active"):
        return f"<path {look(item.mark, style)} {box}/>"
    if item.mark == "up":
        return f'<path {look("up", style)} d="M16 2l9 16h-18z"/>'
    if item.mark == "down":
        return f'<path {look("down", style)} d="M16 18l9-16h-18z"/>'
    if item.mark == "same":
        return f'<path {look("same", style)} d="M8 10h16"/>'
    digit = look(f"t{item.mark}", style) if style == "paper" else ""
    return (
        f"<path {look(f'k{item.mark}', style)} {box}/>"
        f'<text {digit} x="16" y="15.2">{safe(item.sign or item.mark)}</text>'
    ).replace("<text  ", "<text ")
