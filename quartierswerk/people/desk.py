"""What a page behind the sign-in needs: somebody is signed in, with a second factor where it is compulsory."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlsplit

from allauth.core import ratelimit
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from quartierswerk.people import drafts
from quartierswerk.people.queries import is_staff

View = Callable[..., HttpResponse]


def desk_page(view: View) -> View:
    """Let only people who are signed in reach ``view``; use it instead of ``login_required``.

    What somebody posts after their sign-in ended is kept and offered again once they are back. Who has a role
    inside the administration sets up a second factor first, where ``STAFF_SECOND_FACTOR`` asks for it.
    """

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.is_authenticated:
            return ask_to_sign_in(request)
        if lacks_second_factor(request.user):
            messages.info(request, _("People in the administration sign in with a second step. Please set it up now."))
            answer = redirect("mfa_index")
            return drafts.keep_posted(request, answer) if request.method == "POST" else answer
        return view(request, *args, **kwargs)

    return guarded


def lacks_second_factor(user: Any) -> bool:
    """Tell whether ``user`` still has to set up the second factor that is compulsory for them."""
    return bool(settings.STAFF_SECOND_FACTOR) and is_staff(user) and not is_mfa_enabled(user)


def ask_to_sign_in(request: HttpRequest) -> HttpResponse:
    """Lead to the sign-in and back; posted text waits for the person meanwhile."""
    answer = redirect_to_login(request.get_full_path())
    if request.method == "POST" and ratelimit.consume(request, action="keep_text"):
        return drafts.keep_posted(request, answer)
    return answer


def form_from_elsewhere(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The answer to a form whose secret token does not fit, for instance because of a sign-in in another tab.

    Text that comes from our own page, as the browser vouches, is kept and the form offered again with it.
    """
    from_our_page = _origin_is_ours(request)
    if from_our_page and request.user.is_authenticated:
        messages.info(
            request, _("Your sign-in changed in the meantime. Your text is still here: please send it again.")
        )
        return drafts.keep_posted(request, redirect(request.get_full_path()))
    if from_our_page and request.path_info.startswith("/arbeit/"):
        return ask_to_sign_in(request)
    sentence = _("This form was open for too long, or cookies are switched off. Please load the page again.")
    return render(request, "ui/403.html", {"reason": sentence}, status=403)


def _origin_is_ours(request: HttpRequest) -> bool:
    origin = urlsplit(request.headers.get("Origin", ""))
    return origin.scheme == request.scheme and origin.netloc == request.get_host()
