"""The life of an invitation: every step × every state."""

import pytest

from quartierswerk.kernel.steps import step_named
from quartierswerk.people.models import Invitation
from quartierswerk.people.states import INVITATION_STEPS

TABLE = {
    ("accept", "sent"): "accepted",
    ("resend", "sent"): "sent",
    ("withdraw", "sent"): "withdrawn",
}


@pytest.mark.parametrize("state", Invitation.State.values)
@pytest.mark.parametrize("name", [step.name for step in INVITATION_STEPS])
def test_step(name: str, state: str) -> None:
    step = step_named(INVITATION_STEPS, name)

    assert (step.to if state in step.from_ else None) == TABLE.get((name, state))
