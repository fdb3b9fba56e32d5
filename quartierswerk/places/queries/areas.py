"""Areas, their levels and versions, and the imports that brought them."""

import hashlib
from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import F, Q, QuerySet

from quartierswerk.kernel.permits import may
from quartierswerk.places.models import Area, AreaChange, AreaImport, Level, RenewalArea
from quartierswerk.places.rules import near_misses


def levels() -> QuerySet[Level]:
    """All levels from the city down."""
    return Level.objects.select_related("parent")


def areas_visible_to(user: Any) -> QuerySet[Area]:
    """All versions of areas for those who may see areas, else none."""
    areas = Area.objects.select_related("level", "parent")
    return areas if may(user, "places.view_areas") else areas.none()


def levels_with_areas(user: Any) -> list[Level]:
    """The levels that have areas, as far as ``user`` sees them, from the city down."""
    filled = set(areas_visible_to(user).order_by().values_list("level_id", flat=True).distinct())
    return [level for level in levels() if level.pk in filled]


def areas_at(areas: QuerySet[Area], day: date) -> QuerySet[Area]:
    """Those of ``areas`` that are valid on ``day``."""
    return areas.filter(Q(valid_from__isnull=True) | Q(valid_from__lte=day)).filter(
        Q(valid_until__isnull=True) | Q(valid_until__gte=day)
    )


def current_areas(user: Any, level: Level | str, *, day: date) -> QuerySet[Area]:
    """The areas of a level that are valid on ``day``, without their full geometry, for lists and maps."""
    key = level if isinstance(level, str) else level.key
    return areas_at(areas_visible_to(user).filter(level__key=key), day).defer("geom", "parent__geom")


def areas_of_level(level: Level | str, *, day: date | None = None) -> QuerySet[Area]:
    """The areas of a level for work inside the system (imports, computing), on ``day`` or in all versions."""
    key = level if isinstance(level, str) else level.key
    areas = Area.objects.filter(level__key=key)
    return areas if day is None else areas_at(areas, day)


def versions_of(area: Area) -> QuerySet[Area]:
    """All versions of the area, newest first, without geometry."""
    return (
        Area.objects.filter(level_id=area.level_id, code=area.code)
        .defer("geom", "geom_map")
        .order_by(F("valid_from").desc(nulls_last=True), "-id")
    )


def changes_of(area: Area) -> QuerySet[AreaChange]:
    """What imports did to this version of the area, newest first, undone runs included."""
    return AreaChange.objects.filter(area=area).select_related("run", "run__by").order_by("-id")


def imports_visible_to(user: Any) -> QuerySet[AreaImport]:
    """The runs of the import for those who may import, newest first, else none."""
    runs = AreaImport.objects.select_related("level", "by")
    return runs if may(user, "places.import_areas") else runs.none()


def unknown_codes(level: Level | str, codes: Iterable[str], *, day: date | None = None) -> dict[str, list[str]]:
    """Those of ``codes`` that the level does not know (on ``day``), each with up to three codes that come near."""
    return near_misses(codes, areas_of_level(level, day=day).values_list("code", flat=True))


def areas_without(level: Level | str, codes: Iterable[str], *, day: date | None = None) -> list[Area]:
    """The areas of the level (on ``day``) whose code is not among ``codes``, by code, without geometry."""
    given = set(codes)
    areas = areas_of_level(level, day=day).defer("geom", "geom_map").order_by("code")
    return [area for area in areas if area.code not in given]


def fingerprint_of_areas(level: Level) -> str:
    """A short text that changes whenever an area of the level is written; previews stand on it."""
    rows = Area.objects.filter(level=level).order_by("pk").values_list("pk", "version", "valid_until")
    return hashlib.sha256(repr(list(rows)).encode()).hexdigest()[:16]


def fingerprint_of_renewal_areas() -> str:
    """The same for all renewal areas."""
    rows = RenewalArea.objects.order_by("pk").values_list("pk", "version", "archived_at")
    return hashlib.sha256(repr(list(rows)).encode()).hexdigest()[:16]


def residents_pieces(
    day: date, *, within: tuple[float, float, float, float] | None = None
) -> list[tuple[dict[str, Any], int | None]]:
    """The finest level with numbers of residents, as pieces for ``rules.shares_between``; empty without any.

    ``within`` (west, south, east, north) leaves out the pieces whose box does not meet it.
    """
    counted = areas_at(Area.objects.filter(residents__isnull=False), day)
    finest = counted.order_by("-level__order").values_list("level_id", flat=True).first()
    if finest is None:
        return []
    pieces = areas_at(Area.objects.filter(level_id=finest, geom__isnull=False), day).order_by("code")
    if within is not None:
        west, south, east, north = within
        pieces = pieces.filter(west__lte=east, east__gte=west, south__lte=north, north__gte=south)
    return [(geom, count) for geom, count in pieces.values_list("geom", "residents") if geom is not None]
