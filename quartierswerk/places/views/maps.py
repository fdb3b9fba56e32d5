"""Quiet land maps of things with an outline."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from quartierswerk.places.models import MeetingPlace, Neighbourhood
from quartierswerk.places.queries import districts_of_city, prepared_map
from quartierswerk.ui.svg.map import MapArea, MapLabel, MapPin, draw_map


def land_map(
    things: Sequence[Any],
    *,
    title: str,
    href: Callable[[Any], str],
    groups: Mapping[str, str] | None = None,
    chosen: Any = None,
    pins: Sequence[MapPin] = (),
    description: str = "",
) -> SafeString:
    """Draw things of one model; ``chosen`` stands out. Empty when none of them has an outline."""
    prepared = prepared_map(things, groups=groups)
    if not prepared.paths:
        return SafeString("")
    named = groups or {}
    areas = [
        MapArea(
            id=str(thing.pk),
            name=getattr(thing, "shown_name", "") or thing.name,
            href=href(thing),
            group=named.get(str(thing.pk), ""),
        )
        for thing in things
    ]
    drawing = draw_map(
        areas,
        title=title,
        description=description,
        kind="land",
        labels=[MapLabel(name) for name in sorted(set(named.values()))],
        pins=pins,
        chosen=None if chosen is None else str(chosen.pk),
        prepared=prepared,
    )
    return mark_safe(drawing)  # noqa: S308 - names are made safe where it is drawn


def places_map(places: Sequence[MeetingPlace], *, public: bool) -> SafeString:
    """Draw the districts with numbered pins in the order of ``places``; empty when none has a point."""
    pins = place_pins(places, public=public)
    districts = list(districts_of_city(timezone.localdate()))
    if not pins or not districts:
        return SafeString("")
    return land_map(
        districts,
        title=_("Map of the places"),
        description=_("The numbers stand in the list, too."),
        href=lambda _district: "",
        groups={str(district.pk): district.name for district in districts},
        pins=pins,
    )


def neighbourhoods_map(
    neighbourhoods: Sequence[Neighbourhood], *, public: bool, places: Sequence[MeetingPlace] = ()
) -> SafeString:
    """Draw the districts with neighbourhoods on them: numbered as in the list, or one of them with its places."""
    districts = list(districts_of_city(timezone.localdate()))
    shown = [one for one in neighbourhoods if one.geom_map]
    if not districts and not shown:
        return SafeString("")
    land = [MapArea(id=f"d{one.pk}", name=one.name, geometry=one.geom_map, group=one.name) for one in districts]
    active = [MapArea(id=f"n{one.pk}", name=one.shown_name, geometry=one.geom_map, active=True) for one in shown]
    pins = place_pins(places, public=public) if places else _neighbourhood_pins(neighbourhoods, public=public)
    drawing = draw_map(
        [*land, *active],
        title=_("Map: %(names)s") % {"names": ", ".join(one.shown_name for one in shown[:3])}
        if len(shown) < 4
        else _("Map of the neighbourhoods"),
        description=_("The numbers stand in the list, too.") if pins else "",
        kind="land",
        labels=[MapLabel(one.name) for one in districts],
        pins=pins,
    )
    return mark_safe(drawing)  # noqa: S308 - names are made safe where it is drawn


def one_outline(geom: Any, *, title: str) -> SafeString:
    """Draw a single outline, small."""
    return mark_safe(draw_map([MapArea(id="o", name=title, geometry=geom, active=True)], title=title, kind="land"))  # noqa: S308


def place_pins(places: Sequence[MeetingPlace], *, public: bool) -> list[MapPin]:
    """Numbered pins in the order of ``places``; a place without a point keeps its number and has no pin."""
    route = "places:meeting-place-public-detail" if public else "places:meeting-place-detail"
    return [
        MapPin(number=number, lon=place.lon, lat=place.lat, name=place.name, href=reverse(route, args=[place.slug]))
        for number, place in enumerate(places, start=1)
        if place.lon is not None and place.lat is not None
    ]


def _neighbourhood_pins(neighbourhoods: Sequence[Neighbourhood], *, public: bool) -> list[MapPin]:
    if len(neighbourhoods) < 2:
        return []
    route = "places:neighbourhood-public-detail" if public else "places:neighbourhood-detail"
    return [
        MapPin(number, one.centre_lon, one.centre_lat, one.shown_name, href=reverse(route, args=[one.slug]))
        for number, one in enumerate(neighbourhoods, start=1)
        if one.centre_lon is not None and one.centre_lat is not None
    ]
