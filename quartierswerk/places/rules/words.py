"""Codes, names and streets as people type them."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from typing import Any

NEAR_MISSES = 3


def near_misses(codes: Iterable[str], known: Iterable[str]) -> dict[str, list[str]]:
    """For each of ``codes`` that is not ``known``: up to three known ones that could be meant, nearest first.

    Near is: the same but for leading zeros, blanks, signs or capitals; else one character more, less, other, or two
    neighbours exchanged. The work grows with the number of unknown codes, not with unknown × known.
    """
    present = set(known)
    unknown = [code for code in dict.fromkeys(codes) if code not in present]
    if not unknown:
        return {}
    alike = defaultdict(list)
    for code in present:
        alike[_bare(code)].append(code)
    letters = sorted({letter for code in present for letter in code})
    found = {}
    for code in unknown:
        same = sorted(alike.get(_bare(code), [])) if _bare(code) else []
        edited = sorted(_edits(code, letters) & present)
        found[code] = list(dict.fromkeys([*same, *edited]))[:NEAR_MISSES]
    return found


def _bare(code: str) -> str:
    return re.sub(r"[\W_]+", "", code).casefold().lstrip("0")


def _edits(code: str, letters: list[str]) -> set[str]:
    if len(code) > 40:
        return set()
    cuts = [(code[:i], code[i:]) for i in range(len(code) + 1)]
    return (
        {a + b[1:] for a, b in cuts if b}
        | {a + b[1] + b[0] + b[2:] for a, b in cuts if len(b) > 1}
        | {a + letter + b[1:] for a, b in cuts if b for letter in letters}
        | {a + letter + b for a, b in cuts for letter in letters}
    )


def is_same_but_for_form(one: str, other: str) -> bool:
    """Tell whether two codes differ only by leading zeros, blanks, signs or capitals."""
    return bool(_bare(one)) and _bare(one) == _bare(other)


def near_names(wanted: str, names: Iterable[str]) -> list[str]:
    """Up to three of ``names`` that look like ``wanted``, the same but for capitals first."""
    listed = list(dict.fromkeys(names))
    by_form = {name.casefold(): name for name in reversed(listed)}
    close = get_close_matches(wanted.casefold(), list(by_form), n=NEAR_MISSES, cutoff=0.5)
    return [by_form[form] for form in close]


def sought_form(text: str) -> str:
    """The form in which street names are compared: no capitals, ä as ae, Straße and Str. as str, signs as blanks."""
    form = text.casefold().replace("ä", "ae").replace("ö", "oe").replace("ü", "ue").replace("ß", "ss")
    form = "".join(sign for sign in unicodedata.normalize("NFKD", form) if not unicodedata.combining(sign))
    form = re.sub(r"strasse\b|str\.|str\b", "str ", form)
    form = re.sub(r"[^a-z0-9]+", " ", form)
    return re.sub(r" ?\bstr\b", "str", re.sub(r"\s+", " ", form)).strip()


def missing_idea_points(idea: Mapping[str, Any], keys: Iterable[str]) -> list[str]:
    """Keys of the points of the idea of a neighbourhood to which nothing is written yet, in their order."""
    return [key for key in keys if not any(str(text).strip() for text in (idea.get(key) or {}).values())]
