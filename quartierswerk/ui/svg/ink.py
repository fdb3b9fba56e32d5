"""How a mark gets its look: by a class on the screen, by greys on paper."""

from __future__ import annotations

from typing import Literal

from quartierswerk.ui.svg.lettering import safe

Style = Literal["screen", "paper"]

DARK = "#1a1a1a"
SOFT = "#595959"
# Lightness 95, 82, 68, 45, 20 per cent for the classes 1 to 5.
GREYS = {1: "#f2f2f2", 2: "#d1d1d1", 3: "#adadad", 4: "#737373", 5: "#333333"}
ON_GREY = {1: DARK, 2: DARK, 3: DARK, 4: "#ffffff", 5: "#ffffff"}
FONT = 'font-family="Fira Sans"'


def _text(size: float, *, fill: str = DARK, bold: bool = False, anchor: str = "") -> str:
    weight = ' font-weight="600"' if bold else ""
    end = f' text-anchor="{anchor}"' if anchor else ""
    return f'{FONT} font-size="{size:g}" fill="{fill}"{weight}{end}'


def _line(stroke: str, width: float, *, dash: str = "") -> str:
    dashes = f' stroke-dasharray="{dash}"' if dash else ""
    return f'fill="none" stroke="{stroke}" stroke-width="{width:g}" stroke-linejoin="round"{dashes}'


def _face(fill: str, stroke: str = "", width: float = 0.8, *, dash: str = "") -> str:
    edge = f' stroke="{stroke}" stroke-width="{width:g}"' if stroke else ""
    dashes = f' stroke-dasharray="{dash}"' if dash else ""
    return f'fill="{fill}"{edge}{dashes}'


_QUARTER = 'stroke="#6e6e6e" stroke-width="0.8" stroke-linejoin="round" fill-rule="evenodd"'

# One entry per class name that the drawings use.
PAPER: dict[str, str] = {
    # map
    **{f"k{n}": f'fill="{grey}" {_QUARTER}' for n, grey in GREYS.items()},
    **{f"h{n}": _QUARTER for n in GREYS},
    "k0": f'{_QUARTER} stroke-dasharray="4 3"',
    "land": f'fill="#f2f2f2" {_QUARTER}',
    "active": f'fill="#adadad" {_QUARTER}',
    **{
        f"t{n}": _text(15, fill=colour, bold=True, anchor="middle")
        + f' stroke="{GREYS[n]}" stroke-width="3" paint-order="stroke"'
        for n, colour in ON_GREY.items()
    },
    "t0": _text(15, bold=True, anchor="middle") + ' stroke="#ffffff" stroke-width="3" paint-order="stroke"',
    "on1": _line(DARK, 1.4) + ' stroke-opacity="0.62"',
    "on4": _line("#ffffff", 2.2) + ' stroke-opacity="0.72"',
    "dot": _face(SOFT),
    "ground": _face("#ffffff"),
    "district": _line(DARK, 2),
    "outline": _line(DARK, 2),
    "river": _line("#bdbdbd", 6),
    "renewal": _line(DARK, 2.5, dash="2 5"),
    "chosen": _line("#ffffff", 6),
    "chosen-line": _line("#000000", 3.4),
    "place": _text(26, bold=True, anchor="middle")
    + ' stroke="#ffffff" stroke-width="4" stroke-linejoin="round" paint-order="stroke"',
    "pin": _face(DARK, "#ffffff", 2),
    "pin-number": _text(16, fill="#ffffff", bold=True, anchor="middle"),
    "up": _face(DARK),
    "same": _line(DARK, 3),
    "down": _face("#ffffff", DARK, 1.6),
    # charts
    "label": _text(15),
    "label-end": _text(15, anchor="end"),
    "label-mid": _text(15, anchor="middle"),
    "strong": _text(15, bold=True),
    "strong-end": _text(15, bold=True, anchor="end"),
    "strong-mid": _text(15, bold=True, anchor="middle"),
    "small": _text(14, fill=SOFT),
    "small-end": _text(14, fill=SOFT, anchor="end"),
    "small-mid": _text(14, fill=SOFT, anchor="middle"),
    "raises": _face(GREYS[5]),
    "lowers": _face("#ffffff", GREYS[5], 1.6),
    "total": _face("#ffffff", DARK, 2),
    "bar": _face(GREYS[4]),
    "bar-chosen": _face(GREYS[5]),
    "axis": _line(SOFT, 1.2),
    "grid": _line("#d1d1d1", 0.8),
    "join": _line("#adadad", 0.8),
    "border": _line(DARK, 1.6, dash="5 4"),
    "planned": _face("#ffffff", DARK, 1.4, dash="4 3"),
    "open": _face(GREYS[2], SOFT, 0.8),
    "running": _face(GREYS[4]),
    "final": _face(GREYS[5]),
    "closed": _face("#ffffff", SOFT, 1),
    "range": _face(GREYS[3]),
    "point": _face(DARK, "#ffffff", 2.5),
    "tick": _line(GREYS[4], 1.6),
    "today": _line(DARK, 3),
    "series-1": _line(DARK, 3),
    "series-2": _line(GREYS[4], 2.4, dash="8 4"),
    "series-3": _line(GREYS[4], 2.4, dash="2 4"),
    "series-4": _line(SOFT, 2, dash="10 3 2 3"),
    "dot-1": _face(DARK, "#ffffff", 1.5),
    "dot-2": _face("#ffffff", GREYS[4], 2),
    "dot-3": _face(GREYS[4], "#ffffff", 1.5),
    "dot-4": _face("#ffffff", SOFT, 2),
}


def look(name: str, style: Style) -> str:
    """Return the attributes of a mark: its class, or on paper its greys."""
    return PAPER[name] if style == "paper" else f'class="{name}"'


def head(
    viewbox: str,
    *,
    css: str,
    role: str,
    title: str,
    description: str,
    key: str,
    style: Style,
    width: float,
    height: float,
) -> str:
    """Open the drawing. On paper the text for readers stands in the document, so none is written here."""
    if style == "paper":
        return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{viewbox}" width="{width:g}" height="{height:g}">'
    named = f'<title id="{key}-t">{safe(title)}</title>'
    described = f'<desc id="{key}-d">{safe(description)}</desc>' if description else ""
    by = f' aria-describedby="{key}-d"' if description else ""
    return f'<svg class="{css}" viewBox="{viewbox}" role="{role}" aria-labelledby="{key}-t"{by}>{named}{described}'
