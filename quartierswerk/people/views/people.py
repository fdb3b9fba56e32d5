"""The list of people, one person, roles given and ended, what roles may do."""

from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from quartierswerk.kernel.finding import find
from quartierswerk.kernel.permits import demand, may
from quartierswerk.people.actions import accounts, appointments
from quartierswerk.people.desk import desk_page
from quartierswerk.people.exports import people_table
from quartierswerk.people.filters import PersonFilter
from quartierswerk.people.forms.people import AppointmentForm, EndForm, ReasonForm, SubstituteForm
from quartierswerk.people.models import Appointment, User
from quartierswerk.people.queries import (
    abilities_by_role,
    abilities_of_everybody,
    appointment_with,
    appointments_of,
    appointments_substituted_by,
    history_of_person,
    mails_failed,
    people_visible_to,
    roles_of,
)
from quartierswerk.ui.downloads import TABLE_FORMATS, table_file
from quartierswerk.ui.lists import Listing
from quartierswerk.ui.pages import render_form, say_done


@require_safe
@desk_page
def person_list(request: HttpRequest) -> HttpResponse:
    """Who holds which role: search, filter, export."""
    demand(request.user, "people.view_people")
    today = timezone.localdate()
    listing = Listing(
        request,
        people_visible_to(request.user),
        sorts={"name": ["name", "username"], "since": ["date_joined", "name"]},
        filters=PersonFilter,
        formats=TABLE_FORMATS,
    )
    if listing.wanted_format:
        return table_file(listing.wanted_format, _("People"), *people_table(listing.rows, today))
    held = appointments_of(listing.page.object_list)
    rows = [(person, [one for one in held[person.pk] if one.is_current(today)]) for person in listing]
    may_invite = may(request.user, "people.invite_person")
    failed = mails_failed().count() if may_invite else 0
    context = {"listing": listing, "rows": rows, "failed": failed, "may_invite": may_invite}
    return render(request, "people/person_list.html", context)


@require_safe
@desk_page
def person_detail(request: HttpRequest, public_id: Any) -> HttpResponse:
    """One person: account, roles, substitutions, history."""
    person = find(people_visible_to(request.user), public_id=public_id)
    today = timezone.localdate()
    held = appointments_of([person])[person.pk]
    context = {
        "person": person,
        "current": [_with_rights(request.user, one) for one in held if one.is_current(today)],
        "later": [_with_rights(request.user, one) for one in held if one.starts_on > today],
        "earlier": [one for one in held if one.ends_on and one.ends_on < today],
        "substitutes_for": appointments_substituted_by(person, today),
        "history": history_of_person(person, held),
        "may_appoint": may(request.user, "people.appoint_person"),
        "may_archive": "admin" in roles_of(request.user) and person.archived_at is None,
        "may_remove_second_factor": may(request.user, "people.remove_second_factor", person),
        "may_restore": may(request.user, "people.restore_person", person),
        "today": today,
    }
    return render(request, "people/person_detail.html", context)


def _with_rights(user: Any, appointment: Appointment) -> dict[str, Any]:
    return {
        "appointment": appointment,
        "table": appointment._meta.label_lower,
        "may_end": may(user, "people.end_appointment", appointment),
        "may_substitute": may(user, "people.set_substitute", appointment),
    }


@desk_page
def appointment_new(request: HttpRequest, public_id: Any) -> HttpResponse:
    """Give a person a role."""
    demand(request.user, "people.appoint_person")
    person = find(people_visible_to(request.user), public_id=public_id)
    form = AppointmentForm(request.POST or None, initial={"starts_on": timezone.localdate()})
    if form.is_valid():
        data = form.cleaned_data
        try:
            appointments.appoint_person(
                person,
                data["role"],
                scope=data["scope"],
                thing=data["scope_thing"],
                starts_on=data["starts_on"],
                ends_on=data["ends_on"],
                by=request.user,
                why=data["why"],
            )
        except ValidationError as wrong:
            form.add_error(None, wrong.messages)
        else:
            say_done(request, _("%(person)s holds the role now.") % {"person": person})
            return redirect("people:person-detail", person.public_id)
    return render_form(request, "people/appointment_form.html", form, {"person": person})


@desk_page
def appointment_end(request: HttpRequest, table: str, pk: int) -> HttpResponse:
    """End a role with a day and a reason."""
    appointment = find(_appointments_for(request.user, table, pk), pk=pk)
    demand(request.user, "people.end_appointment", appointment)
    form = EndForm(request.POST or None, initial={"ends_on": timezone.localdate()})
    if form.is_valid():
        try:
            appointments.end_appointment(appointment, by=request.user, **form.cleaned_data)
        except ValidationError as wrong:
            form.add_error("ends_on", wrong.messages)
        else:
            say_done(request, _("The role ends at the end of that day."))
            return redirect("people:person-detail", appointment.user.public_id)
    return render_form(request, "people/appointment_end.html", form, {"appointment": appointment})


@desk_page
def substitute(request: HttpRequest, table: str, pk: int) -> HttpResponse:
    """Name who stands in, from when to when; open to the person who holds the role and to those who appoint."""
    appointment = find(_appointments_for(request.user, table, pk, own=True), pk=pk)
    demand(request.user, "people.set_substitute", appointment)
    initial = {
        "substitute": appointment.substitute_id,
        "first_day": appointment.substitute_from or timezone.localdate(),
        "last_day": appointment.substitute_until,
    }
    colleagues = people_visible_to(request.user)
    form = SubstituteForm(request.POST or None, initial=initial, people=colleagues, appointment=appointment)
    back = ["people:account"] if appointment.user_id == request.user.pk else []
    back = back or ["people:person-detail", appointment.user.public_id]
    if form.is_valid():
        try:
            appointments.set_substitute(appointment, by=request.user, **form.cleaned_data)
        except ValidationError as wrong:
            form.add_error(None, wrong.messages)
        else:
            say_done(request, _("The substitution is saved."))
            return redirect(*back)
    return render_form(request, "people/substitute_form.html", form, {"appointment": appointment})


def _appointments_for(user: Any, table: str, pk: int, *, own: bool = False) -> Any:
    """The appointment, when ``user`` may see the person who holds it (or holds it, with ``own``)."""
    rows = appointment_with(table, pk)
    visible = rows.filter(user__in=people_visible_to(user).order_by().values("pk"))
    return rows.filter(user=user) if own and rows.filter(user=user).exists() else visible


@desk_page
def person_archive(request: HttpRequest, public_id: Any) -> HttpResponse:
    """Close an account."""
    person = find(people_visible_to(request.user), public_id=public_id)
    demand(request.user, "people.archive_person", person)
    return _with_reason(request, person, accounts.archive_person, "close", _("The account is closed."))


@desk_page
def person_restore(request: HttpRequest, public_id: Any) -> HttpResponse:
    """Open a closed account again."""
    person = find(people_visible_to(request.user), public_id=public_id)
    demand(request.user, "people.restore_person", person)
    return _with_reason(request, person, accounts.restore_person, "open", _("The account is open again."))


@desk_page
def second_factor_remove(request: HttpRequest, public_id: Any) -> HttpResponse:
    """Remove the second step of somebody who lost it."""
    person = find(people_visible_to(request.user), public_id=public_id)
    demand(request.user, "people.remove_second_factor", person)
    return _with_reason(request, person, accounts.remove_second_factor, "second", _("The second step is removed."))


def _with_reason(request: HttpRequest, person: User, action: Any, what: str, done: str) -> HttpResponse:
    form = ReasonForm(request.POST or None)
    if form.is_valid():
        action(person, by=request.user, why=form.cleaned_data["why"])
        say_done(request, done)
        return redirect("people:person-detail", person.public_id)
    return render_form(request, "people/person_close.html", form, {"person": person, "what": what})


@require_safe
@desk_page
def roles(request: HttpRequest) -> HttpResponse:
    """For every role what it may do, read from the registered permissions."""
    demand(request.user, "people.view_roles")
    mine = roles_of(request.user)
    context = {
        "abilities": abilities_by_role(),
        "everybody": abilities_of_everybody(),
        "mine": mine,
        "may_see_people": may(request.user, "people.view_people"),
        "may_invite": may(request.user, "people.invite_person"),
    }
    return render(request, "people/roles.html", context)
