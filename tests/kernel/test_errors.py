"""The few ways to say no."""

import pickle

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext_lazy

from quartierswerk.kernel.errors import NotYet, Refused, Stale


def test_refusal_carries_a_sentence_and_is_a_403() -> None:
    refused = Refused(gettext_lazy("Closed."), permission="a.enter")

    assert (refused.reason, str(refused), refused.permission) == ("Closed.", "Closed.", "a.enter")
    assert isinstance(refused, PermissionDenied)


def test_not_yet_names_what_lacks_once_and_in_order() -> None:
    lacking = NotYet(["target", "due", "due"])

    assert (lacking.lacking, str(lacking)) == (frozenset({"due", "target"}), "due, target")


def test_stale_carries_the_other_persons_version() -> None:
    assert (Stale("theirs").theirs, str(Stale("theirs"))) == (
        "theirs",
        "'theirs' was saved by somebody else in the meantime",
    )


def test_refusal_survives_being_sent_to_another_process() -> None:
    assert pickle.loads(pickle.dumps(Refused("Closed."))).reason == "Closed."
