"""Reads for the public pages."""

from dataclasses import dataclass
from datetime import date

from quartierswerk.portal.models import Page
from quartierswerk.portal.rules import PAGES, PageKind, is_due_for_check


@dataclass(frozen=True)
class PageState:
    """One page of the city as the desk lists it."""

    kind: PageKind
    page: Page | None
    is_due: bool

    @property
    def is_written(self) -> bool:
        """Whether the city has written it."""
        return self.page is not None and bool(str(self.page.text))


def page_states(today: date) -> list[PageState]:
    """All pages that an installation needs, in their order, and how each stands."""
    written = {page.key: page for page in Page.objects.all()}
    return [
        PageState(
            kind,
            page := written.get(kind.key),
            is_due_for_check(page.checked_on if page else None, kind.months_until_check, today),
        )
        for kind in PAGES.values()
    ]


def page_of(kind: PageKind) -> Page | None:
    """The city's text of one kind of page, if it was written."""
    return Page.objects.filter(key=kind.key).first()
