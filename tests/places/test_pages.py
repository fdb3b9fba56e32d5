"""Each page of places for each persona: who reaches it, who is told why not, for whom it is not there."""

from collections.abc import Iterable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tests.factories.places import (
    home_neighbourhood,
    make_area,
    make_meeting_place,
    make_neighbourhood,
    make_renewal_area,
    square,
)
from tests.personas import PERSONAS, make_persona
from tests.places.test_permissions import EDITORS, KEEPERS, STAFF

pytestmark = pytest.mark.django_db

READERS = STAFF | {"bezirk", "quartier", "rat"}
RENEWERS = KEEPERS | {"stadterneuerung"}
APPOINTING = {"admin", "koordination"}
OWN = EDITORS | {"quartier"}
ALL = set(PERSONAS)


class City:
    """A small city in which every page of places has something to show."""

    def __init__(self) -> None:
        self.district = make_area("01", level="district", name="Mitte", geom=square(0, 0, 2000, 2000))
        self.quarter = make_area("0101", name="Altstadt", parent=self.district, geom=square(0, 0))
        self.renewal = make_renewal_area("S1", geom=square(0, 0))
        self.own = home_neighbourhood()
        self.hidden = make_neighbourhood("hafen", geom=square(0, 0))
        self.shown = make_neighbourhood("auwiesen", geom=square(0, 0), is_public=True)
        self.away = make_neighbourhood("alt", archived_at="2026-01-01T00:00Z")
        self.own_place = make_meeting_place("haus")
        self.own_place.neighbourhoods.add(self.own)
        self.other_place = make_meeting_place("halle")
        self.shown_place = make_meeting_place("treff", is_public=True, lon=9.17, lat=48.78)


@pytest.fixture
def city() -> City:
    return City()


def of(name: str, *parts: object) -> str:
    return reverse(f"places:{name}", args=parts)


def answers(client: Client, addresses: Iterable[str]) -> dict[str, dict[str, int]]:
    """The status that each persona gets at each address, a visitor as ``""``."""
    found: dict[str, dict[str, int]] = {address: {"": Client().get(address).status_code} for address in addresses}
    for username in PERSONAS:
        client.force_login(make_persona(username))
        for address, seen in found.items():
            seen[username] = client.get(address).status_code
    return found


def expected(
    allowed: set[str], *, told: set[str] | None = None, otherwise: int = 404, visitor: int = 302
) -> dict[str, int]:
    """200 for those ``allowed``, 403 with a reason for those ``told``, ``otherwise`` for the rest."""
    rest = dict.fromkeys(ALL, otherwise)
    return {"": visitor, **rest, **dict.fromkeys(told or set(), 403), **dict.fromkeys(allowed, 200)}


def test_lists_of_the_desk_are_for_readers(client: Client, city: City) -> None:
    lists = [
        of("area-level", "quarter"),
        of("renewal-area-list"),
        of("neighbourhood-list"),
        of("meeting-place-list"),
    ]

    assert answers(client, lists) == dict.fromkeys(lists, expected(READERS, otherwise=403))


def test_what_is_not_public_is_not_there_for_others(client: Client, city: City) -> None:
    details = [
        of("area-detail", city.quarter.public_id),
        of("renewal-area-detail", city.renewal.public_id),
        of("neighbourhood-detail", "hafen"),
        of("neighbourhood-detail", "alt"),
        of("meeting-place-detail", "halle"),
    ]

    assert answers(client, details) == dict.fromkeys(details, expected(READERS))


def test_who_sees_the_public_page_is_told_why_the_desk_page_stays_closed(client: Client, city: City) -> None:
    details = [of("neighbourhood-detail", "auwiesen"), of("meeting-place-detail", "treff")]

    assert answers(client, details) == dict.fromkeys(details, expected(READERS, told=ALL))


def test_forms_are_for_those_who_may_and_others_are_told_why(client: Client, city: City) -> None:
    quarter, renewal = city.quarter.public_id, city.renewal.public_id
    forms = {
        of("area-correct", quarter): expected(KEEPERS, told=READERS),
        of("renewal-area-create"): expected(RENEWERS, otherwise=403),
        of("renewal-area-edit", renewal): expected(RENEWERS, told=READERS),
        of("neighbourhood-create"): expected(EDITORS, otherwise=403),
        of("neighbourhood-edit", "hafen"): expected(EDITORS, told=READERS),
        of("neighbourhood-edit", "zuhause"): expected(OWN, told=READERS),
        of("neighbourhood-edit", "auwiesen"): expected(EDITORS, told=ALL),
        of("neighbourhood-edit", "alt"): expected(set(), told=READERS),
        of("neighbourhood-outline", "zuhause"): expected(OWN, told=READERS),
        of("neighbourhood-outline-drawn", "zuhause"): expected(OWN, told=READERS),
        of("neighbourhood-outline-file", "zuhause"): expected(OWN, told=READERS),
        of("neighbourhood-appoint", "zuhause"): expected(APPOINTING, told=READERS),
        of("area-appoint", city.district.public_id): expected(APPOINTING, told=READERS),
        of("area-appoint", quarter): expected(set()),
        of("meeting-place-create"): expected(OWN, otherwise=403),
        of("meeting-place-edit", "haus"): expected(OWN, told=READERS),
        of("meeting-place-edit", "halle"): expected(EDITORS, told=READERS),
        of("meeting-place-rooms", "haus"): expected(OWN, told=READERS),
        of("meeting-place-hours", "haus"): expected(OWN, told=READERS),
        of("streets"): expected(KEEPERS, otherwise=403),
    }

    assert answers(client, forms) == forms


def test_public_pages_are_for_everybody_and_what_is_hidden_is_not_there(client: Client, city: City) -> None:
    shown = [
        of("neighbourhood-public-list"),
        of("neighbourhood-public-detail", "auwiesen"),
        of("meeting-place-public-list"),
        of("meeting-place-public-detail", "treff"),
    ]
    hidden = [
        of("neighbourhood-public-detail", "hafen"),
        of("neighbourhood-public-detail", "alt"),
        of("neighbourhood-public-detail", "neu"),
        of("meeting-place-public-detail", "haus"),
    ]
    everybody = expected(ALL, visitor=200)
    nobody = expected(set(), visitor=404)

    assert answers(client, shown) == dict.fromkeys(shown, everybody)
    assert answers(client, hidden) == dict.fromkeys(hidden, nobody)


@pytest.mark.parametrize(
    ("address", "reason"),
    [
        (
            "/arbeit/quartiere/neu/",
            "Quartiere legen nur Gebietsverantwortliche, Fachplanung und Gesamtkoordination an.",
        ),
        ("/arbeit/gebiete/strassen/", "Die Gebiete der Stadt pflegen nur die Gesamtkoordination und die Fachplanung."),
    ],
)
def test_a_closed_page_says_why(client: Client, rat: Any, address: str, reason: str) -> None:
    client.force_login(rat)

    answer = client.get(address)

    assert answer.status_code == 403
    assert reason in answer.content.decode()


@pytest.mark.parametrize(
    "name",
    ["neighbourhood-archive", "neighbourhood-restore", "meeting-place-archive", "meeting-place-restore"],
)
def test_archiving_is_never_a_link(client: Client, city: City, koordination: Any, name: str) -> None:
    client.force_login(koordination)
    slug = "hafen" if name.startswith("neighbourhood") else "halle"

    assert client.get(of(name, slug)).status_code == 405


def test_malformed_addresses_are_not_there(client: Client, city: City, koordination: Any) -> None:
    client.force_login(koordination)
    addresses = [
        "/arbeit/gebiete/gebiet/1/",
        "/arbeit/gebiete/gebiet/00000000-0000-0000-0000-000000000000/",
        "/arbeit/gebiete/ebene/gibt-es-nicht/",
        "/arbeit/quartiere/gibt-es-nicht/",
        "/arbeit/orte/gibt-es-nicht/zeiten/",
        "/quartiere/%00/",
        "/orte/" + "a" * 5000 + "/",
    ]

    assert {address[:40]: client.get(address).status_code for address in addresses} == {
        address[:40]: 404 for address in addresses
    }
