"""Pages of meeting places: entering, rooms and hours, two people, archive, and what everybody sees."""

from datetime import date, time
from typing import Any

import pytest
from django.core.cache import caches
from django.test import Client
from django.urls import reverse

from quartierswerk.history.queries import entries_of
from quartierswerk.places.actions import PlaceParts, edit_meeting_place
from quartierswerk.places.models import MeetingPlace, OpeningException, OpeningHours, Room
from tests.factories.places import (
    home_neighbourhood,
    make_area,
    make_meeting_place,
    make_neighbourhood,
    make_place_kind,
    square,
)
from tests.places.reading import errors_of, fields_of, main_of, notices_of, row_names
from tests.query_counts import assert_same_query_count

pytestmark = pytest.mark.django_db

SCRIPT = "<script>alert(1)</script>"
UNKNOWN = dict.fromkeys(
    ["step_free", "accessible_toilet", "lift", "hearing_loop", "tactile_guidance", "accessible_parking"], "unknown"
)


def of(name: str, *parts: object) -> str:
    return reverse(f"places:{name}", args=parts)


@pytest.fixture
def planner(client: Client, sozialplanung: Any) -> Client:
    client.force_login(sozialplanung)
    return client


def facts(page: Any = None, **fields: Any) -> dict[str, Any]:
    """What the browser would send from the form of a place."""
    kind = make_place_kind()
    return {**(fields_of(page) if page else {}), "kind": kind.pk, "name": "Treff am Wehr", **UNKNOWN, **fields}


# Entering and editing


def test_a_place_is_entered_once_and_its_hours_come_next(planner: Client) -> None:
    near = make_neighbourhood("auwiesen")
    sent = facts(
        planner.get(of("meeting-place-create")),
        street="Wehrgasse 4",
        lat="48,7758",
        lon="9.1829",
        step_free="yes",
        neighbourhoods=[near.pk],
        text_de="Einfach kommen.",
        is_public="on",
    )

    first = planner.post(of("meeting-place-create"), sent)
    second = planner.post(of("meeting-place-create"), sent)

    place = MeetingPlace.objects.get()
    assert first.url == second.url == of("meeting-place-hours", "treff-am-wehr")
    assert (place.lat, place.lon, place.step_free, place.text) == (48.7758, 9.1829, "yes", {"de": "Einfach kommen."})
    assert list(place.neighbourhoods.all()) == [near]
    assert [entry.action for entry in entries_of(place)] == ["places.create_meeting_place"]


@pytest.mark.parametrize(
    ("fields", "errors"),
    [
        ({"name": ""}, ["Name: Hier fehlt noch etwas. Bitte füllen Sie das Feld aus."]),
        ({"kind": ""}, ["Art: Hier ist noch nichts gewählt. Bitte wählen Sie aus."]),
        ({"kind": "9" * 40}, ["Art: Bitte eine gültige Auswahl treffen. Dies ist keine gültige Auswahl."]),
        (
            {"lat": "48.7"},
            ["Länge: Ein Punkt braucht beide Zahlen. Bitte ergänzen Sie diese oder leeren Sie die andere."],
        ),
        (
            {"lat": "Rathaus", "lon": "9"},
            ["Breite: Das ist keine Gradzahl. Bitte schreiben Sie sie wie 48,7758."],
        ),
        ({"lat": "nan", "lon": "9"}, ["Breite: Das ist keine Gradzahl. Bitte schreiben Sie sie wie 48,7758."]),
        ({"lat": "5403000", "lon": "9"}, ["Breite: Dieser Wert muss kleiner oder gleich 90 sein."]),
        (
            {"contact_name": "Ilse Brandt"},
            ["Einwilligung zum Namen, erteilt am: Ein Name steht hier nur mit Einwilligung. Wann wurde sie erteilt?"],
        ),
        ({"email": "kein at"}, ["E-Mail: Bitte gültige E-Mail-Adresse eingeben."]),
        ({"website": "javascript:alert(1)"}, ["Internetseite: Bitte eine gültige Adresse eingeben."]),
        (
            {"step_free": "vielleicht"},
            ["Eingang ohne Stufen: Bitte eine gültige Auswahl treffen. vielleicht ist keine gültige Auswahl."],
        ),
    ],
)
def test_a_wrong_place_keeps_what_was_typed(planner: Client, fields: dict[str, str], errors: list[str]) -> None:
    answer = planner.post(of("meeting-place-create"), facts(text_de="Einfach kommen.", **fields))

    assert (answer.status_code, errors_of(answer)) == (422, errors)
    assert "Einfach kommen." in answer.content.decode()
    assert MeetingPlace.objects.count() == 0


def test_a_coordination_enters_places_of_its_own_neighbourhood(client: Client, quartier: Any) -> None:
    client.force_login(quartier)
    other = make_neighbourhood("hafen")
    page = client.get(of("meeting-place-create"))

    assert "Hafen" not in main_of(page)
    refused = client.post(of("meeting-place-create"), facts(page, neighbourhoods=[other.pk]))
    nowhere = client.post(of("meeting-place-create"), facts(page, text_de="Bleibt stehen"))
    entered = client.post(of("meeting-place-create"), facts(page, neighbourhoods=[home_neighbourhood().pk]))

    assert (refused.status_code, nowhere.status_code, entered.status_code) == (422, 422, 302)
    assert errors_of(nowhere) == ["Quartiere: Bitte wählen Sie das Quartier, das Sie koordinieren."]
    assert "Bleibt stehen" in nowhere.content.decode()


def test_two_people_edit_the_same_place_and_see_both_texts(planner: Client, koordination: Any) -> None:
    place = make_meeting_place("treff", name="Treff", street="Weg 1")
    address = of("meeting-place-edit", "treff")
    mine = facts(planner.get(address), name="Treff", street="Weg 12", kind=place.kind.pk)
    edit_meeting_place(place, {"street": "Weg 11"}, by=koordination, seen_version=1)

    answer = planner.post(address, mine)

    page = answer.content.decode()
    assert answer.status_code == 409
    assert "<del>11</del>" in page
    assert "<ins>12</ins>" in page
    assert 'value="Weg 12"' in page
    planner.post(address, {**mine, **fields_of(answer)})
    place.refresh_from_db()
    assert (place.street, place.version) == ("Weg 12", 3)


def test_numbers_of_degrees_stay_as_they_are(planner: Client) -> None:
    place = make_meeting_place("treff", lon=9.125, lat=48.775)
    address = of("meeting-place-edit", "treff")
    page = planner.get(address)

    planner.post(address, facts(page, name="Treff", kind=place.kind.pk, lat="48.775", lon="9,125"))

    place.refresh_from_db()
    assert (place.lat, place.lon) == (48.775, 9.125)
    assert 'value="48.775"' in page.content.decode()


# Hours and rooms


def rows(prefix: str, *given: dict[str, Any], initial: int = 0) -> dict[str, Any]:
    """The rows of a formset as a browser sends them."""
    sent = {f"{prefix}-{number}-{name}": value for number, row in enumerate(given) for name, value in row.items()}
    return {**sent, f"{prefix}-TOTAL_FORMS": str(len(given)), f"{prefix}-INITIAL_FORMS": str(initial)}


def test_a_new_place_gets_a_row_for_each_day_and_days_without_hours_are_left_out(planner: Client) -> None:
    place = make_meeting_place("treff")
    address = of("meeting-place-hours", "treff")
    page = planner.get(address)
    week = [{"weekday": str(day), "opens": "", "closes": "", "note": ""} for day in range(7)]
    week[1] |= {"opens": "14:00", "closes": "18:00", "note": "Café"}
    summer = {"starts_on": "01.08.2026", "ends_on": "14.08.2026", "opens": "", "closes": "", "note": "Pause"}

    answer = planner.post(
        address, {**fields_of(page), **rows("hours", *week), **rows("exceptions", summer)}, follow=True
    )

    assert fields_of(page)["hours-TOTAL_FORMS"] == "7"
    assert notices_of(answer) == ["Die Änderungen sind gespeichert."]
    assert list(place.opening_hours.values_list("weekday", "opens", "closes", "note")) == [
        (1, time(14), time(18), "Café")
    ]
    assert (
        "Dienstag 14:00–18:00 (Café) An diesen Tagen ist es anders: 01.08.2026 – 14.08.2026: geschlossen (Pause)"
        in (main_of(answer))
    )


@pytest.mark.parametrize(
    ("week", "errors"),
    [
        (
            [{"weekday": "1", "opens": "18:00", "closes": "14:00"}],
            ["Bis: Das Ende liegt vor dem Beginn (18:00 Uhr). Bitte nennen Sie eine spätere Zeit."],
        ),
        (
            [
                {"weekday": "1", "opens": "9:00", "closes": "12:00"},
                {"weekday": "1", "opens": "11:00", "closes": "13:00"},
            ],
            [
                "Zwei Zeiten überschneiden sich: 09:00–12:00 und 11:00–13:00. "
                "Bitte fassen Sie sie zusammen oder ändern Sie eine."
            ],
        ),
        ([{"weekday": "1", "opens": "neun", "closes": "12:00"}], ["Von: Bitte eine gültige Uhrzeit eingeben."]),
        (
            [{"weekday": "9", "opens": "9:00", "closes": "12:00"}],
            ["Wochentag: Bitte eine gültige Auswahl treffen. 9 ist keine gültige Auswahl."],
        ),
        (
            [{"weekday": "", "opens": "9:00", "closes": "12:00"}],
            ["Wochentag: Hier ist noch nichts gewählt. Bitte wählen Sie aus."],
        ),
    ],
)
def test_wrong_hours_are_told_and_nothing_is_saved(
    planner: Client, week: list[dict[str, str]], errors: list[str]
) -> None:
    place = make_meeting_place("treff")
    OpeningHours.objects.create(place=place, weekday=0, opens=time(9), closes=time(10))
    first = {"weekday": "0", "opens": "09:00", "closes": "10:00", "note": "Bleibt"}

    answer = planner.post(
        of("meeting-place-hours", "treff"),
        {"seen_version": "1", **rows("hours", first, *week, initial=1), **rows("exceptions")},
    )

    assert (answer.status_code, errors_of(answer)) == (422, errors)
    assert 'value="Bleibt"' in answer.content.decode()
    assert "Fehler:" in answer.content.decode().split("</title>")[0]
    assert [(str(span.opens), span.note) for span in place.opening_hours.all()] == [("09:00:00", "")]


def test_a_row_is_taken_away(planner: Client) -> None:
    place = make_meeting_place("treff")
    for day in (0, 1):
        OpeningHours.objects.create(place=place, weekday=day, opens=time(9), closes=time(10))
    week = [
        {"weekday": "0", "opens": "09:00", "closes": "10:00", "DELETE": "on"},
        {"weekday": "1", "opens": "09:00", "closes": "10:00"},
    ]

    planner.post(
        of("meeting-place-hours", "treff"),
        {"seen_version": "1", **rows("hours", *week, initial=2), **rows("exceptions")},
    )

    assert [span.weekday for span in place.opening_hours.all()] == [1]


def test_two_people_change_the_hours_and_no_row_is_lost(planner: Client, koordination: Any) -> None:
    place = make_meeting_place("treff")
    address = of("meeting-place-hours", "treff")
    page = planner.get(address)
    theirs = {"weekday": 4, "opens": time(8), "closes": time(9), "note": "Ihre"}
    edit_meeting_place(place, {}, PlaceParts(hours=[theirs]), by=koordination, seen_version=1)
    mine = {
        **rows("hours", {"weekday": "1", "opens": "14:00", "closes": "18:00", "note": "Meine"}),
        **rows("exceptions"),
    }

    answer = planner.post(address, {**fields_of(page), **mine})

    text = main_of(answer)
    assert answer.status_code == 409
    assert "Konrad Koch hat diesen Text um 10:42 Uhr gespeichert." in text
    assert "Freitag 08:00–09:00 (Ihre)" in text
    assert 'value="Meine"' in answer.content.decode()
    assert [span.note for span in place.opening_hours.all()] == ["Ihre"]
    planner.post(address, {**mine, "seen_version": fields_of(answer)["seen_version"]})
    assert [span.note for span in place.opening_hours.all()] == ["Meine"]


def test_a_row_that_somebody_added_meanwhile_confuses_nothing(planner: Client, koordination: Any) -> None:
    place = make_meeting_place("treff")
    OpeningHours.objects.create(place=place, weekday=0, opens=time(9), closes=time(10))
    address = of("meeting-place-hours", "treff")
    page = planner.get(address)
    first = {"weekday": "0", "opens": "09:00", "closes": "10:00", "note": ""}
    empty = {"weekday": "", "opens": "", "closes": "", "note": ""}
    mine = {**rows("hours", first, empty, {**first, "weekday": "5"}, initial=1), **rows("exceptions")}
    theirs = [{"weekday": day, "opens": time(9), "closes": time(10)} for day in (0, 6)]
    edit_meeting_place(place, {}, PlaceParts(hours=theirs), by=koordination, seen_version=1)

    answer = planner.post(address, {**fields_of(page), **mine})

    assert (answer.status_code, errors_of(answer)) == (409, [])
    planner.post(address, {**mine, "seen_version": fields_of(answer)["seen_version"]})
    assert [span.weekday for span in place.opening_hours.all()] == [0, 5]


@pytest.mark.parametrize("tampered", [{}, {"hours-TOTAL_FORMS": "viele"}, {"hours-TOTAL_FORMS": "99999"}])
def test_rows_that_lost_their_count_break_nothing(planner: Client, tampered: dict[str, str]) -> None:
    make_meeting_place("treff")

    answer = planner.post(of("meeting-place-hours", "treff"), {"seen_version": "1", **tampered})

    assert answer.status_code == 422


def test_rooms_are_kept_by_their_id_and_may_swap_their_names(planner: Client) -> None:
    place = make_meeting_place("treff")
    hall, kitchen = (Room.objects.create(place=place, name=name) for name in ("Saal", "Küche"))
    known = {"step_free": "yes", "hearing_loop": "unknown", "note": ""}
    given = [
        {"id": hall.pk, "name": "Küche", "seats": "12", **known},
        {"id": kitchen.pk, "name": "Saal", "seats": "", "can_be_booked": "on", **known},
        {"id": "", "name": "", "seats": "", "step_free": "unknown", "hearing_loop": "unknown", "note": ""},
    ]

    answer = planner.post(
        of("meeting-place-rooms", "treff"), {"seen_version": "1", **rows("rooms", *given, initial=2)}, follow=True
    )

    assert notices_of(answer) == ["Die Änderungen sind gespeichert."]
    assert list(place.rooms.order_by("pk").values_list("pk", "name", "seats", "can_be_booked")) == [
        (hall.pk, "Küche", 12, False),
        (kitchen.pk, "Saal", None, True),
    ]


@pytest.mark.parametrize(
    ("changed", "errors"),
    [
        ({"name": "saal"}, ["Zwei Räume heißen gleich: saal. Bitte unterscheiden Sie die Namen."]),
        ({"seats": "-3"}, ["Sitzplätze: Dieser Wert muss größer oder gleich 0 sein."]),
        ({"id": "9" * 30, "name": "Hof"}, ["Dieser Wert muss kleiner oder gleich 2147483647 sein."]),
    ],
)
def test_wrong_rooms_are_told(planner: Client, changed: dict[str, str], errors: list[str]) -> None:
    make_meeting_place("treff")
    known = {"step_free": "yes", "hearing_loop": "unknown", "note": ""}
    given = [{"name": "Saal", **known}, {"name": "Küche", **known, **changed}]

    answer = planner.post(of("meeting-place-rooms", "treff"), {"seen_version": "1", **rows("rooms", *given)})

    assert (answer.status_code, errors_of(answer)) == (422, errors)
    assert Room.objects.count() == 0


def test_a_room_of_another_place_is_not_taken_over(planner: Client) -> None:
    make_meeting_place("treff")
    foreign = Room.objects.create(place=make_meeting_place("haus"), name="Saal")
    row = {"id": foreign.pk, "name": "Meiner", "step_free": "yes", "hearing_loop": "no", "note": ""}

    planner.post(of("meeting-place-rooms", "treff"), {"seen_version": "1", **rows("rooms", row)})

    foreign.refresh_from_db()
    assert (foreign.name, foreign.place.slug) == ("Saal", "haus")
    assert list(Room.objects.filter(place__slug="treff").values_list("name", flat=True)) == ["Meiner"]


def test_rows_sent_after_the_sign_in_ended_are_there_again(client: Client, sozialplanung: Any) -> None:
    make_meeting_place("treff")
    address = of("meeting-place-hours", "treff")
    row = {"weekday": "1", "opens": "14:00", "closes": "18:00", "note": "Nicht verloren"}

    client.post(address, {"seen_version": "1", **rows("hours", row), **rows("exceptions")})
    client.force_login(sozialplanung)
    back = client.get(address)

    assert 'value="Nicht verloren"' in back.content.decode()
    assert errors_of(back) == []
    client.post(address, {**fields_of(back), **rows("hours", row), **rows("exceptions")})
    assert [span.note for span in OpeningHours.objects.all()] == ["Nicht verloren"]
    assert 'value="Nicht verloren"' in client.get(address).content.decode()


# Lists and what everybody sees


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", ["Halle", "Treff"]),
        ("?q=wehr", ["Treff"]),
        ("?weekday=5", ["Halle"]),
        ("?access=step_free", ["Treff"]),
        ("?access=step_free&access=lift", []),
        ("?sort=-name", ["Treff", "Halle"]),
        ("?weekday=99&kind=unfug&access=unfug", ["Halle", "Treff"]),
    ],
)
def test_places_are_found_by_what_people_need(client: Client, query: str, found: list[str]) -> None:
    make_meeting_place("treff", name="Treff", street="Am Wehr 1", step_free="yes", is_public=True)
    hall = make_meeting_place("halle", name="Halle", is_public=True)
    OpeningHours.objects.create(place=hall, weekday=5, opens=time(9), closes=time(10))
    make_meeting_place("lager", name="Lager am Wehr", step_free="yes")

    page = client.get(of("meeting-place-public-list") + query)

    assert [one.place.name for one in page.context["places"]] == found
    assert "Lager" not in page.content.decode()


def test_filters_offer_no_neighbourhood_that_is_hidden(client: Client) -> None:
    make_neighbourhood("hafen", name="Geheimer Hafen")
    make_neighbourhood("auwiesen", is_public=True)

    page = client.get(of("meeting-place-public-list")).content.decode()

    assert ("Geheimer Hafen" in page, "Auwiesen" in page) == (False, True)


@pytest.mark.parametrize("name", ["meeting-place-list", "meeting-place-public-list"])
def test_lists_of_places_keep_their_number_of_queries(planner: Client, name: str) -> None:
    make_area("01", level="district", geom=square(0, 0, 9000, 9000))
    home = make_neighbourhood("auwiesen", is_public=True)

    def add(number: int) -> None:
        place = make_meeting_place(f"treff{number}", is_public=True, lon=9.17, lat=48.78)
        place.neighbourhoods.add(home)
        OpeningHours.objects.create(place=place, weekday=2, opens=time(9), closes=time(10))

    def read() -> None:
        caches["process"].clear()
        planner.get(of(name))

    assert_same_query_count(read, add_row=add)


@pytest.mark.parametrize(
    ("hours", "exceptions", "sentence"),
    [
        ([(2, 9, 12)], [], "Heute offen: 09:00–12:00"),
        ([(2, 9, 12), (2, 14, 18)], [], "Heute offen: 09:00–12:00, 14:00–18:00"),
        ([(4, 9, 12)], [], "Heute geschlossen. Wieder offen am Freitag, 22. Mai."),
        ([(2, 9, 12)], [(20, 20)], "Heute geschlossen. Wieder offen am Mittwoch, 27. Mai."),
        ([], [], "Die Öffnungszeiten sind nicht bekannt. Fragen Sie am besten dort nach."),
    ],
)
def test_the_public_page_begins_with_whether_it_is_open(
    client: Client, hours: list[tuple[int, int, int]], exceptions: list[tuple[int, int]], sentence: str
) -> None:
    place = make_meeting_place("treff", is_public=True)
    for day, opens, closes in hours:
        OpeningHours.objects.create(place=place, weekday=day, opens=time(opens), closes=time(closes))
    for first, last in exceptions:
        OpeningException.objects.create(place=place, starts_on=date(2026, 5, first), ends_on=date(2026, 5, last))

    assert main_of(client.get(of("meeting-place-public-detail", "treff"))).startswith(f"Treff {sentence}")


def test_unknown_accessibility_is_never_shown_as_no(client: Client) -> None:
    make_meeting_place("treff", is_public=True, lift="no", step_free="yes")

    text = main_of(client.get(of("meeting-place-public-detail", "treff")))

    assert (
        "Eingang ohne Stufen ja Toilette mit dem Rollstuhl nutzbar nicht bekannt Aufzug zu allen Räumen nein "
        "Anlage für Hörgeräte nicht bekannt"
    ) in text


def test_a_name_without_consent_cannot_appear_and_hidden_neighbourhoods_stay_hidden(client: Client) -> None:
    place = make_meeting_place(
        "treff", is_public=True, contact_function="Koordination", contact_name="Ilse", contact_consent_on="2026-01-01"
    )
    place.neighbourhoods.set([make_neighbourhood("auwiesen", is_public=True), make_neighbourhood("hafen")])

    text = main_of(client.get(of("meeting-place-public-detail", "treff")))

    assert "Koordination: Ilse" in text
    assert "Quartier: Auwiesen" in text
    assert "Hafen" not in text


def test_a_place_goes_into_the_archive_and_comes_back(planner: Client) -> None:
    make_meeting_place("treff", is_public=True)

    away = planner.post(of("meeting-place-archive", "treff"), follow=True)

    assert notices_of(away) == ["Der Ort liegt im Archiv."]
    assert planner.get(of("meeting-place-public-detail", "treff")).status_code == 404
    assert planner.get(of("meeting-place-edit", "treff")).status_code == 403
    back = planner.post(of("meeting-place-restore", "treff"), follow=True)
    assert notices_of(back) == ["Der Ort ist wieder da."]
    assert row_names(planner.get(of("meeting-place-list"))) == ["Treff"]


def test_hostile_texts_are_shown_as_text(planner: Client) -> None:
    place = make_meeting_place(
        "treff", name=SCRIPT, street=SCRIPT, text={"de": SCRIPT}, is_public=True, lon=9.17, lat=48.78
    )
    make_area("01", level="district", name=SCRIPT, geom=square(0, 0, 9000, 9000))
    Room.objects.create(place=place, name=SCRIPT)
    names = ["detail", "edit", "rooms", "hours", "public-detail"]
    addresses = [of(f"meeting-place-{name}", "treff") for name in names]
    addresses += [of("meeting-place-list"), of("meeting-place-public-list")]

    assert [SCRIPT in planner.get(address).content.decode() for address in addresses] == [False] * 7
