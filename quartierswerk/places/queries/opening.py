"""Which places are open, and when."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from quartierswerk.places.models import MeetingPlace
from quartierswerk.places.rules import OtherDays, WeeklySpan, next_open_day, open_on
from quartierswerk.places.rules.opening import Span


@dataclass(frozen=True)
class Opening:
    """A place on one day. The place should bring its hours and exceptions along (``prefetch_related``)."""

    place: MeetingPlace
    day: date

    @cached_property
    def weekly(self) -> list[WeeklySpan]:
        """The hours of every week."""
        return [WeeklySpan(span.weekday, span.opens, span.closes) for span in self.place.opening_hours.all()]

    @cached_property
    def other(self) -> list[OtherDays]:
        """The days on which it is different."""
        return [
            OtherDays(days.starts_on, days.ends_on, days.opens, days.closes)
            for days in self.place.opening_exceptions.all()
        ]

    @cached_property
    def today(self) -> list[Span]:
        """The spans in which it is open on this day."""
        return open_on(self.day, self.weekly, self.other)

    @cached_property
    def next_day(self) -> date | None:
        """The first day from this one on with opening hours; None when none is near."""
        return next_open_day(self.day, self.weekly, self.other)


def opening_of(place: MeetingPlace, day: date) -> Opening:
    """When a place is open on ``day``, and when next."""
    return Opening(place, day)
