"""Pages of neighbourhoods: entering, editing, three ways to an outline, who is in charge, archive, public page."""

import json
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.core.cache import caches
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from quartierswerk.history.queries import entries_of
from quartierswerk.people.actions.drafts import save_draft
from quartierswerk.people.queries import draft_for, roles_of
from quartierswerk.places.actions import edit_neighbourhood, load_shipped_levels, set_outline
from quartierswerk.places.models import Neighbourhood, NeighbourhoodAppointment
from tests.factories.places import (
    feature,
    home_neighbourhood,
    make_area,
    make_meeting_place,
    make_neighbourhood,
    square,
)
from tests.personas import make_persona, office
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


def sent(page: Any, **fields: str) -> dict[str, str]:
    """What the browser would send from ``page``, with these fields filled in."""
    return {**fields_of(page), **fields}


# Entering and editing


def test_a_neighbourhood_is_entered_once_and_its_outline_comes_next(planner: Client) -> None:
    load_shipped_levels()
    filled = sent(
        planner.get(of("neighbourhood-create")),
        name="Auwiesen",
        text_de="Am Fluss.",
        idea_home="Kurze Wege.",
        is_public="on",
    )

    first = planner.post(of("neighbourhood-create"), filled)
    second = planner.post(of("neighbourhood-create"), filled)

    made = Neighbourhood.objects.get()
    assert (made.slug, made.text, made.idea) == ("auwiesen", {"de": "Am Fluss."}, {"home": {"de": "Kurze Wege."}})
    assert first.url == second.url == of("neighbourhood-outline", "auwiesen")
    assert [entry.action for entry in entries_of(made)] == ["places.create_neighbourhood"]


def test_a_name_never_hides_the_page_for_new_ones(planner: Client) -> None:
    answer = planner.post(of("neighbourhood-create"), {"name": "Neu"}, follow=True)

    assert answer.status_code == 200
    assert Neighbourhood.objects.get().slug == "neu-2"
    assert "Quartier eintragen" in main_of(planner.get(of("neighbourhood-create")))


@pytest.mark.parametrize(
    ("fields", "errors"),
    [
        ({"name": "  "}, ["Name: Hier fehlt noch etwas. Bitte füllen Sie das Feld aus."]),
        (
            {"name": "x" * 201},
            [
                "Name: Bitte sicherstellen, dass der Wert aus höchstens 200 Zeichen besteht. "
                "(Er besteht aus 201 Zeichen.)"
            ],
        ),
        ({"name": "A\x00B"}, ["Name: Nullzeichen sind nicht erlaubt."]),
    ],
)
def test_a_wrong_name_keeps_the_other_texts(planner: Client, fields: dict[str, str], errors: list[str]) -> None:
    answer = planner.post(of("neighbourhood-create"), {"text_de": "Am Fluss.", **fields})

    assert (answer.status_code, errors_of(answer)) == (422, errors)
    assert "Am Fluss." in answer.content.decode()
    assert Neighbourhood.objects.count() == 0


def test_answers_in_other_languages_stay(planner: Client) -> None:
    load_shipped_levels()
    one = make_neighbourhood("auwiesen", idea={"home": {"de": "Alt", "tr": "Eski"}, "own": {"de": "Der Stadt eigen"}})
    page = planner.get(of("neighbourhood-edit", "auwiesen"))

    answer = planner.post(of("neighbourhood-edit", "auwiesen"), sent(page, name="Auwiesen", idea_home="Neu"))

    one.refresh_from_db()
    assert answer.url == of("neighbourhood-detail", "auwiesen")
    assert one.idea == {"home": {"de": "Neu", "tr": "Eski"}, "own": {"de": "Der Stadt eigen"}}


def test_two_people_edit_the_same_neighbourhood_and_see_both_texts(planner: Client, koordination: Any) -> None:
    one = make_neighbourhood("auwiesen", text={"de": "Am Fluss."})
    address = of("neighbourhood-edit", "auwiesen")
    mine = sent(planner.get(address), name="Auwiesen", text_de="Am grünen Fluss.")
    edit_neighbourhood(one, {"text": {"de": "Am breiten Fluss."}}, by=koordination, seen_version=1)

    answer = planner.post(address, mine)

    page = answer.content.decode()
    assert answer.status_code == 409
    assert "<del>breiten</del>" in page
    assert "<ins>grünen</ins>" in page
    assert "Am grünen Fluss.</textarea>" in page
    planner.post(address, {**mine, **fields_of(answer)})
    one.refresh_from_db()
    assert (one.text, one.version) == ({"de": "Am grünen Fluss."}, 3)


def test_a_form_that_lost_its_version_is_asked_again(planner: Client) -> None:
    one = make_neighbourhood("auwiesen")

    answer = planner.post(of("neighbourhood-edit", "auwiesen"), {"name": "Anders"})

    one.refresh_from_db()
    assert (answer.status_code, one.name) == (409, "Auwiesen")


def test_the_own_coordination_edits_texts_and_outline(client: Client, quartier: Any) -> None:
    client.force_login(quartier)
    address = of("neighbourhood-edit", "zuhause")

    answer = client.post(address, sent(client.get(address), name="Zuhause", text_de="Hier."), follow=True)

    assert notices_of(answer) == ["Die Änderungen sind gespeichert."]
    assert home_neighbourhood().text == {"de": "Hier."}
    assert "Umriss festlegen" in main_of(answer)


# The outline


def test_an_outline_is_composed_of_areas_and_the_one_before_is_kept(planner: Client) -> None:
    first, second = make_area("0101", geom=square(0, 0)), make_area("0102", geom=square(1000, 0))
    one = make_neighbourhood("auwiesen", geom=square(0, 0), outline_since=date(2024, 1, 1))
    address = of("neighbourhood-outline", "auwiesen")

    answer = planner.post(
        address,
        {**sent(planner.get(address), reason="Der Fluss trennt nicht."), "areas": [first.pk, second.pk]},
        follow=True,
    )

    one.refresh_from_db()
    assert notices_of(answer) == ["Der Umriss ist gespeichert. Der bisherige bleibt erhalten."]
    assert (one.outline_from, round(one.area_km2 or 0, 2)) == ("areas", 2.0)
    assert [(before.reason, before.valid_until) for before in one.previous_outlines.all()] == [
        ("Der Fluss trennt nicht.", date(2026, 5, 19))
    ]
    assert "Frühere Umrisse" in main_of(answer)


def test_the_map_for_choosing_leads_to_the_boxes(planner: Client) -> None:
    north, south = make_area("01", level="district", name="Nord"), make_area("02", level="district", name="Süd")
    chosen = make_area("0201", name="Hafen", parent=south, geom=square(0, 0))
    make_area("0101", name="Altstadt", parent=north, geom=square(1000, 0))
    make_neighbourhood("auwiesen").areas.add(chosen)

    page = planner.get(of("neighbourhood-outline", "auwiesen")).content.decode()

    assert '<a href="#id_areas_0"><title>Altstadt</title><path class="land"' in page
    assert '<a href="#id_areas_1"><title>Hafen</title><path class="active"' in page
    assert page.index('id="id_areas_0"') < page.index('id="id_areas_1"')


@pytest.mark.parametrize("areas", [[], ["99999"], ["unfug"], ["9" * 30]])
def test_an_outline_of_no_area_is_refused(planner: Client, areas: list[str]) -> None:
    make_area("0101")
    make_neighbourhood("auwiesen")

    answer = planner.post(of("neighbourhood-outline", "auwiesen"), {"areas": areas, "seen_version": "1", "reason": "X"})

    assert answer.status_code == 422
    assert len(errors_of(answer)) == 1
    assert Neighbourhood.objects.get().outline_from == "none"


def test_without_areas_the_page_names_the_other_ways(planner: Client) -> None:
    make_neighbourhood("auwiesen")

    assert "Bis dahin zeichnen Sie den Umriss oder nehmen ihn aus einer Datei." in main_of(
        planner.get(of("neighbourhood-outline", "auwiesen"))
    )


def test_an_outline_is_drawn(planner: Client) -> None:
    make_area("0101", geom=square(0, 0, 5000, 5000))
    make_neighbourhood("auwiesen")
    address = of("neighbourhood-outline-drawn", "auwiesen")

    answer = planner.post(address, sent(planner.get(address), geom=json.dumps(square(100, 100, 500, 500))))

    one = Neighbourhood.objects.get()
    assert answer.url == of("neighbourhood-detail", "auwiesen")
    assert (one.outline_from, round(one.area_km2 or 0, 2)) == ("drawn", 0.25)


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("", "Noch ist kein Umriss gezeichnet. Bitte setzen Sie auf der Karte mindestens drei Ecken."),
        ("{kaputt", "Das ist kein GeoJSON. Bitte zeichnen Sie auf der Karte oder fügen Sie ein Polygon ein."),
        ("[" * 100_000, "Das ist kein GeoJSON. Bitte zeichnen Sie auf der Karte oder fügen Sie ein Polygon ein."),
        ("null", None),
        ("[1, 2]", None),
        ('{"type": "Polygon"}', None),
        ('{"type": "Polygon", "coordinates": "nichts"}', None),
        ('{"type": "Polygon", "coordinates": []}', None),
        ('{"type": "Point", "coordinates": [9.17, 48.78]}', None),
        (
            '{"type": "Polygon", "coordinates": '
            "[[[9.17, 48.78], [9.18, 48.79], [9.18, 48.78], [9.17, 48.79], [9.17, 48.78]]]}",
            None,
        ),
        ('{"type": "Polygon", "coordinates": [[[NaN, 48], [9, 49], [9, 48], [NaN, 48]]]}', None),
        (
            '{"type": "Polygon", "coordinates": [[[48.78, 9.17], [48.79, 9.17], [48.79, 9.18], [48.78, 9.17]]]}',
            "Dieser Umriss liegt außerhalb der Stadt. Bitte prüfen Sie: Zuerst kommt die Länge, dann die Breite.",
        ),
    ],
)
def test_a_drawing_that_is_no_area_gets_a_sentence(planner: Client, text: str, error: str | None) -> None:
    make_area("0101", geom=square(0, 0, 5000, 5000))
    make_neighbourhood("auwiesen")
    no_area = "Dieser Umriss ergibt keine Fläche: Er braucht mindestens drei Ecken und darf sich nicht selbst kreuzen."

    answer = planner.post(
        of("neighbourhood-outline-drawn", "auwiesen"), {"geom": text, "seen_version": "1", "reason": "Mein Grund"}
    )

    assert (answer.status_code, errors_of(answer)) == (422, [f"Umriss als Text (GeoJSON): {error or no_area}"])
    assert 'value="Mein Grund"' in answer.content.decode()
    assert Neighbourhood.objects.get().outline_from == "none"


def test_an_outline_comes_from_a_file(planner: Client) -> None:
    make_area("0101", geom=square(0, 0, 5000, 5000))
    make_neighbourhood("auwiesen")
    address = of("neighbourhood-outline-file", "auwiesen")
    collection = {"type": "FeatureCollection", "features": [feature(square(100, 100, 500, 500))]}
    file = SimpleUploadedFile("umriss.geojson", json.dumps(collection).encode())

    planner.post(address, {**sent(planner.get(address)), "file": file})

    one = Neighbourhood.objects.get()
    assert (one.outline_from, round(one.area_km2 or 0, 2)) == ("uploaded", 0.25)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("umriss.geojson", b"{kaputt"),
        ("umriss.geojson", b'{"type": "FeatureCollection", "features": []}'),
        ("bild.png", b"MZ\x90\x00 ein Programm"),
        ("umriss.zip", b"PK\x03\x04 kein Archiv"),
        ("umriss.gpkg", b"SQLite format 3\x00 keines"),
        ("<script>.geojson", b"[]"),
    ],
)
def test_a_broken_file_gets_a_sentence_beside_its_field(planner: Client, name: str, content: bytes) -> None:
    make_neighbourhood("auwiesen")

    answer = planner.post(
        of("neighbourhood-outline-file", "auwiesen"),
        {"file": SimpleUploadedFile(name, content), "seen_version": "1", "reason": "Mein Grund"},
    )

    assert answer.status_code == 422
    assert [error.startswith("Datei: ") for error in errors_of(answer)] == [True]
    assert "<script>" not in main_of(answer)
    assert 'value="Mein Grund"' in answer.content.decode()
    assert Neighbourhood.objects.get().outline_from == "none"


def test_two_people_draw_the_same_outline_and_no_corner_is_lost(planner: Client, koordination: Any) -> None:
    make_area("0101", geom=square(0, 0, 5000, 5000))
    one = make_neighbourhood("auwiesen")
    address = of("neighbourhood-outline-drawn", "auwiesen")
    mine = sent(planner.get(address), geom=json.dumps(square(100, 100, 500, 500)), reason="Meiner")
    set_outline(one, by=koordination, seen_version=1, today=date(2026, 5, 20), geom=square(0, 0))

    answer = planner.post(address, mine)

    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Jemand war schneller" in main_of(answer)
    assert json.dumps(square(100, 100, 500, 500)).replace('"', "&quot;") in page
    assert 'value="Meiner"' in page
    planner.post(address, {**mine, **fields_of(answer)})
    one.refresh_from_db()
    assert round(one.area_km2 or 0, 2) == 0.25


def test_an_outline_on_areas_that_ended_wants_a_look(planner: Client) -> None:
    ended = make_area("0101", valid_until=date(2025, 12, 31))
    make_neighbourhood("auwiesen").areas.add(ended)

    texts = [
        main_of(planner.get(of(name, *parts)))
        for name, parts in [("neighbourhood-list", []), ("neighbourhood-detail", ["auwiesen"])]
    ]

    assert ["Mindestens eines davon gilt nicht mehr." in text for text in texts] == [True, True]


# Who is in charge


def test_a_lead_is_named_with_the_office(client: Client, koordination: Any) -> None:
    client.force_login(koordination)
    lead, theirs = make_persona("jugendamt"), office("jugendamt")
    one = make_neighbourhood("auwiesen")
    address = of("neighbourhood-appoint", "auwiesen")

    answer = client.post(
        address,
        {"user": lead.pk, "role": "area_lead", "office": theirs.pk, "starts_on": "01.05.2026", "ends_on": ""},
        follow=True,
    )

    assert notices_of(answer) == ["Jan Jung ist jetzt zuständig."]
    assert "Wer zuständig ist RK 8.1.2 Jan Jung Gebietsverantwortung · Jugendamt" in main_of(answer)
    assert [entry.action for entry in entries_of(one)] == ["places.appoint"]


@pytest.mark.parametrize(
    ("changed", "errors"),
    [
        ({"office": ""}, ["Für das Amt: Für welches Amt? Jedes Amt benennt selbst, wer verantwortlich ist."]),
        (
            {"ends_on": "30.04.2026"},
            ["Letzter Tag: Der letzte Tag liegt vor dem ersten. Bitte nennen Sie einen späteren."],
        ),
        ({"role": "admin"}, ["Rolle: Bitte eine gültige Auswahl treffen. admin ist keine gültige Auswahl."]),
        ({"user": "0"}, ["Person: Bitte eine gültige Auswahl treffen. Dies ist keine gültige Auswahl."]),
    ],
)
def test_a_wrong_appointment_is_refused(
    client: Client, koordination: Any, changed: dict[str, str], errors: list[str]
) -> None:
    client.force_login(koordination)
    make_neighbourhood("auwiesen")
    facts = {"user": make_persona("jugendamt").pk, "role": "area_lead", "office": office("jugendamt").pk}

    answer = client.post(
        of("neighbourhood-appoint", "auwiesen"), {**facts, "starts_on": "01.05.2026", "ends_on": "", **changed}
    )

    assert (answer.status_code, errors_of(answer)) == (422, errors)
    assert NeighbourhoodAppointment.objects.filter(neighbourhood__slug="auwiesen").count() == 0


def test_nobody_holds_the_same_role_twice_at_a_time(client: Client, koordination: Any) -> None:
    client.force_login(koordination)
    make_neighbourhood("auwiesen")
    person = make_persona("mittler")
    facts = {"user": person.pk, "role": "intermediary", "starts_on": "01.05.2026"}
    client.post(of("neighbourhood-appoint", "auwiesen"), facts)

    answer = client.post(of("neighbourhood-appoint", "auwiesen"), facts)

    assert errors_of(answer) == ["Person: Mira Mitte hat diese Rolle hier in dieser Zeit schon."]
    assert "intermediary" in roles_of(person)


def test_residents_and_council_are_not_shown_as_in_charge(planner: Client) -> None:
    one = make_neighbourhood("auwiesen")
    NeighbourhoodAppointment.objects.create(
        neighbourhood=one, user=make_persona("bewohnerin"), role="resident", starts_on=date(2026, 1, 1)
    )

    assert "Noch ist niemand benannt." in main_of(planner.get(of("neighbourhood-detail", "auwiesen")))


# List, archive, the public page


def test_the_list_filters_by_publicity_and_keeps_its_number_of_queries(planner: Client) -> None:
    make_neighbourhood("auwiesen", is_public=True, geom=square(0, 0))
    make_neighbourhood("hafen")

    assert row_names(planner.get(of("neighbourhood-list"))) == ["Auwiesen", "Hafen"]
    assert row_names(planner.get(of("neighbourhood-list") + "?is_public=1")) == ["Auwiesen"]
    assert row_names(planner.get(of("neighbourhood-list") + "?sort=-name")) == ["Hafen", "Auwiesen"]

    def read() -> None:
        caches["process"].clear()
        planner.get(of("neighbourhood-list"))

    assert_same_query_count(read, add_row=lambda n: make_neighbourhood(f"q{n}", geom=square(1000 * n, 0)))


def test_archiving_can_be_taken_back_at_once(planner: Client) -> None:
    one = make_neighbourhood("auwiesen", is_public=True)

    away = planner.post(of("neighbourhood-archive", "auwiesen"), follow=True)

    assert notices_of(away) == ["Das Quartier liegt im Archiv."]
    assert f'action="{of("neighbourhood-restore", "auwiesen")}"' in away.content.decode()
    assert planner.get(of("neighbourhood-public-detail", "auwiesen")).status_code == 404
    assert planner.post(of("neighbourhood-archive", "auwiesen")).status_code == 403
    back = planner.post(of("neighbourhood-restore", "auwiesen"), follow=True)
    one.refresh_from_db()
    assert (notices_of(back), one.archived_at) == (["Das Quartier ist wieder da."], None)


def test_the_public_page_shows_texts_and_public_places_only(client: Client) -> None:
    load_shipped_levels()
    one = make_neighbourhood(
        "auwiesen",
        name="Gebiet 7",
        name_in_use="Auwiesen",
        is_public=True,
        text={"de": "Am Fluss."},
        idea={"home": {"de": "Kurze Wege."}},
    )
    shown, hidden = make_meeting_place("treff", is_public=True, step_free="yes"), make_meeting_place("lager")
    one.meeting_places.set([shown, hidden])

    text = main_of(client.get(of("neighbourhood-public-detail", "auwiesen")))

    assert text == (
        "Auwiesen Am Fluss. In amtlichen Unterlagen: Gebiet 7 Was die Menschen darüber sagen Zuhause "
        "Kurze Wege. Orte und Hilfe 1. Treff Begegnungsstätte · ohne Stufen"
    )


def test_public_texts_come_in_the_language_of_the_reader(client: Client) -> None:
    make_neighbourhood("auwiesen", is_public=True, text={"de": "Am Fluss.", "en": "By the river."})

    assert "By the river." in main_of(client.get("/en/quartiere/auwiesen/"))


def test_hostile_texts_are_shown_as_text(planner: Client) -> None:
    load_shipped_levels()
    make_neighbourhood(
        "auwiesen", name=SCRIPT, text={"de": SCRIPT}, idea={"home": {"de": SCRIPT}}, is_public=True, geom=square(0, 0)
    )
    pages = ["neighbourhood-detail", "neighbourhood-edit", "neighbourhood-outline-drawn", "neighbourhood-public-detail"]
    addresses = [*(of(name, "auwiesen") for name in pages), of("neighbourhood-list"), of("neighbourhood-public-list")]

    assert [SCRIPT in planner.get(address).content.decode() for address in addresses] == [False] * 6


# Drafts


def test_a_draft_is_offered_shown_and_gone_once_it_is_saved(planner: Client, sozialplanung: Any) -> None:
    one = make_neighbourhood("auwiesen", text={"de": "Alt."})
    address = of("neighbourhood-edit", "auwiesen")
    save_draft(sozialplanung, address, {"name": ["Auwiesen"], "text_de": ["Angefangen"]})

    offered, shown = planner.get(address), planner.get(f"{address}?draft=1")

    assert "Mit dem Entwurf weiterarbeiten" in main_of(offered)
    assert "Alt.</textarea>" in offered.content.decode()
    assert "Angefangen</textarea>" in shown.content.decode()
    planner.post(address, sent(shown, name="Auwiesen", text_de="Angefangen und fertig"))
    one.refresh_from_db()
    assert one.text == {"de": "Angefangen und fertig"}
    assert draft_for(sozialplanung, address) is None


def test_a_draft_older_than_the_text_leads_to_the_comparison(
    planner: Client, sozialplanung: Any, koordination: Any, clock: Any, now: datetime
) -> None:
    one = make_neighbourhood("auwiesen", text={"de": "Am Fluss."})
    address = of("neighbourhood-edit", "auwiesen")
    save_draft(sozialplanung, address, {"name": ["Auwiesen"], "text_de": ["Am grünen Fluss."]})
    clock(now + timedelta(hours=1))
    edit_neighbourhood(one, {"text": {"de": "Am breiten Fluss."}}, by=koordination, seen_version=1)

    shown = planner.get(f"{address}?draft=1")
    answer = planner.post(address, sent(shown, name="Auwiesen", text_de="Am grünen Fluss."))

    assert answer.status_code == 409
    assert "<del>breiten</del>" in answer.content.decode()


@pytest.mark.parametrize("name", ["neighbourhood-edit", "neighbourhood-outline-drawn"])
def test_what_is_sent_after_the_sign_in_ended_is_there_again(client: Client, sozialplanung: Any, name: str) -> None:
    make_neighbourhood("auwiesen")
    field = "text_de" if name == "neighbourhood-edit" else "reason"
    address = of(name, "auwiesen")

    lost = client.post(address, {"name": "Auwiesen", "geom": "{}", field: "Nicht verloren", "seen_version": "1"})
    client.force_login(sozialplanung)
    back = client.get(address)

    assert lost.status_code == 302
    assert "Nicht verloren" in back.content.decode()
    assert fields_of(back)["seen_version"] == "1"
