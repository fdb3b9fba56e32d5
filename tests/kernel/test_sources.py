"""Citations change nothing but one attribute."""

from quartierswerk.kernel.privacy import PrivacyEntry, entry_labels
from quartierswerk.kernel.sources import source


def test_cited_thing_stays_the_same_thing() -> None:
    def rule() -> int:
        return 7

    cited = source("RK 4", "GQ 2")(rule)

    assert (cited is rule, cited(), cited.sources) == (True, 7, ("RK 4", "GQ 2"))


def test_labels_of_privacy_entries_are_compared_in_lower_case() -> None:
    entry = PrivacyEntry("people.User", ("name",), "", "", "", "")

    assert entry_labels([entry]) == {"people.user"}
