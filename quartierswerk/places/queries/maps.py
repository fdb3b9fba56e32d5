"""Outlines as paths for maps, prepared once per set of things, and the ground to draw them on."""

import hashlib
from collections.abc import Mapping, Sequence
from datetime import date
from itertools import groupby

from django.core.cache import caches

from quartierswerk.places.models import Area
from quartierswerk.places.models.areas import Shape
from quartierswerk.places.queries.neighbourhoods import areas_touching
from quartierswerk.ui.svg.paths import PreparedMap, prepare_paths

KEPT_SECONDS = 24 * 60 * 60
AROUND = 0.25
"""How far the ground around a thing reaches, as a share of the thing's own width and height."""
AROUND_A_POINT = 0.006
"""The same around a point, in degrees (about half a kilometre)."""


def prepared_map(things: Sequence[Shape], *, groups: Mapping[str, str] | None = None) -> PreparedMap:
    """The paths of things of one model, by primary key as text; kept in the process while none of them changes.

    ``groups`` (primary key to the name of a district) draws the heavier lines between them.
    """
    return prepared_shapes({str(thing.pk): thing for thing in things}, groups=groups)


def prepared_shapes(things: Mapping[str, Shape], *, groups: Mapping[str, str] | None = None) -> PreparedMap:
    """The same for things of several models, each under a key of the caller's.

    Their geometries are fetched only when they are not kept, so the things may come without them.
    """
    if not things:
        return prepare_paths({})
    named = dict(groups or {})
    seen = [
        (
            key,
            thing._meta.label,
            getattr(thing, "public_id", thing.pk),
            getattr(thing, "version", 0),
            named.get(key, ""),
        )
        for key, thing in things.items()
    ]
    key = "map-" + hashlib.sha256(repr(seen).encode()).hexdigest()
    kept = caches["process"].get(key)
    if isinstance(kept, PreparedMap):
        return kept
    geometries: dict[str, dict[str, object] | None] = dict.fromkeys(things)
    by_model = sorted(things.items(), key=lambda item: item[1]._meta.label)
    for _label, items in groupby(by_model, key=lambda item: item[1]._meta.label):
        listed = list(items)
        rows = type(listed[0][1])._default_manager.filter(pk__in=[thing.pk for _key, thing in listed])
        light = {pk: geom_map or geom for pk, geom_map, geom in rows.values_list("pk", "geom_map", "geom").iterator()}
        geometries |= {key: light.get(thing.pk) for key, thing in listed}
    prepared = prepare_paths(geometries, groups=named)
    caches["process"].set(key, prepared, KEPT_SECONDS)
    return prepared


def ground_around(box: tuple[float, float, float, float], *, day: date) -> list[Area]:
    """The quarters (else the districts) around a box of degrees, without geometries; a point is a box without size."""
    west, south, east, north = box
    across = max((east - west) * AROUND, AROUND_A_POINT)
    up = max((north - south) * AROUND, AROUND_A_POINT)
    wider = (west - across, south - up, east + across, north + up)
    for level in ("quarter", "district"):
        if found := list(areas_touching(wider, level, day=day).defer("geom", "geom_map").order_by("code")):
            return found
    return []
