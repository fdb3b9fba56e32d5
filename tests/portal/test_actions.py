"""Writing the city's own pages."""

from datetime import date

import pytest

from quartierswerk.history.models import Entry
from quartierswerk.kernel.errors import Refused, Stale
from quartierswerk.people.models import User
from quartierswerk.portal.actions import write_page
from quartierswerk.portal.models import Page

pytestmark = pytest.mark.django_db


def test_page_is_written_and_recorded(koordination: User, today: date) -> None:
    page = write_page("contact", by=koordination, text={"de": "Hier", "en": "  "}, checked_on=today)

    assert (page.text, page.checked_on, page.version) == ({"de": "Hier"}, today, 1)
    assert list(Entry.objects.values_list("action", "by__username", "before", "after")) == [
        (
            "portal.edit_page",
            "koordination",
            {"text": {}, "checked_on": None},
            {"text": {"de": "Hier"}, "checked_on": "2026-05-20"},
        )
    ]


def test_others_are_refused_and_nothing_changes(bewohnerin: User) -> None:
    with pytest.raises(Refused) as refused:
        write_page("contact", by=bewohnerin, text={"de": "Hier"}, checked_on=None)

    assert refused.value.reason == "Die Seiten der Stadt schreibt die Gesamtkoordination."
    assert (Page.objects.count(), Entry.objects.count()) == (0, 0)


@pytest.mark.parametrize("seen", [0, 1, 3])
def test_who_saw_another_version_gets_the_present_one(koordination: User, admin: User, seen: int) -> None:
    write_page("contact", by=koordination, text={"de": "Erst"}, checked_on=None)
    write_page("contact", by=koordination, text={"de": "Dann"}, checked_on=None, seen_version=1)

    with pytest.raises(Stale) as stale:
        write_page("contact", by=admin, text={"de": "Meins"}, checked_on=None, seen_version=seen)

    assert (stale.value.theirs.text, stale.value.theirs.version) == ({"de": "Dann"}, 2)
    assert Entry.objects.count() == 2
