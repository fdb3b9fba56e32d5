"""Naming who is in charge of a district or a neighbourhood."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from quartierswerk.history.actions import record
from quartierswerk.kernel.permits import demand
from quartierswerk.kernel.sources import source
from quartierswerk.people.actions.findable import make_findable
from quartierswerk.people.models import Appointment
from quartierswerk.people.roles import forget_roles
from quartierswerk.places.models import Area, DistrictAppointment, Neighbourhood, NeighbourhoodAppointment


@source("RK 5.1", "RK 8.1.2")
@transaction.atomic
def appoint_for_district(district: Area, facts: Mapping[str, Any], *, by: Any) -> DistrictAppointment:
    """Give a person a role for a district; ``facts``: user, role, starts_on, ends_on, office.

    Raises ValidationError when the person holds the role there in that time already.
    """
    demand(by, "places.appoint", district)
    appointment = DistrictAppointment(district=district, **facts)
    return _begin(appointment, district, by=by)


@source("RK 5.1", "RK 8.1.2")
@transaction.atomic
def appoint_for_neighbourhood(
    neighbourhood: Neighbourhood, facts: Mapping[str, Any], *, by: Any
) -> NeighbourhoodAppointment:
    """Give a person a role for a neighbourhood; ``facts`` and errors as for a district."""
    demand(by, "places.appoint", neighbourhood)
    appointment = NeighbourhoodAppointment(neighbourhood=neighbourhood, **facts)
    return _begin(appointment, neighbourhood, by=by)


def _begin(appointment: Any, thing: Any, *, by: Any) -> Any:
    appointment.full_clean()
    _refuse_doubled(appointment)
    appointment.save()
    record("places.appoint", thing, by=by, after=_told(appointment))
    make_findable(appointment.user)
    forget_roles(appointment.user)
    return appointment


def _refuse_doubled(appointment: Any) -> None:
    same = {"user": appointment.user, "role": appointment.role, appointment.scope_field: appointment.scope_thing}
    rows = type(appointment).objects.filter(**same).exclude(ends_on__lt=appointment.starts_on)
    if appointment.ends_on:
        rows = rows.exclude(starts_on__gt=appointment.ends_on)
    if rows.exists():
        raise ValidationError(
            _("%(person)s holds this role here already in this time.") % {"person": appointment.user}, code="doubled"
        )


@transaction.atomic
def end_appointment(appointment: Appointment, *, by: Any, last_day: date, why: str = "") -> Appointment:
    """Let an appointment for a district or neighbourhood end with ``last_day``."""
    demand(by, "places.appoint", appointment.scope_thing)
    before = {"ends_on": appointment.ends_on}
    appointment.ends_on = last_day
    appointment.full_clean()
    appointment.save(update_fields=["ends_on"])
    thing = appointment.scope_thing
    if thing is not None:
        record("places.appoint", thing, by=by, why=why, before=before, after=_told(appointment))
    forget_roles(appointment.user)
    return appointment


def _told(appointment: Appointment) -> dict[str, Any]:
    return {"role": appointment.role, "starts_on": appointment.starts_on, "ends_on": appointment.ends_on}
