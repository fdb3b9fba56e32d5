"""Small helps for views: answer with a form, say what was done, take something back."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.forms import BaseForm, BaseFormSet
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.template.response import TemplateResponse
from django.utils.http import url_has_allowed_host_and_scheme


def render_form(
    request: HttpRequest,
    template: str,
    form: BaseForm | BaseFormSet,
    context: dict[str, Any] | None = None,
) -> TemplateResponse:
    """Show a page with a form. A form with errors answers 422, and the page's title begins with "Error:".

    With a ``conflict`` in the context (somebody saved first) the answer is 409.
    """
    wrong = form.is_bound and not form.is_valid()
    status = 422 if wrong else 409 if (context or {}).get("conflict") else 200
    return TemplateResponse(
        request,
        template,
        {"form": form, "page_has_errors": wrong, **(context or {})},
        status=status,
    )


def say_done(request: HttpRequest, text: str, *, undo: str = "") -> None:
    """Tell the reader on the next page what was done; ``undo`` is the address that takes it back (by POST)."""
    messages.success(request, text, extra_tags=f"undo:{undo}" if undo else "")


def say_problem(request: HttpRequest, text: str) -> None:
    """Tell the reader on the next page what did not work and what to do."""
    messages.error(request, text)


def way_back(request: HttpRequest, otherwise: str) -> str:
    """Return the address in ``next`` if it is one of ours, else ``otherwise``."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    if url_has_allowed_host_and_scheme(wanted, allowed_hosts=None):
        return wanted
    return otherwise


def answers_422(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Let a view of a library answer a form with errors as ours do: with 422 and the marked title."""

    @wraps(view)
    def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        answer = view(request, *args, **kwargs)
        context = getattr(answer, "context_data", None) or {}
        form = context.get("form")
        if answer.status_code == 200 and isinstance(form, BaseForm) and form.is_bound and form.errors:
            answer.status_code = 422
            context["page_has_errors"] = True
        return answer

    return answered
