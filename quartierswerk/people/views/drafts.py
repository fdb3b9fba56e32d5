"""Where forms keep and forget their drafts."""

import json
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from quartierswerk.kernel.errors import Stale
from quartierswerk.people.actions import drafts as actions
from quartierswerk.people.models import Draft
from quartierswerk.people.rules import DRAFT_BYTES, is_draft
from quartierswerk.ui.pages import say_done, way_back


@require_POST
def draft_save(request: HttpRequest) -> HttpResponse:
    """Keep a draft: ``form`` (its key), ``data`` ({name: [texts]}), optionally the ``version`` the page knows.

    As JSON, or as a form with ``data`` as JSON text. Answers ``{version, saved_at}``; 401 signed out, 413 too long,
    400 not readable, 409 with the kept draft when another page kept a newer one.
    """
    if not request.user.is_authenticated:
        return JsonResponse({"reason": _("Please sign in.")}, status=401)
    if int(request.META.get("CONTENT_LENGTH") or 0) > DRAFT_BYTES:
        return JsonResponse({"reason": _("This text is too long for a draft.")}, status=413)
    form, data, version = _sent(request)
    if not form or not is_draft(data):
        return JsonResponse({"reason": _("This draft cannot be read.")}, status=400)
    try:
        draft = actions.save_draft(request.user, form, data, seen_version=version)
    except Stale as newer:
        return JsonResponse({**_told(newer.theirs), "data": newer.theirs.data}, status=409)
    return JsonResponse(_told(draft))


def _sent(request: HttpRequest) -> tuple[str, Any, int | None]:
    try:
        if request.content_type == "application/json":
            sent = json.loads(request.body)
            data = sent.get("data") if isinstance(sent, dict) else None
        else:
            sent = request.POST
            data = json.loads(sent.get("data", ""))
        version = sent.get("version")
        form = sent.get("form")
        number = int(version) if version not in (None, "") else None
    except (ValueError, TypeError, AttributeError):
        return "", None, None
    return (form if isinstance(form, str) and len(form) <= 300 else ""), data, number


def _told(draft: Draft) -> dict[str, Any]:
    return {"version": draft.version, "saved_at": draft.saved_at}


@require_POST
def draft_discard(request: HttpRequest) -> HttpResponse:
    """Forget a draft, and go back to where the reader was."""
    if request.user.is_authenticated:
        actions.discard_draft(request.user, request.POST.get("form", "")[:300])
        say_done(request, _("The draft is discarded."))
    return redirect(way_back(request, "/konto/entwuerfe/"))
