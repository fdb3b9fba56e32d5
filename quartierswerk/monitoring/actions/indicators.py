"""Describing indicators."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from quartierswerk.history.actions import record
from quartierswerk.kernel.errors import NotYet, Stale
from quartierswerk.kernel.permits import demand
from quartierswerk.kernel.sources import source
from quartierswerk.kernel.texts import Texts
from quartierswerk.monitoring.models import Indicator, Theme
from quartierswerk.places.models import Level
from quartierswerk.search import actions as search

LANGUAGE_FIELDS = ("name", "explanation", "numerator", "denominator", "source", "method_note")
FIELDS = (
    "key",
    *LANGUAGE_FIELDS,
    "unit",
    "unit_name",
    "decimals",
    "direction",
    "theme",
    "period_kind",
    "licence",
    "contact",
)
COMPULSORY = ("key", "name", "unit", "direction", "source")


@transaction.atomic
def save_theme(key: str, name: Mapping[str, str], *, by: Any, order: int = 0) -> Theme:
    """Add a theme or rename it."""
    if by is not None:
        demand(by, "monitoring.edit_indicator")
    theme, _created = Theme.objects.update_or_create(key=key, defaults={"name": Texts(name), "order": order})
    return theme


@source("RK 5", "RK 8.1.1")
@transaction.atomic
def save_indicator(
    fields: Mapping[str, Any],
    *,
    by: Any,
    indicator: Indicator | None = None,
    levels: Iterable[Level] | None = None,
    seen_version: int | None = None,
    once_key: UUID | str | None = None,
    why: str = "",
) -> Indicator:
    """Describe a new indicator, or change ``indicator``; ``by`` None is the system.

    ``fields`` has the names of FIELDS; texts in several languages are {language: text}, ``theme`` is a Theme.
    Raises Refused, Stale(theirs), and NotYet with the names of what is missing ("key_taken" for a key in use).
    """
    if by is not None:
        demand(by, "monitoring.edit_indicator", indicator)
    if once_key and (first := Indicator.objects.filter(once_key=once_key).first()):
        return first
    thing = Indicator(once_key=once_key or None)
    if indicator is not None:
        thing = Indicator.objects.select_for_update().get(pk=indicator.pk)
        if seen_version is not None and seen_version != thing.version:
            raise Stale(thing)
    before = _described(thing) if thing.pk else {}
    for name in fields.keys() & set(FIELDS):
        value = fields[name]
        setattr(thing, name, Texts({k: v for k, v in value.items() if v}) if name in LANGUAGE_FIELDS else value)
    if lacking := [name for name in COMPULSORY if not getattr(thing, name)]:
        raise NotYet(lacking)
    if Indicator.objects.filter(key=thing.key).exclude(pk=thing.pk).exists():
        raise NotYet({"key_taken"})
    thing.version = thing.version + 1 if thing.pk else 1
    thing.save()
    if levels is not None:
        thing.levels.set(levels)
    after = _described(thing)
    changed = {name for name in after if after[name] != before.get(name)}
    record(
        "monitoring.edit_indicator",
        thing,
        by=by,
        why=why,
        before={name: before[name] for name in sorted(changed & before.keys())},
        after={name: after[name] for name in sorted(changed)},
    )
    _put_in_search(thing)
    return thing


@transaction.atomic
def archive_indicator(indicator: Indicator, *, by: Any, why: str = "") -> Indicator:
    """Put an indicator aside: its values stay, new ones are no longer offered."""
    demand(by, "monitoring.archive_indicator", indicator)
    if indicator.archived_at is None:
        indicator.archived_at = timezone.now()
        indicator.save(update_fields=["archived_at"])
        record("monitoring.archive_indicator", indicator, by=by, why=why, after={"archived": True})
        search.remove(indicator)
    return indicator


@transaction.atomic
def restore_indicator(indicator: Indicator, *, by: Any) -> Indicator:
    """Bring an archived indicator back."""
    demand(by, "monitoring.archive_indicator", indicator)
    if indicator.archived_at is not None:
        indicator.archived_at = None
        indicator.save(update_fields=["archived_at"])
        record("monitoring.archive_indicator", indicator, by=by, before={"archived": True}, after={"archived": False})
        _put_in_search(indicator)
    return indicator


def _described(indicator: Indicator) -> dict[str, Any]:
    described = {name: getattr(indicator, name) for name in FIELDS if name != "theme"}
    return {**described, "theme": indicator.theme.key if indicator.theme else ""}


def _put_in_search(indicator: Indicator) -> None:
    texts = [indicator.explanation, indicator.numerator, indicator.denominator, indicator.source]
    search.put(
        indicator,
        kind="indicator",
        title=indicator.name,
        text=texts,
        url=reverse("monitoring:indicator-detail", args=[indicator.key]),
        audience="monitoring.view_values",
    )
