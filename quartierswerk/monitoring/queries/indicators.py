"""Reads of indicators and their values."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from statistics import fmean, pstdev
from typing import Any, NamedTuple

from django.db.models import Count, Max, QuerySet

from quartierswerk.kernel.permits import may
from quartierswerk.kernel.sources import source
from quartierswerk.monitoring.models import ImportRun, Indicator, Mapping, Theme, Value
from quartierswerk.places.models import Level


def indicators_visible_to(user: Any) -> QuerySet[Indicator]:
    """All indicators with their themes for those who may see values, else none."""
    indicators = Indicator.objects.select_related("theme")
    return indicators if may(user, "monitoring.view_values") else indicators.none()


def values_visible_to(user: Any) -> QuerySet[Value]:
    """All values for those who may see them, else none."""
    return Value.objects.all() if may(user, "monitoring.view_values") else Value.objects.none()


def imports_visible_to(user: Any) -> QuerySet[ImportRun]:
    """All imports without the content of their files, newest first."""
    runs = ImportRun.objects.select_related("by", "level").defer("content", "mapping_text")
    return runs if may(user, "monitoring.view_values") else runs.none()


def mappings() -> QuerySet[Mapping]:
    """Saved mappings by name."""
    return Mapping.objects.filter(archived_at=None)


def themes() -> QuerySet[Theme]:
    """Themes in their order."""
    return Theme.objects.all()


def levels_with_values() -> QuerySet[Level]:
    """The levels for which any indicator has a value, the finest first."""
    return Level.objects.filter(pk__in=Value.objects.values("area__level").distinct()).order_by("-order")


@dataclass(frozen=True)
class Coverage:
    """For which level and date an indicator has how many values."""

    level: Level
    period_on: date
    count: int


def coverage_of(indicator: Indicator) -> list[Coverage]:
    """Levels and dates with values, the finest level with the most values first, dates newest first."""
    rows = (
        Value.objects.filter(indicator=indicator)
        .values("area__level", "period_on")
        .annotate(count=Count("pk"))
        .order_by("area__level", "-period_on")
    )
    levels = {level.pk: level for level in Level.objects.all()}
    found = [Coverage(levels[row["area__level"]], row["period_on"], row["count"]) for row in rows]
    totals = {level.pk: sum(one.count for one in found if one.level == level) for level in levels.values()}
    return sorted(found, key=lambda one: (-totals[one.level.pk], -one.period_on.toordinal()))


class Measure(NamedTuple):
    """What summaries need of a value; cheaper than a whole row of the table."""

    area_id: int
    value: float | None
    numerator: float | None
    denominator: float | None


def latest_values(indicators: Iterable[Indicator], level: Level, period_on: date) -> dict[int, list[Measure]]:
    """Per indicator the values of its latest date up to ``period_on``: two queries, whatever the number."""
    ids = [one.pk for one in indicators]
    stored = Value.objects.filter(indicator__in=ids, area__level=level, period_on__lte=period_on)
    latest = dict(stored.values_list("indicator").annotate(on=Max("period_on")).order_by())
    found: dict[int, list[Measure]] = {pk: [] for pk in latest}
    rows = stored.filter(period_on__in=set(latest.values()))
    for pk, on, *measured in rows.values_list("indicator_id", "period_on", *Measure._fields):
        if on == latest[pk]:
            found[pk].append(Measure(*measured))
    return found


@dataclass(frozen=True)
class Summary:
    """What is usual: the mean, how it was formed, the spread of the areas, and the extremes."""

    mean: float
    weighted: bool
    spread: float
    lowest: float
    highest: float
    count: int


def summary_of(values: Sequence[Value | Measure]) -> Summary | None:
    """Sum up the values of one date; None if there is none.

    The mean is the city's own (sum of numerators by sum of denominators) where every value has both, else the plain
    mean of the areas.
    """
    there = [value for value in values if value.value is not None]
    numbers = [float(value.value) for value in there if value.value is not None]
    if not numbers:
        return None
    tops = [value.numerator for value in there if value.numerator is not None]
    bases = [value.denominator for value in there if value.denominator is not None]
    mean, weighted = fmean(numbers), False
    if len(tops) == len(bases) == len(there) and sum(bases) > 0:
        rate = there[0].numerator, there[0].denominator
        whole = sum(tops) / sum(bases)
        scale = _scale_of(numbers[0], rate)
        if scale is not None:
            mean, weighted = whole * scale, True
    return Summary(mean, weighted, pstdev(numbers), min(numbers), max(numbers), len(numbers))


def _scale_of(value: float, rate: tuple[float | None, float | None]) -> float | None:
    """1, 100 or 1,000: how the value was made of numerator and denominator; None if it was not."""
    top, base = rate
    if not top or not base:
        return None
    return next((scale for scale in (1.0, 100.0, 1000.0) if abs(top / base * scale - value) <= 1e-6 * abs(value)), None)


@source("RK 8.1.1")
def time_series(indicator: Indicator, level: Level) -> list[tuple[date, float, int]]:
    """Per date the mean of the areas and how many there were, oldest first."""
    found: dict[date, list[Measure]] = {}
    rows = Value.objects.filter(indicator=indicator, area__level=level).order_by("period_on")
    for on, *measured in rows.values_list("period_on", *Measure._fields):
        found.setdefault(on, []).append(Measure(*measured))
    series = []
    for on, values in found.items():
        summary = summary_of(values)
        if summary is not None:
            series.append((on, summary.mean, summary.count))
    return series
