"""The list of streets: a file, a look, a decision."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from quartierswerk.places.models import Street
from tests.factories.places import make_area, make_street
from tests.places.reading import errors_of, fields_of, main_of, notices_of

pytestmark = pytest.mark.django_db

LOOK, TAKE = reverse("places:streets"), reverse("places:streets-confirm")


@pytest.fixture
def planner(client: Client, sozialplanung: Any) -> Client:
    client.force_login(sozialplanung)
    return client


def hand_over(client: Client, content: str | bytes, **fields: str) -> Any:
    raw = content if isinstance(content, bytes) else content.encode()
    sent = {"street": "Straße", "code": "Gebiet", "level": "quarter", **fields}
    return client.post(LOOK, {**sent, "file": SimpleUploadedFile("strassen.csv", raw)})


def test_a_list_is_looked_at_before_it_replaces_the_present_one(planner: Client) -> None:
    old, new = make_area("0101"), make_area("0102")
    make_street("Alte Gasse", old)
    make_street("Am Wehr", old)

    preview = hand_over(planner, "Straße;Gebiet\nAm Wehr;0101\nAm Wehr;0102\nWiesenweg;0102\n")

    assert main_of(preview).startswith("Vorschau der Straßenliste 2 Straßen in 3 Zeilen. Noch ist nichts gespeichert.")
    assert [street.name for street in Street.objects.all()] == ["Alte Gasse", "Am Wehr"]
    taken = planner.post(TAKE, fields_of(preview), follow=True)
    assert notices_of(taken) == ["2 Straßen stehen jetzt in der Liste."]
    assert {street.name: set(street.areas.all()) for street in Street.objects.all()} == {
        "Am Wehr": {old, new},
        "Wiesenweg": {new},
    }


@pytest.mark.parametrize(
    ("content", "errors"),
    [
        ("", ["Datei: Die übertragene Datei ist leer."]),
        (
            "Name;Gebiet\nAm Wehr;0101\n",
            ["Spalte mit der Straße: Die Datei hat kein Feld „Straße“ für: Name. Sie hat: Name, Gebiet."],
        ),
        ("Straße;Gebiet\nAm Wehr;0109\n", ["Datei: Zeile 2: Das Gebiet 0109 gibt es nicht. Meinten Sie 0101?"]),
        ("Straße;Gebiet\n", ["Datei: In dieser Datei steht keine Straße."]),
    ],
)
def test_a_wrong_file_gets_its_sentence(planner: Client, content: str, errors: list[str]) -> None:
    make_area("0101")

    answer = hand_over(planner, content)

    assert (answer.status_code, errors_of(answer)) == (422, errors)
    assert Street.objects.count() == 0


def test_of_many_defects_the_first_are_told(planner: Client) -> None:
    make_area("0101")

    answer = hand_over(planner, "Straße;Gebiet\n" + "".join(f"Weg {n};99{n}\n" for n in range(25)))

    assert (len(errors_of(answer)), errors_of(answer)[-1]) == (21, "Datei: … und 5 weitere.")


def test_windows_letters_and_commas_are_read(planner: Client) -> None:
    make_area("0101")

    preview = hand_over(planner, "Straße,Gebiet\nMühlweg,0101\n".encode("cp1252"))
    planner.post(TAKE, fields_of(preview))

    assert [street.name for street in Street.objects.all()] == ["Mühlweg"]


@pytest.mark.parametrize("sent", [{}, {"streets": "selbst gemacht"}, {"streets": "a" * 100_000}])
def test_only_what_was_looked_at_is_taken(planner: Client, sent: dict[str, str]) -> None:
    make_street("Am Wehr", make_area("0101"))

    answer = planner.post(TAKE, sent)

    assert answer.url == LOOK
    assert [street.name for street in Street.objects.all()] == ["Am Wehr"]


def test_an_area_that_went_meanwhile_stops_it(planner: Client) -> None:
    area = make_area("0101")
    preview = hand_over(planner, "Straße;Gebiet\nAm Wehr;0101\n")
    area.delete()

    answer = planner.post(TAKE, fields_of(preview), follow=True)

    assert notices_of(answer) == ["Diese Gebiete gibt es inzwischen nicht mehr: 0101. Es wurde nichts gespeichert."]
    assert Street.objects.count() == 0


def test_without_areas_the_page_asks_for_them_first(planner: Client) -> None:
    assert "Lesen Sie zuerst Gebiete ein." in main_of(planner.get(LOOK))
