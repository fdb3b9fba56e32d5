"""From a street or a name to what is there."""

from dataclasses import dataclass
from datetime import date

from django.contrib.auth.models import AnonymousUser

from quartierswerk.places.models import MeetingPlace, Neighbourhood
from quartierswerk.places.queries import (
    meeting_places_visible_to,
    neighbourhoods_for_street,
    neighbourhoods_visible_to,
    streets_named,
)

MOST = 10
MOST_STREETS = 3


@dataclass(frozen=True)
class Found:
    """What fits to what somebody typed."""

    neighbourhoods: list[Neighbourhood]
    places: list[MeetingPlace]

    def __bool__(self) -> bool:
        return bool(self.neighbourhoods or self.places)


def find_nearby(sought: str, *, day: date) -> Found:
    """Find public neighbourhoods by street or name, and public places by name or street."""
    visitor = AnonymousUser()
    by_name = neighbourhoods_visible_to(visitor)
    named = list(by_name.filter(name__icontains=sought) | by_name.filter(name_in_use__icontains=sought))
    streets = streets_named(sought, limit=MOST_STREETS)
    by_street = {one: None for street in streets for one in neighbourhoods_for_street(visitor, street, day=day)}
    places = meeting_places_visible_to(visitor)
    fitting = places.filter(name__icontains=sought) | places.filter(street__icontains=sought)
    return Found(list(dict.fromkeys([*named, *by_street]))[:MOST], list(fitting[:MOST]))
