"""What changed between two texts, word by word."""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher

# A date or a number with its signs is one word.
WORDS = re.compile(r"\s+|\d[\d.,:/-]*\d|\w+|[^\w\s]")
# Beyond this many words a comparison of words takes too long; then the texts count as changed altogether.
LONGEST = 4000


@dataclass(frozen=True)
class Piece:
    """A stretch of text that is either the same in both versions or not."""

    text: str
    changed: bool


def compare_words(old: str, new: str) -> tuple[list[Piece], list[Piece]]:
    """Return the pieces of ``old`` and of ``new``.

    Joined, the pieces give back each text exactly. White space between two changed words counts as changed, so
    that a reader meets one stretch and not many.
    """
    if old == new:
        return _pieces([(old, False)]), _pieces([(new, False)])
    olds, news = WORDS.findall(old), WORDS.findall(new)
    if len(olds) > LONGEST or len(news) > LONGEST:
        return _pieces([(old, True)]), _pieces([(new, True)])
    before: list[tuple[str, bool]] = []
    after: list[tuple[str, bool]] = []
    for kind, i, j, k, m in SequenceMatcher(None, olds, news, autojunk=False).get_opcodes():
        same = kind == "equal"
        before.append(("".join(olds[i:j]), not same))
        after.append(("".join(news[k:m]), not same))
    return _pieces(before), _pieces(after)


def _pieces(parts: list[tuple[str, bool]]) -> list[Piece]:
    """Join neighbours: a blank between two changed stretches belongs to them."""
    joined: list[Piece] = []
    parts = [part for part in parts if part[0]]
    for number, (text, changed) in enumerate(parts):
        between = 0 < number < len(parts) - 1 and parts[number - 1][1] and parts[number + 1][1]
        changed = changed or (between and not text.strip())
        if joined and joined[-1].changed == changed:
            joined[-1] = Piece(joined[-1].text + text, changed)
        else:
            joined.append(Piece(text, changed))
    return joined
