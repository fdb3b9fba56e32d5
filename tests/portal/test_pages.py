"""The start page and its finder, the city's pages, and where the city writes them."""

from datetime import date, time
from typing import Any

import pytest
from django.core.cache import caches
from django.test import Client
from django.urls import reverse

from quartierswerk.places.models import OpeningHours
from quartierswerk.portal.actions import write_page
from quartierswerk.portal.models import Page
from quartierswerk.portal.rules import PAGES
from tests.factories.places import make_area, make_meeting_place, make_neighbourhood, make_street, square
from tests.personas import PERSONAS, make_persona
from tests.places.reading import errors_of, fields_of, main_of, notices_of
from tests.query_counts import assert_same_query_count

pytestmark = pytest.mark.django_db

SCRIPT = "<script>alert(1)</script>"
WRITERS = {"admin", "koordination"}


@pytest.fixture
def writer(client: Client, koordination: Any) -> Client:
    client.force_login(koordination)
    return client


# The start page


def test_an_empty_installation_still_has_a_start_page(client: Client) -> None:
    assert main_of(client.get("/")) == (
        "Was passiert in Ihrem Quartier? Finden Sie Menschen, Orte und Hilfe in Ihrer Nähe. Straße oder Quartier "
        "Finden Orte für Begegnung und Hilfe Noch ist kein Ort eingetragen. Quartiere Noch ist kein Quartier "
        "öffentlich. Fragen? Die Stadt hilft bei allen Fragen zu Quartieren. Telefon, E-Mail und Öffnungszeiten"
    )


def test_the_start_page_shows_what_is_open_today_and_nothing_hidden(client: Client, sozialplanung: Any) -> None:
    make_neighbourhood("auwiesen", is_public=True, geom=square(0, 0))
    make_neighbourhood("hafen", geom=square(1000, 0))
    shown, closed, hidden = (
        make_meeting_place("treff", is_public=True, street="Weg 1", step_free="yes"),
        make_meeting_place("halle", is_public=True),
        make_meeting_place("lager"),
    )
    for place, day in ((shown, 2), (closed, 3), (hidden, 2)):
        OpeningHours.objects.create(place=place, weekday=day, opens=time(14), closes=time(18))
    client.force_login(sozialplanung)  # who sees more elsewhere sees the same here

    text = main_of(client.get("/"))

    assert "Heute offen Alle 2 Orte Treff Begegnungsstätte · Weg 1 · ohne Stufen 14:00–18:00" in text
    assert "Eine Quartiersentwicklung" in text
    assert ("Hafen" in text, "Lager" in text) == (False, False)


def test_the_example_is_a_street_of_a_public_neighbourhood(client: Client) -> None:
    there, elsewhere = make_area("0101"), make_area("0102")
    make_street("Aalweg", elsewhere)
    make_street("Wehrgasse", there)
    make_neighbourhood("auwiesen", is_public=True).areas.add(there)

    assert "Zum Beispiel: Wehrgasse" in main_of(client.get("/"))


@pytest.mark.parametrize(
    ("sought", "found"),
    [
        ("Auwiesen", "Das gibt es zu „Auwiesen“ Auwiesen Quartier"),
        ("am fluss", "Das gibt es zu „am fluss“ Auwiesen Quartier"),
        (
            "Wehrgasse 12",
            "Das gibt es zu „Wehrgasse 12“ Wehrgasse liegt in Altstadt (Mitte). Quartier: Auwiesen Straße "
            "Orte in der Nähe Treff Am Markt 1 Begegnungsstätte",
        ),
        (
            "Hafenstrasse",
            "Das gibt es zu „Hafenstrasse“ Hafenstraße liegt in Hafen (Mitte). "
            "Dort läuft zurzeit keine Quartiersentwicklung. Straße",
        ),
        ("treff", "Das gibt es zu „treff“ Treff Am Markt 1 Begegnungsstätte"),
        (
            "Nirgendwo",
            "Zu „Nirgendwo“ gibt es hier nichts Prüfen Sie die Schreibweise, oder lassen Sie die Hausnummer weg. "
            "Alle Quartiere ansehen",
        ),
        (SCRIPT, f"Zu „{SCRIPT}“ gibt es hier nichts"),
    ],
)
def test_the_finder_leads_from_a_street_or_a_name_to_what_is_there(client: Client, sought: str, found: str) -> None:
    middle = make_area("01", level="district", name="Mitte", geom=square(0, 0, 3000, 3000))
    old = make_area("0101", name="Altstadt", parent=middle, geom=square(0, 0))
    harbour = make_area("0102", name="Hafen", parent=middle, geom=square(2000, 2000))
    make_street("Wehrgasse", old)
    make_street("Hafenstraße", harbour)
    make_neighbourhood("auwiesen", name="Auwiesen", name_in_use="", is_public=True, geom=square(0, 0)).areas.add(old)
    make_neighbourhood("hafen", name="Geheimer Hafen", geom=square(2000, 2000)).areas.add(harbour)
    lon, lat = (old.centre_lon, old.centre_lat)
    make_meeting_place("treff", name="Treff", street="Am Markt 1", is_public=True, lon=lon, lat=lat)
    make_meeting_place("lager", name="Lager Wehrgasse", lon=lon, lat=lat)

    answer = client.get("/", {"q": sought})

    text = main_of(answer)
    expected = found if sought != "am fluss" else "Zu „am fluss“ gibt es hier nichts"
    assert expected in text
    assert "Geheim" not in text
    assert "Lager" not in text.replace(SCRIPT, "")
    assert SCRIPT not in answer.content.decode()


@pytest.mark.parametrize("sought", ["", "   ", "\x00", "%", "_" * 100, "a" * 101, "ß" * 50, "'; DROP TABLE", "\\"])
def test_nothing_that_is_typed_breaks_the_finder(client: Client, sought: str) -> None:
    make_neighbourhood("auwiesen", is_public=True)

    assert client.get("/", {"q": sought}).status_code == 200


def test_the_start_page_asks_the_database_as_often_for_many_places(client: Client) -> None:
    make_area("01", level="district", geom=square(0, 0, 9000, 9000))

    def add(number: int) -> None:
        make_neighbourhood(f"q{number}", is_public=True, geom=square(1000 * number, 0))
        place = make_meeting_place(f"treff{number}", is_public=True)
        OpeningHours.objects.create(place=place, weekday=2, opens=time(9), closes=time(10))

    def read() -> None:
        caches["process"].clear()
        client.get("/")

    assert_same_query_count(read, add_row=add)


# The city's own pages


@pytest.mark.parametrize("kind", PAGES.values(), ids=lambda kind: kind.slug)
def test_a_page_that_is_not_written_says_what_belongs_there(client: Client, kind: Any) -> None:
    answer = client.get(f"/{kind.slug}/")

    assert answer.status_code == 200
    assert "Die Stadt hat diese Seite noch nicht geschrieben. Hier wird stehen:" in main_of(answer)
    assert len(answer.context["belongs"]) == len(kind.belongs)


def test_a_written_page_shows_its_text_and_when_it_was_checked(client: Client) -> None:
    Page.objects.create(
        key="contact",
        text={"de": "# So erreichen Sie uns\n\nAm *Telefon*.", "en": "By phone."},
        checked_on="2026-05-01",
    )

    german, english = client.get("/kontakt/"), client.get("/en/kontakt/")

    assert main_of(german) == "Kontakt So erreichen Sie uns Am Telefon . Zuletzt geprüft am 01.05.2026."
    assert "<h2>So erreichen Sie uns</h2>" in german.content.decode()
    assert "By phone." in main_of(english)


def test_what_the_city_writes_runs_no_script(client: Client) -> None:
    Page.objects.create(
        key="imprint",
        text={"de": f'{SCRIPT}\n\n[Klick](javascript:alert(1)) <img src=x onerror="alert(1)"> <a href="data:x">y</a>'},
    )

    page = client.get("/impressum/").content.decode()
    inner = page[page.index("<main") : page.index("</main>")]

    assert [sign in inner for sign in ("<script", "<img", '<a href="javascript', '<a href="data')] == [False] * 4


def test_only_those_who_write_the_pages_are_led_to_the_editor(client: Client) -> None:
    addresses = {
        reverse("portal:page-list"): "desk",
        reverse("portal:page-edit", args=["contact"]): "desk",
        "/kontakt/": "public",
    }
    found: dict[str, set[str]] = {"desk": set(), "link": set()}
    for username in PERSONAS:
        client.force_login(make_persona(username))
        answers = {address: client.get(address) for address in addresses}
        statuses = {answers[address].status_code for address, kind in addresses.items() if kind == "desk"}
        assert len(statuses) == 1
        if statuses == {200}:
            found["desk"].add(username)
        if "Diese Seite schreiben" in main_of(answers["/kontakt/"]):
            found["link"].add(username)

    assert found == {"desk": WRITERS, "link": WRITERS}


def test_the_list_says_how_each_page_stands(writer: Client) -> None:
    Page.objects.create(key="accessibility", text={"de": "Alt"}, checked_on=date(2025, 4, 1))
    Page.objects.create(key="privacy", text={"de": "Frisch"}, checked_on=date(2026, 5, 1))

    text = main_of(writer.get(reverse("portal:page-list")))

    assert text == (
        "Seiten der Stadt 4 Seiten sind noch nicht geschrieben. Sie stehen am Fuß jeder öffentlichen Seite. "
        "Barrierefreiheit zu prüfen · zuletzt geprüft am 01.04.2025 Datenschutz geschrieben · zuletzt geprüft am "
        "01.05.2026 Impressum nicht geschrieben Leichte Sprache nicht geschrieben Kontakt nicht geschrieben "
        "Barriere melden nicht geschrieben"
    )


def test_a_page_is_written_and_can_be_read_at_once(writer: Client) -> None:
    address = reverse("portal:page-edit", args=["contact"])
    sent = {**fields_of(writer.get(address)), "text_de": "Am Telefon.", "checked_on": "20.05.2026"}

    answer = writer.post(address, sent, follow=True)

    assert notices_of(answer) == ["Die Seite ist gespeichert und für alle lesbar."]
    assert answer.redirect_chain == [("/kontakt/", 302)]
    assert "Am Telefon. Zuletzt geprüft am 20.05.2026." in main_of(answer)


@pytest.mark.parametrize(
    ("sent", "errors"),
    [
        ({"text_de": ""}, ["Text: Hier fehlt noch etwas. Bitte füllen Sie das Feld aus."]),
        (
            {"text_de": "Da", "checked_on": "gestern"},
            ["Zuletzt geprüft am: Das ist kein Datum. Bitte schreiben Sie es so: 31.12.2027."],
        ),
        (
            {"text_de": "x" * 20_001},
            [
                "Text: Bitte sicherstellen, dass der Wert aus höchstens 20000 Zeichen besteht. "
                "(Er besteht aus 20001 Zeichen.)"
            ],
        ),
    ],
)
def test_a_wrong_page_keeps_what_was_typed(writer: Client, sent: dict[str, str], errors: list[str]) -> None:
    answer = writer.post(reverse("portal:page-edit", args=["contact"]), {"text_en": "By phone.", **sent})

    assert (answer.status_code, errors_of(answer)) == (422, errors)
    assert "By phone." in answer.content.decode()
    assert Page.objects.count() == 0


def test_two_people_write_the_same_page_and_see_both_texts(writer: Client, admin: Any) -> None:
    address = reverse("portal:page-edit", args=["contact"])
    mine = {**fields_of(writer.get(address)), "text_de": "Am neuen Telefon."}
    write_page("contact", by=admin, text={"de": "Am alten Telefon."}, checked_on=None)

    answer = writer.post(address, mine)

    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Adele Amt hat diesen Text um 10:42 Uhr gespeichert." in main_of(answer)
    assert ("<del>alten</del>" in page, "<ins>neuen</ins>" in page) == (True, True)
    writer.post(address, {**mine, **fields_of(answer)})
    assert (Page.objects.get().text, Page.objects.get().version) == ({"de": "Am neuen Telefon."}, 2)


def test_a_page_that_no_installation_needs_is_not_there(writer: Client) -> None:
    assert writer.get(reverse("portal:page-edit", args=["werbung"])).status_code == 404


def test_whom_to_tell_about_a_weakness(client: Client) -> None:
    answer = client.get("/.well-known/security.txt")

    assert answer["Content-Type"] == "text/plain"
    assert answer.content.decode().splitlines() == [
        "Contact: http://127.0.0.1:8000/kontakt/",
        "Expires: 2027-05-20T10:42:00+02:00",
        "Preferred-Languages: de, en",
        "Canonical: http://127.0.0.1:8000/.well-known/security.txt",
    ]
