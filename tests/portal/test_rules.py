"""Which pages an installation needs and when they are to be checked."""

from datetime import date

import pytest

from quartierswerk.portal.rules import PAGES, is_due_for_check, without_house_number

TODAY = date(2026, 5, 20)


@pytest.mark.parametrize(
    ("checked_on", "months", "expected"),
    [
        (None, None, False),
        (None, 12, True),
        (date(2025, 5, 31), 12, True),
        (date(2025, 6, 1), 12, False),
        (date(2026, 5, 20), 12, False),
        (date(2024, 4, 1), 24, True),
        (date(2000, 1, 1), None, False),
    ],
)
def test_page_is_due_after_its_months(checked_on: date | None, months: int | None, expected: bool) -> None:
    assert is_due_for_check(checked_on, months, TODAY) is expected


def test_pages_that_the_law_asks_for_are_there() -> None:
    assert {kind.slug for kind in PAGES.values()} == {
        *("barrierefreiheit", "datenschutz", "impressum", "kontakt", "barriere-melden", "leichte-sprache")
    }


@pytest.mark.parametrize(
    ("typed", "street"),
    [
        ("Wehrgasse", "Wehrgasse"),
        ("Wehrgasse 12", "Wehrgasse"),
        ("Wehrgasse 12a", "Wehrgasse"),
        ("Wehrgasse 12 a", "Wehrgasse"),
        ("Wehrgasse 12-14", "Wehrgasse"),
        ("Wehrgasse, 3", "Wehrgasse"),
        ("Straße des 17. Juni", "Straße des 17. Juni"),
        ("12", "12"),
        (" 12", " 12"),
        ("", ""),
    ],
)
def test_a_house_number_is_left_out(typed: str, street: str) -> None:
    assert without_house_number(typed) == street
