"""Area codes that are almost right."""

from collections.abc import Collection
from difflib import get_close_matches

_LOOKALIKES = str.maketrans({"O": "0", "o": "0", "l": "1", "I": "1"})


def near_misses(code: str, known: Collection[str], *, limit: int = 3) -> list[str]:
    """Name the known codes that ``code`` probably means, the likeliest first.

    First come codes that differ by leading zeros, blanks, case or look-alikes (O for 0) alone, as spreadsheet
    programs and typing make them; then similar ones.
    """
    bare = _bare(code)
    same = sorted(other for other in known if _bare(other) == bare)
    if same:
        return same[:limit]
    return get_close_matches(code.strip(), known, n=limit, cutoff=0.75)


def _bare(code: str) -> str:
    text = "".join(code.split()).removesuffix(".0").translate(_LOOKALIKES).casefold()
    return text.lstrip("0") or "0"
