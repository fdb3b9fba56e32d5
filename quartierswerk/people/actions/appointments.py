"""Appoint, end, substitute."""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from quartierswerk.history.actions import record
from quartierswerk.kernel.permits import demand
from quartierswerk.kernel.sources import source
from quartierswerk.people.actions.findable import make_findable
from quartierswerk.people.models import Appointment, User
from quartierswerk.people.permissions import APPOINTING
from quartierswerk.people.roles import forget_roles, stands_in_for


def new_appointment(
    user: User, role: str, scope: str, thing: Any = None, *, starts_on: date, ends_on: date | None = None
) -> Appointment:
    """An appointment that is not saved yet, in the table of its scope."""
    table = Appointment.table_of(scope)
    if table is None:
        raise ValueError(f"no table keeps appointments of scope {scope}")
    held_for = {table.scope_field: thing} if table.scope_field else {}
    return table(user=user, role=role, starts_on=starts_on, ends_on=ends_on, **held_for)


@source("RK 5.1", "RK 8.1.2")
@transaction.atomic
def appoint_person(
    user: User,
    role: str,
    *,
    scope: str,
    thing: Any = None,
    starts_on: date,
    ends_on: date | None = None,
    by: Any,
    why: str = "",
) -> Appointment:
    """Give ``user`` a role for ``thing`` (None: the whole city); ``ends_on`` is the last day.

    Raises ValidationError when the role does not fit the scope, the term is turned round, or the person holds
    the same role for the same thing in that time already.
    """
    appointment = new_appointment(user, role, scope, thing, starts_on=starts_on, ends_on=ends_on)
    demand(by, "people.appoint_person", appointment)
    appointment.full_clean(validate_unique=False)
    _refuse_doubled(appointment)
    appointment.save()
    record(
        "people.appoint_person",
        appointment,
        by=by,
        on_behalf_of=stands_in_for(by, *APPOINTING),
        why=why,
        after=_facts(appointment),
    )
    make_findable(user)
    forget_roles(user)
    return appointment


def _refuse_doubled(appointment: Appointment) -> None:
    table = type(appointment)
    same = table._default_manager.filter(user=appointment.user, role=appointment.role)
    if table.scope_field:
        same = same.filter(**{table.scope_field: appointment.scope_thing})
    for other in same.exclude(pk=appointment.pk):
        begins_later = appointment.ends_on is not None and other.starts_on > appointment.ends_on
        ended_before = other.ends_on is not None and other.ends_on < appointment.starts_on
        if not begins_later and not ended_before:
            raise ValidationError(
                _("%(person)s holds this role from %(start)s on already. Please end that appointment first.")
                % {"person": appointment.user, "start": _short(other.starts_on)}
            )


@transaction.atomic
def end_appointment(appointment: Appointment, *, ends_on: date, by: Any, why: str) -> Appointment:
    """Let an appointment end with the day ``ends_on``; with a day before its first one it never begins to count."""
    demand(by, "people.end_appointment", appointment)
    if ends_on < appointment.starts_on:
        raise ValidationError(
            {
                "ends_on": _("The last day lies before the first day (%(start)s). Please give a later one.")
                % {"start": _short(appointment.starts_on)}
            }
        )
    before = appointment.ends_on
    appointment.ends_on = ends_on
    appointment.save(update_fields=["ends_on"])
    record(
        "people.end_appointment",
        appointment,
        by=by,
        on_behalf_of=stands_in_for(by, *APPOINTING),
        why=why,
        before={"ends_on": before},
        after={"ends_on": ends_on},
    )
    forget_roles(appointment.user)
    return appointment


@transaction.atomic
def set_substitute(
    appointment: Appointment, substitute: User | None, *, first_day: date | None, last_day: date | None, by: Any
) -> Appointment:
    """Let ``substitute`` exercise the role from ``first_day`` to ``last_day``; None ends the substitution."""
    demand(by, "people.set_substitute", appointment)
    before = _substitution(appointment)
    appointment.substitute = substitute
    appointment.substitute_from = first_day if substitute else None
    appointment.substitute_until = last_day if substitute else None
    appointment.full_clean(validate_unique=False)
    appointment.save(update_fields=["substitute", "substitute_from", "substitute_until"])
    record("people.set_substitute", appointment, by=by, before=before, after=_substitution(appointment))
    if substitute:
        forget_roles(substitute)
    return appointment


def _substitution(appointment: Appointment) -> dict[str, Any]:
    return {
        "substitute": str(appointment.substitute or ""),
        "substitute_from": appointment.substitute_from,
        "substitute_until": appointment.substitute_until,
    }


def _facts(appointment: Appointment) -> dict[str, Any]:
    return {"role": appointment.role, "starts_on": appointment.starts_on, "ends_on": appointment.ends_on}


def _short(day: date) -> str:
    return date_format(day, "SHORT_DATE_FORMAT")
