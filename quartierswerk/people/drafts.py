"""What a form page does so that typed text is never lost.

In a view, three lines::

    form = GoalForm(request.POST or None)
    draft = drafts.offer(request, form)              # on GET; shows or restores what was kept
    ...
    drafts.done(request)                             # after the action: the draft has become the thing

and in the template, inside the form's page: ``{% include "people/_draft_offer.html" %}`` above the form and
``{% include "people/_draft_autosave.html" %}`` inside it.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, QueryDict
from django.urls import reverse
from django.utils.crypto import get_random_string
from django.utils.translation import get_language_from_path

from quartierswerk.people.actions import drafts as actions
from quartierswerk.people.models import Draft
from quartierswerk.people.queries import draft_for
from quartierswerk.people.rules import DRAFT_BYTES, KEPT_FOR

COOKIE = "kept_text"
NEVER_KEPT = ("csrfmiddlewaretoken", "once_key")


@dataclass(frozen=True)
class Offer:
    """What a form page says about a draft: when it was kept, and whether the form shows it already."""

    form: str
    version: int
    saved_at: datetime | None
    restored: bool

    @property
    def waits(self) -> bool:
        """There is a draft that the form does not show yet."""
        return self.saved_at is not None and not self.restored

    @property
    def save_url(self) -> str:
        return reverse("people:draft-save")

    @property
    def discard_url(self) -> str:
        return reverse("people:draft-discard")


def form_key(request: HttpRequest) -> str:
    """The name of a form: its address without the language, so a draft is found in each language."""
    language = get_language_from_path(request.path_info)
    return (request.path_info.removeprefix(f"/{language}") if language else request.path_info)[:300]


def offer(request: HttpRequest, form: forms.BaseForm, *, changed_at: datetime | None = None) -> Offer:
    """Look for a draft of this page's form; fill ``form`` with it when it was just kept or is asked for by ?draft=1.

    A form that is being answered (POST) is left alone. ``changed_at`` says when the thing was saved last: if that
    was after the draft, sending it leads to the comparison of both texts (``seen_version`` 0).
    """
    key = form_key(request)
    if request.method == "POST":
        kept = draft_for(request.user, key)
        return Offer(key, kept.version if kept else 0, None, restored=False)
    taken_over = None
    if secret := request.COOKIES.get(COOKIE, ""):
        taken_over = actions.take_over_kept(request.user, secret, key)  # type: ignore[arg-type]
    draft = taken_over or draft_for(request.user, key)
    if draft is None:
        return Offer(key, 0, None, restored=False)
    restored = taken_over is not None or "draft" in request.GET
    if restored:
        fill(form, draft)
        if changed_at is not None and draft.saved_at < changed_at and "seen_version" in form.fields:
            form.initial["seen_version"] = 0
    return Offer(key, draft.version, draft.saved_at, restored)


def fill(form: forms.BaseForm, draft: Draft) -> None:
    """Show in ``form`` what ``draft`` kept, exactly as it was typed, without judging it yet.

    Hidden fields that the draft does not hold (keys, the version seen) stay as the page gives them.
    """
    typed = as_posted(draft)
    for name, field in form.fields.items():
        if isinstance(field, forms.FileField) or (field.widget.is_hidden and form.add_prefix(name) not in typed):
            continue
        form.initial[name] = field.widget.value_from_datadict(typed, {}, form.add_prefix(name))


def as_posted(draft: Draft | None) -> QueryDict:
    """Return what ``draft`` kept as if it had just been posted, for pages whose fields are rows."""
    typed = QueryDict(mutable=True)
    for name, values in (draft.data if draft else {}).items():
        typed.setlist(name, values)
    return typed


def done(request: HttpRequest) -> None:
    """Forget the draft of this page's form: the action has taken it over."""
    if request.user.is_authenticated:
        actions.discard_draft(request.user, form_key(request))


def keep_posted(request: HttpRequest, answer: HttpResponse) -> HttpResponse:
    """Keep what was posted and cannot be taken now; ``answer`` gets the cookie that finds it again."""
    data = posted_fields(request.POST)
    if not data or sum(len(value) for values in data.values() for value in values) > DRAFT_BYTES:
        return answer
    if request.user.is_authenticated:
        actions.save_draft(request.user, form_key(request), data)
        return answer
    secret = request.COOKIES.get(COOKIE) or get_random_string(43)
    actions.keep_for_visitor(secret, form_key(request), data)
    answer.set_cookie(
        COOKIE, secret, max_age=KEPT_FOR, httponly=True, samesite="Lax", secure=request.is_secure(), path="/"
    )
    return answer


def posted_fields(posted: Any) -> dict[str, list[str]]:
    """What of a posted form may be kept: everything but secrets."""
    return {
        name: posted.getlist(name)
        for name in posted
        if name not in NEVER_KEPT and "password" not in name and name != "code"
    }
