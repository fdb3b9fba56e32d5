"""Who holds which role on which day."""

from datetime import date

import pytest
from django.contrib.auth.models import AnonymousUser

from quartierswerk.people.models import User
from quartierswerk.people.permissions import has_role
from quartierswerk.people.queries import Held, acting_for, held_by, holds, roles_of, stands_in_for
from tests.personas import appoint, office


def test_visitor_without_account_holds_no_role(db: None) -> None:
    assert roles_of(AnonymousUser()) == frozenset()
    assert acting_for(AnonymousUser()) == frozenset()


def test_roles_of_all_tables_are_found(sozialplanung: User) -> None:
    appoint(sozialplanung, "theme_lead", "city")

    assert roles_of(sozialplanung) == {"planner", "area_lead", "theme_lead"}


@pytest.mark.parametrize(
    ("starts_on", "ends_on", "expected"),
    [
        (date(2026, 5, 20), None, {"council"}),
        (date(2026, 5, 21), None, set()),
        (date(2026, 5, 1), date(2026, 5, 20), {"council"}),
        (date(2026, 5, 1), date(2026, 5, 19), set()),
    ],
)
def test_role_counts_from_its_first_day_to_the_end_of_its_last(
    charlie: User, starts_on: date, ends_on: date | None, expected: set[str]
) -> None:
    appoint(charlie, "council", "city", starts_on=starts_on, ends_on=ends_on)

    assert roles_of(charlie) == expected


def test_substitute_exercises_the_role_only_in_their_term(jugendamt: User, charlie: User) -> None:
    appointment = jugendamt.people_officeappointments.get()
    appointment.substitute = charlie
    appointment.substitute_from, appointment.substitute_until = date(2026, 5, 18), date(2026, 5, 22)
    appointment.save()

    assert held_by(charlie) == {Held("planner", "office", office("jugendamt").pk, jugendamt.pk)}
    assert acting_for(charlie) == {charlie, jugendamt}
    assert roles_of(charlie, date(2026, 5, 22)) == {"planner"}
    assert roles_of(charlie, date(2026, 5, 23)) == frozenset()
    assert acting_for(charlie, date(2026, 5, 23)) == {charlie}


def test_substitute_of_an_ended_appointment_exercises_nothing(jugendamt: User, charlie: User) -> None:
    jugendamt.people_officeappointments.update(
        ends_on=date(2026, 5, 19),
        substitute=charlie,
        substitute_from=date(2026, 5, 18),
        substitute_until=date(2026, 5, 22),
    )

    assert roles_of(charlie) == frozenset()


def test_role_is_held_for_one_thing_and_not_for_another(jugendamt: User) -> None:
    assert holds(jugendamt, "planner", scope="office", thing=office("jugendamt"))
    assert not holds(jugendamt, "planner", scope="office", thing=office("sozialamt"))
    assert not holds(jugendamt, "urban_renewal", scope="office", thing=office("jugendamt"))


def test_condition_knows_its_roles_for_the_page_of_roles(koordination: User, charlie: User) -> None:
    condition = has_role("city_coordination", "admin")

    assert condition.roles == {"city_coordination", "admin"}
    assert condition(koordination, None)
    assert not condition(charlie, None)


def test_all_roles_take_one_query_and_are_kept(sozialplanung: User, django_assert_num_queries) -> None:
    person = User.objects.get(pk=sozialplanung.pk)

    with django_assert_num_queries(1):
        assert roles_of(person) == {"planner", "area_lead"}
        assert acting_for(person) == {person}
        assert roles_of(person) == {"planner", "area_lead"}


def test_one_acts_on_behalf_of_whom_one_stands_in_for_only_without_the_role_oneself(
    jugendamt: User, gesundheitsamt: User, charlie: User
) -> None:
    term = {"substitute_from": date(2026, 5, 18), "substitute_until": date(2026, 5, 22)}
    for substitute in (gesundheitsamt, charlie):
        jugendamt.people_officeappointments.update(substitute=substitute, **term)
        substitute.__dict__.pop("_held", None)

        expected = None if substitute == gesundheitsamt else jugendamt
        assert stands_in_for(substitute, "planner", "area_lead") == expected
        assert stands_in_for(substitute, "planner", scope="office", thing=office("jugendamt")) == jugendamt
        assert stands_in_for(substitute, "planner", scope="office", thing=office("sozialamt")) is None
        assert stands_in_for(substitute, "assessor") is None
