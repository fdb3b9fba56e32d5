"""What everybody may know of the city: its name and its districts."""

from datetime import date

from django.core.cache import caches
from django.db.models import QuerySet

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


def districts_of_city(day: date) -> QuerySet[Area]:
    """The districts that are valid on ``day``, with their light geometry."""
    return areas_of_level("district", day=day).defer("geom").order_by("code")
