"""Carrying out what a preview of areas or renewal areas planned, and taking it back."""

import uuid
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django.core.files.base import File as Content
from django.db import transaction
from django.db.models import ProtectedError
from django.utils import timezone
from django.utils.translation import gettext as _

from quartierswerk.files.actions import store
from quartierswerk.files.models import Purpose
from quartierswerk.history.actions import record
from quartierswerk.kernel.errors import NotYet, Refused, Stale
from quartierswerk.kernel.permits import demand
from quartierswerk.kernel.sources import source
from quartierswerk.places.actions.areas import index_areas
from quartierswerk.places.actions.editing import once
from quartierswerk.places.actions.renewal import index_renewal_area
from quartierswerk.places.models import (
    Area,
    AreaChange,
    AreaImport,
    DistrictAppointment,
    Level,
    Neighbourhood,
    RenewalArea,
    Street,
)
from quartierswerk.places.queries import areas_at, fingerprint_of_areas, fingerprint_of_renewal_areas
from quartierswerk.places.rules.preview import RENEWAL, AreaPreview, Planned
from quartierswerk.places.rules.validity import Placing, Term, place_version
from quartierswerk.search.actions import remove

BATCH = 200
MOST_KEPT = 500
"""So many findings are kept with a run; the preview shows all of them."""


def hand_over_file(upload: Content, *, subject: str, by: Any, once_key: uuid.UUID | None = None) -> AreaImport:
    """Keep an uploaded file with areas until somebody chooses fields and confirms; ValidationError says why not."""
    demand(by, "places.import_areas")

    def make() -> AreaImport:
        file = store(upload, by=by, permission="places.import_areas", purpose=Purpose.IMPORT)
        run = AreaImport.objects.create(
            subject=subject,
            file=file,
            file_name=file.name,
            checksum=file.checksum,
            size=file.size,
            by=by,
            once_key=once_key,
        )
        record("places.import_areas", run, by=by, after={"file": file.name})
        return run

    return once(AreaImport, once_key, make)


@transaction.atomic
def put_aside(run: AreaImport, *, by: Any) -> AreaImport:
    """Decide against an uploaded file; the file itself goes with the next clean-up."""
    present = AreaImport.objects.select_for_update().get(pk=run.pk)
    demand(by, "places.confirm_import", present)
    present.state = AreaImport.State.DISCARDED
    present.save(update_fields=["state"])
    record("places.confirm_import", present, by=by, after={"state": present.state})
    return present


@source("RK 8.1.1")
@transaction.atomic
def import_areas(preview: AreaPreview, *, by: Any, run: AreaImport | None = None) -> AreaImport:
    """Write what ``preview`` planned, all of it or nothing; ``by`` None is the command line.

    With ``run`` (an uploaded file) a repeat returns the finished run. Raises NotYet with the keys of the defects
    that stop it, and Stale when somebody wrote to the same areas since the preview was made.
    """
    if by is not None:
        demand(by, "places.import_areas")
    if run is not None:
        run = AreaImport.objects.select_for_update().get(pk=run.pk)
        if run.state == AreaImport.State.IMPORTED:
            return run
        demand(by, "places.confirm_import", run)
    if preview.defects:
        raise NotYet(finding.code for finding in preview.defects)
    run = _begun(run or AreaImport(by=by), preview)
    if preview.spec.subject == RENEWAL:
        _write_renewal_areas(preview, run)
    else:
        _write_areas(preview, run)
    record("places.import_areas", run, by=by, after={"file": run.file_name, **preview.counts})
    return run


@transaction.atomic
def undo_import(run: AreaImport, *, by: Any, why: str = "") -> AreaImport:
    """Take an import back: what it changed and closed stands as before, what it made is gone.

    Refused when a later import built on it, or when something points to the areas it made.
    """
    present = AreaImport.objects.select_for_update().get(pk=run.pk)
    demand(by, "places.undo_import", present)
    later = AreaImport.objects.filter(state=AreaImport.State.IMPORTED, subject=present.subject, level=present.level)
    newer = later.filter(at__gte=present.at, pk__gt=present.pk).order_by("-at", "-pk").first()
    if newer is not None:
        raise Refused(
            _("A later import builds on this one. Undo “%(file)s” first.") % {"file": newer.file_name},
            permission="places.undo_import",
        )
    changes = list(present.changes.select_related("area__level", "renewal_area").order_by("-id"))
    _refuse_if_used([change.area for change in changes if change.area and change.kind == AreaChange.Kind.NEW])
    for change in changes:
        if change.kind != AreaChange.Kind.NEW:
            _put_back(change)
    for old, fresh in present.followed:
        _point_to(fresh, old)
    _drop([change.area or change.renewal_area for change in changes if change.kind == AreaChange.Kind.NEW])
    present.state, present.undone_at = AreaImport.State.UNDONE, timezone.now()
    present.save(update_fields=["state", "undone_at"])
    record("places.undo_import", present, by=by, why=why, after={"areas": len(changes)})
    return present


def _begun(run: AreaImport, preview: AreaPreview) -> AreaImport:
    spec = preview.spec
    run.subject = spec.subject
    run.level = None if spec.subject == RENEWAL else Level.objects.select_for_update().get(key=spec.level)
    run.valid_from = spec.valid_from
    run.file_name, run.checksum, run.size = preview.file_name, preview.checksum, preview.size
    run.mapping, run.counts = spec.as_mapping(), preview.counts
    run.findings = [
        {"code": finding.code, "concerns": finding.concerns, "facts": _plain(finding.facts)}
        for finding in preview.warnings[:MOST_KEPT]
    ]
    run.state, run.at = AreaImport.State.IMPORTED, timezone.now()
    run.save()
    return run


def _plain(facts: dict[str, Any]) -> dict[str, Any]:
    return {
        name: value if isinstance(value, str | int | float | list | None) else str(value)
        for name, value in facts.items()
    }


def _write_areas(preview: AreaPreview, run: AreaImport) -> None:
    spec, level = preview.spec, run.level
    if level is None or fingerprint_of_areas(level) != preview.stands_on:
        raise Stale(level)
    versions: dict[str, list[Area]] = {}
    for area in Area.objects.filter(level=level).select_related("level"):
        versions.setdefault(area.code, []).append(area)
    unchanged = {present.code for present in preview.unchanged}
    new, changed, closed, changes = [], [], [], []
    followed: list[tuple[Area, Area]] = []
    for planned in preview.rows:
        if planned.code in unchanged:
            continue
        there = versions.get(planned.code, [])
        placing = place_version(
            spec.valid_from, spec.valid_until, [Term(area.valid_from, area.valid_until, area.pk) for area in there]
        )
        by_key = {area.pk: area for area in there}
        if placing.same is not None:
            area = by_key[placing.same.key]
            changes.append(AreaChange(run=run, area=area, kind="changed", before=_overwrite(area, planned)))
            changed.append(area)
            continue
        fresh = _version(level, planned, placing, spec.valid_from)
        new.append(fresh)
        if placing.closes is not None and spec.valid_from is not None:
            old = by_key[placing.closes.key]
            _keep_residents(old, fresh)
            changes.append(_close(run, old, spec.valid_from - timedelta(days=1)))
            closed.append(old)
            followed.append((old, fresh))
    for gone in _vanishing(preview, level):
        changes.append(_close(run, gone, spec.valid_from - timedelta(days=1)))  # type: ignore[operator]
        closed.append(gone)
    for area in [*changed, *closed]:
        area.save()
    Area.objects.bulk_create(new, batch_size=BATCH)
    changes = [AreaChange(run=run, area=area, kind="new") for area in new] + changes
    changes += _follow(run, followed)
    AreaChange.objects.bulk_create(changes, batch_size=BATCH)
    index_areas([*new, *changed, *closed])


def _vanishing(preview: AreaPreview, level: Level) -> list[Area]:
    if not preview.closes_vanished or preview.spec.valid_from is None:
        return []
    codes = [present.code for present in preview.vanished]
    valid = areas_at(Area.objects.filter(level=level, code__in=codes), preview.spec.valid_from)
    return [area for area in valid.select_related("level") if area.valid_from != preview.spec.valid_from]


def _version(level: Level, planned: Planned, placing: Placing, starts: Any) -> Area:
    return Area(
        level=level,
        code=planned.code,
        valid_from=starts,
        valid_until=placing.ends,
        **planned.facts,
        **planned.shape,
    )


def _keep_residents(old: Area, fresh: Area) -> None:
    """Without a number in the file the one that is known stays, with its day."""
    if fresh.residents is None:
        fresh.residents, fresh.residents_on = old.residents, old.residents_on


def _overwrite(area: Area | RenewalArea, planned: Planned) -> dict[str, Any]:
    """Put the planned columns into ``area``; returns those that stood there before."""
    before = {}
    for name, value in {**planned.facts, **planned.shape}.items():
        present = getattr(area, name)
        if present != value:
            before[name] = present
            setattr(area, name, value)
    area.version += 1
    return before


def _close(run: AreaImport, area: Area, last_day: Any) -> AreaChange:
    before = {"valid_until": area.valid_until}
    area.valid_until = last_day
    area.version += 1
    return AreaChange(run=run, area=area, kind="closed", before=before)


def _follow(run: AreaImport, followed: Sequence[tuple[Area, Area]]) -> list[AreaChange]:
    """Let children that go on, appointments and streets point to the new version; return what to note about it."""
    notes = []
    for old, fresh in followed:
        children = list(Area.objects.filter(parent=old, valid_until__isnull=True).only("id", "parent_id"))
        notes += [AreaChange(run=run, area=child, kind="changed", before={"parent_id": old.pk}) for child in children]
        Area.objects.filter(pk__in=[child.pk for child in children]).update(parent=fresh)
        _point_to(old.pk, fresh.pk)
    run.followed = [[old.pk, fresh.pk] for old, fresh in followed]
    run.save(update_fields=["followed"])
    return notes


def _point_to(old: int, fresh: int) -> None:
    DistrictAppointment.objects.filter(district_id=old).update(district_id=fresh)
    Street.areas.through.objects.filter(area_id=old).update(area_id=fresh)


def _write_renewal_areas(preview: AreaPreview, run: AreaImport) -> None:
    if fingerprint_of_renewal_areas() != preview.stands_on:
        raise Stale(run)
    there = {area.code: area for area in RenewalArea.objects.all()}
    unchanged = {present.code for present in preview.unchanged}
    changes = []
    for planned in preview.rows:
        if planned.code in unchanged:
            continue
        area = there.get(planned.code)
        if area is None:
            area = RenewalArea(code=planned.code, **planned.facts, **planned.shape)
            area.save()
            changes.append(AreaChange(run=run, renewal_area=area, kind="new"))
        else:
            before = {"archived_at": area.archived_at} if area.archived_at else {}
            area.archived_at = None
            before |= _overwrite(area, planned)
            area.save()
            changes.append(AreaChange(run=run, renewal_area=area, kind="changed", before=before))
        index_renewal_area(area)
    AreaChange.objects.bulk_create(changes, batch_size=BATCH)


def _refuse_if_used(areas: Sequence[Area]) -> None:
    """Cascades would cut a neighbourhood short in silence, so that is asked for by name."""
    made = [area.pk for area in areas]
    used = Neighbourhood.objects.filter(areas__in=made).distinct().order_by("name").values_list("name", flat=True)
    if names := list(used[:5]):
        raise Refused(
            _("These neighbourhoods are composed of areas from this import: %(names)s. Change their outline first.")
            % {"names": ", ".join(names)},
            permission="places.undo_import",
        )


def _put_back(change: AreaChange) -> None:
    thing = change.area or change.renewal_area
    if thing is None:
        return
    thing = type(thing).objects.get(pk=thing.pk)
    for name, value in change.before.items():
        column: Any = thing._meta.get_field(name.removesuffix("_id"))
        setattr(thing, name, value if column.is_relation else column.to_python(value))
    thing.version += 1
    thing.save()
    if isinstance(thing, Area):
        index_areas([thing])
    else:
        index_renewal_area(thing)


def _drop(things: Sequence[Any]) -> None:
    """Delete what the import made; what something else points to is protected and named."""
    for thing in things:
        remove(thing)
    try:
        for model in (Area, RenewalArea):
            model.objects.filter(pk__in=[thing.pk for thing in things if isinstance(thing, model)]).delete()
    except ProtectedError as protected:
        kinds = sorted({str(row._meta.verbose_name_plural) for row in protected.protected_objects})
        raise Refused(
            _("Other data points to areas of this import (%(kinds)s). Undo or move that first.")
            % {"kinds": ", ".join(kinds)},
            permission="places.undo_import",
        ) from protected
