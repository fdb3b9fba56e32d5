"""Typed text is never lost: two people saved the same thing, or a draft waits."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Model
from django.forms import BaseForm
from django.http import HttpRequest

from quartierswerk.history.queries import Line, history_of
from quartierswerk.people import drafts
from quartierswerk.ui.conflicts import Conflict, conflict_between


def typed_again(form: BaseForm, theirs: Any) -> Any:
    """Return what was typed into ``form``, ready to be saved over the newer version: the next save is a decision."""
    data = form.data.copy()
    data["seen_version"] = str(theirs.version)
    return data


def conflict_with(form: BaseForm, theirs: Model, saved: Mapping[str, Any]) -> Conflict:
    """Compare what was typed into ``form`` with what ``theirs`` holds now (``saved``), and say who saved it."""
    last = last_line(theirs)
    return conflict_between(form, saved, by=last.who if last else "", at=last.at if last else None)


def draft_of(request: HttpRequest, form: BaseForm, thing: Model | None = None) -> drafts.Offer:
    """Offer the draft of this page's form; one that is older than the thing leads to the comparison of both texts."""
    last = last_line(thing) if thing is not None and request.method != "POST" else None
    return drafts.offer(request, form, changed_at=last.at if last else None)


def last_line(thing: Model) -> Line | None:
    """Return what happened to ``thing`` last."""
    return next(iter(history_of(thing, most=1)), None)
