"""Quiet land maps: areas in their level, neighbourhoods and renewal areas on the ground, places as numbered pins."""

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from quartierswerk.places.models import Area, MeetingPlace, Neighbourhood
from quartierswerk.places.queries import districts_of_city, ground_around, prepared_map, prepared_shapes
from quartierswerk.ui.svg.map import MapArea, MapLabel, MapPin, draw_map

MOST_NAMES = 12
"""So many areas at most bear their name on the map; of more the districts do."""

Address = Callable[[Any], str]


def areas_map(
    areas: Sequence[Area],
    *,
    title: str,
    href: Address,
    chosen: Area | None = None,
    active: Collection[int] = (),
    description: str = "",
) -> SafeString:
    """Draw the areas of one level, each a link; ``chosen`` stands out, ``active`` are the keys of those in colour."""
    parents = {area.parent_id for area in areas}
    if len(parents) > 1:
        groups = {str(area.pk): area.parent.name for area in areas if area.parent}
    else:
        groups = {str(area.pk): area.name for area in areas} if len(areas) <= MOST_NAMES else {}
    prepared = prepared_map(areas, groups=groups)
    if not prepared.paths:
        return SafeString("")
    drawn = [
        MapArea(
            id=str(area.pk),
            name=area.name,
            href=href(area),
            group=groups.get(str(area.pk), ""),
            active=area.pk in active,
        )
        for area in areas
    ]
    drawing = draw_map(
        drawn,
        title=title,
        description=description,
        kind="land",
        labels=[MapLabel(name) for name in sorted(set(groups.values()))],
        chosen=None if chosen is None else str(chosen.pk),
        prepared=prepared,
    )
    return mark_safe(drawing)  # noqa: S308 - names are made safe where it is drawn


def places_map(places: Sequence[MeetingPlace], *, public: bool) -> SafeString:
    """Draw the districts with numbered pins in the order of ``places``; empty when none has a point."""
    pins = place_pins(places, public=public)
    districts = districts_of_city(timezone.localdate())
    if not pins or not districts:
        return SafeString("")
    return _on_ground(
        districts, [], title=_("Map of the places"), pins=pins, names=[MapLabel(one.name) for one in districts]
    )


def place_map(place: MeetingPlace) -> SafeString:
    """Draw where a place lies: a pin on the quarters around it; empty when its point is not known."""
    if place.lon is None or place.lat is None:
        return SafeString("")
    ground = ground_around((place.lon, place.lat, place.lon, place.lat), day=timezone.localdate())
    if not ground:
        return SafeString("")
    title = _("Map: where to find %(name)s") % {"name": place.name}
    pin = MapPin(number="", lon=place.lon, lat=place.lat, name=place.name)
    return _on_ground(ground, [], title=title, pins=[pin], names=_names_at_centres(ground))


def outlines_map(things: Sequence[Any], *, title: str, href: Address, numbered: bool = True) -> SafeString:
    """Draw neighbourhoods or renewal areas on the districts of the city, with pins that are numbered as the list."""
    districts = districts_of_city(timezone.localdate())
    if not districts and not any(thing.box for thing in things):
        return SafeString("")
    pins = [
        MapPin(number, thing.centre_lon, thing.centre_lat, str(thing), href=href(thing))
        for number, thing in enumerate(things, start=1)
        if numbered and thing.box
    ]
    return _on_ground(districts, things, title=title, pins=pins, names=[MapLabel(one.name) for one in districts])


def around_map(thing: Any, *, title: str, places: Sequence[MeetingPlace] = (), public: bool = False) -> SafeString:
    """Draw one neighbourhood or renewal area on the quarters around it, with its places as pins."""
    if thing.box is None:
        return SafeString("")
    ground = ground_around(thing.box, day=timezone.localdate())
    names = [label for label in _names_at_centres(ground) if label.text != str(thing)]
    return _on_ground([*ground], [thing], title=title, pins=place_pins(places, public=public), names=names)


def one_outline(geom: Any, *, title: str) -> SafeString:
    """Draw a single outline, small."""
    drawing = draw_map([MapArea(id="o", name=title, geometry=geom, active=True)], title=title, kind="land")
    return mark_safe(drawing)  # noqa: S308 - names are made safe where it is drawn


def place_pins(places: Sequence[MeetingPlace], *, public: bool) -> list[MapPin]:
    """Numbered pins in the order of ``places``; a place without a point keeps its number and has no pin."""
    route = "places:meeting-place-public-detail" if public else "places:meeting-place-detail"
    return [
        MapPin(number=number, lon=place.lon, lat=place.lat, name=place.name, href=reverse(route, args=[place.slug]))
        for number, place in enumerate(places, start=1)
        if place.lon is not None and place.lat is not None
    ]


def neighbourhoods_map(neighbourhoods: Sequence[Neighbourhood], *, public: bool) -> SafeString:
    """Draw the neighbourhoods on the city, numbered as in the list."""
    route = "places:neighbourhood-public-detail" if public else "places:neighbourhood-detail"
    return outlines_map(
        neighbourhoods, title=_("Map of the neighbourhoods"), href=lambda one: reverse(route, args=[one.slug])
    )


def _on_ground(
    ground: Sequence[Area],
    things: Sequence[Any],
    *,
    title: str,
    pins: Sequence[MapPin],
    names: Sequence[MapLabel],
) -> SafeString:
    """Draw ``things`` in colour on the ``ground``; nobody can follow a link from the ground."""
    shapes: Mapping[str, Any] = {
        **{f"ground-{area.pk}": area for area in ground},
        **{f"thing-{thing.pk}": thing for thing in things},
    }
    groups = {f"ground-{area.pk}": area.name for area in ground} if any(not name.lon for name in names) else {}
    drawing = draw_map(
        [MapArea(id=key, name=str(shape), active=key.startswith("thing")) for key, shape in shapes.items()],
        title=title,
        description=_("The numbers stand in the list, too.") if any(pin.number for pin in pins) else "",
        kind="land",
        labels=names,
        pins=pins,
        prepared=prepared_shapes(shapes, groups=groups),
    )
    return mark_safe(drawing)  # noqa: S308 - names are made safe where it is drawn


def _names_at_centres(areas: Sequence[Area]) -> list[MapLabel]:
    return [MapLabel(area.name, lon=area.centre_lon, lat=area.centre_lat) for area in areas if area.box]
