"""Declaring an index, and computing it once for good."""

import csv
import io
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from quartierswerk import __version__
from quartierswerk.history.actions import record
from quartierswerk.kernel.errors import NotYet, Stale
from quartierswerk.kernel.permits import demand
from quartierswerk.kernel.sources import source
from quartierswerk.kernel.texts import Texts
from quartierswerk.monitoring.models import AreaResult, IndexRun, IndexSpec
from quartierswerk.monitoring.queries.computing import computed
from quartierswerk.monitoring.queries.index_table import IndexTable, index_table
from quartierswerk.places.models import Level
from quartierswerk.search import actions as search

BATCH = 2_000


@source("RK 8.1.1")
@transaction.atomic
def save_spec(
    key: str,
    text: str,
    *,
    name: Mapping[str, str],
    by: Any,
    class_words: Mapping[str, Mapping[str, str]] | None = None,
    seen_version: int | None = None,
    once_key: UUID | str | None = None,
    why: str = "",
) -> IndexSpec:
    """Declare an index, or a new version of it; ``by`` None is the system.

    A changed text, name or class word makes the next version; nothing changed returns the version that is there.
    ``seen_version`` is the version that was edited: None for a new key, which then must be free.
    Raises Refused, SpecError, Stale(theirs), NotYet({"name"}) and NotYet({"key_taken"}).
    """
    from quartierswerk.compute.reading import read_spec

    if by is not None:
        demand(by, "monitoring.edit_spec")
    if once_key and (first := IndexSpec.objects.filter(once_key=once_key).first()):
        return first
    names = Texts({language: word for language, word in name.items() if word})
    if not names:
        raise NotYet({"name"})
    text = text.replace("\r\n", "\n")
    read_spec(text)
    latest = IndexSpec.objects.select_for_update().filter(key=key).order_by("-version").first()
    words = {label: dict(word) for label, word in (class_words or {}).items()}
    if latest is None:
        spec = IndexSpec(key=key, version=1)
    elif seen_version is None:
        raise NotYet({"key_taken"})
    elif seen_version != latest.version:
        raise Stale(latest)
    elif (latest.text, dict(latest.name), latest.class_words) == (text, dict(names), words):
        return latest
    else:
        spec = IndexSpec(key=key, version=latest.version + 1)
    spec.text, spec.name, spec.class_words, spec.saved_by, spec.once_key = text, names, words, by, once_key or None
    spec.save()
    before = {"version": latest.version, "text": latest.text} if latest else {}
    record("monitoring.edit_spec", spec, by=by, why=why, before=before, after={"version": spec.version, "text": text})
    if latest is not None:
        search.remove(latest)
    _put_in_search(spec)
    return spec


@transaction.atomic
def archive_spec(spec: IndexSpec, *, by: Any, why: str = "") -> None:
    """Put an index aside with all its versions; what was computed stays readable."""
    demand(by, "monitoring.archive_spec", spec)
    IndexSpec.objects.filter(key=spec.key, archived_at=None).update(archived_at=timezone.now())
    record("monitoring.archive_spec", spec, by=by, why=why, after={"archived": True})
    search.remove(spec)


@transaction.atomic
def restore_spec(spec: IndexSpec, *, by: Any) -> None:
    """Bring an archived index back."""
    demand(by, "monitoring.archive_spec", spec)
    IndexSpec.objects.filter(key=spec.key).update(archived_at=None)
    record("monitoring.archive_spec", spec, by=by, before={"archived": True}, after={"archived": False})
    _put_in_search(spec)


@source("RK 5", "RK 8.1.1")
@transaction.atomic
def run_index(
    spec: IndexSpec, *, level: Level, period_on: date, by: Any, once_key: UUID | str | None = None
) -> IndexRun:
    """Compute an index with the values up to ``period_on`` and freeze it with everything it came from.

    ``by`` None is the system. Raises Refused, and SpecError where specification and values do not fit.
    """
    if by is not None:
        demand(by, "monitoring.run_index", spec)
    if once_key and (first := IndexRun.objects.filter(once_key=once_key).first()):
        return first
    from quartierswerk.compute.reading import read_spec

    table = index_table(read_spec(spec.text), level=level, period_on=period_on)
    frozen = computed(spec.text, table.text)
    run = IndexRun.objects.create(
        spec=spec,
        level=level,
        period_on=period_on,
        periods={column: on.isoformat() for column, on in table.periods.items()},
        spec_text=spec.text,
        values_text=table.text,
        values_checksum=table.checksum,
        program_version=__version__,
        seed=frozen.seed,
        result_text=frozen.result_text,
        details_text=frozen.details_text,
        uncertainty_text=frozen.uncertainty_text,
        borders=frozen.borders,
        areas_used=frozen.used,
        areas_excluded=frozen.excluded,
        by=by,
        once_key=once_key or None,
    )
    AreaResult.objects.bulk_create(_results(run, table), batch_size=BATCH)
    record(
        "monitoring.run_index",
        run,
        by=by,
        after={"index": spec.key, "version": spec.version, "level": level.key, "values": run.values_checksum},
    )
    return run


@transaction.atomic
def archive_run(run: IndexRun, *, by: Any, why: str = "") -> None:
    """Put a computed index aside; its page stays, the list no longer shows it."""
    demand(by, "monitoring.archive_run", run)
    if run.archived_at is None:
        run.archived_at = timezone.now()
        run.save(update_fields=["archived_at"])
        record("monitoring.archive_run", run, by=by, why=why, after={"archived": True})


def _results(run: IndexRun, table: IndexTable) -> Iterator[AreaResult]:
    """Rows for pages, read from the frozen text, so that both always say the same."""
    ranges = {row["id"]: row for row in csv.DictReader(io.StringIO(run.uncertainty_text))}
    for row in csv.DictReader(io.StringIO(run.result_text)):
        unsure = ranges.get(row["id"], {})
        shares = {name.removeprefix("class_share__"): value for name, value in unsure.items() if "__" in name}
        yield AreaResult(
            run=run,
            area_id=table.areas[row["id"]],
            excluded=row["excluded"] == "true",
            reason=row["reason"][:300],
            score=_number(row["score"]),
            rank=int(row["rank"]) if row["rank"] else None,
            class_label=row["class"],
            constant=_number(row["constant"]),
            contributions={
                name.removeprefix("contribution__"): float(value)
                for name, value in row.items()
                if name.startswith("contribution__") and value
            },
            rank_low=_whole(unsure.get("rank_p05")),
            rank_high=_whole(unsure.get("rank_p95")),
            class_shares={label: float(share) for label, share in shares.items() if share},
            same_class_share=_number(unsure.get("same_class_share") or ""),
        )


def _number(text: str) -> float | None:
    return float(text) if text else None


def _whole(text: str | None) -> int | None:
    return int(float(text)) if text else None


def _put_in_search(spec: IndexSpec) -> None:
    search.put(
        spec,
        kind="index",
        title=spec.name,
        text="",
        url=reverse("monitoring:spec-detail", args=[spec.key]),
        audience="monitoring.view_values",
    )
