"""The table an index is computed from: the stored values as canonical CSV text."""

import csv
import hashlib
import io
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Max

from quartierswerk.compute.spec import Spec
from quartierswerk.kernel.sources import source
from quartierswerk.monitoring.models import Indicator, Value
from quartierswerk.places.models import Area, Level

PARTS = ("numerator", "denominator")


@dataclass(frozen=True)
class IndexTable:
    """Values as text, with what it takes to freeze them.

    ``periods`` is {column: date of its values}; ``areas`` is {code: id of the area version}; ``without`` lists codes
    that are valid then and have no value at all: they are not in the table.
    """

    text: str
    periods: dict[str, date]
    areas: dict[str, int]
    without: tuple[str, ...]

    @property
    def checksum(self) -> str:
        return hashlib.sha256(self.text.encode()).hexdigest()


def offered_columns(level: Level) -> list[str]:
    """Columns that a specification may name at ``level``, besides KEY.numerator and KEY.denominator."""
    keys = Indicator.objects.filter(archived_at=None, values__area__level=level).distinct()
    return sorted({*keys.values_list("key", flat=True), *_own_columns(level)})


@source("RK 8.1.1")
def index_table(spec: Spec, *, level: Level, period_on: date) -> IndexTable:
    """Collect what ``spec`` names: per column the latest values up to ``period_on``.

    A row stands for every area with any value on one of these dates, so that an area that lacks just the named values
    is excluded, filled or refused as the specification says, and never lost without a word.

    A column is the key of an indicator, KEY.numerator or KEY.denominator, "residents", "name", or the key of a level
    above (the code of the area there). A column that is none of these is left out, so that computing names it.
    Protected values are empty cells. Numbers are written so that reading them gives the same float again.
    """
    wanted = sorted({column for column, _where in spec.columns()})
    rows: dict[str, dict[str, str]] = defaultdict(dict)
    areas: dict[str, int] = {}
    periods: dict[str, date] = {}
    for column in wanted:
        found, on = _values(column, level, period_on)
        if found is None or on is None:
            continue
        periods[column] = on
        for pk, code, number in found:
            areas.setdefault(code, pk)
            if number is not None:
                rows[code][column] = repr(number)
    there = Value.objects.filter(area__level=level, period_on__in=set(periods.values()))
    for pk, code in there.values_list("area_id", "area__code").distinct():
        areas.setdefault(code, pk)
        rows[code] = rows[code]
    valid = _valid(level, period_on)
    own = [column for column in wanted if column not in periods and column in _own_columns(level)]
    codes = sorted(rows)
    for code in codes:
        areas[code] = valid.get(code, areas[code])
    described = _described(own, [areas[code] for code in codes])
    columns = [column for column in wanted if column in periods or column in own]
    table = ([code, *(rows[code].get(c) or described.get((areas[code], c), "") for c in columns)] for code in codes)
    return IndexTable(
        text=_csv([spec.id, *columns], table),
        periods=periods,
        areas={code: areas[code] for code in codes},
        without=tuple(sorted(valid.keys() - rows.keys())),
    )


def _values(
    column: str, level: Level, period_on: date
) -> tuple[list[tuple[int, str, float | None]] | None, date | None]:
    """Rows of (area id, code, number) of one column at its latest date up to ``period_on``."""
    key, _dot, part = column.partition(".")
    if part and part not in PARTS:
        return None, None
    stored = Value.objects.filter(indicator__key=key, area__level=level, period_on__lte=period_on)
    on = stored.aggregate(latest=Max("period_on"))["latest"]
    if on is None:
        return None, None
    rows = stored.filter(period_on=on).values_list("area_id", "area__code", part or "value")
    return [(pk, code, number) for pk, code, number in rows], on


def _own_columns(level: Level) -> list[str]:
    above, columns = level.parent, ["name", "residents"]
    while above is not None:
        columns.append(above.key)
        above = above.parent
    return columns


def _valid(level: Level, day: date) -> dict[str, int]:
    rows = Area.objects.filter(level=level).values_list("code", "pk", "valid_from", "valid_until")
    return {code: pk for code, pk, start, end in rows if (start or date.min) <= day <= (end or date.max)}


def _described(columns: list[str], ids: list[int]) -> dict[tuple[int, str], str]:
    """Texts of columns that the areas themselves hold."""
    if not columns:
        return {}
    found: dict[tuple[int, str], str] = {}
    for area in Area.objects.filter(pk__in=ids).select_related("level", "parent__level", "parent__parent__level"):
        texts = {"name": area.name, "residents": "" if area.residents is None else str(area.residents)}
        above = area.parent
        while above is not None:
            texts[above.level.key] = above.code
            above = above.parent
        found |= {(area.pk, column): texts.get(column, "") for column in columns}
    return found


def _csv(head: list[str], rows: Iterable[list[str]]) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(head)
    writer.writerows(rows)
    return out.getvalue()
