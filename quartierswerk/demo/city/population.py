"""How many people live in each quarter, by groups, at the last five turns of the year."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from quartierswerk.demo.city.chance import bell
from quartierswerk.demo.city.tables import table

YEARS = 5

# Shares of children under 15 and of people from 65 on, by the way a quarter is built and lived in.
_AGES = {
    "inner": (0.098, 0.152),
    "mixed": (0.136, 0.202),
    "family": (0.172, 0.148),
    "estate": (0.168, 0.176),
    "old": (0.112, 0.268),
    "villa": (0.128, 0.252),
    "village": (0.146, 0.218),
}
_CHILDREN_PER_HOUSEHOLD = 1.41


@dataclass(frozen=True)
class Residents:
    """The people of one quarter at one date; the three age groups add up to `residents`."""

    quarter: str
    on: date
    residents: int
    under_15: int
    working_age: int
    over_64: int
    households_with_children: int


def dates(today: date) -> tuple[date, ...]:
    """The last five 31 December before `today`, oldest first. A date on 31 December itself counts."""
    last = today.year if (today.month, today.day) == (12, 31) else today.year - 1
    return tuple(date(last - back, 12, 31) for back in range(YEARS - 1, -1, -1))


def population(today: date) -> tuple[Residents, ...]:
    """All quarters at all dates, by date and code. The latest date carries the numbers of the table."""
    return tuple(
        _residents(row, on, back)
        for back, on in zip(range(YEARS - 1, -1, -1), dates(today), strict=True)
        for row in table("quarters")["quarters"]
    )


def _residents(row: list[str], on: date, back: int) -> Residents:
    code, people, growth, build = row[0], int(row[5]), float(row[6]), row[7]
    jitter = 0.002 * bell("people", code, back) if back else 0.0
    residents = round(people / (1 + growth) ** back * (1 + jitter))
    young, old = _AGES[build]
    under_15 = round(residents * young * (1 + 0.05 * bell("young", code)) * (1 + 0.004 * back))
    over_64 = round(residents * old * (1 + 0.05 * bell("old", code)) * (1 - 0.006 * back))
    return Residents(
        quarter=code,
        on=on,
        residents=residents,
        under_15=under_15,
        working_age=residents - under_15 - over_64,
        over_64=over_64,
        households_with_children=round(under_15 * 1.22 / _CHILDREN_PER_HOUSEHOLD),
    )
