"""The list of streets, and how a new one differs."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from quartierswerk.places.models import Street


@dataclass(frozen=True)
class StreetsCompared:
    """Names in a new list that are not there yet, names that go, and how many there are now."""

    new: list[str]
    gone: list[str]
    present: int


def streets_compared(streets: Mapping[str, Sequence[str]]) -> StreetsCompared:
    """Compare a new list (name to codes of areas) with the one that is there."""
    there = set(Street.objects.values_list("name", flat=True))
    return StreetsCompared(sorted(set(streets) - there), sorted(there - set(streets)), len(there))
