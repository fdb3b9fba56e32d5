"""Recording, and taking a step."""

import pytest

from quartierswerk.history.actions import advance, record
from quartierswerk.history.queries import entries_of
from quartierswerk.kernel.errors import NotYet, Refused
from quartierswerk.kernel.steps import Step
from quartierswerk.people.models import Office
from tests.temporary_permits import temporary_permit

pytestmark = pytest.mark.django_db

# Any field can hold a state; the office's name stands in for one.
RENAME = Step("rename", from_={"Altes Amt"}, to="Neues Amt", permission="tests.rename_office", label="Rename")


@pytest.fixture
def office() -> Office:
    return Office.objects.create(key="amt", name="Altes Amt")


@pytest.fixture(autouse=True)
def _permission(koordination):
    only_koordination = (lambda user, thing: user == koordination, "Only Konrad renames.")
    with temporary_permit("tests.rename_office", only_koordination):
        yield


def facts(thing) -> list[tuple]:
    return [(e.action, e.by, e.on_behalf_of, e.why, e.before, e.after) for e in entries_of(thing)]


def test_what_is_recorded_is_kept_as_given(office, koordination, charlie) -> None:
    record("a.do_it", office, by=koordination, on_behalf_of=charlie, why="Weil", before={"a": 1}, after={"a": 2})

    assert facts(office) == [("a.do_it", koordination, charlie, "Weil", {"a": 1}, {"a": 2})]


def test_step_changes_the_state_and_is_recorded(office, koordination) -> None:
    advance(office, RENAME, by=koordination, why="Umzug", state_field="name")

    office.refresh_from_db()
    assert office.name == "Neues Amt"
    assert facts(office) == [
        ("tests.rename_office", koordination, None, "Umzug", {"name": "Altes Amt"}, {"name": "Neues Amt"})
    ]


def test_step_without_permission_is_refused_with_the_reason(office, charlie) -> None:
    with pytest.raises(Refused) as refused:
        advance(office, RENAME, by=charlie, state_field="name")

    office.refresh_from_db()
    assert (refused.value.reason, refused.value.permission) == ("Only Konrad renames.", "tests.rename_office")
    assert (office.name, facts(office)) == ("Altes Amt", [])


def test_step_from_another_state_names_the_state(office, koordination) -> None:
    advance(office, RENAME, by=koordination, state_field="name")

    with pytest.raises(NotYet) as too_late:
        advance(office, RENAME, by=koordination, state_field="name")

    assert too_late.value.lacking == {"Neues Amt"}
    assert len(facts(office)) == 1
