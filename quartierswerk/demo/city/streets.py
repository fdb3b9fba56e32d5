"""The street finder's table: which quarters a street runs through, for the home page's one question."""

from __future__ import annotations

from functools import cache

from quartierswerk.demo.city.geography import geography
from quartierswerk.demo.city.tables import table


@cache
def streets() -> dict[str, tuple[str, ...]]:
    """Street name → codes of its quarters, in alphabetical order of the names."""
    found: dict[str, list[str]] = {}
    for code, names in table("streets").items():
        for name in names:
            found.setdefault(name, []).append(code)
    return {name: tuple(codes) for name, codes in sorted(found.items())}


def find(question: str) -> tuple[str, ...]:
    """Codes of the quarters whose name, or one of whose streets, begins like the question.

    Upper case, house numbers and "str." make no difference. Nothing found gives an empty tuple.
    """
    wanted = _plain(question)
    if not wanted:
        return ()
    named = {code for name, codes in streets().items() if _plain(name).startswith(wanted) for code in codes}
    named |= {area.code for area in geography().level("quarter") if _plain(area.name).startswith(wanted)}
    return tuple(sorted(named))


def _plain(text: str) -> str:
    words = [word for word in text.casefold().replace("str.", "strasse").split() if not word[0].isdigit()]
    return " ".join(words)
