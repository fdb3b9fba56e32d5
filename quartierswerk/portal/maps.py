"""The map of the start page: the districts as land, the public neighbourhoods on it with numbered pins."""

import hashlib
from collections.abc import Sequence
from typing import Any

from django.core.cache import caches
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from quartierswerk.places.models import Area, Neighbourhood
from quartierswerk.ui.svg.map import MapArea, MapLabel, MapPin, draw_map


def city_map(districts: Sequence[Area], neighbourhoods: Sequence[Neighbourhood]) -> SafeString:
    """Draw the city; the numbers of the pins follow the order of ``neighbourhoods``. Empty without districts."""
    if not districts:
        return SafeString("")
    shown = [(type(thing).__name__, thing.pk, thing.version) for thing in (*districts, *neighbourhoods)]
    key = hashlib.sha256(repr((shown, get_language())).encode()).hexdigest()
    kept: Any = caches["process"]
    drawing = kept.get(key)
    if drawing is None:
        drawing = _draw(districts, neighbourhoods)
        kept.set(key, drawing, timeout=3600)
    return mark_safe(drawing)  # noqa: S308 - names are made safe where it is drawn


def _draw(districts: Sequence[Area], neighbourhoods: Sequence[Neighbourhood]) -> str:
    land = [
        MapArea(id=f"district-{area.code}", name=area.name, geometry=area.geom_map, group=area.name)
        for area in districts
    ]
    active = [
        MapArea(id=f"neighbourhood-{one.pk}", name=one.shown_name, geometry=one.geom_map, active=True)
        for one in neighbourhoods
        if one.geom_map
    ]
    pins = [
        MapPin(
            number=number,
            lon=one.centre_lon,
            lat=one.centre_lat,
            name=one.shown_name,
            href=reverse("places:neighbourhood-public-detail", args=[one.slug]),
        )
        for number, one in enumerate(neighbourhoods, start=1)
        if one.centre_lon is not None and one.centre_lat is not None
    ]
    return draw_map(
        [*land, *active],
        title=_("Map of the city with its neighbourhoods"),
        description=_("The same neighbourhoods stand with their numbers in the list below the map."),
        kind="land",
        labels=[MapLabel(area.name) for area in districts],
        pins=pins,
    )
