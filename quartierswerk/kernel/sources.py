"""Citations: which chapter of the source documents a piece of code implements."""

from collections.abc import Callable
from typing import TypeVar

Thing = TypeVar("Thing")


def source(*citations: str) -> Callable[[Thing], Thing]:
    """Name the chapters that a rule, action, query, model or view implements.

    Each citation is one exact string such as ``"RK 8.1.1"``, ``"RK Anlage 2"`` or ``"GQ C"``, so that a
    plain text search finds all of it. It changes nothing at run time beyond the attribute ``sources``;
    ``docs/reference/sources.md`` and the house tests read the citations from the source text.
    """

    def mark(thing: Thing) -> Thing:
        thing.sources = citations  # type: ignore[attr-defined]
        return thing

    return mark
