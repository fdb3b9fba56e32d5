"""What single pages show: a run with its map, the sheet of an indicator, a first specification."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Max, QuerySet

from quartierswerk.kernel.sources import source
from quartierswerk.monitoring.models import IndexRun, Indicator, Value
from quartierswerk.monitoring.queries.indicators import Coverage, Summary, coverage_of, summary_of, time_series
from quartierswerk.monitoring.queries.maps import LIGHT, areas_on, with_districts
from quartierswerk.monitoring.queries.runs import IndexClass, Standing, classes_of, finding_of, standings_of
from quartierswerk.monitoring.queries.wording import value_text
from quartierswerk.places.models import Area, Level

SHADES = 5


@dataclass(frozen=True)
class RunPage:
    """A run as its page shows it; ``other_areas`` are valid areas that the run knows nothing of."""

    run: IndexRun
    standings: tuple[Standing, ...]
    classes: tuple[IndexClass, ...]
    finding: str
    more: str
    other_areas: tuple[Area, ...]

    @property
    def areas(self) -> list[Area]:
        """Every area on the map, by code."""
        return sorted([*(row.area for row in self.standings), *self.other_areas], key=lambda area: area.code)

    @property
    def districts(self) -> list[tuple[str, str]]:
        """Code and name of the areas above, by name."""
        found = {area.parent.code: area.parent.name for area in self.areas if area.parent is not None}
        return sorted(found.items(), key=lambda one: one[1])

    @property
    def is_uncertain(self) -> bool:
        """Whether any class is not stable."""
        return any(row.is_stable is False for row in self.standings)

    @property
    def has_certainty(self) -> bool:
        """Whether the uncertainty was computed."""
        return any(row.is_stable is not None for row in self.standings)

    @property
    def has_gaps(self) -> bool:
        """Whether the map has areas without a class."""
        return bool(self.other_areas) or any(row.result.excluded for row in self.standings)

    def in_district(self, code: str) -> list[Standing]:
        """The areas inside one area above; all of them if ``code`` is none."""
        known = {district for district, _name in self.districts}
        if code not in known:
            return list(self.standings)
        return [row for row in self.standings if row.area.parent is not None and row.area.parent.code == code]


@source("RK 8.1.1")
def run_page(run: IndexRun) -> RunPage:
    """Collect what the page of a run shows, in a fixed number of queries."""
    standings = standings_of(run, light=True)
    other = areas_on(run.level, run.period_on, but={row.area.code for row in standings})
    finding, more = finding_of(run, standings)
    return RunPage(run, tuple(standings), tuple(classes_of(run)), finding, more, tuple(other))


@dataclass(frozen=True)
class SheetRow:
    """One area on the sheet of an indicator."""

    area: Area
    value: Value | None
    text: str
    step: int | None

    @property
    def number(self) -> float | None:
        return self.value.value if self.value else None


@dataclass(frozen=True)
class Sheet:
    """The values of one indicator at one level and date, with what is usual and how it changed."""

    indicator: Indicator
    level: Level | None
    period_on: date | None
    coverage: tuple[Coverage, ...]
    rows: tuple[SheetRow, ...]
    summary: Summary | None
    borders: tuple[float, ...]
    series: tuple[tuple[date, float, int], ...]

    @property
    def levels(self) -> list[Level]:
        """Levels that have values."""
        return list({one.level.pk: one.level for one in self.coverage}.values())

    @property
    def periods(self) -> list[date]:
        """Dates with values at this level, newest first."""
        return [one.period_on for one in self.coverage if one.level == self.level]


@source("RK 5", "RK 8.1.1")
def sheet_of(indicator: Indicator, *, level: str = "", period: str = "") -> Sheet:
    """Collect the values of an indicator; without a wish (or with one that cannot be met) the latest ones."""
    coverage = coverage_of(indicator)
    if not coverage:
        return Sheet(indicator, None, None, (), (), None, (), ())
    at_level = [one for one in coverage if one.level.key == level] or [
        one for one in coverage if one.level == coverage[0].level
    ]
    chosen = next((one for one in at_level if one.period_on.isoformat() == period), at_level[0])
    values = Value.objects.filter(indicator=indicator, area__level=chosen.level, period_on=chosen.period_on)
    by_area = {value.area_id: value for value in values}
    measured = with_districts(list(Area.objects.only(*LIGHT).filter(pk__in=by_area)))
    there = {area.code: by_area[area.pk] for area in measured}
    areas = {area.code: area for area in measured}
    areas |= {area.code: area for area in areas_on(chosen.level, chosen.period_on, but=areas.keys())}
    summary = summary_of(list(there.values()))
    borders = _fifths([value.value for value in there.values() if value.value is not None])
    rows = [_sheet_row(indicator, areas[code], there.get(code), borders) for code in sorted(areas)]
    return Sheet(
        indicator,
        chosen.level,
        chosen.period_on,
        tuple(coverage),
        tuple(rows),
        summary,
        borders,
        tuple(time_series(indicator, chosen.level)),
    )


def _sheet_row(indicator: Indicator, area: Area, value: Value | None, borders: Sequence[float]) -> SheetRow:
    number = value.value if value else None
    step = None if number is None or not borders else 1 + sum(border < number for border in borders)
    text = value_text(indicator, number, suppressed=bool(value and value.suppressed))
    return SheetRow(area, value, text, step)


def _fifths(numbers: Sequence[float]) -> tuple[float, ...]:
    """Four borders that divide the values into fifths (quantiles of type 7); none for few or equal values."""
    if len(set(numbers)) < SHADES:
        return ()
    ordered, n = sorted(numbers), len(numbers)
    borders = []
    for part in range(1, SHADES):
        place = (n - 1) * part / SHADES
        low = int(place)
        high = min(low + 1, n - 1)
        borders.append(ordered[low] + (place - low) * (ordered[high] - ordered[low]))
    return tuple(borders)


def with_coverage(indicators: QuerySet[Indicator]) -> QuerySet[Indicator]:
    """Add the latest date and the number of values to each."""
    return indicators.annotate(latest=Max("values__period_on"), value_count=Count("values"))


def newest_period() -> date | None:
    """The latest date of any value."""
    return Value.objects.aggregate(on=Max("period_on"))["on"]


def spec_start() -> str:
    """A specification to begin with: every indicator with values, equal weights, z-scores, fifths."""
    rows = Indicator.objects.filter(archived_at=None, values__isnull=False).distinct().order_by("key")
    keys = [(one.key, one.direction) for one in rows[:12]] or [("indicator_key", "burden")]
    indicators = "\n".join(f"  - {{id: {key}, direction: {way}}}" for key, way in keys)
    children = "\n".join(f"    - {{id: {key}, weight: 1}}" for key, _way in keys)
    return (
        "version: 1\nid: area\nindicators:\n"
        f"{indicators}\n"
        "normalise: {method: z, sd: population}\n"
        "aggregate:\n  id: index\n  method: arithmetic\n  children:\n"
        f"{children}\n"
        "classes: {method: quantiles, k: 5, type: 7}\n"
    )
