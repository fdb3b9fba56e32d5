"""Areas of a level as paths for maps, prepared once per set of areas."""

import hashlib
from collections.abc import Collection, Sequence
from datetime import date

from quartierswerk.places import queries as places
from quartierswerk.places.models import Area, Level
from quartierswerk.places.queries import areas_of_level
from quartierswerk.ui.svg.paths import PreparedMap

LIGHT = ("public_id", "code", "name", "level", "parent", "version", "residents")
"""What lists and maps need of an area."""


def areas_on(level: Level, day: date, *, but: Collection[str] = ()) -> list[Area]:
    """The areas of ``level`` valid on ``day`` by code, light, with their district; today's if none was valid.

    Codes in ``but`` are left out.
    """
    valid = areas_of_level(level, day=day)
    if not valid.exists():
        valid = areas_of_level(level).filter(valid_until=None)
    ids = [pk for pk, code in valid.order_by("code").values_list("pk", "code") if code not in but] if but else None
    if ids is not None:
        valid = Area.objects.filter(pk__in=ids)
    return with_districts(list(valid.only(*LIGHT).order_by("code"))) if ids != [] else []


def with_districts(areas: list[Area]) -> list[Area]:
    """Give the areas their districts, each district read once for all of them: one query."""
    above = Area.objects.only(*LIGHT).in_bulk({area.parent_id for area in areas if area.parent_id})
    for area in areas:
        area.parent = above.get(area.parent_id) if area.parent_id else None
    return areas


def areas_around(level: Level, day: date, own: Area) -> list[Area]:
    """The areas of ``level`` on ``day``, with the version ``own`` among them."""
    areas = [area for area in areas_on(level, day) if area.code != own.code]
    return sorted([*areas, own], key=lambda area: area.code)


def areas_digest(areas: Sequence[Area]) -> str:
    """A checksum that changes when the set of areas or one of them changes."""
    return hashlib.sha256(repr([(area.public_id, area.version, area.parent_id) for area in areas]).encode()).hexdigest()


def prepared_map(areas: Sequence[Area]) -> PreparedMap:
    """The paths of these areas with the borders of their districts; ids are area ids as text."""
    groups = {str(area.pk): area.parent.name for area in areas if area.parent is not None}
    return places.prepared_map(areas, groups=groups)


def district_names(areas: Sequence[Area]) -> list[str]:
    """The names of the areas above, for labels on the map."""
    return sorted({area.parent.name for area in areas if area.parent is not None})
