"""How the methods say no, and what they remark: a code with facts, never a sentence."""

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any


class SpecError(Exception):
    """The specification or the values cannot be used; ``code`` names the reason, ``facts`` what it is about.

    Every code has its sentences in ``quartierswerk.compute.sentences``.
    """

    def __init__(self, code: str, **facts: Any) -> None:
        self.code = code
        self.facts = facts
        super().__init__(f"{code} {facts}")


@dataclass(frozen=True)
class Notice:
    """Something worth knowing that stops nothing; it has its sentences like an error."""

    code: str
    facts: dict[str, Any]


def notice(code: str, **facts: Any) -> Notice:
    """Make a notice of a code and its facts."""
    return Notice(code, facts)


def near_misses(word: str, known: Iterable[str]) -> tuple[str, ...]:
    """The known words most like ``word``, best first, at most three."""
    by_small = {name.lower().strip(): name for name in sorted(known)}
    found = get_close_matches(word.lower().strip(), list(by_small), n=3, cutoff=0.7)
    return tuple(by_small[name] for name in found)
