"""The rules of people, without a database."""

from datetime import date

import pytest

from quartierswerk.people.rules import (
    ROLES,
    SCOPES,
    STAFF_ROLES,
    is_current,
    is_draft,
    last_day_of_invitation,
    roles_with_scope,
)


def test_all_roles_have_a_known_scope() -> None:
    assert {scope for role in ROLES.values() for scope in role.scopes} == set(SCOPES)
    assert [role.key for role in ROLES.values() if not role.scopes] == []


def test_roles_of_the_administration() -> None:
    assert {
        "admin",
        "city_coordination",
        "planner",
        "urban_renewal",
        "area_lead",
        "theme_lead",
        "intermediary",
        "assessor",
        "decision_maker",
        "district_head",
    } == STAFF_ROLES


def test_roles_that_an_office_may_give() -> None:
    assert roles_with_scope("office") == (
        "planner",
        "urban_renewal",
        "area_lead",
        "theme_lead",
        "assessor",
        "decision_maker",
    )


@pytest.mark.parametrize(
    ("starts_on", "ends_on", "expected"),
    [
        (date(2026, 5, 20), None, True),
        (date(2026, 5, 21), None, False),
        (date(2026, 5, 1), date(2026, 5, 20), True),
        (date(2026, 5, 1), date(2026, 5, 19), False),
    ],
)
def test_term_includes_its_first_and_its_last_day(starts_on: date, ends_on: date | None, expected: bool) -> None:
    assert is_current(starts_on, ends_on, date(2026, 5, 20)) is expected


def test_invitation_lasts_fourteen_days() -> None:
    assert last_day_of_invitation(date(2026, 5, 20)) == date(2026, 6, 3)


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        ({}, True),
        ({"a": ["x", "y"]}, True),
        ({"a": "x"}, False),
        ({"a": [1]}, False),
        (["x"], False),
        (None, False),
        ({1: ["x"]}, False),
    ],
)
def test_draft_is_texts_by_field(data: object, expected: bool) -> None:
    assert is_draft(data) is expected
