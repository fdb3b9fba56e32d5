"""Creating, editing, drawing and archiving neighbourhoods."""

import uuid
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from quartierswerk.history.actions import record
from quartierswerk.kernel.errors import NotYet
from quartierswerk.kernel.permits import demand
from quartierswerk.kernel.sources import source
from quartierswerk.places.actions.editing import address, change, free_slug, locked, once
from quartierswerk.places.models import Area, Neighbourhood, NeighbourhoodOutline
from quartierswerk.places.rules import NO_SHAPE, shape_columns_of, united
from quartierswerk.search.actions import put, remove

EDITABLE = ("name", "name_in_use", "text", "idea", "is_public")


@source("RK 3")
def create_neighbourhood(facts: Mapping[str, Any], *, by: Any, once_key: uuid.UUID | None = None) -> Neighbourhood:
    """Create a neighbourhood from ``facts`` (EDITABLE); its outline comes by ``set_outline``."""
    demand(by, "places.create_neighbourhood")

    def make() -> Neighbourhood:
        neighbourhood = Neighbourhood(once_key=once_key, slug=free_slug(Neighbourhood, facts.get("name", "")))
        _before, after = change(neighbourhood, facts, EDITABLE)
        neighbourhood.full_clean()
        neighbourhood.save()
        record("places.create_neighbourhood", neighbourhood, by=by, after=after)
        index_neighbourhood(neighbourhood)
        return neighbourhood

    return once(Neighbourhood, once_key, make)


@transaction.atomic
def edit_neighbourhood(
    neighbourhood: Neighbourhood, facts: Mapping[str, Any], *, by: Any, seen_version: int, why: str = ""
) -> Neighbourhood:
    """Change names, texts, idea or publicity; nothing is written when nothing differs."""
    present = locked(neighbourhood, seen_version)
    demand(by, "places.edit_neighbourhood", present)
    before, after = change(present, facts, EDITABLE)
    if not after:
        return present
    present.version += 1
    present.full_clean()
    present.save()
    record("places.edit_neighbourhood", present, by=by, why=why, before=before, after=after)
    index_neighbourhood(present)
    return present


@source("RK 3")
@transaction.atomic
def set_outline(
    neighbourhood: Neighbourhood,
    *,
    by: Any,
    seen_version: int,
    today: date,
    areas: Iterable[Area] | None = None,
    geom: Mapping[str, Any] | None = None,
    uploaded: bool = False,
    reason: str = "",
) -> Neighbourhood:
    """Give a neighbourhood its outline: composed of ``areas``, or ``geom`` as drawn or uploaded; neither takes it away.

    The outline it had stays as a previous one, with the reason. Raises ValueError when ``geom`` is no area (see
    ``rules.shape_columns_of``) and NotYet when one of the areas has no geometry.
    """
    present = locked(neighbourhood, seen_version)
    demand(by, "places.edit_neighbourhood", present)
    chosen = sorted(areas or [], key=lambda area: (area.level_id, area.code))
    if chosen and geom is not None:
        raise TypeError("an outline is composed of areas or drawn, not both")
    if bare := {area.code for area in chosen if area.geom is None}:
        raise NotYet(bare)
    columns = shape_columns_of(united([area.geom for area in chosen if area.geom]) if chosen else geom)
    before = {"outline_from": present.outline_from, "area_m2": present.area_m2, "areas": _codes(present)}
    _keep_previous(present, by=by, today=today, reason=reason)
    for name, value in (columns or NO_SHAPE).items():
        setattr(present, name, value)
    present.outline_from = _origin(chosen, columns, uploaded)
    present.outline_since = today if columns["geom"] else None
    present.version += 1
    present.full_clean()
    present.save()
    present.areas.set(chosen)
    after = {"outline_from": present.outline_from, "area_m2": present.area_m2, "areas": _codes(present)}
    record("places.edit_neighbourhood", present, by=by, why=reason, before=before, after=after)
    index_neighbourhood(present)
    return present


@transaction.atomic
def archive_neighbourhood(neighbourhood: Neighbourhood, *, by: Any, seen_version: int, why: str = "") -> Neighbourhood:
    """Put a neighbourhood away; it leaves public pages and lists, nothing is deleted."""
    present = locked(neighbourhood, seen_version)
    demand(by, "places.archive_neighbourhood", present)
    return _set_archived(present, timezone.now(), "places.archive_neighbourhood", by=by, why=why)


@transaction.atomic
def restore_neighbourhood(neighbourhood: Neighbourhood, *, by: Any, why: str = "") -> Neighbourhood:
    """Bring an archived neighbourhood back."""
    present = locked(neighbourhood)
    demand(by, "places.restore_neighbourhood", present)
    return _set_archived(present, None, "places.restore_neighbourhood", by=by, why=why)


def index_neighbourhood(neighbourhood: Neighbourhood) -> None:
    """Bring the search up to date: a line for those inside, and one for everybody when it is public."""
    if neighbourhood.archived_at is not None:
        remove(neighbourhood)
        return
    text = [neighbourhood.name, neighbourhood.text, *neighbourhood.idea.values()]
    line: dict[str, Any] = {"kind": "neighbourhood", "title": neighbourhood.shown_name, "text": text}
    inside = address("neighbourhood-detail", slug=neighbourhood.slug)
    put(neighbourhood, **line, url=inside, audience="places.view_areas")
    if neighbourhood.is_public:
        put(neighbourhood, **line, url=address("neighbourhood-public-detail", slug=neighbourhood.slug))
    else:
        remove(neighbourhood, audience="")


def _set_archived(present: Neighbourhood, at: Any, action: str, *, by: Any, why: str) -> Neighbourhood:
    present.archived_at = at
    present.version += 1
    present.save(update_fields=["archived_at", "version"])
    record(action, present, by=by, why=why)
    index_neighbourhood(present)
    return present


def _origin(chosen: list[Area], columns: Mapping[str, Any], uploaded: bool) -> str:
    if chosen:
        return Neighbourhood.OutlineFrom.AREAS
    if columns["geom"] is None:
        return Neighbourhood.OutlineFrom.NONE
    return Neighbourhood.OutlineFrom.UPLOADED if uploaded else Neighbourhood.OutlineFrom.DRAWN


def _codes(neighbourhood: Neighbourhood) -> list[list[str]]:
    rows = neighbourhood.areas.order_by("level__order", "code").values_list("level__key", "code", "name")
    return [list(row) for row in rows]


def _keep_previous(present: Neighbourhood, *, by: Any, today: date, reason: str) -> None:
    """Keep the outline as a previous one, unless it began today and so never counted a whole day."""
    since = present.outline_since
    if present.geom is None or (since is not None and since >= today):
        return
    NeighbourhoodOutline.objects.create(
        neighbourhood=present,
        geom=present.geom,
        outline_from=present.outline_from,
        area_codes=_codes(present),
        area_m2=present.area_m2 or 0,
        valid_from=since,
        valid_until=today - timedelta(days=1),
        reason=reason,
        replaced_by=by,
    )
