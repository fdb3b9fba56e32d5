"""From a street or a name to what is there, and what is open."""

from dataclasses import dataclass, field
from datetime import date

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q

from quartierswerk.places.models import Area, MeetingPlace, Neighbourhood, Street
from quartierswerk.places.queries import (
    Opening,
    areas_at,
    meeting_places_visible_to,
    neighbourhoods_for_street,
    neighbourhoods_visible_to,
    opening_of,
    streets_named,
)
from quartierswerk.portal.rules import without_house_number

MOST = 10
MOST_STREETS = 3
VISITOR = AnonymousUser()


@dataclass(frozen=True)
class Whereabouts:
    """A street, the areas it runs through, and the public neighbourhoods there."""

    street: Street
    areas: list[Area]
    neighbourhoods: list[Neighbourhood]


@dataclass(frozen=True)
class Found:
    """What fits to what somebody typed."""

    neighbourhoods: list[Neighbourhood]
    streets: list[Whereabouts]
    places: list[MeetingPlace]
    near: list[MeetingPlace] = field(default_factory=list)
    """Places near the streets that were found, if their own name does not fit."""

    def __bool__(self) -> bool:
        return bool(self.neighbourhoods or self.streets or self.places)


def find_nearby(sought: str, *, day: date) -> Found:
    """Find public neighbourhoods by name, streets and what lies there, and public places by name or street."""
    every = neighbourhoods_visible_to(VISITOR).defer("geom", "geom_map")
    named = every.filter(Q(name__icontains=sought) | Q(name_in_use__icontains=sought))
    streets = [_whereabouts(street, day) for street in _streets(sought)]
    places = meeting_places_visible_to(VISITOR)
    fitting = list(places.filter(Q(name__icontains=sought) | Q(street__icontains=sought))[:MOST])
    near = [place for place in places.filter(_around(streets)) if place not in fitting] if streets else []
    return Found(list(named[:MOST]), streets, fitting, near[:MOST])


def example_of_sought() -> str:
    """A street of a public neighbourhood, as an example of what one can look for; empty while there is none."""
    there = Street.objects.filter(areas__neighbourhoods__is_public=True, areas__neighbourhoods__archived_at=None)
    return there.order_by("name").values_list("name", flat=True).first() or ""


def places_open_on(day: date) -> list[Opening]:
    """The public places that are open on ``day``, those that open first come first."""
    places = meeting_places_visible_to(VISITOR).prefetch_related("opening_hours", "opening_exceptions")
    openings = [opening_of(place, day) for place in places]
    return sorted((one for one in openings if one.today), key=lambda one: (one.today[0], one.place.name))


def _streets(sought: str) -> list[Street]:
    found = streets_named(sought, limit=MOST_STREETS)
    return found or streets_named(without_house_number(sought), limit=MOST_STREETS)


def _whereabouts(street: Street, day: date) -> Whereabouts:
    areas = list(areas_at(street.areas.select_related("parent"), day).defer("geom", "geom_map", "parent__geom"))
    return Whereabouts(street, areas, neighbourhoods_for_street(VISITOR, street, day=day))


def _around(streets: list[Whereabouts]) -> Q:
    """Within the boxes of the areas that the streets run through."""
    boxes = Q(pk__in=[])
    for area in (area for one in streets for area in one.areas):
        if area.box:
            west, south, east, north = area.box
            boxes |= Q(lon__gte=west, lon__lte=east, lat__gte=south, lat__lte=north)
    return boxes
