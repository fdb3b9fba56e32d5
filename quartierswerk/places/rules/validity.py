"""From when to when a version of an area counts. The last day is included; None at the start means since ever."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

DAY = timedelta(days=1)


@dataclass(frozen=True)
class Term:
    """First and last day of one version; ``key`` is whatever the caller knows it by."""

    starts: date | None
    ends: date | None
    key: int = 0

    def covers(self, day: date) -> bool:
        """Tell whether ``day`` lies in the term."""
        return (self.starts is None or self.starts <= day) and (self.ends is None or day <= self.ends)


@dataclass(frozen=True)
class Placing:
    """Where a version that starts on a given day goes among those that are there."""

    same: Term | None
    """The version that starts on the same day: it is corrected, no new one is opened."""
    closes: Term | None
    """The version that ends on the day before."""
    ends: date | None
    """Last day of the new version."""


def place_version(starts: date | None, ends: date | None, present: Iterable[Term]) -> Placing:
    """Say what a version from ``starts`` (None: correct the one that is valid now) to ``ends`` does to ``present``."""
    terms = sorted(present, key=lambda term: term.starts or date.min)
    if starts is None:
        newest = terms[-1] if terms else None
        return Placing(newest, None, newest.ends if newest else ends)
    same = next((term for term in terms if term.starts == starts), None)
    if same is not None:
        return Placing(same, None, same.ends)
    closes = next((term for term in terms if term.covers(starts)), None)
    later = [term.starts for term in terms if term.starts is not None and term.starts > starts]
    limits = [day - DAY for day in later[:1]] + ([ends] if ends else [])
    return Placing(None, closes, min(limits) if limits else None)


def overlapping_terms(present: Iterable[Term]) -> list[tuple[Term, Term]]:
    """List neighbouring versions of one area that count on the same day."""
    terms = sorted(present, key=lambda term: term.starts or date.min)
    return [
        (first, second)
        for first, second in pairwise(terms)
        if first.ends is None or second.starts is None or second.starts <= first.ends
    ]
