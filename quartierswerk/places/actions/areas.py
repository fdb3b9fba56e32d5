"""Small corrections of areas, their residents, and the words that a city may add to."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

import yaml
from django.conf import settings
from django.db import transaction

from quartierswerk.history.actions import record
from quartierswerk.kernel.permits import demand
from quartierswerk.places.actions.editing import address, change, locked
from quartierswerk.places.models import Area, IdeaPoint, Level, PlaceKind
from quartierswerk.places.queries import areas_of_level
from quartierswerk.search.actions import put, remove

EDITABLE = ("name", "residents", "residents_on")


@transaction.atomic
def correct_area(area: Area, facts: Mapping[str, Any], *, by: Any, seen_version: int, why: str = "") -> Area:
    """Correct name or residents of one version of an area; code and geometry come by the import only."""
    present = locked(area, seen_version)
    demand(by, "places.correct_area", present)
    before, after = change(present, facts, EDITABLE)
    if not after:
        return present
    present.version += 1
    present.full_clean()
    present.save()
    record("places.correct_area", present, by=by, why=why, before=before, after=after)
    index_areas([present])
    return present


@transaction.atomic
def set_residents(level: Level, residents: Mapping[str, int], *, on: date, by: Any) -> list[str]:
    """Write how many people live in the areas of a level (by code) on a day; returns the codes it does not know."""
    if by is not None:
        demand(by, "places.correct_area")
    areas = list(areas_of_level(level, day=on).filter(code__in=residents).defer("geom", "geom_map"))
    for area in areas:
        area.residents, area.residents_on = residents[area.code], on
    Area.objects.bulk_update(areas, ["residents", "residents_on"], batch_size=500)
    record("places.correct_area", level, by=by, after={"residents_on": on, "areas": len(areas)})
    return sorted(set(residents) - {area.code for area in areas})


def index_areas(areas: Iterable[Area]) -> None:
    """Bring the search up to date for these areas: those inside find them by code and name while they are valid."""
    for area in areas:
        if area.valid_until is not None:
            remove(area)
            continue
        put(
            area,
            kind="area",
            title=area.name,
            text=[area.code, area.level.name],
            url=address("area-detail", public_id=area.public_id),
            audience="places.view_areas",
        )


@transaction.atomic
def load_words(words: Mapping[str, Iterable[Mapping[str, Any]]]) -> int:
    """Take over levels, kinds of places and points of the idea (lists under these three keys) by their key.

    Called by every command that needs storage, so it writes only what differs; what a city added stays. Returns
    how many were written.
    """
    written = 0
    for row in words.get("levels", ()):
        parent = Level.objects.get(key=row["parent"]) if row.get("parent") else None
        facts = {"name": row["name"], "plural": row["plural"], "order": row["order"], "parent": parent}
        written += _load(Level, row["key"], facts)
    for row in words.get("place_kinds", ()):
        written += _load(PlaceKind, row["key"], {"name": row["name"], "order": row["order"]})
    for row in words.get("idea_points", ()):
        facts = {"name": row["name"], "question": row["question"], "order": row["order"]}
        written += _load(IdeaPoint, row["key"], facts)
    return written


def load_shipped_levels() -> int:
    """Load the words of places that the product ships (catalogues/places.yaml); returns how many were written."""
    path = settings.ROOT / "catalogues" / "places.yaml"
    return load_words(yaml.safe_load(path.read_text(encoding="utf-8")))


def _load(model: Any, key: str, facts: Mapping[str, Any]) -> int:
    present = model.objects.filter(key=key).first() or model(key=key)
    _before, after = change(present, facts, facts)
    if not after:
        return 0
    present.full_clean()
    present.save()
    return 1
