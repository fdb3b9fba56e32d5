"""What leaves the lists of places as a file: for a GIS, for an office, as open data; and what stays inside."""

import csv
import io
import json
import zipfile
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tests.factories.places import (
    make_area,
    make_meeting_place,
    make_neighbourhood,
    make_renewal_area,
    square,
)
from tests.query_counts import assert_same_query_count

pytestmark = pytest.mark.django_db

FORMULA = '=HYPERLINK("https://example.org")'


@pytest.fixture
def planner(client: Client, sozialplanung: Any) -> Client:
    client.force_login(sozialplanung)
    return client


def fetch(client: Client, name: str, wanted: str, *parts: str, **filters: str) -> Any:
    answer = client.get(reverse(f"places:{name}", args=parts), {"format": wanted, **filters})
    assert answer.status_code == 200
    return answer


def office_rows(answer: Any) -> list[list[str]]:
    text = answer.content.decode("utf-8")
    assert text.startswith("\ufeff")
    return list(csv.reader(io.StringIO(text[1:], newline=""), delimiter=";"))


def sheet_rows(answer: Any) -> list[list[Any]]:
    from openpyxl import load_workbook

    sheet = load_workbook(io.BytesIO(answer.content)).active
    assert sheet is not None
    return [list(row) for row in sheet.iter_rows(values_only=True)]


def test_areas_as_a_table_for_an_office(planner: Client) -> None:
    north = make_area("01", level="district", name="Nord")
    make_area("0101", name=FORMULA, parent=north, residents=4310, residents_on=date(2025, 12, 31))
    make_area("0102", name="Neustadt", parent=north, valid_from=date(2020, 1, 1))

    answer = fetch(planner, "area-level", "csv", "quarter")

    assert answer["Content-Disposition"] == 'attachment; filename="quarters.csv"'
    head, first, second = office_rows(answer)
    assert head == [
        *("Kennung", "Name", "Ebene", "Liegt in (Kennung)", "Liegt in", "Gültig ab", "Gültig bis"),
        *("Größe in km²", "Einwohnerzahl", "Stand der Einwohnerzahl"),
    ]
    assert first[:7] == ["0101", "'" + FORMULA, "Quarter", "01", "Nord", "", ""]
    assert first[7:] == ["0,999998", "4310", "31.12.2025"]
    assert second[:7] == ["0102", "Neustadt", "Quarter", "01", "Nord", "01.01.2020", ""]


def test_codes_keep_their_zeros_in_a_workbook(planner: Client) -> None:
    make_area("0101", name="Altstadt", residents=12, residents_on=date(2025, 12, 31))

    (_head, row) = sheet_rows(fetch(planner, "area-level", "xlsx", "quarter"))

    assert (row[0], row[1], row[8]) == ("0101", "Altstadt", 12)


def test_areas_for_a_gis(planner: Client) -> None:
    north = make_area("01", level="district", name="Nord")
    area = make_area("0101", name="Altstadt", parent=north, residents=4310, geom=square(0, 0))

    collection = json.loads(fetch(planner, "area-level", "geojson", "quarter").content)

    assert collection == {
        "type": "FeatureCollection",
        "features": [
            {
                "type": "Feature",
                "id": str(area.public_id),
                "properties": {
                    "code": "0101",
                    "name": "Altstadt",
                    "level": "quarter",
                    "parent": "01",
                    "valid_from": None,
                    "valid_until": None,
                    "residents": 4310,
                },
                "geometry": area.geom,
            }
        ],
    }


def test_a_file_holds_what_the_filter_shows_on_all_pages(planner: Client) -> None:
    for number in range(1, 31):
        make_area(f"01{number:02}", name="Nord" if number % 2 else "Süd")

    rows = office_rows(fetch(planner, "area-level", "csv", "quarter", q="Nord", page="2"))

    assert [row[0] for row in rows[1:]] == [f"01{number:02}" for number in range(1, 31, 2)]


@pytest.mark.parametrize("wanted", ["csv", "ods", "xlsx", "geojson"])
def test_notes_of_offices_and_names_of_persons_stay_inside(planner: Client, wanted: str) -> None:
    make_renewal_area("S1", office_note="NUR-FUER-UNS")
    make_meeting_place("treff", contact_name="ILSE-BRANDT", contact_consent_on="2026-01-01")
    found = [fetch(planner, name, wanted).content for name in ("renewal-area-list", "meeting-place-list")]
    if wanted in {"ods", "xlsx"}:
        found = [b"".join(map(packed.read, packed.namelist())) for packed in map(_opened, found)]

    assert [b"NUR-FUER-UNS" in content or b"ILSE-BRANDT" in content for content in found] == [False, False]


def _opened(content: bytes) -> zipfile.ZipFile:
    return zipfile.ZipFile(io.BytesIO(content))


def test_renewal_areas_as_a_table(planner: Client) -> None:
    make_renewal_area("S1", name="Hafenkante", starts_on=date(2019, 7, 14), legal_basis="Satzung", geom=square(0, 0))

    head, row = office_rows(fetch(planner, "renewal-area-list", "csv"))

    assert head == ["Kennung", "Name", "Art", "Stand", "Von", "Bis", "Rechtsgrundlage", "Größe in km²"]
    assert row[:7] == [
        *("S1", "Hafenkante", "Förmlich festgelegtes Sanierungsgebiet", "in Kraft", "14.07.2019", "", "Satzung")
    ]


def test_neighbourhoods_as_a_table_and_for_a_gis(planner: Client) -> None:
    one = make_neighbourhood("auwiesen", is_public=True, geom=square(0, 0), outline_since=date(2024, 1, 1))
    make_neighbourhood("hafen")

    rows = office_rows(fetch(planner, "neighbourhood-list", "csv"))
    features = json.loads(fetch(planner, "neighbourhood-list", "geojson").content)["features"]

    assert [row[:5] for row in rows] == [
        ["Name", "Name im Alltag", "Öffentlich", "Umriss", "Umriss seit"],
        ["Auwiesen", "", "ja", "auf der Karte gezeichnet", "01.01.2024"],
        ["Hafen", "", "nein", "noch kein Umriss", ""],
    ]
    assert [(row["properties"]["name"], row["geometry"]) for row in features] == [
        ("Auwiesen", one.geom),
        ("Hafen", None),
    ]


def test_everybody_gets_public_places_as_open_data(client: Client) -> None:
    make_meeting_place("treff", is_public=True, lon=9.125, lat=48.775, step_free="yes", phone="+49 711 1")
    make_meeting_place("lager")

    text = fetch(client, "meeting-place-public-list", "csv").content.decode()
    features = json.loads(fetch(client, "meeting-place-public-list", "geojson").content)["features"]

    _head, *rows = csv.reader(io.StringIO(text))
    assert [(row[0], row[5], row[12], row[-2:]) for row in rows] == [("Treff", "ja", "'+49 711 1", ["9.125", "48.775"])]
    assert [(one["properties"]["name"], one["geometry"]) for one in features] == [
        ("Treff", {"type": "Point", "coordinates": [9.125, 48.775]})
    ]


def test_visitors_get_no_workbook_and_nobody_an_unknown_format(client: Client) -> None:
    answers = [
        client.get(reverse("places:meeting-place-public-list"), {"format": wanted}) for wanted in ("xlsx", "exe")
    ]

    assert [answer["Content-Type"] for answer in answers] == ["text/html; charset=utf-8"] * 2


@pytest.mark.parametrize("wanted", ["geojson", "csv"])
def test_files_ask_the_database_as_often_for_many_rows(planner: Client, wanted: str) -> None:
    district = make_area("01", level="district")

    assert_same_query_count(
        lambda: fetch(planner, "area-level", wanted, "quarter"),
        add_row=lambda n: make_area(f"010{n}", parent=district),
    )
