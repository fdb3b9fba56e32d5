"""Light, dark, or as the reader's system has it: kept in a cookie, so that the page comes right at once."""

from django.http import HttpRequest, HttpResponse

COOKIE = "theme"
THEMES = ("light", "dark")


def theme_of(request: HttpRequest) -> str:
    """Return ``light`` or ``dark`` if the reader chose one, else nothing."""
    chosen = request.COOKIES.get(COOKIE, "")
    return chosen if chosen in THEMES else ""


def keep_theme(response: HttpResponse, chosen: str) -> None:
    """Write the choice into the reader's cookie; anything but light and dark means: as the system has it."""
    if chosen in THEMES:
        response.set_cookie(COOKIE, chosen, max_age=365 * 24 * 60 * 60, samesite="Lax", httponly=True)
    else:
        response.delete_cookie(COOKIE, samesite="Lax")
