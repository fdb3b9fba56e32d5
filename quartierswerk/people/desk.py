"""What a page behind the sign-in needs: somebody is signed in, with a second factor where it is compulsory."""

from collections.abc import Callable
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse

View = Callable[..., HttpResponse]


def desk_page(view: View) -> View:
    """Let only people who are signed in reach ``view``; use it instead of ``login_required``."""
    signed_in: Any = login_required(view)
    return signed_in
