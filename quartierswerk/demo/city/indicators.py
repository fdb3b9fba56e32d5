"""Eight indicators with their definitions, and five years of values as counts.

A value is a count divided by its base, both whole numbers, so a rate can be checked by hand. What the
quarters have in common (their need), what neighbours share, and chance are added up; see indicators.yaml.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache
from statistics import fmean, pstdev
from typing import Any

from quartierswerk.demo.city.chance import bell
from quartierswerk.demo.city.geography import geography
from quartierswerk.demo.city.population import YEARS, Residents, dates, population
from quartierswerk.demo.city.tables import table

ESTIMATED = "estimated"
_LONG = ("area", "period", "indicator", "numerator", "denominator", "note")


@dataclass(frozen=True)
class Definition:
    """What an indicator says. Texts are {language: text}; `base` names a field of `Residents`."""

    key: str
    theme: str
    unit: str
    direction: str
    base: str
    names: dict[str, str]
    explanation: dict[str, str]
    numerator: dict[str, str]
    denominator: dict[str, str]
    source: dict[str, str]
    method: dict[str, str]


@dataclass(frozen=True)
class Value:
    """One count and its base. A missing value has no numerator; `note` is "" or "estimated"."""

    quarter: str
    on: date
    indicator: str
    numerator: int | None
    denominator: int
    note: str = ""

    @property
    def rate(self) -> float | None:
        return None if self.numerator is None else self.numerator / self.denominator


@cache
def definitions() -> tuple[Definition, ...]:
    """The definitions in the order in which people meet them."""
    rows = table("indicators")["indicators"]
    return tuple(Definition(**{k: v for k, v in row.items() if k != "shape"}) for row in rows)


def themes() -> dict[str, dict[str, str]]:
    """Theme key → {language: name}."""
    return dict(table("indicators")["themes"])


def values(today: date) -> tuple[Value, ...]:
    """All values of the last five dates, by indicator, date and quarter."""
    people = {(row.on, row.quarter): row for row in population(today)}
    backs = dict(zip(dates(today), range(YEARS - 1, -1, -1), strict=True))
    return tuple(
        _value(row, base, backs[on], people[on, code])
        for row in table("indicators")["indicators"]
        for base in [_pattern(row["key"], row["shape"][2])]
        for (on, code) in people
    )


def values_csv(today: date) -> str:
    """The values in long form: one row per area, date and indicator; a missing count is an empty cell."""
    rows = [
        (v.quarter, v.on.isoformat(), v.indicator, "" if v.numerator is None else v.numerator, v.denominator, v.note)
        for v in values(today)
    ]
    return _csv(_LONG, rows)


def population_csv(today: date) -> str:
    """The population in long form, one row per area, date and group."""
    groups = ("residents", "under_15", "working_age", "over_64", "households_with_children")
    rows = [
        (row.quarter, row.on.isoformat(), group, getattr(row, group)) for row in population(today) for group in groups
    ]
    return _csv(("area", "period", "group", "count"), rows)


def _value(row: dict[str, Any], pattern: dict[str, float], back: int, people: Residents) -> Value:
    key, (mean, spread, load, change) = row["key"], row["shape"]
    code, denominator = people.quarter, int(getattr(people, row["base"]))
    entry = [back, code, key]
    if entry in table("indicators")["missing"]:
        return Value(code, people.on, key, None, denominator)
    drift = 0.05 * bell("drift", key, code) * back + 0.02 * bell("year", key, code, back) * (back > 0)
    if code == "0301":  # Mühlwiesen came from the class below
        drift -= 0.055 * back * (1 if load > 0 else -1)
    rate = mean + spread * (pattern[code] + drift) - change * back
    count = round(max(rate, mean * 0.12) * denominator)
    note = ESTIMATED if entry in table("indicators")["estimated"] else ""
    return Value(code, people.on, key, count, denominator, note)


@cache
def _pattern(key: str, load: float) -> dict[str, float]:
    """Standardised pattern of an indicator over the quarters at the latest date.

    load × need + chance that neighbours partly share, then the accents of single places.
    """
    quarters = table("quarters")["quarters"]
    own = {row[0]: bell("value", key, row[0]) for row in quarters}
    shared = {
        code: 0.6 * own[code] + 0.8 * fmean(own[other] for other in near)
        for code, near in geography().neighbours().items()
    }
    middle, width = fmean(shared.values()), pstdev(shared.values())
    rest = (1 - load**2) ** 0.5
    need = {row[0]: float(row[8]) for row in quarters}
    pattern = {code: load * need[code] + rest * (shared[code] - middle) / width for code in need}
    for code, indicator, shift in table("indicators")["accents"]:
        if indicator == key:
            pattern[code] += shift
    return pattern


def _csv(head: Iterable[str], rows: Iterable[Iterable[object]]) -> str:
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(head)
    writer.writerows(rows)
    return text.getvalue()
