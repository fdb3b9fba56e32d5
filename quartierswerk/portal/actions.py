"""Writes of the public pages."""

from datetime import date

from django.db import transaction

from quartierswerk.history.actions import record
from quartierswerk.kernel.errors import Stale
from quartierswerk.kernel.permits import demand
from quartierswerk.people.models import User
from quartierswerk.portal.models import Page


@transaction.atomic
def write_page(key: str, *, by: User, text: dict[str, str], checked_on: date | None, seen_version: int = 0) -> Page:
    """Save the city's text of the page ``key``; ``seen_version`` 0 means that none was seen.

    Raises Stale when somebody else saved since then.
    """
    demand(by, "portal.edit_page")
    page = Page.objects.select_for_update().filter(key=key).first()
    if page and page.version != seen_version:
        raise Stale(page)
    if page is None:
        page = Page(key=key, version=0)
    before = {"text": dict(page.text), "checked_on": page.checked_on}
    page.text = {language: written for language, written in text.items() if written.strip()}
    page.checked_on = checked_on
    page.version += 1
    page.save()
    record("portal.edit_page", page, by=by, before=before, after={"text": page.text, "checked_on": checked_on})
    return page
