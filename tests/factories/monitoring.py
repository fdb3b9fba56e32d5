"""Indicators, values, indices and the few areas they need, without surprises."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from quartierswerk.monitoring.actions import import_values, run_index, save_indicator, save_spec
from quartierswerk.monitoring.models import ImportRun, IndexRun, IndexSpec, Indicator
from quartierswerk.monitoring.queries import Entry, plan_values
from quartierswerk.places.models import Area, Level

PERIOD = date(2025, 12, 31)
SPEC = """\
version: 1
id: area
indicators:
  - {id: unemployment, direction: burden}
  - {id: living_space, direction: resource}
normalise: {method: z, sd: population}
aggregate:
  id: need
  method: arithmetic
  children:
    - {id: unemployment, weight: 1}
    - {id: living_space, weight: 1}
classes: {method: cuts, cuts: [-0.5, 0.5], labels: ["1", "2", "3"]}
"""


def square(x: float, y: float, size: float = 0.01) -> dict[str, Any]:
    """A square on the ground, its lower left corner x and y steps from a point in the invented city."""
    west, south = 9.8 + x * size, 48.9 + y * size
    ring = [[west, south], [west + size, south], [west + size, south + size], [west, south + size], [west, south]]
    return {"type": "Polygon", "coordinates": [ring]}


def make_level(key: str = "quarter") -> Level:
    """The level with this key, quarters inside districts."""
    above = make_level("district") if key == "quarter" else None
    names = {"quarter": ("Quartier", "Quartiere"), "district": ("Bezirk", "Bezirke")}
    one, many = names.get(key, (key, key))
    return Level.objects.get_or_create(
        key=key,
        defaults={
            "name": {"de": one},
            "plural": {"de": many},
            "parent": above,
            "order": {"district": 1, "quarter": 2}.get(key, 0),
        },
    )[0]


def make_area(code: str, name: str = "", *, level: Level | None = None, **fields: Any) -> Area:
    """One area; with ``geom`` its box is set from a square of that size."""
    level = level or make_level()
    geom = fields.pop("geom", None)
    if geom is not None:
        points = geom["coordinates"][0]
        west, east = min(p[0] for p in points), max(p[0] for p in points)
        south, north = min(p[1] for p in points), max(p[1] for p in points)
        fields |= {
            "geom": geom,
            "geom_map": geom,
            "west": west,
            "east": east,
            "south": south,
            "north": north,
            "centre_lon": (west + east) / 2,
            "centre_lat": (south + north) / 2,
            "area_m2": 1_000_000.0,
        }
    return Area.objects.create(level=level, code=code, name=name or f"Quartier {code}", **fields)


def make_areas(count: int, *, level: Level | None = None, start: int = 1) -> list[Area]:
    """``count`` quarters side by side in two districts, codes 01, 02, …"""
    level = level or make_level()
    districts = [
        Area.objects.get_or_create(level=make_level("district"), code=code, defaults={"name": name})[0]
        for code, name in (("A", "Nordbezirk"), ("B", "Südbezirk"))
    ]
    return [
        make_area(f"{n:02d}", level=level, parent=districts[n % 2], geom=square(n % 8, n // 8))
        for n in range(start, start + count)
    ]


def make_indicator(key: str = "unemployment", **fields: Any) -> Indicator:
    """An indicator counted as a share, unless told otherwise."""
    names = {"unemployment": "Arbeitslosigkeit", "living_space": "Wohnfläche"}
    given: dict[str, Any] = {
        "key": key,
        "name": {"de": names.get(key, key)},
        "explanation": {"de": "So viele von 100 Menschen."},
        "unit": "share",
        "direction": "burden",
        "source": {"de": "Arbeitsvermittlung"},
        **fields,
    }
    return save_indicator(given, by=None)


def make_values(
    indicator: Indicator,
    values: Mapping[str, float | None],
    *,
    on: date = PERIOD,
    level: Level | None = None,
    **parts: Any,
) -> ImportRun:
    """Import values by the code of their area; None is a protected value."""
    entries = [
        Entry(indicator.key, code, on, value, suppressed=value is None, row=n, column=indicator.key, **parts)
        for n, (code, value) in enumerate(values.items(), start=2)
    ]
    plan = plan_values(entries, level=level or make_level())
    return import_values(plan, by=None, file_name=f"{indicator.key}.csv", checksum="0" * 64)


def make_city(count: int = 8) -> list[Area]:
    """Quarters with two indicators: the higher the code, the more unemployment and the less room."""
    areas = make_areas(count)
    codes = [area.code for area in areas]
    make_values(make_indicator(), {code: 0.02 + 0.01 * n + 0.001 * (n % 3) for n, code in enumerate(codes)})
    living_space = make_indicator("living_space", unit="other", unit_name="m²", direction="resource")
    make_values(living_space, {code: 50 - 1.5 * n + 0.4 * (n % 2) for n, code in enumerate(codes)})
    return areas


def make_spec(key: str = "need", text: str = SPEC, **fields: Any) -> IndexSpec:
    """An index of the two indicators of ``make_city``."""
    return save_spec(key, text, **{"name": {"de": "Unterstützungsbedarf"}, "by": None, **fields})


def make_run(spec: IndexSpec | None = None, *, on: date = PERIOD, by: Any = None) -> IndexRun:
    """The index computed for the quarters."""
    return run_index(spec or make_spec(), level=make_level(), period_on=on, by=by)


def codes_of(things: Sequence[Area]) -> list[str]:
    """The codes of areas."""
    return [thing.code for thing in things]
