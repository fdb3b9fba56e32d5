"""Who may do what, and the sentence for a refusal."""

import pytest
from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext_lazy, override

from quartierswerk.kernel.errors import Refused
from quartierswerk.kernel.permits import demand, may, permit, permits, why_not
from tests.temporary_permits import temporary_permit


def has_key(user: str, _thing: object) -> bool:
    return "key" in user


def is_open(_user: object, thing: object) -> bool:
    return thing == "open"


has_key.roles = frozenset({"keeper"})


@pytest.fixture(autouse=True)
def _door():
    with temporary_permit("tests.enter_door", (has_key, "No key."), (is_open, "Closed."), label="Enter"):
        yield


@pytest.mark.parametrize(
    ("user", "door", "reason"),
    [("key", "open", None), ("key", "shut", "Closed."), ("", "open", "No key."), ("", "shut", "No key.")],
)
def test_first_condition_that_fails_gives_the_reason(user: str, door: str, reason: str | None) -> None:
    assert (why_not(user, "tests.enter_door", door), may(user, "tests.enter_door", door)) == (reason, reason is None)


def test_demand_lets_through_who_may() -> None:
    assert demand("key", "tests.enter_door", "open") is None


def test_demand_refuses_with_reason_and_permission() -> None:
    with pytest.raises(Refused) as refused:
        demand("key", "tests.enter_door", "shut")

    assert (refused.value.reason, refused.value.permission) == ("Closed.", "tests.enter_door")
    assert isinstance(refused.value, PermissionDenied)


def test_reason_is_put_into_the_readers_language_when_it_is_needed() -> None:
    sentence = gettext_lazy("Please sign in first.")
    with temporary_permit("tests.sleep", (lambda user, thing: False, sentence)):
        with override("de"):
            german = why_not(None, "tests.sleep")
        with override("en"):
            english = why_not(None, "tests.sleep")

    assert (german, english) == ("Bitte melden Sie sich zuerst an.", "Please sign in first.")


def test_permission_is_registered_once() -> None:
    with pytest.raises(ValueError, match=r"permission tests\.enter_door is registered twice"):
        permit("tests.enter_door", label="Enter again")


def test_unknown_permission_is_a_fault_of_the_program() -> None:
    with pytest.raises(KeyError):
        may("key", "tests.nobody_knows")


def test_permits_are_listed_by_name_with_the_roles_they_ask_for() -> None:
    with temporary_permit("tests.ask_nothing"):
        ours = [(known.name, known.roles) for known in permits() if known.name.startswith("tests.")]

    assert ours == [("tests.ask_nothing", frozenset()), ("tests.enter_door", frozenset({"keeper"}))]
    assert [known.name for known in permits()] == sorted(known.name for known in permits())
