"""The navigation: lists of (URL name, label, permission). Each entry shows to whom its permission allows it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from quartierswerk.kernel.permits import may
from quartierswerk.people.queries import roles_of
from quartierswerk.people.rules import ROLES
from quartierswerk.places.queries import city_name

PUBLIC = [
    ("places:neighbourhood-public-list", _("Neighbourhoods"), ""),
    ("places:meeting-place-public-list", _("Places"), ""),
]
DESK = [
    ("city_desk:today", _("Today"), ""),
    ("places:area-list", _("Areas"), "places.view_areas"),
    ("places:neighbourhood-list", _("Neighbourhoods"), "places.view_areas"),
    ("places:meeting-place-list", _("Places"), "places.view_areas"),
    ("monitoring:overview", _("Monitoring"), "monitoring.view_values"),
    ("people:person-list", _("People"), "people.view_people"),
    ("portal:page-list", _("Public texts"), "portal.edit_page"),
]


@dataclass(frozen=True)
class Entry:
    """One entry of the navigation as the shell shows it."""

    label: Any
    url: str
    current: bool


def entries(request: HttpRequest, listed: Sequence[tuple[str, Any, str]]) -> list[Entry]:
    """List the entries that the reader of ``request`` may see; the longest fitting address is current.

    An entry whose address begins that of another one is the start of its shell: current only on its own page.
    """
    shown = []
    for name, label, permission in listed:
        if permission and not may(request.user, permission):
            continue
        try:
            shown.append((label, reverse(name)))
        except NoReverseMatch:  # pragma: no cover - only while an area is being built
            continue
    urls = [url for _label, url in shown]
    starts = {url for url in urls if any(other != url and other.startswith(url) for other in urls)}
    fitting = [url for url in urls if url == request.path or (url not in starts and request.path.startswith(url))]
    current = max(fitting, key=len, default=None)
    return [Entry(label, url, url == current) for label, url in shown]


def role_words(user: Any) -> str:
    """Name the role of the reader as the band shows it: the first of theirs in the order of the rules."""
    held = roles_of(user)
    return next((gettext(role.name) for key, role in ROLES.items() if key in held), "")


def shell(request: HttpRequest) -> dict[str, Any]:
    """Give the shells of desk and public pages their navigation."""
    return {
        "city_name": SimpleLazyObject(city_name),
        "person_role": SimpleLazyObject(lambda: role_words(request.user)),
        "desk_navigation": SimpleLazyObject(lambda: entries(request, DESK)),
        "public_navigation": SimpleLazyObject(lambda: entries(request, PUBLIC)),
    }
