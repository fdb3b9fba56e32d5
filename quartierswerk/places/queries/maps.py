"""Outlines as paths for maps, prepared once per set of things."""

import hashlib
from collections.abc import Mapping, Sequence

from django.core.cache import caches

from quartierswerk.places.models.areas import Shape
from quartierswerk.ui.svg.paths import PreparedMap, prepare_paths

KEPT_SECONDS = 24 * 60 * 60


def prepared_map(things: Sequence[Shape], *, groups: Mapping[str, str] | None = None) -> PreparedMap:
    """The paths of things of one model, by primary key as text; kept in the process while none of them changes.

    ``groups`` (primary key to the name of a district) draws the heavier lines between them.
    """
    if not things:
        return prepare_paths({})
    model = type(things[0])
    named = dict(groups or {})
    seen = [(thing.pk, getattr(thing, "version", 0), named.get(str(thing.pk), "")) for thing in things]
    key = "map-" + hashlib.sha256(repr((model._meta.label, seen)).encode()).hexdigest()
    kept = caches["process"].get(key)
    if isinstance(kept, PreparedMap):
        return kept
    rows = model._default_manager.filter(pk__in=[thing.pk for thing in things]).values_list("pk", "geom_map", "geom")
    light = {str(pk): geom_map or geom for pk, geom_map, geom in rows.iterator()}
    prepared = prepare_paths({str(thing.pk): light.get(str(thing.pk)) for thing in things}, groups=named)
    caches["process"].set(key, prepared, KEPT_SECONDS)
    return prepared
