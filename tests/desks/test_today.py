"""The first page of the workspace: what waits, for whom I stand in, what I am in charge of."""

from datetime import date, datetime, timedelta

import pytest
from django.test import Client

from quartierswerk.desks.city.queries import own_appointments, substituting, waiting_for
from quartierswerk.monitoring.actions import keep_upload
from quartierswerk.people.actions.drafts import save_draft
from quartierswerk.people.actions.invitations import invite_person
from quartierswerk.people.models import CityAppointment, User
from tests.personas import appoint
from tests.query_counts import assert_same_query_count

pytestmark = pytest.mark.django_db


def test_visitor_is_asked_to_sign_in(client: Client) -> None:
    answer = client.get("/arbeit/")

    assert (answer.status_code, answer["Location"]) == (302, "/konto/anmelden/?next=/arbeit/")


def test_charlie_finds_nothing_but_the_way_to_the_public_pages(
    client: Client, charlie: User, sozialplanung: User
) -> None:
    keep_upload(b"area,value\n", file_name="werte.csv", by=sozialplanung)
    client.force_login(charlie)

    answer = client.get("/arbeit/")

    assert answer.status_code == 200
    assert (answer.context["waiting"], answer.context["appointments"], answer.context["runs"]) == ([], [], [])
    assert [entry.url for entry in answer.context["desk_navigation"]] == ["/arbeit/"]


def test_own_upload_waits_until_it_is_decided(sozialplanung: User, jugendamt: User, today: date) -> None:
    run = keep_upload(b"area,value\n", file_name="werte.csv", by=sozialplanung)

    mine, theirs = waiting_for(sozialplanung, today), waiting_for(jugendamt, today)

    assert [one.url for one in mine] == [f"/arbeit/monitoring/importe/{run.public_id}/"]
    assert theirs == []


def test_draft_waits_with_its_moment(sozialplanung: User, today: date) -> None:
    save_draft(sozialplanung, "/arbeit/orte/neu/", {"name": ["Haus am Wehr"]})

    waiting = waiting_for(sozialplanung, today)

    assert [(one.url, one.why) for one in waiting] == [("/arbeit/orte/neu/", "Ihr Entwurf vom 20.05.2026, 10:42 Uhr")]


def test_invitation_waits_when_its_link_ends_soon(admin: User, now: datetime, clock, today: date) -> None:
    invite_person(email="neu@lauterfeld.example", name="Neue Person", role="intermediary", scope="city", by=admin)

    at_once = waiting_for(admin, today)
    clock(now + timedelta(days=8))
    later = waiting_for(admin, today + timedelta(days=8))

    assert at_once == []
    assert [(one.title, one.until) for one in later] == [
        ("Neue Person hat die Einladung noch nicht angenommen", today + timedelta(days=14))
    ]


def test_end_of_a_role_is_told_two_weeks_before(charlie: User, today: date) -> None:
    appoint(charlie, "council", "city", ends_on=today + timedelta(days=14))

    told = [one.until for one in waiting_for(charlie, today)]
    day_before = [one.until for one in waiting_for(charlie, today - timedelta(days=1))]

    assert (told, day_before) == ([today + timedelta(days=14)], [])


def test_what_has_a_date_comes_first(charlie: User, today: date) -> None:
    save_draft(charlie, "/konto/", {"name": ["C"]})
    appoint(charlie, "council", "city", ends_on=today + timedelta(days=3))

    assert [one.until for one in waiting_for(charlie, today)] == [today + timedelta(days=3), None]


def test_substitute_sees_for_whom_they_stand_in(koordination: User, charlie: User, today: date) -> None:
    held = CityAppointment.objects.get(user=koordination)
    held.substitute, held.substitute_from, held.substitute_until = charlie, today, today + timedelta(days=2)
    held.save()

    during = substituting(charlie, today + timedelta(days=2))
    after = substituting(charlie, today + timedelta(days=3))

    assert (during, after) == ([held], [])
    assert own_appointments(charlie, today) == []


def test_page_asks_as_often_for_three_drafts_as_for_one(client: Client, sozialplanung: User) -> None:
    client.force_login(sozialplanung)

    assert_same_query_count(
        lambda: client.get("/arbeit/"),
        add_row=lambda number: save_draft(sozialplanung, f"/arbeit/orte/{number}/", {"name": ["x"]}),
    )
