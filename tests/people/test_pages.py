"""Pages of people: who reaches which, what they show, what they do without JavaScript."""

import csv
import io
import json
from datetime import date, datetime, timedelta
from typing import Any
from urllib.parse import unquote

import pytest
from django.test import Client

from quartierswerk.history.queries import entries_of
from quartierswerk.people.actions import invitations
from quartierswerk.people.actions.accounts import give_consent
from quartierswerk.people.actions.drafts import save_draft
from quartierswerk.people.models import (
    CityAppointment,
    Invitation,
    Office,
    OfficeAppointment,
    OutboxMail,
    User,
)
from quartierswerk.people.queries import channels_of, has_consented, roles_of
from tests.people.test_permissions import STAFF
from tests.personas import PERSONAS, appoint, make_persona, office
from tests.query_counts import assert_same_query_count

pytestmark = pytest.mark.django_db

LOGIN = "/konto/anmelden/?next="


def page(client: Client, address: str, *, as_: str = "") -> Any:
    if as_:
        client.force_login(make_persona(as_))
    return client.get(address)


# Who reaches which page


EVERYBODY = set(PERSONAS)
APPOINTING = {"admin", "koordination"}
PAGES = {
    "/arbeit/menschen/": STAFF,
    "/arbeit/menschen/aemter/": STAFF,
    "/arbeit/menschen/aemter/neu/": APPOINTING,
    "/arbeit/menschen/aemter/jugendamt/": APPOINTING,
    "/arbeit/menschen/einladungen/": APPOINTING,
    "/arbeit/menschen/einladungen/neu/": APPOINTING,
    "/arbeit/rollen/": EVERYBODY,
    "/konto/": EVERYBODY,
    "/konto/mitteilungen/": EVERYBODY,
    "/konto/einwilligungen/": EVERYBODY,
    "/konto/sicherheit/": EVERYBODY,
    "/konto/entwuerfe/": EVERYBODY,
    "/konto/daten/": EVERYBODY,
}


@pytest.mark.parametrize("address", PAGES)
def test_page_for_each_persona(client: Client, personas: dict[str, Any], address: str) -> None:
    answers = {}
    for name in EVERYBODY:
        client.force_login(personas[name])
        answers[name] = client.get(address).status_code

    assert answers == {name: 200 if name in PAGES[address] else 403 for name in EVERYBODY}


@pytest.mark.parametrize("address", PAGES)
def test_visitors_are_asked_to_sign_in(client: Client, address: str) -> None:
    answer = client.get(address)

    assert (answer.status_code, answer["Location"]) == (302, LOGIN + address)


def test_refusal_says_why(client: Client) -> None:
    assert "Wer welche Rolle hat, sieht nur die Verwaltung." in page(client, "/arbeit/menschen/", as_="charlie").text


# List of people


def names_on(answer: Any) -> list[str]:
    return [str(person) for person, _roles in answer.context["rows"]]


def test_offices_see_who_holds_a_role_and_nobody_else(client: Client, personas: dict[str, Any]) -> None:
    answer = page(client, "/arbeit/menschen/", as_="jugendamt")

    roleless = {"traeger", "initiative", "wohnen", "begleitgruppe", "bewohnerin", "charlie"}
    assert sorted(names_on(answer)) == sorted(PERSONAS[name].name for name in EVERYBODY - roleless)
    for name in ("bewohnerin", "charlie"):
        assert PERSONAS[name].name not in answer.text
        assert client.get(f"/arbeit/menschen/{personas[name].public_id}/").status_code == 404


def test_administration_sees_all_accounts(client: Client, personas: dict[str, Any]) -> None:
    answer = page(client, "/arbeit/menschen/", as_="admin")

    assert len(names_on(answer)) == len(PERSONAS)
    assert client.get(f"/arbeit/menschen/{personas['charlie'].public_id}/").status_code == 200


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("q=koch", ["Konrad Koch"]),
        ("q=jan+jung", ["Jan Jung"]),
        ("q=gesundheitsamt@", ["Gesa Gut"]),
        ("role=council", ["Rita Rath"]),
        ("role=gibt-es-nicht&q=koch", ["Konrad Koch"]),
        ("state=closed", []),
        ("state=none&q=charlie", ["Charlie Chaos"]),
    ],
)
def test_filters_of_the_list(client: Client, personas: dict[str, Any], query: str, expected: list[str]) -> None:
    assert names_on(page(client, f"/arbeit/menschen/?{query}", as_="admin")) == expected


def test_filter_by_office_counts_only_running_roles(client: Client, personas: dict[str, Any]) -> None:
    OfficeAppointment.objects.filter(user=personas["bewertung2"]).update(ends_on=date(2026, 5, 19))

    answer = page(client, f"/arbeit/menschen/?office={office('jugendamt').pk}", as_="admin")

    assert names_on(answer) == ["Jan Jung"]


def test_empty_list_says_which_filter_is_in_the_way(client: Client, personas: dict[str, Any]) -> None:
    answer = page(client, "/arbeit/menschen/?role=council&q=koch", as_="admin")

    assert "Zu diesen Filtern passt niemand" in answer.text


def test_list_as_csv_has_one_row_for_each_role(client: Client, personas: dict[str, Any]) -> None:
    User.objects.filter(username="charlie").update(name="=1+1")

    answer = page(client, "/arbeit/menschen/?format=csv", as_="admin")

    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))
    assert rows[0] == ["Name", "Mailadresse", "Rolle", "Zuständig für", "Erster Tag", "Letzter Tag"]
    assert [row[2:] for row in rows if row[0] == "Sonja Sommer"] == [
        ["Fachplanung", "Sozialamt", "01.01.2024", ""],
        ["Gebietsverantwortung", "Sozialamt", "01.01.2024", ""],
    ]
    assert ["'=1+1", "charlie@lauterfeld.example", "", "", "", ""] in rows


@pytest.mark.parametrize("wanted", ["xlsx", "ods"])
def test_list_for_office_programs(client: Client, personas: dict[str, Any], wanted: str) -> None:
    answer = page(client, f"/arbeit/menschen/?format={wanted}", as_="koordination")

    assert answer["Content-Disposition"] == f'attachment; filename="menschen.{wanted}"'


def test_list_asks_the_same_number_of_questions_for_more_people(client: Client, admin: User) -> None:
    client.force_login(admin)

    def add(number: int) -> None:
        person = User.objects.create_user(f"p{number}", f"p{number}@lauterfeld.example", "x", name=f"P {number}")
        appoint(person, "planner", "office", office("jugendamt"))

    assert_same_query_count(lambda: client.get("/arbeit/menschen/"), add_row=add)


# One person


def test_person_shows_roles_and_what_was_done_to_the_account(
    client: Client, admin: User, charlie: User, today: date
) -> None:
    client.force_login(admin)
    client.post(
        f"/arbeit/menschen/{charlie.public_id}/rolle/",
        {"role": "planner", "thing": f"office:{office('jugendamt').pk}", "starts_on": "20.05.2026", "why": "Neu"},
    )

    text = client.get(f"/arbeit/menschen/{charlie.public_id}/").text

    assert roles_of(charlie) == {"planner"}
    assert "Fachplanung (Jugendamt)" in text
    assert "Einer Person eine Rolle geben: Fachplanung (Jugendamt)" in text
    assert "Neu" in text


def test_what_a_person_did_elsewhere_is_not_on_their_page(client: Client, admin: User, koordination: User) -> None:
    client.force_login(koordination)
    client.post("/arbeit/menschen/aemter/neu/", {"name": "Schulamt", "key": "schulamt"}, follow=True)
    assert entries_of(Office.objects.get(key="schulamt")).get().by == koordination

    answer = page(client, f"/arbeit/menschen/{koordination.public_id}/", as_="admin")

    assert "Schulamt" not in answer.text
    assert answer.context["history"] == []


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({"role": ""}, "Rolle"),
        ({"thing": "city"}, "„Fachplanung“ gibt es dafür nicht. Möglich ist: Ämter."),
        ({"thing": "office:999999"}, "Zuständig für"),
        ({"starts_on": "gestern"}, "Das ist kein Datum."),
        ({"ends_on": "19.05.2026"}, "Der letzte Tag liegt vor dem ersten."),
    ],
)
def test_wrong_roles_get_a_sentence_beside_the_field(
    client: Client, admin: User, charlie: User, sent: dict[str, str], sentence: str
) -> None:
    client.force_login(admin)
    good = {"role": "planner", "thing": f"office:{office('jugendamt').pk}", "starts_on": "20.05.2026"}

    answer = client.post(f"/arbeit/menschen/{charlie.public_id}/rolle/", {**good, **sent})

    assert answer.status_code == 422
    assert sentence in answer.text
    assert roles_of(charlie) == frozenset()


def test_role_is_ended_with_a_reason(client: Client, admin: User, rat: User, today: date) -> None:
    client.force_login(admin)
    held = rat.people_cityappointments.get()
    address = f"/arbeit/menschen/rolle/people.cityappointment/{held.pk}/beenden/"

    without = client.post(address, {"ends_on": "20.05.2026", "why": ""})
    client.post(address, {"ends_on": "20.05.2026", "why": "Mandat niedergelegt"})

    assert without.status_code == 422
    held.refresh_from_db()
    assert held.ends_on == today


@pytest.mark.parametrize("table", ["people.cityappointment", "people.user", "gibt.es", "people.officeappointment"])
def test_roles_that_are_not_there_look_the_same(client: Client, admin: User, table: str) -> None:
    assert page(client, f"/arbeit/menschen/rolle/{table}/999999/beenden/", as_="admin").status_code == 404


def test_person_names_their_own_substitute_and_the_substitute_reads_of_it(
    client: Client, jugendamt: User, gesundheitsamt: User
) -> None:
    client.force_login(jugendamt)
    held = jugendamt.people_officeappointments.get()

    answer = client.post(
        f"/arbeit/menschen/rolle/people.officeappointment/{held.pk}/vertretung/",
        {"substitute": gesundheitsamt.pk, "first_day": "18.05.2026", "last_day": "22.05.2026"},
    )

    assert answer["Location"] == "/konto/"
    assert (
        "Sie vertreten bis 22. Mai auch Jan Jung: Fachplanung (Jugendamt)."
        in page(client, "/konto/", as_="gesundheitsamt").text
    )


def test_nobody_names_a_substitute_for_somebody_else(client: Client, jugendamt: User, gesundheitsamt: User) -> None:
    held = jugendamt.people_officeappointments.get()

    answer = page(
        client, f"/arbeit/menschen/rolle/people.officeappointment/{held.pk}/vertretung/", as_="gesundheitsamt"
    )

    assert answer.status_code == 403


def test_account_is_closed_and_opened_again_with_a_reason(client: Client, admin: User, charlie: User) -> None:
    client.force_login(admin)
    address = f"/arbeit/menschen/{charlie.public_id}/"

    client.post(f"{address}schliessen/", {"why": "Auf Wunsch"})
    assert not User.objects.get(pk=charlie.pk).is_active
    assert "Dieses Konto ist geschlossen." in client.get(address).text

    client.post(f"{address}oeffnen/", {"why": "Doch nicht"})
    assert User.objects.get(pk=charlie.pk).is_active


def test_account_with_a_role_is_not_closed(client: Client, admin: User, rat: User) -> None:
    answer = page(client, f"/arbeit/menschen/{rat.public_id}/schliessen/", as_="admin")

    assert answer.status_code == 403
    assert "Diese Person hat noch eine Rolle." in answer.text


# Roles


def test_roles_tell_what_they_may_do_from_the_rules(client: Client) -> None:
    answer = page(client, "/arbeit/rollen/", as_="koordination")

    by_role = {
        one.role.key: {entry.name for _area, entries in one.may_do for entry in entries}
        for one in answer.context["abilities"]
    }
    assert "people.archive_person" in by_role["admin"]
    assert "people.archive_person" not in by_role["city_coordination"]
    assert {name for name in by_role["resident"] if name.startswith("people.")} == set()
    assert "Einer Person eine Rolle geben" in answer.text
    assert "Sonst heißt es: Diese Rolle ist schon beendet." in answer.text


# Invitations


def test_invitation_from_the_form_to_the_role(client: Client, admin: User) -> None:
    client.force_login(admin)
    sent = {
        "name": "Nele Neu",
        "email": "nele@lauterfeld.example",
        "role": "planner",
        "thing": f"office:{office('jugendamt').pk}",
        "language": "de",
        "once_key": "8ad8bff3-79e2-4bb7-a0f2-0bf9fbc8db0c",
    }
    client.post("/arbeit/menschen/einladungen/neu/", sent)
    client.post("/arbeit/menschen/einladungen/neu/", sent)
    assert "offen bis 03.06.2026" in client.get("/arbeit/menschen/einladungen/").text
    (mail,) = OutboxMail.objects.all()
    link = next(word for word in mail.text.split() if "/einladung/" in word).removeprefix("http://127.0.0.1:8000")

    visitor = Client()
    shown = visitor.get(link)
    weak = visitor.post(link, {"name": "Nele Neu", "password": "kurz"})
    answer = visitor.post(link, {"name": "Nele Neu", "password": "ein langer satz"})

    assert "Sie sind eingeladen. Ihre Rolle: Fachplanung, Jugendamt." in shown.text
    assert weak.status_code == 422
    assert answer["Location"] == "/konto/"
    user = User.objects.get(email="nele@lauterfeld.example")
    assert roles_of(user) == {"planner"}
    assert "Ihr Konto ist offen, und Sie haben die Rolle." in visitor.get("/konto/").text
    again = Client().get(link)
    assert (again.status_code, "Die Einladung ist schon angenommen." in again.text) == (410, True)


def invitation_for(email: str, admin: User) -> str:
    made = invitations.invite_person(email=email, name="N", role="council", scope="city", by=admin)
    return f"/konto/einladung/{invitations.token_of(made)}/"


def test_who_has_an_account_signs_in_and_takes_the_role(client: Client, admin: User, charlie: User) -> None:
    link = invitation_for("CHARLIE@lauterfeld.example", admin)

    assert "Für CHARLIE@lauterfeld.example gibt es schon ein Konto." in client.get(link).text
    asked = client.post(link)
    assert unquote(asked["Location"]) == LOGIN + link
    client.post("/konto/anmelden/", {"login": "charlie", "password": "quartier", "next": link})
    assert "Sie sind angemeldet als Charlie Chaos." in client.get(link).text
    client.post(link)

    assert roles_of(charlie) == {"council"}


def test_invitation_of_somebody_else_cannot_be_taken(client: Client, admin: User, charlie: User) -> None:
    link = invitation_for("nele@lauterfeld.example", admin)
    client.force_login(charlie)

    shown, taken = client.get(link), client.post(link)

    assert (shown.status_code, taken.status_code) == (409, 409)
    assert "Die Einladung ging an eine andere Mailadresse." in shown.text
    assert roles_of(charlie) == frozenset()
    assert Invitation.objects.get().state == "sent"


def test_expired_invitation_says_since_when(client: Client, admin: User, clock: Any, now: datetime) -> None:
    link = invitation_for("nele@lauterfeld.example", admin)
    clock(now + timedelta(days=15))

    answer = client.get(link)

    assert (answer.status_code, "Die Einladung ist am 3. Juni 2026 abgelaufen." in answer.text) == (410, True)
    assert client.post(link, {"name": "N", "password": "ein langer satz"}).status_code == 410
    assert User.objects.filter(email="nele@lauterfeld.example").count() == 0


def test_invitation_is_withdrawn_and_sent_again(client: Client, admin: User) -> None:
    client.force_login(admin)
    invitation_for("nele@lauterfeld.example", admin)
    made = Invitation.objects.get()
    address = f"/arbeit/menschen/einladungen/{made.public_id}/"

    client.post(f"{address}erneut/")
    assert OutboxMail.objects.count() == 2
    assert client.get(f"{address}zurueckziehen/").status_code == 200
    client.post(f"{address}zurueckziehen/")
    assert Invitation.objects.get().state == "withdrawn"
    assert client.post(f"{address}erneut/").status_code == 403


def test_mail_that_did_not_arrive_is_shown_beside_its_invitation(client: Client, admin: User) -> None:
    client.force_login(admin)
    invitation_for("nele@lauterfeld.example", admin)
    OutboxMail.objects.update(state="failed")

    assert "die Mail war nicht zustellbar" in client.get("/arbeit/menschen/einladungen/").text
    assert "Eine Mail war nicht zustellbar." in client.get("/arbeit/menschen/").text


def test_scripts_in_names_are_shown_as_text(client: Client, admin: User) -> None:
    client.force_login(admin)
    User.objects.create_user("böse", "b@lauterfeld.example", "x", name="<script>alert(1)</script>")

    text = client.get("/arbeit/menschen/").text

    assert "<script>alert" not in text
    assert "&lt;script&gt;alert" in text


def test_list_of_invitations_asks_the_same_number_of_questions(client: Client, admin: User) -> None:
    client.force_login(admin)

    assert_same_query_count(
        lambda: client.get("/arbeit/menschen/einladungen/"),
        add_row=lambda number: invitation_for(f"n{number}@lauterfeld.example", admin),
    )


# Offices


def test_two_people_change_an_office_and_no_text_is_lost(client: Client, admin: User) -> None:
    office("jugendamt")
    client.force_login(admin)
    address = "/arbeit/menschen/aemter/jugendamt/"
    client.post(address, {"name": "Amt für Jugend", "seen_version": "1"})

    late = client.post(address, {"name": "Jugend und Familie", "seen_version": "1"})

    assert late.status_code == 409
    assert Office.objects.get().name == "Amt für Jugend"
    assert 'value="Jugend und Familie"' in late.text
    assert 'name="seen_version" value="2"' in late.text
    client.post(address, {"name": "Jugend und Familie", "seen_version": "2"})
    assert Office.objects.get().name == "Jugend und Familie"


def test_office_name_given_twice_gets_a_sentence(client: Client, admin: User) -> None:
    office("jugendamt")
    client.force_login(admin)

    answer = client.post("/arbeit/menschen/aemter/neu/", {"name": "Jugendamt", "key": "jugendamt"})

    assert answer.status_code == 422
    assert Office.objects.count() == 1


def test_office_is_archived_by_page(client: Client, admin: User) -> None:
    Office.objects.create(key="leer", name="Leeres Amt")
    client.force_login(admin)

    client.post("/arbeit/menschen/aemter/leer/archivieren/", {"why": "Zusammengelegt"}, follow=True)

    assert Office.objects.get(key="leer").archived_at is not None
    assert "Leeres Amt" not in client.get("/arbeit/menschen/aemter/").text


# My account


def test_account_changes_its_name(client: Client, charlie: User) -> None:
    client.force_login(charlie)

    client.post("/konto/", {"name": "Charly", "language": "en", "seen_version": "1"})

    assert User.objects.filter(pk=charlie.pk).values_list("name", "language").get() == ("Charly", "en")


def test_account_changed_in_two_windows_shows_both(client: Client, charlie: User) -> None:
    client.force_login(charlie)
    client.post("/konto/", {"name": "Charly", "language": "de", "seen_version": "1"})

    late = client.post("/konto/", {"name": "Karl", "language": "de", "seen_version": "1"})

    assert (late.status_code, User.objects.get(pk=charlie.pk).name) == (409, "Charly")
    assert 'value="Karl"' in late.text


def test_contact_preferences_are_chosen_by_kind(client: Client, charlie: User) -> None:
    client.force_login(charlie)
    chosen = {**channels_of(charlie), "news": "off", "tasks": "digest"}

    client.post("/konto/mitteilungen/", chosen)
    wrong = client.post("/konto/mitteilungen/", {**chosen, "news": "brieftaube"})

    assert channels_of(charlie) == chosen
    assert wrong.status_code == 422


def test_consent_is_given_and_withdrawn_by_button(client: Client, charlie: User) -> None:
    client.force_login(charlie)

    client.post("/konto/einwilligungen/", {"purpose": "name_public", "give": "1"})
    assert has_consented(charlie, "name_public")
    assert "gegeben am 20.05.2026" in client.get("/konto/einwilligungen/").text

    client.post("/konto/einwilligungen/", {"purpose": "name_public", "withdraw": "1"})
    assert not has_consented(charlie, "name_public")
    assert "zurückgezogen am 20.05.2026" in client.get("/konto/einwilligungen/").text


def test_unknown_consent_changes_nothing(client: Client, charlie: User) -> None:
    client.force_login(charlie)

    client.post("/konto/einwilligungen/", {"purpose": "alles", "give": "1"})

    assert charlie.consents.count() == 0


def test_own_data_holds_all_that_is_mine_and_nothing_else(client: Client, personas: dict[str, Any]) -> None:
    charlie = personas["charlie"]
    CityAppointment.objects.create(user=charlie, role="council", starts_on=date(2026, 1, 1))
    give_consent(charlie, "name_public", by=charlie)
    save_draft(charlie, "/arbeit/x/", {"text": ["Mein Text"]})
    save_draft(personas["rat"], "/arbeit/x/", {"text": ["Fremder Text"]})
    client.force_login(charlie)

    answer = client.get("/konto/daten/?format=json")

    assert answer["Content-Disposition"] == 'attachment; filename="meine-daten.json"'
    kept = {entry["model"]: entry["rows"] for entry in json.loads(answer.content)["kept"]}
    assert sorted(kept) == [
        "account.EmailAddress",
        "people.CityAppointment",
        "people.Consent",
        "people.Draft",
        "people.User",
    ]
    assert kept["people.User"][0]["Name"] == "Charlie Chaos"
    assert [row["Text"] for row in kept["people.Draft"]] == [{"text": ["Mein Text"]}]
    for secret in ("Fremder Text", "quartier$", charlie.password, "rat@"):
        assert secret not in answer.text
    assert "Mein Text" in client.get("/konto/daten/").text


def test_own_data_never_lists_what_i_did(client: Client, admin: User) -> None:
    client.force_login(admin)
    client.post("/arbeit/menschen/aemter/neu/", {"name": "Schulamt", "key": "schulamt"}, follow=True)

    answer = client.get("/konto/daten/")

    assert "Schulamt" not in answer.text
    assert "Er ist dort zu lesen und wird nie nach Personen aufgelistet." in answer.text


def test_who_still_needs_a_second_step_reaches_their_account(client: Client, admin: User, settings: Any) -> None:
    settings.STAFF_SECOND_FACTOR = True
    client.force_login(admin)

    assert "Ihre Anmeldung braucht noch einen zweiten Schritt" in client.get("/konto/").text
    assert client.get("/konto/sicherheit/").status_code == 200
    assert client.get("/konto/daten/")["Location"] == "/konto/zweiter-schritt/"
