"""My account: what it says, how I hear of news, consents, security, drafts, my data."""

from typing import Any

from allauth.mfa.utils import is_mfa_enabled
from allauth.socialaccount.adapter import get_adapter as get_organisation_adapter
from allauth.usersessions.models import UserSession
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from quartierswerk.kernel.errors import Stale
from quartierswerk.kernel.permits import demand
from quartierswerk.people import drafts
from quartierswerk.people.actions import accounts as actions
from quartierswerk.people.desk import desk_page, lacks_second_factor
from quartierswerk.people.exports import own_data
from quartierswerk.people.forms.account import AccountForm, ContactForm
from quartierswerk.people.models import User
from quartierswerk.people.queries import (
    appointments_of,
    appointments_substituted_by,
    channels_of,
    consents_of,
    drafts_of,
)
from quartierswerk.people.rules import CONSENTS
from quartierswerk.ui.conflicts import conflict_between
from quartierswerk.ui.pages import render_form, say_done


def _me(request: HttpRequest) -> User:
    assert isinstance(request.user, User)
    return request.user


# Not a desk page: who still has to set up the second step must reach account and sign-in.
@never_cache
@login_required
def account(request: HttpRequest) -> HttpResponse:
    """Name, language, my roles, whom I stand in for."""
    me, today, conflict = _me(request), timezone.localdate(), None
    initial = {"name": me.name, "language": me.language}
    form = AccountForm(request.POST or None, initial=initial, seen_version=me.version)
    draft = drafts.offer(request, form)
    if form.is_valid():
        try:
            actions.edit_person(me, by=me, **form.cleaned_data)
        except Stale as newer:
            conflict = conflict_between(form, {"name": newer.theirs.name, "language": newer.theirs.language})
            form.data = {**form.data.dict(), "seen_version": newer.theirs.version}
        else:
            drafts.done(request)
            say_done(request, _("Your account is saved."))
            return redirect("people:account")
    held = appointments_of([me])[me.pk]
    context = {
        "draft": draft,
        "conflict": conflict,
        "roles": [(one, one._meta.label_lower) for one in held if not one.ends_on or one.ends_on >= today],
        "substitutes_for": appointments_substituted_by(me, today),
        "lacks_second_factor": lacks_second_factor(me),
        "today": today,
    }
    answer = render_form(request, "people/account_overview.html", form, context)
    if conflict:
        answer.status_code = 409
    return answer


@never_cache
@login_required
def contact(request: HttpRequest) -> HttpResponse:
    """How to be told of news."""
    me = _me(request)
    form = ContactForm(request.POST or None, initial=channels_of(me))
    if form.is_valid():
        actions.set_contact_preferences(me, form.cleaned_data, by=me)
        say_done(request, _("Your choice is saved."))
        return redirect("people:contact")
    return render_form(request, "people/account_contact.html", form)


@never_cache
@login_required
def consents(request: HttpRequest) -> HttpResponse:
    """What I agreed to, since when, and withdrawing it."""
    me = _me(request)
    if request.method == "POST":
        purpose = request.POST.get("purpose", "")
        if purpose in CONSENTS and "give" in request.POST:
            actions.give_consent(me, purpose, by=me)
            say_done(request, _("Your consent is saved. You can withdraw it at any time."))
        elif purpose in CONSENTS:
            actions.withdraw_consent(me, purpose, by=me)
            say_done(request, _("Your consent is withdrawn from now on."))
        return redirect("people:consents")
    return render(request, "people/account_consents.html", {"states": consents_of(me)})


@never_cache
@login_required
@require_safe
def security(request: HttpRequest) -> HttpResponse:
    """How I sign in, and where I am signed in."""
    me = _me(request)
    context = {
        "has_password": me.has_usable_password(),
        "has_second_step": is_mfa_enabled(me),
        "lacks_second_factor": lacks_second_factor(me),
        "sessions": UserSession.objects.filter(user=me).count(),
        "organisations": get_organisation_adapter().list_providers(request),
    }
    return render(request, "people/account_security.html", context)


@never_cache
@login_required
@require_safe
def own_drafts(request: HttpRequest) -> HttpResponse:
    """What I typed and did not send yet."""
    return render(request, "people/account_drafts.html", {"drafts": drafts_of(_me(request))})


@never_cache
@desk_page
@require_safe
def data(request: HttpRequest) -> HttpResponse:
    """All that is kept about me, to read or as JSON."""
    me = _me(request)
    demand(me, "people.export_account", me)
    collected = own_data(me)
    if request.GET.get("format") == "json":
        answer = JsonResponse(
            {"at": timezone.now(), "kept": collected}, json_dumps_params={"ensure_ascii": False, "indent": 1}
        )
        answer["Content-Disposition"] = 'attachment; filename="meine-daten.json"'
        return answer
    return render(request, "people/account_data.html", {"kept": [_readable(entry) for entry in collected]})


def _readable(entry: dict[str, Any]) -> dict[str, Any]:
    rows = [{name: value for name, value in row.items() if value not in (None, "", {}, [])} for row in entry["rows"]]
    return {**entry, "rows": rows}
