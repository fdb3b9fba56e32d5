"""One function finds, and finds the same on SQLite and PostgreSQL: these cases run on both."""

import pytest
from django.db import IntegrityError, transaction
from django.utils import translation

from quartierswerk.people.models import Office
from quartierswerk.search.actions import put, remove
from quartierswerk.search.models import IndexedText
from quartierswerk.search.queries import Found, audiences_of, find_texts
from tests.query_counts import assert_same_query_count
from tests.temporary_permits import temporary_permit

pytestmark = pytest.mark.django_db

TEXTS = {
    1: ("Haus der Familie", "Beratung, Café und Räume in der Lindenstraße 4. Der Spielplatz liegt dahinter."),
    2: ("Quartier Südhang", "Ein Quartier mit vielen Häusern aus den fünfziger Jahren und einem Abenteuerspielplatz."),
    3: ("Gemeinschaftsgarten am Südhang", "Gärtnern mit den Menschen aus der Nachbarschaft, samstags um zehn."),
    4: ("Stadtteilbücherei", "Bücher, Zeitungen und ein Sprachcafé. Maße des Aufzugs: 110 × 140 cm."),
    5: ("Größe und Lage der Quartiere", "Wie groß die Quartiere sind und wer dort wohnt, 100 % der Fläche."),
}


@pytest.fixture
def texts():
    for number, (title, text) in TEXTS.items():
        put(Office(pk=number), kind="office", title=title, text=text, url=f"/stelle/{number}/")


@pytest.fixture(autouse=True)
def _german():
    with translation.override("de"):
        yield


def found(query: str, audiences=("",), **options) -> list[int]:
    return [int(hit.url.split("/")[2]) for hit in find_texts(query, audiences=audiences, **options).found]


@pytest.mark.parametrize(
    ("query", "numbers"),
    [
        # Case, sharp s and umlauts
        ("lindenstraße", [1]),
        ("LINDENSTRASSE", [1]),
        ("Gaertnern", [3]),
        ("gartnern", [3]),
        ("sudhang", [2, 3]),
        ("Südhang", [2, 3]),
        ("cafe", [1, 4]),
        ("Masse", [4]),
        ("Groesse", [5]),
        # Endings and beginnings
        ("Quartiere", [5, 2]),
        ("Quartier", [2, 5]),
        ("Haus", [1, 2]),
        ("Häuser", [1, 2]),
        ("Nachbar", [3]),
        ("Stadtteil", [4]),
        # Parts of compounds
        ("Spielplatz", [1, 2]),
        ("Bücherei", [4]),
        ("Garten", [3]),
        # Several words have to occur all; what holds them in the title comes first
        ("Garten Südhang", [3]),
        ("Quartier Spielplatz", [2]),
        ("das Haus der Familie", [1]),
        # Parts of words with fewer than four letters are not looked for inside others
        ("rat", []),
        ("ama", []),
        ("am", [3]),
        ("110", [4]),
        ("10", [5]),
    ],
)
def test_found(texts, query: str, numbers: list[int]) -> None:
    findings = find_texts(query, audiences={""})

    assert [int(hit.url.split("/")[2]) for hit in findings.found] == numbers
    assert (findings.total, findings.corrected) == (len(numbers), {})


@pytest.mark.parametrize(
    ("query", "read_as", "numbers"),
    [
        ("Quatier", {"Quatier": "Quartier"}, [2, 5]),
        ("Qaurtier", {"Qaurtier": "Quartier"}, [2, 5]),
        ("Nachbarschafft", {"Nachbarschafft": "Nachbarschaft"}, [3]),
        ("Bücherrei", {"Bücherrei": "Stadtteilbücherei"}, [4]),
        ("Famlie Haus", {"Famlie": "Familie"}, [1]),
        ("Sprachkafé", {"Sprachkafé": "Sprachcafé"}, [4]),
    ],
)
def test_small_typing_errors_are_forgiven(texts, query: str, read_as: dict[str, str], numbers: list[int]) -> None:
    findings = find_texts(query, audiences={""})

    assert (findings.corrected, found(query)) == (read_as, numbers)


def test_word_that_occurs_nowhere_is_left_out_and_named(texts) -> None:
    findings = find_texts("Spielplatz Zebrastreifen", audiences={""})

    assert (findings.unknown, found("Spielplatz Zebrastreifen")) == (["Zebrastreifen"], [1, 2])


def test_word_that_is_only_a_little_like_another_is_proposed_not_replaced(texts) -> None:
    findings = find_texts("Famihglye", audiences={""})

    assert (findings.found, findings.unknown, findings.suggestions) == ([], ["Famihglye"], ["Familie"])


def test_when_nothing_holds_all_words_texts_with_some_are_shown(texts) -> None:
    findings = find_texts("Bücherei Lindenstraße", audiences={""})

    assert (findings.only_some, found("Bücherei Lindenstraße")) == (True, [4, 1])


@pytest.mark.parametrize(
    "query",
    [
        "",
        " ",
        "%",
        "_",
        "*",
        "Quart*",
        "'; DROP TABLE search_indexedtext; --",
        '"Haus der',
        "Haus' OR 'a'='a",
        "Haus\x00Familie",
        "\ud800",
        "a" * 100_000,
        "ä" * 100_000,
        "wort " * 10_000,
        "\\",
        "<script>alert(1)</script>",
        "NOT AND OR NEAR(",
        "🏠",
        "x:y & !z | (",
    ],
)
def test_hostile_query_is_only_a_query(texts, query: str) -> None:
    find_texts(query, audiences={""})

    assert IndexedText.objects.count() == len(TEXTS)


def test_percent_sign_and_underscore_are_no_placeholders(texts) -> None:
    assert (found("100%"), found("H_us")) == ([5], [])


def test_what_is_found_tells_kind_title_and_the_place_in_the_text(texts) -> None:
    put(
        Office(pk=6),
        kind="office",
        title="Jugendtreff",
        text=f"{'Anfang ' * 40} Tischtennis {'Ende ' * 60}",
        url="/stelle/6/",
    )

    with translation.override("en"):
        hit = find_texts("tischtennis", audiences={""}).found[0]

    assert hit == Found(
        kind="office",
        kind_name="Offices",
        title="Jugendtreff",
        excerpt=f"… {'Anfang ' * 9}Tischtennis{' Ende' * 21} …",
        url="/en/stelle/6/",
        weight=40,
    )
    assert len(hit.excerpt) < 190


def test_reader_finds_all_languages_and_is_shown_their_own(db) -> None:
    put(
        Office(pk=8),
        kind="office",
        title={"de": "Werkstatt", "en": "Workshop"},
        text=["Hafenweg 3", {"de": "Fahrräder reparieren", "en": "Mending bicycles"}, {"de": "Bohrer"}],
        url="/en/stelle/8/",
    )

    shown = {}
    for language in ("de", "en"):
        with translation.override(language):
            hit = find_texts("fahrrader", audiences={""}).found[0]
        shown[language] = (hit.title, hit.excerpt, hit.url)

    assert shown == {
        "de": ("Werkstatt", "Hafenweg 3 Fahrräder reparieren Bohrer", "/stelle/8/"),
        "en": ("Workshop", "Hafenweg 3 Mending bicycles", "/en/stelle/8/"),
    }


def test_kinds_and_limit_narrow_the_search(texts) -> None:
    put(Office(pk=9), kind="person", title="Quartier", text="", url="/stelle/9/")

    assert found("Quartier", kinds={"office"}) == [2, 5]
    assert found("Quartier", limit=2) == [9, 2]
    assert find_texts("Quartier", audiences={""}, limit=2).total == 3


def test_line_is_brought_up_to_date(texts) -> None:
    put(Office(pk=1), kind="office", title="Kulturhaus", text="Konzerte", url="/stelle/1/neu")

    assert (found("Familie"), found("Konzerte"), IndexedText.objects.count()) == ([], [1], len(TEXTS))


def test_removed_thing_is_not_found(texts) -> None:
    remove(Office(pk=1))

    assert (found("Familie"), IndexedText.objects.count()) == ([], len(TEXTS) - 1)


def test_guarded_text_is_found_by_its_audience_only_not_even_by_a_suggestion(texts) -> None:
    put(Office(pk=7), kind="office", title="Geheimplan", text="Abrissbirne", url="/stelle/7/", audience="x.view_plans")

    public = find_texts("Abrissbirnen", audiences={""})
    mistyped = find_texts("Abrisbirne", audiences={""})

    assert (public.found, mistyped.found, mistyped.corrected, mistyped.unknown) == ([], [], {}, ["Abrisbirne"])
    assert found("Abrisbirne", audiences={"", "x.view_plans"}) == [7]


def test_thing_with_two_lines_is_found_once_with_the_line_that_says_more(texts) -> None:
    put(Office(pk=1), kind="office", title="Haus der Familie", text="intern", url="/stelle/1/a", audience="x.view")

    hits = find_texts("Haus der Familie", audiences={"", "x.view"}).found

    assert [hit.url for hit in hits] == ["/stelle/1/a"]

    remove(Office(pk=1), audience="x.view")

    assert [hit.url for hit in find_texts("Familie", audiences={"", "x.view"}).found] == ["/stelle/1/"]


def test_audiences_are_those_whose_permission_the_reader_has(texts, koordination, charlie, personas) -> None:
    condition = (lambda user, thing: user == koordination, "No.")
    for number, audience in enumerate(("tests.view_plans", "gone.view_things"), 10):
        put(Office(pk=number), kind="office", title="Plan", text="", url="/", audience=audience)

    with temporary_permit("tests.view_plans", condition):
        seen = [audiences_of(user) for user in (koordination, charlie, personas[""])]

    assert seen == [{"", "tests.view_plans"}, {""}, {""}]


def test_address_outside_of_the_site_is_refused_by_the_database(db) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        put(Office(pk=1), kind="office", title="a", text="", url="https://example.org/")


def test_finding_asks_as_often_for_three_as_for_one(db) -> None:
    count = assert_same_query_count(
        lambda: find_texts("Haus", audiences={""}),
        add_row=lambda number: put(Office(pk=number), kind="o", title=f"Haus {number}", text="", url="/"),
    )

    assert count == 2
