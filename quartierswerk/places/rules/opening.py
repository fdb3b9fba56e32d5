"""When a place is open."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, time, timedelta
from itertools import pairwise

Span = tuple[time, time]


@dataclass(frozen=True)
class WeeklySpan:
    """Open every week on ``weekday`` (0 Monday) from ``opens`` to ``closes``."""

    weekday: int
    opens: time
    closes: time


@dataclass(frozen=True)
class OtherDays:
    """From the first to the last day: open only in these hours, or closed when they are empty."""

    starts_on: date
    ends_on: date
    opens: time | None = None
    closes: time | None = None


def open_on(day: date, weekly: Iterable[WeeklySpan], other: Iterable[OtherDays] = ()) -> list[Span]:
    """List the spans in which a place is open on ``day``; other days replace the weekly hours altogether."""
    changed = [days for days in other if days.starts_on <= day <= days.ends_on]
    if changed:
        return sorted((days.opens, days.closes) for days in changed if days.opens and days.closes)
    return sorted((span.opens, span.closes) for span in weekly if span.weekday == day.weekday())


def next_open_day(
    today: date, weekly: Iterable[WeeklySpan], other: Iterable[OtherDays] = (), *, within_days: int = 60
) -> date | None:
    """Return the first day from ``today`` on with opening hours, or None within the time looked at."""
    spans, changes = list(weekly), list(other)
    days = (today + timedelta(days=n) for n in range(within_days))
    return next((day for day in days if open_on(day, spans, changes)), None)


def overlapping_spans(weekly: Iterable[WeeklySpan]) -> list[tuple[WeeklySpan, WeeklySpan]]:
    """List pairs of spans on one weekday that overlap."""
    ordered = sorted(weekly, key=lambda span: (span.weekday, span.opens, span.closes))
    return [
        (first, second)
        for first, second in pairwise(ordered)
        if first.weekday == second.weekday and second.opens < first.closes
    ]
