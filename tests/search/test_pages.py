"""The search as pages: public, and in the workspace."""

import re

import pytest
from django.urls import reverse
from django.utils import translation
from django.utils.html import strip_tags

from quartierswerk.people.models import Office
from quartierswerk.search.actions import put
from tests.query_counts import assert_same_query_count

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _german():
    with translation.override("de"):
        yield


@pytest.fixture
def texts():
    put(Office(pk=1), kind="office", title="Haus der Familie", text="Beratung & Café", url="/stelle/1/")
    put(
        Office(pk=2),
        kind="office",
        title="Familienplan",
        text="intern",
        url="/arbeit/stelle/2/",
        audience="files.store_file",
    )


def main_of(answer) -> str:
    """The text of the main part, as one line."""
    main = re.search(r"<main.*?</main>", answer.content.decode(), re.DOTALL)
    return " ".join(strip_tags(main.group()).split())


def links_of(answer) -> list[str]:
    main = re.search(r"<main.*?</main>", answer.content.decode(), re.DOTALL)
    return re.findall(r'href="([^"]*)"', main.group())


def test_visitor_finds_what_is_public(client, texts) -> None:
    answer = client.get("/en/suche/", {"q": "familie"})

    assert (answer.status_code, links_of(answer)) == (200, ["/en/stelle/1/"])
    assert main_of(answer) == (
        "Search What are you looking for? Search One result for “familie” Offices 1 "
        "Haus der Familie Beratung &amp; Café"
    )


def test_public_page_shows_nothing_more_to_employees(client, texts, koordination) -> None:
    client.force_login(koordination)

    assert links_of(client.get(reverse("search:public"), {"q": "familie"})) == ["/stelle/1/"]


def test_desk_shows_what_its_reader_may_see(client, texts, koordination) -> None:
    client.force_login(koordination)

    answer = client.get(reverse("search:desk"), {"q": "familie"})

    assert links_of(answer) == ["/stelle/1/", "/arbeit/stelle/2/"]


def test_desk_asks_visitors_to_sign_in(client) -> None:
    answer = client.get(reverse("search:desk"), {"q": "familie"})

    assert (answer.status_code, answer["Location"]) == (
        302,
        f"{reverse('account_login')}?next={reverse('search:desk')}%3Fq%3Dfamilie",
    )


def test_empty_search_says_what_can_be_entered(client, texts) -> None:
    answer = client.get("/en/suche/")

    assert main_of(answer).endswith("Enter a name, a street or a subject. Spelling and endings need not be exact.")


def test_nothing_found_proposes_words_and_ways(client, texts) -> None:
    answer = client.get("/en/suche/", {"q": "Famihglye"})

    assert main_of(answer).endswith(
        "Nothing was found for “Famihglye” Did you mean: Familie "
        "Try a shorter word, another word for the same thing, or the name of the quarter."
    )
    assert links_of(answer) == ["?q=Familie"]


def test_forgiven_error_is_told(client, texts) -> None:
    answer = client.get("/en/suche/", {"q": "Famlie"})

    assert "“Famlie” occurs nowhere. What you see was found for “Familie”." in main_of(answer)


def test_many_results_of_a_kind_have_a_page_of_their_own(client) -> None:
    for number in range(1, 24):
        put(Office(pk=number), kind="office", title=f"Treff {number:02}", text="", url=f"/treff/{number}/")

    first = client.get("/en/suche/", {"q": "Treff"})
    second = client.get("/en/suche/", {"q": "Treff", "art": "office", "page": "2"})

    assert links_of(first) == [*(f"/en/treff/{number}/" for number in range(1, 6)), "?q=Treff&amp;art=office"]
    assert [link for link in links_of(second) if "/treff/" in link] == [
        f"/en/treff/{number}/" for number in (21, 22, 23)
    ]


@pytest.mark.parametrize(
    "query",
    [
        '"><script>alert(1)</script>',
        "%",
        "*",
        "\x00",
        "'" * 500,
        "ß" * 5000,
        "%00%FF",
        "{{ 7|add:7 }}",
    ],
)
def test_hostile_query_is_shown_as_text(client, texts, query: str) -> None:
    answer = client.get("/en/suche/", {"q": query, "art": query, "page": query})

    assert (answer.status_code, b"<script>alert" in answer.content) == (200, False)


def test_broken_bytes_in_the_address_are_only_a_query(client, texts) -> None:
    assert client.get("/en/suche/?q=%FF%C3%28&art=%00&page=-1").status_code == 200


def test_page_asks_as_often_for_three_as_for_one(client, koordination) -> None:
    client.force_login(koordination)

    assert_same_query_count(
        lambda: client.get(reverse("search:desk"), {"q": "Treff"}),
        add_row=lambda number: put(Office(pk=number), kind="office", title=f"Treff {number}", text="", url="/"),
    )
