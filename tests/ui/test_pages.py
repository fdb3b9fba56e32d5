import re
from pathlib import Path

import pytest
from django.contrib.messages import constants
from django.contrib.messages.storage.base import Message
from django.db import OperationalError
from django.template.loader import render_to_string
from django.test import Client, RequestFactory
from django.utils import translation

from quartierswerk.config import views
from quartierswerk.people.models import User
from quartierswerk.ui.templatetags.ui import undo_address
from tests.ui.rendering import render

TEMPLATES = Path(__file__).resolve().parents[2] / "quartierswerk" / "ui" / "templates"


def test_the_page_of_components_is_for_people_with_an_account(client: Client, charlie: User) -> None:
    assert client.get("/arbeit/bausteine/").status_code == 302

    client.force_login(charlie)

    assert client.get("/arbeit/bausteine/").status_code == 200


def test_the_page_shows_every_component() -> None:
    shown = "".join(file.read_text() for file in (TEMPLATES / "ui").rglob("*.html"))
    shown += "".join(file.read_text() for file in (TEMPLATES / "cotton").rglob("*.html"))
    tags = set(re.findall(r"<c-([\w-]+)", shown)) - {"vars", "slot"}
    components = {file.stem.replace("_", "-") for file in (TEMPLATES / "cotton").glob("*.html")}

    assert components - tags == set()
    assert tags - components == set()


@pytest.mark.parametrize("language", ["de", "en"])
def test_the_page_of_components_comes_in_both_languages(client: Client, charlie: User, language: str) -> None:
    client.force_login(charlie)

    html = client.get("/arbeit/bausteine/" if language == "de" else "/en/arbeit/bausteine/").content.decode()

    assert f'<html lang="{language}" dir="ltr">' in html
    assert ("<h1>Bausteine</h1>" if language == "de" else "<h1>Components</h1>") in html
    assert "style=" not in html
    assert "onclick" not in html


def test_the_switch_of_languages_keeps_page_and_query(client: Client, charlie: User) -> None:
    client.force_login(charlie)

    html = client.get("/arbeit/bausteine/?sort=end&page=2").content.decode()

    assert 'href="/en/arbeit/bausteine/?sort=end&amp;page=2" lang="en"' in html


@pytest.mark.parametrize(("chosen", "written"), [("dark", ' data-kern-theme="dark"'), ("system", ""), ("x", "")])
def test_the_choice_of_light_and_dark_needs_no_script(client: Client, charlie: User, chosen: str, written: str) -> None:
    client.force_login(charlie)

    answer = client.post("/ansicht/", {"theme": chosen, "next": "/arbeit/bausteine/"})
    html = client.get("/arbeit/bausteine/").content.decode()

    assert answer.headers["Location"] == "/arbeit/bausteine/"
    assert f'<html lang="de" dir="ltr"{written}>' in html


def test_the_choice_of_light_and_dark_cannot_lead_away(client: Client) -> None:
    answer = client.post("/ansicht/", {"theme": "dark", "next": "https://example.org/"})

    assert answer.headers["Location"] == "/"


@pytest.mark.parametrize("template", ["ui/500.html", "ui/503.html", "ui/400.html"])
def test_pages_for_trouble_come_without_storage_and_request(template: str) -> None:
    with translation.override("de"):
        html = render_to_string(template, {"number": "4711abcd"})

    assert "<h1>" in html
    assert ("4711abcd" in html) == (template == "ui/500.html")


def test_a_page_without_storage_says_that_we_are_back_soon(rf: RequestFactory) -> None:
    try:
        raise OperationalError("no storage")
    except OperationalError:
        answer = views.server_error(rf.get("/"))

    assert answer.status_code == 503
    assert answer.headers["Retry-After"] == "60"


@pytest.mark.django_db
def test_a_lost_page_offers_the_search(client: Client) -> None:
    answer = client.get("/gibt-es-nicht/")

    assert answer.status_code == 404
    assert 'role="search"' in answer.content.decode()


def test_a_notice_carries_the_address_that_takes_it_back() -> None:
    assert undo_address(Message(constants.SUCCESS, "Ort archiviert.", "undo:/arbeit/orte/1/zurueck/")) == (
        "/arbeit/orte/1/zurueck/"
    )
    assert undo_address(Message(constants.SUCCESS, "Gespeichert.")) == ""


def test_texts_of_people_are_escaped_in_components() -> None:
    evil = "<script>alert(1)</script>"
    html = render(
        '<c-row title="{{ evil }}" url="/x" end="{{ evil }}" meta="{{ evil }}">{{ evil }}</c-row>'
        '<c-alert kind="info" title="{{ evil }}">{{ evil }}</c-alert>'
        '<c-comparison old="{{ evil }}" new="a{{ evil }}" old_title="{{ evil }}" new_title="b" />'
        '<c-section-head title="{{ evil }}" note="{{ evil }}" /><c-chip url="/">{{ evil }}</c-chip>',
        evil=evil,
    )

    assert "<script" not in html
    assert "&amp;lt;" not in html
