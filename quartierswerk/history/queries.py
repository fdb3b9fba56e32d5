"""Reads of the history: always of one thing."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import FieldDoesNotExist
from django.db.models import Field, Model, QuerySet
from django.utils import formats, timezone
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.translation import gettext as _

from quartierswerk.history.models import Entry
from quartierswerk.kernel.permits import permits
from quartierswerk.kernel.texts import LanguageText, Texts

LONGEST_VALUE = 200


@dataclass(frozen=True)
class Change:
    """One field before and after, in words."""

    field: str
    before: str
    after: str


@dataclass(frozen=True)
class Line:
    """One thing that happened, as people read it."""

    at: datetime
    who: str
    what: str
    why: str
    changes: tuple[Change, ...]


def entries_of(thing: Model) -> QuerySet[Entry]:
    """All that happened to ``thing``, newest first, with the people loaded."""
    return Entry.objects.filter(thing_type=ContentType.objects.get_for_model(thing), thing_id=thing.pk).select_related(
        "by", "on_behalf_of"
    )


def history_of(thing: Model, *, most: int | None = None) -> list[Line]:
    """What happened to ``thing`` in readable lines, newest first; for the component ``<c-history>``.

    The view has asked before whether its reader may see the thing.
    """
    return lines_from(thing, entries_of(thing)[:most])


def lines_from(thing: Model, entries: Iterable[Entry]) -> list[Line]:
    """Put entries of ``thing`` into words: the permission's label, the fields' names, their choices."""
    labels = {permit.name: permit.label for permit in permits()}
    return [
        Line(
            at=entry.at,
            who=_who(entry),
            what=str(labels.get(entry.action, entry.action)),
            why=entry.why,
            changes=tuple(_changes(thing, entry)),
        )
        for entry in entries
    ]


def _who(entry: Entry) -> str:
    name = str(entry.by) if entry.by else _("Automatically or by a former account")
    if entry.on_behalf_of:
        return _("%(name)s for %(other)s") % {"name": name, "other": entry.on_behalf_of}
    return name


def _changes(thing: Model, entry: Entry) -> Iterable[Change]:
    for name in dict.fromkeys([*entry.before, *entry.after]):
        before, after = entry.before.get(name), entry.after.get(name)
        if before != after:
            field = _field(thing, name)
            yield Change(_label(field, name), _in_words(field, before), _in_words(field, after))


def _field(thing: Model, name: str) -> Any:
    try:
        return thing._meta.get_field(name)
    except FieldDoesNotExist:
        return None


def _label(field: Any, name: str) -> str:
    words = str(getattr(field, "verbose_name", "") or _plural(field) or name.replace("_", " "))
    return words[:1].upper() + words[1:]


def _plural(field: Any) -> str:
    """The name of the things at the other end of a relation that has no name of its own."""
    model = getattr(field, "related_model", None)
    return str(model._meta.verbose_name_plural) if model is not None else ""


def _in_words(field: Any, value: Any) -> str:
    """Return a stored value as people read it: choices by their label, dates and numbers in the reader's language."""
    if value is None or value == "" or value == [] or value == {}:
        return "–"
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(field, LanguageText) and isinstance(value, dict):
        return _short(str(Texts(value)))
    if isinstance(value, dict):
        return _("(outline)") if "coordinates" in value else _short(_each_in_words(None, value.values(), ", "))
    if isinstance(value, list):
        return _short(_each_in_words(field, value, "; " if any(isinstance(one, dict) for one in value) else ", "))
    if isinstance(field, Field) and field.flatchoices:
        return str(dict(field.flatchoices).get(value, value))
    if isinstance(value, (int, float, Decimal)):
        return str(formats.localize(value))
    return _as_moment(field, str(value)) or _short(str(value))


def _each_in_words(field: Any, values: Iterable[Any], between: str) -> str:
    """Return the values that say something, in words, one after the other."""
    return between.join(_in_words(field, one) for one in values if one not in (None, "", [], {}))


def _as_moment(field: Any, value: str) -> str:
    """Return a date or moment in the reader's format; "" if the field holds something else."""
    kind = field.get_internal_type() if isinstance(field, Field) else ""
    try:
        if kind == "DateTimeField" and (moment := parse_datetime(value)):
            return formats.date_format(timezone.localtime(moment), "SHORT_DATETIME_FORMAT")
        if kind == "DateField" and (day := parse_date(value)):
            return formats.date_format(day, "SHORT_DATE_FORMAT")
    except ValueError:
        return ""
    return ""


def _short(text: str) -> str:
    return text if len(text) <= LONGEST_VALUE else f"{text[:LONGEST_VALUE].rstrip()} …"
