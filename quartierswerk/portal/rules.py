"""The pages that every public installation needs, and when one of them has to be looked at again."""

import re
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class PageKind:
    """One page that the city writes itself: its address, its English title, what belongs on it."""

    key: str
    slug: str
    title: str
    belongs: tuple[str, ...]
    months_until_check: int | None = None


def gettext_noop(text: str) -> str:
    """Mark ``text`` for translation; whoever shows it translates it."""
    return text


PAGES = {
    page.key: page
    for page in (
        PageKind(
            "accessibility",
            "barrierefreiheit",
            gettext_noop("Accessibility"),
            (
                gettext_noop("how far the pages are accessible, and which parts are not yet, with reasons"),
                gettext_noop("how and when this was checked"),
                gettext_noop("where to report a barrier, and who answers until when"),
                gettext_noop("the body that mediates, with its address"),
                gettext_noop("the main points in easy language and in sign language"),
            ),
            months_until_check=12,
        ),
        PageKind(
            "privacy",
            "datenschutz",
            gettext_noop("Privacy"),
            (
                gettext_noop("who is responsible, and how to reach the data protection officer"),
                gettext_noop("which data is kept for which purpose, and when it is deleted"),
                gettext_noop("which rights people have, and where they can complain"),
            ),
            months_until_check=24,
        ),
        PageKind(
            "imprint",
            "impressum",
            gettext_noop("Imprint"),
            (gettext_noop("name, address and representative of the city, and how to reach it"),),
        ),
        PageKind(
            "easy-language",
            "leichte-sprache",
            gettext_noop("Easy language"),
            (
                gettext_noop("what people find here, in easy language, checked by people who need it"),
                gettext_noop("who helps, with phone number and opening hours"),
            ),
            months_until_check=24,
        ),
        PageKind(
            "contact",
            "kontakt",
            gettext_noop("Contact"),
            (
                gettext_noop("who helps with questions about neighbourhoods, by phone, by mail and in person"),
                gettext_noop("when somebody can be reached"),
            ),
        ),
        PageKind(
            "barrier-report",
            "barriere-melden",
            gettext_noop("Report a barrier"),
            (gettext_noop("a way to report a barrier without an account, by phone, by mail or by post"),),
        ),
    )
}


def without_house_number(text: str) -> str:
    """Return what somebody typed as a street without the number at its end ("Wehrgasse 12 a": Wehrgasse)."""
    return re.sub(r"[\s,]+\d+(\s*[-/]\s*\d+)?\s?[a-zA-Z]?$", "", text) or text


def is_due_for_check(checked_on: date | None, months: int | None, today: date) -> bool:
    """Tell whether a page with a check every ``months`` months was last checked too long before ``today``."""
    if months is None:
        return False
    if checked_on is None:
        return True
    return (today.year - checked_on.year) * 12 + today.month - checked_on.month >= months
