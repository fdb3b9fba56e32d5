from typing import Any

import django_filters
import pytest
from django.test import RequestFactory
from django.utils import translation

from quartierswerk.people.models import User
from quartierswerk.ui.lists import Listing

SORTS = {"name": ["name"], "joined": ["-date_joined", "name"]}


class PersonFilter(django_filters.FilterSet):
    name = django_filters.CharFilter(label="Name", lookup_expr="icontains")
    state = django_filters.ChoiceFilter(
        field_name="is_active", label="Stand", choices=[("True", "aktiv"), ("False", "gesperrt")]
    )
    number = django_filters.NumberFilter(field_name="pk", label="Nummer")
    chief = django_filters.ModelMultipleChoiceFilter(
        field_name="pk", label="Leitung", queryset=User.objects.all(), to_field_name="pk"
    )


@pytest.fixture
def people(db: None) -> list[User]:
    return [User.objects.create(username=f"p{n:02}", name=f"Person {n:02}") for n in range(30)]


def listing(rf: RequestFactory, query: str, **options: Any) -> Listing:
    return Listing(
        rf.get("/arbeit/personen/" + query),
        User.objects.all(),
        sorts=SORTS,
        filters=PersonFilter,
        formats=("csv", "xlsx"),
        **options,
    )


def test_a_plain_list_shows_its_first_page_in_its_first_order(rf: RequestFactory, people: list[User]) -> None:
    shown = listing(rf, "")

    assert list(shown) == people[:25]
    assert shown.count == 30
    assert shown.direction("name") == "ascending"
    assert shown.next_url == "/arbeit/personen/?page=2"


def test_order_filter_and_size_live_in_the_address(rf: RequestFactory, people: list[User]) -> None:
    shown = listing(rf, "?name=Person+0&sort=-name&per=50")

    assert list(shown) == people[9::-1]
    assert [(chip.text, chip.url) for chip in shown.chips] == [
        ("Name: Person 0", "/arbeit/personen/?sort=-name&per=50")
    ]
    assert shown.reset_url == "/arbeit/personen/?sort=-name&per=50"
    assert shown.sort_address("name") == "/arbeit/personen/?name=Person+0&per=50&sort=name"
    assert shown.sort_address("joined") == "/arbeit/personen/?name=Person+0&per=50&sort=joined"


def test_exports_keep_filters_and_order(rf: RequestFactory, people: list[User]) -> None:
    shown = listing(rf, "?name=Person&page=2")

    assert shown.exports == [
        ("CSV", "/arbeit/personen/?name=Person&format=csv"),
        ("XLSX", "/arbeit/personen/?name=Person&format=xlsx"),
    ]
    assert shown.wanted_format == ""
    assert listing(rf, "?format=csv").wanted_format == "csv"
    assert listing(rf, "?format=exe").wanted_format == ""


def test_each_of_several_values_can_be_taken_away(rf: RequestFactory, people: list[User]) -> None:
    one, two = people[3], people[7]
    shown = listing(rf, f"?chief={one.pk}&chief={two.pk}")

    assert list(shown) == [one, two]
    assert [(chip.text, chip.url) for chip in shown.chips] == [
        (f"Leitung: {one}", f"/arbeit/personen/?chief={two.pk}"),
        (f"Leitung: {two}", f"/arbeit/personen/?chief={one.pk}"),
    ]


def test_an_empty_list_says_which_filter_hides_how_many(rf: RequestFactory, people: list[User]) -> None:
    shown = listing(rf, "?name=Person+0&state=False")

    assert shown.count == 0
    assert [(way.chip.text, way.count, way.chip.url) for way in shown.ways_out] == [
        ("Stand: gesperrt", 10, "/arbeit/personen/?name=Person+0")
    ]


@pytest.mark.parametrize(
    "query",
    [
        "?page=abc",
        "?page=-1",
        "?page=0",
        "?page=99999999999999999999",
        "?per=abc",
        "?per=1000000",
        "?sort=xx",
        "?sort=-",
        "?sort=password",
        "?sort=name&sort=joined",
        "?state=vielleicht",
        "?number=abc",
        "?number=99999999999999999999999",
        "?number=1e400",
        "?number=NaN",
        "?chief=abc",
        "?chief=99999999999999999999999",
        "?name=%00",
        "?name=" + "a" * 100_000,
        "?name=%25_%5C'\";--",
        "?" + "&".join(f"chief={n}" for n in range(500)),
        "?unknown=1&page[]=2",
        "?name=%ff%fe",
        "?%00=1",
        "?format=csv&format=exe",
    ],
)
def test_no_address_breaks_a_list(rf: RequestFactory, people: list[User], query: str) -> None:
    shown = listing(rf, query)

    assert len(list(shown)) <= 25
    assert shown.count <= 30
    for part in (shown.chips, shown.page_links, shown.exports, shown.ways_out, shown.other_sizes):
        assert isinstance(part, list)
    assert len(shown.address(page=2)) < 5_000


def test_what_could_not_be_read_is_said(rf: RequestFactory, people: list[User]) -> None:
    with translation.override("de"):
        shown = listing(rf, "?state=vielleicht&name=" + "a" * 500)

    assert shown.remarks == [
        "Ein Suchwort war länger als 200 Zeichen. Wir haben es weggelassen.",
        "Den Filter „Stand“ konnten wir nicht lesen. Er gilt jetzt nicht.",
    ]
    assert shown.count == 30


def test_a_list_in_memory_is_sorted_by_functions(rf: RequestFactory) -> None:
    rows = [("b", 1), ("a", 2), ("c", 3)]
    sorts = {"name": lambda row: row[0], "number": lambda row: row[1]}

    assert list(Listing(rf.get("/"), rows, sorts=sorts)) == [("a", 2), ("b", 1), ("c", 3)]
    assert list(Listing(rf.get("/?sort=-number"), rows, sorts=sorts)) == [("c", 3), ("a", 2), ("b", 1)]
