"""Taking values over from files, and undoing that as a whole."""

import hashlib
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from itertools import islice
from typing import Any, TypeVar
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from quartierswerk.history.actions import record
from quartierswerk.kernel.errors import NotYet
from quartierswerk.kernel.permits import demand
from quartierswerk.kernel.sources import source
from quartierswerk.monitoring.actions.indicators import save_indicator
from quartierswerk.monitoring.models import EarlierValue, ImportRun, Indicator, Mapping, Value
from quartierswerk.monitoring.queries.plan import Plan, Stored

BATCH = 5_000
UPLOADS_KEPT = timedelta(days=7)
Thing = TypeVar("Thing")
MEASURED = ("value", "numerator", "denominator", "estimated", "suppressed", "revised")


@transaction.atomic
def save_mapping(name: str, text: str, *, by: Any) -> Mapping:
    """Keep a mapping under a name to use it again; the same name is overwritten."""
    if by is not None:
        demand(by, "monitoring.import_values")
    mapping, _created = Mapping.objects.update_or_create(
        name=name, defaults={"text": text, "saved_by": by, "archived_at": None}
    )
    record("monitoring.import_values", mapping, by=by, after={"name": name, "text": text})
    return mapping


@transaction.atomic
def keep_upload(content: bytes, *, file_name: str, by: Any, once_key: UUID | str | None = None) -> ImportRun:
    """Keep an uploaded file until its values are taken over or it is discarded."""
    demand(by, "monitoring.import_values")
    if once_key and (first := ImportRun.objects.filter(once_key=once_key).first()):
        return first
    return ImportRun.objects.create(
        file_name=file_name[-200:],
        checksum=hashlib.sha256(content).hexdigest(),
        content=content,
        by=by,
        once_key=once_key or None,
    )


@transaction.atomic
def choose_mapping(run: ImportRun, text: str, *, by: Any) -> ImportRun:
    """Say what the columns of a waiting upload are; nothing is taken over yet."""
    demand(by, "monitoring.import_values")
    run = ImportRun.objects.select_for_update().get(pk=run.pk)
    if run.state != ImportRun.State.WAITING:
        raise NotYet({run.state})
    run.mapping_text = text
    run.save(update_fields=["mapping_text"])
    return run


@transaction.atomic
def discard_upload(run: ImportRun, *, by: Any) -> None:
    """Forget an uploaded file whose values were not taken over."""
    demand(by, "monitoring.import_values")
    ImportRun.objects.filter(pk=run.pk, state=ImportRun.State.WAITING).delete()


def forget_old_uploads(now: datetime) -> int:
    """Delete uploads that nobody took over within UPLOADS_KEPT; return how many."""
    old = ImportRun.objects.filter(state=ImportRun.State.WAITING, uploaded_at__lt=now - UPLOADS_KEPT)
    return old.delete()[0]


@source("RK 5")
@transaction.atomic
def import_values(
    plan: Plan,
    *,
    by: Any,
    file_name: str = "",
    checksum: str = "",
    mapping_text: str = "",
    run: ImportRun | None = None,
) -> ImportRun:
    """Write what ``plan`` says, all of it or nothing; ``by`` None is the system.

    ``run`` is the waiting upload that the plan was made of; a run that was taken over before is returned unchanged.
    Raises Refused, and NotYet({"defects"}) if the plan has defects.
    """
    if by is not None:
        demand(by, "monitoring.import_values")
    if plan.defects:
        raise NotYet({"defects"})
    if run is None:
        run = ImportRun(file_name=file_name[-200:], checksum=checksum, by=by)
    else:
        run = ImportRun.objects.select_for_update().get(pk=run.pk)
        if run.state != ImportRun.State.WAITING:
            return run
    run.state, run.applied_at = ImportRun.State.APPLIED, timezone.now()
    run.level, run.counts, run.mapping_text = plan.level, plan.counts, mapping_text
    run.save()
    for key, indicator in plan.indicators.items():
        if indicator.pk is None:
            plan.indicators[key] = save_indicator(_as_fields(indicator), by=by)
    _keep_earlier(plan, run)
    _write(plan, run)
    record("monitoring.import_values", run, by=by, after=dict(plan.counts))
    return run


@transaction.atomic
def undo_import(run: ImportRun, *, by: Any, why: str = "") -> ImportRun:
    """Take a whole import back: its values go, what it replaced returns.

    Raises Refused, and NotYet({"newer_import"}) when a later import has replaced some of its values.
    """
    if by is not None:
        demand(by, "monitoring.undo_import", run)
    run = ImportRun.objects.select_for_update().get(pk=run.pk)
    if run.state != ImportRun.State.APPLIED:
        raise NotYet({run.state})
    if EarlierValue.objects.filter(earlier_run=run, import_run__state=ImportRun.State.APPLIED).exists():
        raise NotYet({"newer_import"})
    Value.objects.filter(import_run=run).delete()
    for earlier in _batches(run.replaced.order_by("pk").iterator(BATCH), BATCH):
        Value.objects.bulk_create(_returned(earlier), batch_size=BATCH)
    run.state, run.undone_at = ImportRun.State.UNDONE, timezone.now()
    run.save(update_fields=["state", "undone_at"])
    record("monitoring.undo_import", run, by=by, why=why, before={"state": "applied"}, after={"state": "undone"})
    return run


def _batches(things: Iterable[Thing], size: int) -> Iterator[list[Thing]]:
    left = iter(things)
    while some := list(islice(left, size)):
        yield some


def _as_fields(indicator: Indicator) -> dict[str, Any]:
    names = [field.name for field in Indicator._meta.concrete_fields]
    return {
        name: getattr(indicator, name) for name in names if name not in {"id", "version", "once_key", "archived_at"}
    }


def _keep_earlier(plan: Plan, run: ImportRun) -> None:
    ids = [change.value_id for change in plan.changed]
    for some in _batches(ids, 500):
        rows = Value.objects.filter(pk__in=some).order_by("pk")
        EarlierValue.objects.bulk_create(
            [
                EarlierValue(
                    import_run=run,
                    earlier_run_id=row.import_run_id,
                    indicator_id=row.indicator_id,
                    area_id=row.area_id,
                    period_on=row.period_on,
                    **{name: getattr(row, name) for name in MEASURED},
                )
                for row in rows
            ],
            batch_size=BATCH,
        )


def _write(plan: Plan, run: ImportRun) -> None:
    """Write new and changed values in one go; a changed one is marked as revised."""
    fresh = [(entry, False) for entry in plan.new] + [(change.entry, True) for change in plan.changed]
    for some in _batches(fresh, BATCH):
        Value.objects.bulk_create(
            [
                Value(
                    indicator_id=plan.indicators[entry.indicator].pk,
                    area_id=plan.areas[entry.area, entry.period_on],
                    period_on=entry.period_on,
                    import_run=run,
                    **_measured(entry.stored),
                    revised=revised,
                )
                for entry, revised in some
            ],
            batch_size=BATCH,
            update_conflicts=True,
            unique_fields=["indicator", "area", "period_on"],
            update_fields=["import_run", *MEASURED],
        )


def _measured(stored: Stored) -> dict[str, Any]:
    return dict(zip(MEASURED, stored, strict=False))


def _returned(earlier: Iterable[EarlierValue]) -> list[Value]:
    return [
        Value(
            import_run_id=row.earlier_run_id,
            indicator_id=row.indicator_id,
            area_id=row.area_id,
            period_on=row.period_on,
            **{name: getattr(row, name) for name in MEASURED},
        )
        for row in earlier
    ]
