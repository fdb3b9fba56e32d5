"""Urban renewal areas: where bricks and streets are renewed. They follow no statistical border."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from quartierswerk.demo.city.geography import collection, feature, polygon
from quartierswerk.demo.city.tables import table

if TYPE_CHECKING:
    from shapely import Polygon


@dataclass(frozen=True)
class RenewalArea:
    """kind: priority or formal; status: considered, in_force or ended."""

    key: str
    name: str
    kind: str
    status: str
    starts_on: date
    ends_on: date | None
    basis: str
    note: str
    geometry: Polygon


def renewal_areas(today: date) -> tuple[RenewalArea, ...]:
    """The four areas with their dates seen from `today`."""
    return tuple(_area(row, today) for row in table("renewal")["areas"])


def renewal_geojson(today: date) -> str:
    """GeoJSON with the fields key, name, kind, status, starts_on, ends_on, basis and note."""
    return collection(
        [
            feature(
                area.geometry,
                key=area.key,
                name=area.name,
                kind=area.kind,
                status=area.status,
                starts_on=area.starts_on.isoformat(),
                ends_on=area.ends_on.isoformat() if area.ends_on else None,
                basis=area.basis,
                note=area.note,
            )
            for area in renewal_areas(today)
        ]
    )


def _area(row: dict[str, Any], today: date) -> RenewalArea:
    starts_on = _seen_from(today, row["starts"])
    words = {"year": starts_on.year, "next": starts_on.year + 1}
    return RenewalArea(
        key=row["key"],
        name=row["name"],
        kind=row["kind"],
        status=row["status"],
        starts_on=starts_on,
        ends_on=_seen_from(today, row["ends"]) if row["ends"] else None,
        basis=row["basis"].format(**words),
        note=row["note"].format(**words),
        geometry=polygon([(x, y) for x, y in row["points"]], row["key"]),
    )


def _seen_from(today: date, years_month_day: list[int]) -> date:
    """The table speaks of a spring day; in the first weeks of a year its "this year" is the year before."""
    years, month, day = years_month_day
    year = today.year if (today.month, today.day) >= (3, 2) else today.year - 1
    return date(year + years, month, day)
