"""Invitations by mail, and the page behind their link."""

from typing import Any

from allauth.account.internal.flows.login import perform_login
from allauth.account.models import Login
from allauth.core import ratelimit
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from quartierswerk.kernel.finding import find
from quartierswerk.kernel.permits import demand, may
from quartierswerk.people import drafts
from quartierswerk.people.actions import invitations as actions
from quartierswerk.people.desk import desk_page
from quartierswerk.people.forms.account import NewAccountForm
from quartierswerk.people.forms.people import InvitationForm
from quartierswerk.people.models import Invitation
from quartierswerk.people.queries import account_with_mail, invitation_of_link, invitations_visible_to
from quartierswerk.ui.lists import Listing
from quartierswerk.ui.pages import render_form, say_done


@require_safe
@desk_page
def invitation_list(request: HttpRequest) -> HttpResponse:
    """Who was invited, and what became of it."""
    demand(request.user, "people.invite_person")
    listing = Listing(
        request, invitations_visible_to(request.user), sorts={"sent": ["-sent_at"], "name": ["name", "-sent_at"]}
    )
    return render(request, "people/invitation_list.html", {"listing": listing, "now": timezone.now()})


@desk_page
def invitation_new(request: HttpRequest) -> HttpResponse:
    """Invite somebody to a role."""
    demand(request.user, "people.invite_person")
    form = InvitationForm(request.POST or None)
    draft = drafts.offer(request, form)
    if form.is_valid():
        data = form.cleaned_data
        try:
            invitation = actions.invite_person(
                email=data["email"],
                name=data["name"],
                role=data["role"],
                scope=data["scope"],
                thing=data["scope_thing"],
                ends_on=data["ends_on"],
                language=data["language"],
                by=request.user,
                once_key=data["once_key"],
            )
        except ValidationError as wrong:
            form.add_error(None, wrong)
        else:
            drafts.done(request)
            say_done(request, _("The invitation to %(name)s is on its way.") % {"name": invitation.name})
            return redirect("people:invitation-list")
    return render_form(request, "people/invitation_form.html", form, {"draft": draft})


@require_POST
@desk_page
def invitation_resend(request: HttpRequest, public_id: Any) -> HttpResponse:
    """Send the mail again."""
    invitation = find(invitations_visible_to(request.user), public_id=public_id)
    actions.resend_invitation(invitation, by=request.user)
    say_done(request, _("A new mail is on its way. The older link no longer works."))
    return redirect("people:invitation-list")


@desk_page
def invitation_withdraw(request: HttpRequest, public_id: Any) -> HttpResponse:
    """Ask, then make the link void."""
    invitation = find(invitations_visible_to(request.user), public_id=public_id)
    demand(request.user, "people.withdraw_invitation", invitation)
    if request.method == "POST":
        actions.withdraw_invitation(invitation, by=request.user)
        say_done(request, _("The invitation is withdrawn. Its link no longer works."))
        return redirect("people:invitation-list")
    return render(request, "people/invitation_withdraw.html", {"invitation": invitation})


@never_cache
def invitation_accept(request: HttpRequest, token: str) -> HttpResponse:
    """The page behind the link: take the role with the account one has, or with a new one."""
    if limited := ratelimit.consume_or_429(request, action="accept_invitation"):
        return limited
    invitation = invitation_of_link(token)
    if invitation is None or not invitation.is_open(timezone.now()):
        return render(request, "people/invitation_over.html", {"invitation": invitation}, status=410)
    if request.user.is_authenticated:
        return _accept_signed_in(request, invitation)
    if account_with_mail(invitation.email):
        if request.method == "POST":
            return redirect_to_login(request.get_full_path())
        return render(request, "people/invitation_accept.html", {"invitation": invitation, "has_account": True})
    return _accept_with_new_account(request, invitation)


def _accept_signed_in(request: HttpRequest, invitation: Invitation) -> HttpResponse:
    user: Any = request.user
    if request.method == "POST" and may(user, "people.accept_invitation", invitation):
        actions.accept_invitation(invitation, by=user)
        say_done(request, _("You hold the role now."))
        return redirect("people:account")
    mine = may(user, "people.accept_invitation", invitation)
    context = {"invitation": invitation, "signed_in": True, "mine": mine}
    return render(request, "people/invitation_accept.html", context, status=200 if mine else 409)


def _accept_with_new_account(request: HttpRequest, invitation: Invitation) -> HttpResponse:
    form = NewAccountForm(request.POST or None, email=invitation.email, initial={"name": invitation.name})
    if form.is_valid():
        user = actions.accept_with_new_account(invitation, **form.cleaned_data)
        say_done(request, _("Your account is open, and you hold the role."))
        login = Login(user=user, email=user.email, redirect_url=reverse("people:account"))
        return perform_login(request, login)
    return render_form(request, "people/invitation_accept.html", form, {"invitation": invitation})
