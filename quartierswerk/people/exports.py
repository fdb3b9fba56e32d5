"""Lists of people and one's own data as files."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.apps import apps
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _

from quartierswerk.kernel.privacy import PrivacyEntry
from quartierswerk.people.models import User
from quartierswerk.people.privacy import privacy_entries
from quartierswerk.people.queries import appointments_of
from quartierswerk.people.words import FIELD_NAMES, MODEL_NAMES

SECRET = {"password", "keeper", "session_key"}


def people_table(people: Iterable[User], today: date) -> tuple[list[str], list[list[Any]]]:
    """Head and rows of the list of people: one row for each role that runs, or one for a person without."""
    rows: list[list[Any]] = []
    listed = list(people)
    held = appointments_of(listed)
    for person in listed:
        running = [one for one in held[person.pk] if one.is_current(today)]
        for one in running:
            rows.append(
                [str(person), person.email, one.role_name, str(one.scope_thing or ""), one.starts_on, one.ends_on]
            )
        if not running:
            rows.append([str(person), person.email, "", "", None, None])
    return [_("Name"), _("Mail address"), _("Role"), _("Held for"), _("First day"), _("Last day")], rows


def own_data(user: User) -> list[dict[str, Any]]:
    """All that is kept about ``user``, by the entries of the register of processing.

    Of each model with an entry the rows are taken that are the person themselves or point to them by one of the
    fields that the entry names; secrets are left out.
    """
    found = []
    for entry in privacy_entries():
        if entry.model == "history.Entry":
            continue  # read by thing, never as a list of what one person did
        rows = [_row(thing, entry) for thing in _rows_about(user, entry)]
        if rows:
            model = apps.get_model(entry.model)
            found.append(
                {
                    "model": entry.model,
                    "name": str(MODEL_NAMES.get(entry.model, model._meta.verbose_name_plural)),
                    "purpose": str(entry.purpose),
                    "recipients": str(entry.recipients),
                    "keep_for": str(entry.keep_for),
                    "rows": rows,
                }
            )
    return found


def _rows_about(user: User, entry: PrivacyEntry) -> Iterable[models.Model]:
    model = apps.get_model(entry.model)
    if model is User:
        return [user]
    about = Q()
    for field in model._meta.get_fields():
        if isinstance(field, models.ForeignKey) and field.related_model is User and field.name in entry.fields:
            about |= Q(**{field.name: user})
    if entry.model == "people.OutboxMail":
        about = Q(to__iexact=user.email) if user.email else Q()
    if entry.model == "people.Invitation":  # those that went to the person, not those that they sent
        about = Q(accepted_by=user) | (Q(email__iexact=user.email) if user.email else Q())
    return model._default_manager.filter(about).order_by("pk") if about else ()


def _row(thing: models.Model, entry: PrivacyEntry) -> dict[str, Any]:
    row = {}
    for name in entry.fields:
        if name in SECRET:
            continue
        field: Any = thing._meta.get_field(name)
        value = getattr(thing, name)
        label = str(FIELD_NAMES.get(name) or getattr(field, "verbose_name", name))
        row[label] = str(value) if isinstance(value, models.Model) else value
    return row
