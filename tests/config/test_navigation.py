"""Which entry of the navigation is current, and who sees which."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import RequestFactory

from quartierswerk.config.navigation import DESK, PUBLIC, entries

pytestmark = pytest.mark.django_db


def current(path: str, listed: list[tuple[str, object, str]]) -> list[str]:
    request = RequestFactory().get(path)
    request.user = AnonymousUser()
    return [entry.url for entry in entries(request, listed) if entry.current]


@pytest.mark.parametrize(
    ("path", "expected"),
    [("/arbeit/", ["/arbeit/"]), ("/arbeit/rollen/", []), ("/quartiere/", [])],
)
def test_start_of_the_desk_is_current_only_on_its_own_page(path: str, expected: list[str]) -> None:
    listed = (
        [*DESK[:1], ("people:roles", "x", "")] if path == "/arbeit/" else [*DESK[:1], ("places:area-list", "x", "")]
    )

    assert current(path, listed) == expected


@pytest.mark.parametrize("path", ["/orte/", "/orte/muehlenhaus/"])
def test_entry_is_current_on_the_pages_below_it(path: str) -> None:
    assert current(path, PUBLIC) == ["/orte/"]


def test_visitor_sees_no_entry_that_asks_for_a_permission() -> None:
    request = RequestFactory().get("/arbeit/")
    request.user = AnonymousUser()

    assert [entry.url for entry in entries(request, DESK)] == ["/arbeit/"]
