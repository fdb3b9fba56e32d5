"""Typed text is never lost: drafts of people, and text sent after the sign-in had ended."""

import json
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from quartierswerk.people.models import Draft, Office, User
from quartierswerk.people.queries import draft_for

SAVE = "/konto/entwuerfe/merken/"
DISCARD = "/konto/entwuerfe/verwerfen/"
FORM = "/arbeit/menschen/aemter/neu/"
TYPED = {"name": "Schulamt", "key": "schulamt", "email": "kein gültiges"}


def save(client: Client, **sent: Any) -> Any:
    return client.post(SAVE, json.dumps(sent), content_type="application/json")


# The endpoint


def test_draft_is_kept_as_json(client: Client, admin: User, now: datetime) -> None:
    client.force_login(admin)

    answer = save(client, form=FORM, data={"name": ["Schul"]})

    assert (answer.status_code, answer.json()) == (200, {"version": 1, "saved_at": "2026-05-20T10:42:00+02:00"})
    draft = draft_for(admin, FORM)
    assert draft is not None
    assert (draft.data, draft.saved_at) == ({"name": ["Schul"]}, now)


def test_draft_is_kept_as_a_form_with_its_version(client: Client, admin: User) -> None:
    client.force_login(admin)
    save(client, form=FORM, data={"name": ["Schul"]})

    answer = client.post(SAVE, {"form": FORM, "data": '{"name": ["Schulamt"]}', "version": "1"})

    assert (answer.status_code, answer.json()["version"]) == (200, 2)


def test_newer_draft_of_another_page_is_not_overwritten(client: Client, admin: User) -> None:
    client.force_login(admin)
    save(client, form=FORM, data={"name": ["eins"]})
    save(client, form=FORM, data={"name": ["zwei"]}, version=1)

    answer = save(client, form=FORM, data={"name": ["alt"]}, version=1)

    assert (answer.status_code, answer.json()["data"]) == (409, {"name": ["zwei"]})
    assert draft_for(admin, FORM).data == {"name": ["zwei"]}


def test_visitor_cannot_keep_a_draft(client: Client, db: None) -> None:
    answer = save(client, form=FORM, data={"name": ["x"]})

    assert answer.status_code == 401
    assert Draft.objects.count() == 0


def test_draft_that_is_too_long_is_refused_before_it_is_read(client: Client, admin: User) -> None:
    client.force_login(admin)

    answer = save(client, form=FORM, data={"name": ["x" * 1_000_001]})

    assert (answer.status_code, answer.json()) == (
        413,
        {"reason": "Dieser Text ist zu lang für einen Entwurf."},
    )
    assert Draft.objects.count() == 0


@pytest.mark.parametrize(
    "body",
    [
        "",
        "[]",
        "{",
        '{"form": "/x/"}',
        '{"form": "/x/", "data": {"a": "b"}}',
        '{"form": "", "data": {}}',
        '{"form": 3, "data": {}}',
        '{"form": "/x/", "data": {}, "version": "neu"}',
        json.dumps({"form": "x" * 301, "data": {}}),
    ],
)
def test_unreadable_drafts_are_refused(client: Client, admin: User, body: str) -> None:
    client.force_login(admin)

    answer = client.post(SAVE, body, content_type="application/json")

    assert (answer.status_code, answer.json()) == (400, {"reason": "Dieser Entwurf ist nicht lesbar."})
    assert Draft.objects.count() == 0


def test_draft_is_only_discarded_by_its_owner(client: Client, admin: User, charlie: User) -> None:
    client.force_login(admin)
    save(client, form=FORM, data={"name": ["x"]})

    client.force_login(charlie)
    client.post(DISCARD, {"form": FORM})
    assert Draft.objects.count() == 1

    client.force_login(admin)
    answer = client.post(DISCARD, {"form": FORM, "next": "/konto/entwuerfe/"})
    assert (answer.status_code, answer["Location"]) == (302, "/konto/entwuerfe/")
    assert Draft.objects.count() == 0


def test_discarding_does_not_lead_away(client: Client, admin: User) -> None:
    client.force_login(admin)

    answer = client.post(DISCARD, {"form": FORM, "next": "https://example.org/"})

    assert answer["Location"] == "/konto/entwuerfe/"


# In a form


def test_form_offers_a_draft_and_fills_it_in_on_demand(client: Client, admin: User) -> None:
    client.force_login(admin)
    save(client, form=FORM, data={"name": ["Schulamt"], "email": ["kein gültiges"]})

    offered = client.get(FORM)
    restored = client.get(f"{FORM}?draft=1")

    assert "Hier liegt Ihr Entwurf vom 20.05.2026, 10:42 Uhr." in offered.text
    assert 'value="Schulamt"' not in offered.text
    assert "Das Formular zeigt Ihren Text vom 20.05.2026, 10:42 Uhr." in restored.text
    assert 'value="Schulamt"' in restored.text
    assert 'value="kein gültiges"' in restored.text
    assert 'class="kern-error"' not in restored.text


def test_draft_is_found_in_the_other_language(client: Client, admin: User) -> None:
    client.force_login(admin)
    save(client, form=FORM, data={"name": ["Schulamt"]})

    assert "Your draft of 05/20/2026" in client.get(f"/en{FORM}").text


def test_draft_is_gone_once_it_became_the_thing(client: Client, admin: User) -> None:
    client.force_login(admin)
    save(client, form=FORM, data={"name": ["Schulamt"]})

    client.post(FORM, {"name": "Schulamt", "key": "schulamt"})

    assert list(Office.objects.values_list("name", flat=True)) == ["Schulamt"]
    assert Draft.objects.count() == 0


def test_open_drafts_are_listed_for_their_owner_only(client: Client, admin: User, charlie: User) -> None:
    client.force_login(admin)
    save(client, form=FORM, data={"name": ["Schulamt geheim"]})

    assert "Schulamt geheim" in client.get("/konto/entwuerfe/").text
    client.force_login(charlie)
    assert "Schulamt geheim" not in client.get("/konto/entwuerfe/").text


# After the sign-in ended


def sign_in(client: Client, username: str, **more: str) -> Any:
    return client.post("/konto/anmelden/", {"login": username, "password": "quartier", **more})


def test_text_sent_while_signed_out_is_in_the_form_after_the_sign_in(client: Client, admin: User) -> None:
    refused = client.post(FORM, {**TYPED, "once_key": "8ad8bff3-79e2-4bb7-a0f2-0bf9fbc8db0c"})

    assert (refused.status_code, refused["Location"]) == (302, f"/konto/anmelden/?next={FORM}")
    assert Office.objects.count() == 0
    assert list(Draft.objects.values_list("data", flat=True)) == [{key: [value] for key, value in TYPED.items()}]
    assert refused.cookies["kept_text"]["httponly"]

    back = sign_in(client, "admin", next=FORM)
    page = client.get(back["Location"])

    assert back["Location"] == FORM
    for value in TYPED.values():
        assert f'value="{value}"' in page.text
    assert "Er ist noch nicht gespeichert." in page.text
    assert list(Draft.objects.values_list("user__username", "keeper")) == [("admin", "")]


def test_kept_text_is_bound_to_the_browser(client: Client, admin: User, koordination: User) -> None:
    client.post(FORM, TYPED)
    other = Client()
    other.force_login(koordination)

    page = other.get(FORM)

    assert "Schulamt" not in page.text


def test_secrets_are_never_kept(client: Client, db: None) -> None:
    client.post(FORM, {"name": "x", "password": "geheim", "new_password1": "geheim", "code": "123456"})

    assert list(Draft.objects.values_list("data", flat=True)) == [{"name": ["x"]}]


def test_signed_out_reader_of_a_page_leaves_nothing_behind(client: Client, db: None) -> None:
    answer = client.get(FORM)

    assert answer["Location"] == f"/konto/anmelden/?next={FORM}"
    assert "kept_text" not in answer.cookies
    assert Draft.objects.count() == 0


def test_keeping_is_limited(client: Client, settings: Any, db: None) -> None:
    settings.ACCOUNT_RATE_LIMITS = {"keep_text": "2/h/ip"}

    for number in range(4):
        client.post(f"/arbeit/menschen/aemter/a{number}/", TYPED)

    assert Draft.objects.count() == 2


def test_too_much_text_is_not_kept_for_a_visitor(client: Client, db: None) -> None:
    answer = client.post(FORM, {"name": "x" * 1_000_001})

    assert answer.status_code == 302
    assert Draft.objects.count() == 0


def test_form_opened_before_a_new_sign_in_is_offered_again_with_its_text(admin: User) -> None:
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(admin)

    answer = browser.post(FORM, {**TYPED, "csrfmiddlewaretoken": "x" * 64}, headers={"origin": "http://testserver"})

    assert (answer.status_code, answer["Location"]) == (302, FORM)
    page = browser.get(f"{FORM}?draft=1")
    assert 'value="Schulamt"' in page.text
    assert "Ihre Anmeldung hat sich inzwischen geändert." in page.text
    assert Office.objects.count() == 0


@pytest.mark.parametrize("origin", ["", "https://example.org", "null", "http://testserver.example.org"])
def test_form_from_a_foreign_page_leaves_nothing_behind(admin: User, origin: str) -> None:
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(admin)

    answer = browser.post(FORM, TYPED, headers={"origin": origin} if origin else {})

    assert answer.status_code == 403
    assert "Dieses Formular war zu lange offen" in answer.text
    assert Draft.objects.count() == 0
    assert Office.objects.count() == 0


def test_who_lacks_the_second_step_does_not_lose_text(client: Client, admin: User, settings: Any) -> None:
    settings.STAFF_SECOND_FACTOR = True
    client.force_login(admin)

    answer = client.post(FORM, TYPED)

    assert answer["Location"] == "/konto/zweiter-schritt/"
    assert draft_for(admin, FORM).data["name"] == ["Schulamt"]


def test_kept_text_is_forgotten_after_a_day(client: Client, db: None, now: datetime) -> None:
    from quartierswerk.people.tasks import forget_what_is_over

    client.post(FORM, TYPED)

    forget_what_is_over(now + timedelta(hours=25))

    assert Draft.objects.count() == 0
