"""Neighbourhoods as people live them (RK 3): some follow the statistics, some do not."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from quartierswerk.demo.city.geography import collection, feature, polygon, union
from quartierswerk.demo.city.tables import table

if TYPE_CHECKING:
    from shapely import Polygon

ASPECTS = {
    "daily_life": "everyday_life",
    "beyond_the_home": "beyond_the_home",
    "identity": "ground_and_ties",
    "infrastructure": "variety",
    "differences": "differences",
    "home": "home",
}
"""Entry of the table → point of the framework's idea of a neighbourhood that it answers (catalogues/places.yaml)."""
Words = dict[str, str]


@dataclass(frozen=True)
class Neighbourhood:
    """Texts are {language: text} with de, en and easy (German in easy words).

    `areas` are codes of the areas it is composed of, empty when drawn by hand; `name_in_use` is what people
    say, if that differs; `idea` answers points of the framework; `reason` says why it has this outline;
    `project` and `since` are empty where no development runs.
    """

    key: str
    name: str
    name_in_use: str
    since: date | None
    project: str
    areas: tuple[str, ...]
    geometry: Polygon
    previous_geometry: Polygon | None
    previous_areas: tuple[str, ...]
    previous_until: date | None
    summary: Words
    idea: dict[str, Words]
    reason: Words


def neighbourhoods(today: date) -> tuple[Neighbourhood, ...]:
    """The six neighbourhoods, in the order of the pins on the public map."""
    return tuple(_neighbourhood(row, today) for row in table("neighbourhoods")["neighbourhoods"])


def neighbourhoods_geojson(today: date) -> str:
    """GeoJSON of the outlines with the fields key, name and name_in_use."""
    return collection(
        [
            feature(one.geometry, key=one.key, name=one.name, name_in_use=one.name_in_use)
            for one in neighbourhoods(today)
        ]
    )


def _neighbourhood(row: dict[str, Any], today: date) -> Neighbourhood:
    areas = tuple(row.get("areas", ()))
    previous = row.get("previous")
    drawn = polygon([(x, y) for x, y in row["points"]], row["key"]) if "points" in row else union(areas)
    return Neighbourhood(
        key=row["key"],
        name=row["name"],
        name_in_use=row.get("in_use", ""),
        since=_seen_from(today, row["since"]) if row["since"] else None,
        project=row["project"],
        areas=areas,
        geometry=drawn,
        previous_geometry=union(previous["blocks"]) if previous else None,
        previous_areas=tuple(previous["blocks"]) if previous else (),
        previous_until=_seen_from(today, previous["until"]) if previous else None,
        summary=row["summary"],
        idea={point: row[entry] for entry, point in ASPECTS.items() if entry in row},
        reason=row["reason"],
    )


def _seen_from(today: date, years_month_day: list[int]) -> date:
    years, month, day = years_month_day
    return date(today.year + years, month, day)
