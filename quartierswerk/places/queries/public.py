"""What everybody may know of the city: its name and its districts."""

from datetime import date
from typing import Any

from django.core.cache import caches

from quartierswerk.places.models import Area
from quartierswerk.places.queries.areas import areas_of_level


def city_name() -> str:
    """Name of the city (the area of the level ``city``); empty until one is imported. Kept for a minute."""
    kept = caches["process"]
    name = kept.get("city-name")
    if name is None:
        newest = Area.objects.filter(level__key="city", valid_until__isnull=True).order_by("-pk")
        name = newest.values_list("name", flat=True).first() or ""
        kept.set("city-name", name, timeout=60)
    return str(name)


def districts_of_city(day: date) -> list[Area]:
    """The districts that are valid on ``day``, without geometries: the ground of each map of the whole city."""
    return list(areas_of_level("district", day=day).defer("geom", "geom_map").order_by("code"))


def ground_for_drawing(day: date) -> list[dict[str, Any]]:
    """The light outlines of the quarters (else the districts) on ``day``, to draw a neighbourhood on."""
    for level in ("quarter", "district"):
        areas = areas_of_level(level, day=day).exclude(geom_map=None).order_by("code")
        if found := list(areas.values_list("geom_map", flat=True)):
            return [geom for geom in found if geom]
    return []
