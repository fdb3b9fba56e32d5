"""Text in a drawing: made safe, measured, wrapped, cut."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape as _escape

# Advance widths of Fira Sans in thousandths of the type size, grouped to keep the table short.
_WIDTHS = {
    200: "'",
    250: "  !,.:;·",
    300: "()IJ[]`ijl{}",
    350: "ft",
    400: '"-r|„“',
    450: "*17?sz",
    500: "#+/2359<=>FLTZ\\_cgkvxy~–−×",
    550: "$0468ACESVXY^aeäÄ",
    600: "BKPRbdhnopquöüß",
    650: "DGUÜ",
    700: "HNOQwÖ",
    750: "&…",
    800: "M",
    850: "%Wm",
    1000: "@",
}
_WIDTH_OF = {character: width for width, characters in _WIDTHS.items() for character in characters}
_OTHER = 620
_WIDE = 1000
_BOLD = 1.04


def is_drawable(character: str) -> bool:
    """Say whether the character may stand in a drawing.

    XML forbids control characters and lone surrogates; signs that turn the direction of writing would turn their
    neighbours too.
    """
    code = ord(character)
    if 0x202A <= code <= 0x202E or 0x2066 <= code <= 0x2069:
        return False
    return code in (9, 10, 13) or 0x20 <= code <= 0xD7FF or 0xE000 <= code <= 0xFFFD or code >= 0x10000


def clean(text: object) -> str:
    """Return the text without what XML forbids, in one line."""
    whole = str(text)
    if not whole.isprintable():  # what is printable may all be drawn, and most texts are
        whole = "".join(c if is_drawable(c) else " " for c in whole)
    return " ".join(whole.split())


def safe(text: object) -> str:
    """Return the text ready to stand in an element or an attribute."""
    return _escape(clean(text), quote=True)


def text_width(text: str, size: float, *, bold: bool = False) -> float:
    """Estimate how wide the text runs in Fira Sans, in the units of ``size``; meant to be a little generous."""
    total = 0
    for character in text:
        total += _WIDTH_OF.get(character) or (_WIDE if ord(character) >= 0x2E80 else _OTHER)
    return total * size / 1000 * (_BOLD if bold else 1.0) * 1.02


def cut(text: str, width: float, size: float, *, bold: bool = False) -> str:
    """Shorten the text to the width and end it with an ellipsis; the caller keeps the full text in a title."""
    if text_width(text, size, bold=bold) <= width:
        return text
    room = width - text_width("…", size, bold=bold)
    kept = ""
    used = 0.0
    for character in text:
        used += text_width(character, size, bold=bold)
        if used > room:
            break
        kept += character
    return kept.rstrip(" ,;·-–") + "…"


def wrap(text: str, width: float, size: float, *, lines: int = 2, bold: bool = False) -> list[str]:
    """Break the text into at most ``lines`` lines that fit the width; what does not fit is cut in the last."""
    words = text.split()
    done: list[str] = []
    current = ""
    for number, word in enumerate(words):
        tried = f"{current} {word}" if current else word
        if not current or text_width(tried, size, bold=bold) <= width:
            current = tried
            continue
        if len(done) == lines - 1:
            rest = " ".join([current, *words[number:]])
            return [*done, cut(rest, width, size, bold=bold)]
        done.append(cut(current, width, size, bold=bold))
        current = word
    if current or not done:
        done.append(cut(current, width, size, bold=bold))
    return done


def widest(texts: Iterable[str], size: float, *, bold: bool = False) -> float:
    """Return the width of the widest text, 0 for none."""
    return max((text_width(text, size, bold=bold) for text in texts), default=0.0)
