"""Reads of places: who sees what, on which day, with how many queries."""

from datetime import date
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from quartierswerk.places.models import Area, Neighbourhood
from quartierswerk.places.queries import (
    areas_at,
    areas_visible_to,
    areas_without,
    broken_invariants,
    current_areas,
    imports_visible_to,
    leads_of_neighbourhood,
    meeting_places_visible_to,
    neighbourhoods_for_street,
    neighbourhoods_on_closed_areas,
    neighbourhoods_visible_to,
    renewal_areas_visible_to,
    renewal_shares,
    residents_pieces,
    shares_by_area,
    streets_named,
    unknown_codes,
    versions_of,
)
from tests.factories.places import (
    make_area,
    make_level,
    make_meeting_place,
    make_neighbourhood,
    make_renewal_area,
    make_street,
    square,
)
from tests.personas import appoint
from tests.query_counts import assert_same_query_count

pytestmark = pytest.mark.django_db
TODAY = date(2026, 5, 20)


def test_who_may_not_see_areas_sees_none(charlie: Any, bewohnerin: Any, koordination: Any) -> None:
    make_area("01")
    make_renewal_area()

    seen = [
        (areas_visible_to(user).count(), renewal_areas_visible_to(user).count(), imports_visible_to(user).count())
        for user in (charlie, bewohnerin, AnonymousUser(), koordination)
    ]

    assert seen == [(0, 0, 0), (0, 0, 0), (0, 0, 0), (1, 1, 0)]


def test_everybody_sees_what_is_public_and_not_archived(charlie: Any, rat: Any) -> None:
    for make in (make_neighbourhood, make_meeting_place):
        make("oeffentlich", is_public=True)
        make("intern")
        make("frueher", is_public=True, archived_at=timezone.now())

    assert [n.slug for n in neighbourhoods_visible_to(charlie)] == ["oeffentlich"]
    assert [p.slug for p in meeting_places_visible_to(AnonymousUser())] == ["oeffentlich"]
    assert sorted(p.slug for p in meeting_places_visible_to(rat)) == ["frueher", "intern", "oeffentlich"]


def test_areas_of_a_day_are_those_valid_then() -> None:
    old = make_area("01", valid_until=date(2020, 12, 31))
    new = make_area("01", valid_from=date(2021, 1, 1))

    days = [date(1990, 1, 1), date(2020, 12, 31), date(2021, 1, 1), TODAY]

    assert [list(areas_at(Area.objects.all(), day)) for day in days] == [[old], [old], [new], [new]]
    assert list(versions_of(new)) == [new, old]


def test_unknown_codes_come_with_near_misses_and_missing_areas_with_their_name() -> None:
    for number, code in enumerate(["04030416", "09041403", "01011101"]):
        make_area(code, geom=square(number * 1000, 0))

    assert unknown_codes("quarter", ["04030417", "9041403", "01011101"]) == {
        "04030417": ["04030416"],
        "9041403": ["09041403"],
    }
    assert [area.code for area in areas_without("quarter", ["01011101", "04030416"])] == ["09041403"]


def test_finest_level_with_residents_counts() -> None:
    make_area("01", level="district", residents=1000)
    make_area("0101", residents=400)
    make_area("0102", geom=square(1000, 0), residents=None)

    assert [count for _geom, count in residents_pieces(TODAY)] == [400, None]


def test_neighbourhood_across_borders_has_its_shares_of_both_areas() -> None:
    make_area("0101", residents=100)
    make_area("0102", geom=square(1000, 0), residents=900)
    make_area("0103", geom=square(9000, 0), residents=5)
    home = make_neighbourhood("mitte", geom=square(500, 0))

    shares = shares_by_area(home, "quarter", day=TODAY)

    assert [(share.area.code, round(share.shares.of_a or 0, 2)) for share in shares] == [("0101", 0.5), ("0102", 0.5)]
    assert [round(share.shares.residents_of_a or 0, 2) for share in shares] == [0.1, 0.9]


def test_renewal_areas_that_reach_in_are_named_and_ended_ones_are_not() -> None:
    home = make_neighbourhood("mitte", geom=square(0, 0))
    make_renewal_area("S1", geom=square(800, 0))
    make_renewal_area("S2", geom=square(0, 0), ends_on=date(2020, 1, 1))
    make_renewal_area("S3", geom=square(0, 0), archived_at=timezone.now())
    make_renewal_area("S4", geom=square(5000, 0))

    assert [share.area.code for share in renewal_shares(home, day=TODAY)] == ["S1"]


def test_thing_without_outline_shares_nothing() -> None:
    assert shares_by_area(make_neighbourhood("mitte"), "quarter", day=TODAY) == []
    assert renewal_shares(make_neighbourhood("nord"), day=TODAY) == []


def test_those_in_charge_of_a_neighbourhood_and_of_its_district_are_listed(
    mittler: Any, bezirk: Any, quartier: Any
) -> None:
    district = make_area("01", level="district")
    home = make_neighbourhood("mitte", outline_from=Neighbourhood.OutlineFrom.AREAS)
    home.areas.add(make_area("0101", parent=district))
    appoint(quartier, "neighbourhood_coordination", "neighbourhood", home)
    appoint(mittler, "area_lead", "neighbourhood", home, ends_on=date(2025, 1, 1))
    appoint(bezirk, "district_head", "district", district)

    assert [(lead.role, lead.user) for lead in leads_of_neighbourhood(home, day=TODAY)] == [
        ("neighbourhood_coordination", quartier),
        ("district_head", bezirk),
    ]


def test_drawn_neighbourhood_belongs_to_the_districts_it_lies_in(bezirk: Any, mittler: Any) -> None:
    west = make_area("01", level="district", geom=square(0, 0))
    east = make_area("02", level="district", geom=square(1000, 0))
    appoint(bezirk, "district_head", "district", west)
    appoint(mittler, "area_lead", "district", east)
    home = make_neighbourhood("mitte", geom=square(30, 0))

    assert [lead.role for lead in leads_of_neighbourhood(home, day=TODAY)] == ["district_head"]
    assert leads_of_neighbourhood(make_neighbourhood("ohne"), day=TODAY) == []


def test_outline_on_areas_that_ended_wants_a_look() -> None:
    home, fine = make_neighbourhood("mitte"), make_neighbourhood("nord")
    home.areas.add(make_area("01", valid_until=date(2025, 12, 31)))
    fine.areas.add(make_area("02"))

    assert list(neighbourhoods_on_closed_areas(TODAY)) == [home]


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("königstr", ["Königstraße", "Kleine Königstraße"]),
        ("KOENIGSTRASSE", ["Königstraße", "Kleine Königstraße"]),
        ("lange str.", ["Lange Straße"]),
        ("", []),
        ("%", []),
    ],
)
def test_streets_are_found_by_their_beginning_first(typed: str, names: list[str]) -> None:
    for name in ("Kleine Königstraße", "Königstraße", "Lange Straße"):
        make_street(name)

    assert [street.name for street in streets_named(typed)] == names


def test_street_leads_to_public_neighbourhoods_only() -> None:
    area, beside = make_area("01"), make_area("02", geom=square(1000, 0))
    street = make_street("Königstraße", area)
    for slug, public in (("mitte", True), ("intern", False)):
        made = make_neighbourhood(slug, is_public=public, outline_from=Neighbourhood.OutlineFrom.AREAS)
        made.areas.add(area)
    make_neighbourhood("drueber", is_public=True, geom=square(500, 0))
    make_neighbourhood("weg", is_public=True, geom=square(5000, 0))
    make_neighbourhood("daneben", is_public=True).areas.add(beside)

    found = neighbourhoods_for_street(AnonymousUser(), street, day=TODAY)

    assert [neighbourhood.slug for neighbourhood in found] == ["drueber", "mitte"]


def test_broken_data_is_named_in_sentences() -> None:
    make_area("01", valid_until=date(2021, 6, 1))
    make_area("01", valid_from=date(2021, 1, 1))
    below = make_area("block", level="block", geom=square(3000, 0))
    make_area("02", geom=square(4000, 0), parent=below)
    make_neighbourhood("leer", outline_from=Neighbourhood.OutlineFrom.AREAS)
    make_neighbourhood("zuviel", geom=square(0, 0)).areas.add(below)

    assert list(broken_invariants()) == [
        "Gebiet 01 (quarter) hat zwei Fassungen, die am selben Tag gelten.",
        "Gebiet 02 liegt in block Gebiet block, das nicht auf einer Ebene darüber ist.",
        "Das Quartier Leer ist aus Gebieten zusammengesetzt, aber keines ist genannt.",
        "Das Quartier Zuviel nennt Gebiete, obwohl sein Umriss anders entstanden ist.",
    ]


def test_lists_ask_as_often_for_three_areas_as_for_one(koordination: Any) -> None:
    district = make_area("01", level="district")
    make_level()

    count = assert_same_query_count(
        lambda: [
            (area.name, str(area.level), str(area.parent), area.geom_map, area.area_km2)
            for area in current_areas(koordination, "quarter", day=TODAY)
        ],
        add_row=lambda n: make_area(f"010{n}", geom=square(n * 1000, 0), parent=district),
    )

    assert count == 1


def test_shares_ask_as_often_for_three_areas_as_for_one() -> None:
    home = make_neighbourhood("mitte", geom=square(0, 0, 9000, 1000))

    assert_same_query_count(
        lambda: shares_by_area(home, "quarter", day=TODAY),
        add_row=lambda n: make_area(f"010{n}", geom=square(n * 1000, 0), residents=n),
    )
