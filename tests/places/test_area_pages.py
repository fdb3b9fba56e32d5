"""Pages of areas and renewal areas: what they show, corrections, two people, double click, hostile values."""

from datetime import date
from typing import Any

import pytest
from django.core.cache import caches
from django.test import Client
from django.urls import reverse

from quartierswerk.history.queries import entries_of
from quartierswerk.places.actions import correct_area
from quartierswerk.places.models import DistrictAppointment, RenewalArea
from tests.factories.places import make_area, make_neighbourhood, make_renewal_area, square
from tests.personas import office
from tests.places.reading import errors_of, fields_of, main_of, notices_of, row_names
from tests.query_counts import assert_same_query_count

pytestmark = pytest.mark.django_db

SCRIPT = "<script>alert(1)</script>"


def of(name: str, *parts: object) -> str:
    return reverse(f"places:{name}", args=parts)


@pytest.fixture
def planner(client: Client, sozialplanung: Any) -> Client:
    client.force_login(sozialplanung)
    return client


# The list


def test_without_areas_the_page_says_where_they_come_from(planner: Client) -> None:
    text = main_of(planner.get(of("area-list")))

    assert text == (
        "Gebiete Noch keine Gebiete Gebiete kommen aus einer Datei des Statistikamts: GeoJSON, GeoPackage oder "
        "Shapefile. Beginnen Sie mit den Stadtbezirken, dann folgen die Stadtteile. Gebiete einlesen"
    )


def test_the_list_begins_with_the_quarters_and_says_how_many_people_live_there(planner: Client) -> None:
    north = make_area("01", level="district", name="Nord")
    make_area("0101", name="Altstadt", parent=north, residents=4000, residents_on=date(2025, 12, 31))
    make_area("0102", name="Neustadt", parent=north, residents=1234, geom=square(1000, 0))

    answer = planner.get(of("area-list"), follow=True)

    assert answer.redirect_chain == [(of("area-level", "quarter"), 302)]
    assert "2 Quarters, in denen 5.234 Menschen leben." in main_of(answer)
    assert row_names(answer) == ["Altstadt", "Neustadt"]


@pytest.mark.parametrize(
    ("query", "rows"),
    [
        ("?sort=-residents", ["Neustadt", "Altstadt", "Hafen"]),
        ("?sort=name", ["Altstadt", "Hafen", "Neustadt"]),
        ("?q=stadt", ["Altstadt", "Neustadt"]),
        ("?q=0201", ["Hafen"]),
        ("?sort=unfug&page=99&per=unfug", ["Altstadt", "Neustadt", "Hafen"]),
        (f"?q={'x' * 300}", ["Altstadt", "Neustadt", "Hafen"]),
        ("?parent=unfug", ["Altstadt", "Neustadt", "Hafen"]),
    ],
)
def test_the_list_sorts_and_filters_and_never_breaks(planner: Client, query: str, rows: list[str]) -> None:
    north, south = make_area("01", level="district"), make_area("02", level="district")
    make_area("0101", name="Altstadt", parent=north, residents=10)
    make_area("0102", name="Neustadt", parent=north, residents=20)
    make_area("0201", name="Hafen", parent=south, residents=5)

    assert row_names(planner.get(of("area-level", "quarter") + query)) == rows


def test_an_empty_result_names_the_filter_that_hides_something(planner: Client) -> None:
    north, south = make_area("01", level="district", name="Nord"), make_area("02", level="district", name="Süd")
    make_area("0101", name="Altstadt", parent=north)
    make_area("0201", name="Hafen", parent=south)

    text = main_of(planner.get(of("area-level", "quarter") + f"?q=Hafen&parent={north.pk}"))

    assert "Zu diesen Filtern gibt es kein Gebiet" in text
    assert "Ohne den Filter „Name oder Kennung: Hafen“ gäbe es einen Eintrag." in text


def test_the_list_asks_the_database_as_often_for_many_areas(planner: Client) -> None:
    district = make_area("01", level="district")
    address = of("area-level", "quarter")

    def read() -> None:
        caches["process"].clear()  # else a map that is kept would ask less
        planner.get(address)

    assert_same_query_count(
        read,
        add_row=lambda n: make_area(f"010{n}", parent=district, geom=square(1000 * n, 0)),
    )


# One area


def test_an_area_shows_what_is_known_of_it(planner: Client, koordination: Any) -> None:
    district = make_area("01", level="district", name="Nord", geom=square(0, 0, 2000, 1000))
    area = make_area("0101", name="Altstadt", parent=district, residents=4310, residents_on=date(2025, 12, 31))
    make_area("0102", name="Neustadt", parent=district, geom=square(1000, 0))
    make_neighbourhood("auwiesen", geom=square(500, 500, 1000, 400))
    make_renewal_area("S1", name="Hafenkante", geom=square(0, 0, 500, 1000))
    lead = DistrictAppointment.objects.create(
        district=district, user=koordination, role="area_lead", starts_on=date(2026, 1, 1), office=office("sozialamt")
    )

    text = main_of(planner.get(of("area-detail", area.public_id)))

    assert "Hier leben 4.310 Menschen auf 1,00 km²." in text
    assert f"{lead.user} Gebietsverantwortung · Sozialamt" in text
    assert "Quartiere hier RK 3 Auwiesen" in text
    assert "Hafenkante Förmlich festgelegtes Sanierungsgebiet · in Kraft · 50 % der Menschen, 50 % der Fläche" in text
    assert "Neustadt" in planner.get(of("area-detail", district.public_id)).content.decode()


def test_an_earlier_version_says_so_and_leads_to_the_present_one(planner: Client) -> None:
    before = make_area("0101", name="Altstadt", valid_until=date(2025, 12, 31))
    now = make_area("0101", name="Altstadt und Markt", valid_from=date(2026, 1, 1))

    answer = planner.get(of("area-detail", before.public_id))

    assert "Diese Fassung galt bis 31.12.2025." in main_of(answer)
    assert of("area-detail", now.public_id) in answer.content.decode()


def test_only_those_who_see_values_are_led_to_them(client: Client, rat: Any, sozialplanung: Any) -> None:
    area = make_area("0101")
    link = reverse("monitoring:area-newest", args=[area.public_id])
    found = {}
    for name, reader in (("rat", rat), ("sozialplanung", sozialplanung)):
        client.force_login(reader)
        found[name] = link in client.get(of("area-detail", area.public_id)).content.decode()

    assert found == {"rat": False, "sozialplanung": True}


# Correcting


def test_a_correction_is_saved_with_its_reason(planner: Client) -> None:
    area = make_area("0101", name="Altstatt")
    page = planner.get(of("area-correct", area.public_id))

    sent = {
        **fields_of(page),
        "name": "Altstadt",
        "residents": "4.310",
        "residents_on": "31.12.2025",
        "why": "Tippfehler",
    }
    answer = planner.post(of("area-correct", area.public_id), sent, follow=True)

    area.refresh_from_db()
    assert notices_of(answer) == ["Die Berichtigung ist gespeichert."]
    assert (area.name, area.residents, area.residents_on, area.version) == ("Altstadt", 4310, date(2025, 12, 31), 2)
    assert [(entry.action, entry.why) for entry in entries_of(area)] == [("places.correct_area", "Tippfehler")]


@pytest.mark.parametrize(
    ("sent", "errors"),
    [
        ({"name": ""}, ["Name: Hier fehlt noch etwas. Bitte füllen Sie das Feld aus."]),
        (
            {"name": "A", "residents": "viele"},
            ["Einwohnerzahl: Das ist keine ganze Zahl. Bitte schreiben Sie sie so: 1250."],
        ),
        (
            {"name": "A", "residents": "12"},
            [
                "Stand der Einwohnerzahl: An welchem Tag galt diese Einwohnerzahl? Bitte nennen Sie das Datum.",
            ],
        ),
        (
            {"name": "A", "residents_on": "31.02.2026"},
            ["Stand der Einwohnerzahl: Das ist kein Datum. Bitte schreiben Sie es so: 31.12.2027."],
        ),
    ],
)
def test_a_wrong_correction_keeps_what_was_typed(planner: Client, sent: dict[str, str], errors: list[str]) -> None:
    area = make_area("0101", name="Altstadt")

    answer = planner.post(of("area-correct", area.public_id), {"seen_version": "1", "why": "Ein Grund", **sent})

    assert (answer.status_code, errors_of(answer)) == (422, errors)
    assert 'value="Ein Grund"' in answer.content.decode()
    area.refresh_from_db()
    assert (area.name, area.version) == ("Altstadt", 1)


def test_two_people_correct_the_same_area_and_no_text_is_lost(planner: Client, koordination: Any) -> None:
    area = make_area("0101", name="Altstadt")
    address = of("area-correct", area.public_id)
    mine = {**fields_of(planner.get(address)), "name": "Alte Stadt", "residents": "", "residents_on": "", "why": ""}
    correct_area(area, {"name": "Altstadt und Markt"}, by=koordination, seen_version=1)

    answer = planner.post(address, mine)

    assert answer.status_code == 409
    text = main_of(answer)
    assert "Jemand war schneller" in text
    assert "Konrad Koch hat diesen Text um 10:42 Uhr gespeichert." in text
    assert 'value="Alte Stadt"' in answer.content.decode()
    again = planner.post(address, {**mine, **fields_of(answer)}, follow=True)
    area.refresh_from_db()
    assert (notices_of(again), area.name, area.version) == (["Die Berichtigung ist gespeichert."], "Alte Stadt", 3)


def test_a_name_with_a_script_is_shown_as_text(planner: Client) -> None:
    area = make_area("0101", name=SCRIPT, geom=square(0, 0))
    addresses = [
        of("area-level", "quarter"),
        of("area-detail", area.public_id),
        of("area-correct", area.public_id),
        of("area-level", "quarter") + f"?q={SCRIPT}",
    ]

    assert [SCRIPT in planner.get(address).content.decode() for address in addresses] == [False] * 4


# Renewal areas


FACTS = {
    "code": "S7",
    "name": "Hafenkante",
    "kind": "formal",
    "status": "in_force",
    "starts_on": "01.01.2020",
    "ends_on": "",
    "legal_basis": "Satzung",
    "office_note": "Nur für uns",
}


def test_a_renewal_area_is_entered_once_even_after_a_double_click(planner: Client) -> None:
    sent = {**fields_of(planner.get(of("renewal-area-create"))), **FACTS}

    first = planner.post(of("renewal-area-create"), sent)
    second = planner.post(of("renewal-area-create"), sent)

    made = RenewalArea.objects.get()
    assert first.url == second.url == of("renewal-area-detail", made.public_id)
    assert len(entries_of(made)) == 1


@pytest.mark.parametrize(
    ("changed", "errors"),
    [
        ({"code": ""}, ["Kennung: Hier fehlt noch etwas. Bitte füllen Sie das Feld aus."]),
        ({"kind": "anders"}, ["Art: Bitte eine gültige Auswahl treffen. anders ist keine gültige Auswahl."]),
        (
            {"ends_on": "31.12.2019"},
            ["Bis: Das Datum liegt vor dem Beginn (01.01.2020). Bitte nennen Sie ein späteres."],
        ),
        (
            {"code": "S1"},
            ["Kennung: Ein anderes Gebiet der Stadterneuerung hat diese Kennung. Bitte wählen Sie eine andere."],
        ),
        ({"once_key": "kein Schlüssel"}, ["Bitte eine gültige UUID eingeben."]),
    ],
)
def test_a_wrong_renewal_area_is_not_entered(planner: Client, changed: dict[str, str], errors: list[str]) -> None:
    make_renewal_area("S1")

    answer = planner.post(of("renewal-area-create"), {**FACTS, **changed})

    assert (answer.status_code, errors_of(answer)) == (422, errors)
    assert "Nur für uns" in answer.content.decode()
    assert RenewalArea.objects.count() == 1


def test_two_people_edit_the_same_renewal_area(planner: Client) -> None:
    area = make_renewal_area("S1", name="Alt")
    address = of("renewal-area-edit", area.public_id)
    mine = {**fields_of(planner.get(address)), **FACTS, "code": "S1"}
    planner.post(address, {**mine, "name": "Ihrer"})

    answer = planner.post(address, {**mine, "name": "Meiner"})

    assert answer.status_code == 409
    assert 'value="Meiner"' in answer.content.decode()
    area.refresh_from_db()
    assert area.name == "Ihrer"
    planner.post(address, {**mine, "name": "Meiner", **fields_of(answer)})
    area.refresh_from_db()
    assert area.name == "Meiner"


def test_notes_of_the_offices_stay_inside(client: Client, rat: Any, bezirk: Any) -> None:
    area = make_renewal_area("S1", office_note="Nur für uns")
    found = {}
    for name, reader in (("rat", rat), ("bezirk", bezirk)):
        client.force_login(reader)
        found[name] = "Nur für uns" in client.get(of("renewal-area-detail", area.public_id)).content.decode()

    assert found == {"rat": False, "bezirk": True}


def test_a_renewal_area_goes_into_the_archive_and_comes_back(planner: Client) -> None:
    area = make_renewal_area("S1", name="Hafenkante")
    undo = of("renewal-area-restore", area.public_id)

    away = planner.post(of("renewal-area-archive", area.public_id), follow=True)

    assert notices_of(away) == ["Das Gebiet der Stadterneuerung liegt im Archiv."]
    assert f'action="{undo}"' in away.content.decode()
    assert "Gebiete der Stadterneuerung im Archiv Hafenkante" in main_of(away)
    back = planner.post(undo, follow=True)
    assert notices_of(back) == ["Das Gebiet der Stadterneuerung ist wieder da."]
    assert RenewalArea.objects.get().archived_at is None
    assert planner.post(undo).status_code == 403
