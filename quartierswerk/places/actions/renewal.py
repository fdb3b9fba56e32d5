"""Creating, editing and archiving areas of urban renewal by hand; many at once come by the import."""

import uuid
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone

from quartierswerk.history.actions import record
from quartierswerk.kernel.permits import demand
from quartierswerk.kernel.sources import source
from quartierswerk.places.actions.editing import address, change, locked, once
from quartierswerk.places.models import RenewalArea
from quartierswerk.places.rules import shape_columns_of
from quartierswerk.search.actions import put, remove

EDITABLE = ("code", "name", "kind", "status", "starts_on", "ends_on", "legal_basis", "office_note")


@source("RK 6.1")
def create_renewal_area(
    facts: Mapping[str, Any], *, by: Any, geom: Mapping[str, Any] | None = None, once_key: uuid.UUID | None = None
) -> RenewalArea:
    """Create a renewal area from ``facts`` (EDITABLE) and a GeoJSON geometry; ValueError when that is no area."""
    demand(by, "places.create_renewal_area")

    def make() -> RenewalArea:
        area = RenewalArea(once_key=once_key, **shape_columns_of(geom))
        _before, after = change(area, facts, EDITABLE)
        area.full_clean()
        area.save()
        record("places.create_renewal_area", area, by=by, after=after)
        index_renewal_area(area)
        return area

    return once(RenewalArea, once_key, make)


@transaction.atomic
def edit_renewal_area(
    area: RenewalArea,
    facts: Mapping[str, Any],
    *,
    by: Any,
    seen_version: int,
    geom: Mapping[str, Any] | None = None,
    why: str = "",
) -> RenewalArea:
    """Change a renewal area; ``geom`` None leaves its outline as it is."""
    present = locked(area, seen_version)
    demand(by, "places.edit_renewal_area", present)
    before, after = change(present, facts, EDITABLE)
    if geom is not None:
        before["area_m2"] = present.area_m2
        for name, value in shape_columns_of(geom).items():
            setattr(present, name, value)
        after["area_m2"] = present.area_m2
    if not after:
        return present
    present.version += 1
    present.full_clean()
    present.save()
    record("places.edit_renewal_area", present, by=by, why=why, before=before, after=after)
    index_renewal_area(present)
    return present


@transaction.atomic
def archive_renewal_area(area: RenewalArea, *, by: Any, seen_version: int, why: str = "") -> RenewalArea:
    """Put a renewal area away; nothing is deleted."""
    present = locked(area, seen_version)
    demand(by, "places.archive_renewal_area", present)
    return _set_archived(present, timezone.now(), "places.archive_renewal_area", by=by, why=why)


@transaction.atomic
def restore_renewal_area(area: RenewalArea, *, by: Any, why: str = "") -> RenewalArea:
    """Bring an archived renewal area back."""
    present = locked(area)
    demand(by, "places.restore_renewal_area", present)
    return _set_archived(present, None, "places.restore_renewal_area", by=by, why=why)


def index_renewal_area(area: RenewalArea) -> None:
    """Bring the search up to date; renewal areas are found by those inside only, without the offices' notes."""
    if area.archived_at is not None:
        remove(area)
        return
    put(
        area,
        kind="renewal_area",
        title=area.name,
        text=[area.code, area.legal_basis],
        url=address("renewal-area-detail", public_id=area.public_id),
        audience="places.view_areas",
    )


def _set_archived(present: RenewalArea, at: Any, action: str, *, by: Any, why: str) -> RenewalArea:
    present.archived_at = at
    present.version += 1
    present.save(update_fields=["archived_at", "version"])
    record(action, present, by=by, why=why)
    index_renewal_area(present)
    return present
