"""The life of a thing as a table."""

import dataclasses

import pytest

from quartierswerk.kernel.steps import Step, step_named, steps_from

LIFE = [
    Step("submit", from_={"draft", "returned"}, to="submitted", permission="a.submit", label="Submit"),
    Step("hand_back", from_=["submitted"], to="returned", permission="a.hand_back", label="Hand back"),
    Step("withdraw", from_=("draft", "submitted"), to="withdrawn", permission="a.withdraw", label="Withdraw"),
]


@pytest.mark.parametrize(
    ("state", "names"),
    [
        ("draft", ["submit", "withdraw"]),
        ("submitted", ["hand_back", "withdraw"]),
        ("returned", ["submit"]),
        ("withdrawn", []),
    ],
)
def test_steps_of_a_state_come_in_their_order(state: str, names: list[str]) -> None:
    assert [step.name for step in steps_from(LIFE, state)] == names


def test_step_is_found_by_its_name() -> None:
    assert step_named(LIFE, "hand_back") is LIFE[1]


def test_unknown_step_is_a_fault_of_the_program() -> None:
    with pytest.raises(LookupError, match="there is no step 'approve'"):
        step_named(LIFE, "approve")


def test_step_does_not_change() -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        LIFE[0].to = "approved"


def test_equal_steps_are_equal_whatever_lists_their_states() -> None:
    again = Step("submit", from_=["returned", "draft"], to="submitted", permission="a.submit", label="Submit")

    assert (again, hash(again)) == (LIFE[0], hash(LIFE[0]))
