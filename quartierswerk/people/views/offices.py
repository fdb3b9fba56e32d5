"""Offices of the administration."""

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from quartierswerk.history.queries import history_of
from quartierswerk.kernel.errors import Stale
from quartierswerk.kernel.finding import find
from quartierswerk.kernel.permits import demand, may
from quartierswerk.people import drafts
from quartierswerk.people.actions import offices as actions
from quartierswerk.people.desk import desk_page
from quartierswerk.people.forms.people import NewOfficeForm, OfficeForm, ReasonForm
from quartierswerk.people.queries import offices_open, offices_with_people
from quartierswerk.ui.conflicts import conflict_between
from quartierswerk.ui.pages import render_form, say_done


@require_safe
@desk_page
def office_list(request: HttpRequest) -> HttpResponse:
    """All offices with the number of people who hold a role there."""
    demand(request.user, "people.view_people")
    context = {
        "offices": offices_with_people(timezone.localdate()),
        "may_edit": may(request.user, "people.edit_office"),
        "may_invite": may(request.user, "people.invite_person"),
    }
    return render(request, "people/office_list.html", context)


@desk_page
def office_new(request: HttpRequest) -> HttpResponse:
    """Add an office."""
    demand(request.user, "people.edit_office")
    form = NewOfficeForm(request.POST or None)
    draft = drafts.offer(request, form)
    if form.is_valid():
        try:
            office = actions.add_office(by=request.user, **form.cleaned_data)
        except ValidationError as wrong:
            form.add_error(None, wrong)
        else:
            drafts.done(request)
            say_done(request, _("%(office)s is added.") % {"office": office})
            return redirect("people:office-list")
    return render_form(request, "people/office_form.html", form, {"draft": draft})


@desk_page
def office_edit(request: HttpRequest, key: str) -> HttpResponse:
    """Change an office; when somebody was faster, both texts are shown."""
    demand(request.user, "people.edit_office")
    office = find(offices_open(), key=key)
    initial = {"name": office.name, "email": office.email}
    form = OfficeForm(request.POST or None, initial=initial, seen_version=office.version)
    draft, conflict = drafts.offer(request, form), None
    if form.is_valid():
        try:
            actions.edit_office(office, by=request.user, **form.cleaned_data)
        except Stale as newer:
            conflict = conflict_between(form, {"name": newer.theirs.name, "email": newer.theirs.email})
            form.data = {**form.data.dict(), "seen_version": newer.theirs.version}
        except ValidationError as wrong:
            form.add_error(None, wrong)
        else:
            drafts.done(request)
            say_done(request, _("%(office)s is saved.") % {"office": form.cleaned_data["name"]})
            return redirect("people:office-list")
    context = {"office": office, "draft": draft, "conflict": conflict, "history": history_of(office)}
    answer = render_form(request, "people/office_form.html", form, context)
    if conflict:
        answer.status_code = 409
    return answer


@desk_page
def office_archive(request: HttpRequest, key: str) -> HttpResponse:
    """Archive an office in which nobody holds a role."""
    office = find(offices_open(), key=key)
    demand(request.user, "people.archive_office", office)
    form = ReasonForm(request.POST or None)
    if form.is_valid():
        actions.archive_office(office, by=request.user, why=form.cleaned_data["why"])
        say_done(request, _("%(office)s is archived.") % {"office": office})
        return redirect("people:office-list")
    return render_form(request, "people/office_archive.html", form, {"office": office})
