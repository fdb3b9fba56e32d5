"""What an import would do: every value compared with what is there, before anything is written."""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from quartierswerk.monitoring.models import Indicator, Value
from quartierswerk.monitoring.queries.findings import Finding, defect, warning
from quartierswerk.monitoring.rules import is_outside_range, row_shift, suspicious_changes, wide_shift
from quartierswerk.places.models import Area, Level
from quartierswerk.places.rules import near_misses

NAMED = 5
"""How many findings of one kind are spelled out before the rest is listed in one sentence."""
NEAR_MISSES_FOR = 25

Place = tuple[str, str, date]
"""Key of the indicator, code of the area, date."""
Stored = tuple[float | None, float | None, float | None, bool, bool]


@dataclass(frozen=True, slots=True)
class Entry:
    """One value as a file gives it: already in the unit of its indicator; ``row`` is the line people count."""

    indicator: str
    area: str
    period_on: date
    value: float | None
    numerator: float | None = None
    denominator: float | None = None
    estimated: bool = False
    suppressed: bool = False
    row: int = 0
    column: str = ""

    @property
    def place(self) -> Place:
        return (self.indicator, self.area, self.period_on)

    @property
    def stored(self) -> Stored:
        return (self.value, self.numerator, self.denominator, self.estimated, self.suppressed)


@dataclass(frozen=True, slots=True)
class Change:
    """A value that would become another one."""

    entry: Entry
    before: Stored
    value_id: int


@dataclass
class Plan:
    """What an import would do, and what was noticed on the way."""

    level: Level | None
    new: list[Entry] = field(default_factory=list)
    changed: list[Change] = field(default_factory=list)
    unchanged: int = 0
    empty_cells: int = 0
    skipped: int = 0
    findings: list[Finding] = field(default_factory=list)
    indicators: dict[str, Indicator] = field(default_factory=dict)
    areas: dict[tuple[str, date], int] = field(default_factory=dict)
    """Id of the area version that a code means on a date."""

    @property
    def defects(self) -> list[Finding]:
        return [finding for finding in self.findings if finding.stops]

    @property
    def warnings(self) -> list[Finding]:
        return [finding for finding in self.findings if not finding.stops]

    @property
    def periods(self) -> list[date]:
        return sorted({entry.period_on for entry in self.written()})

    def written(self) -> Iterable[Entry]:
        """Everything that would be written."""
        yield from self.new
        yield from (change.entry for change in self.changed)

    @property
    def counts(self) -> dict[str, int]:
        return {
            "new": len(self.new),
            "changed": len(self.changed),
            "unchanged": self.unchanged,
            "empty": self.empty_cells,
            "skipped": self.skipped,
            "warnings": len(self.warnings),
        }

    @property
    def fingerprint(self) -> str:
        """A checksum of what would be written; it changes when somebody else wrote in the meantime."""
        digest = hashlib.sha256()
        for entry in self.new:
            digest.update(repr((entry.place, entry.stored)).encode())
        for change in self.changed:
            digest.update(repr((change.entry.place, change.before, change.entry.stored)).encode())
        return digest.hexdigest()


def plan_values(
    entries: Sequence[Entry],
    *,
    level: Level,
    skip_unknown: bool = False,
    empty_cells: int = 0,
    findings: Sequence[Finding] = (),
    indicators: Mapping[str, Indicator] | None = None,
) -> Plan:
    """Compare ``entries`` with the stored values of ``level`` and say what an import would do.

    Unknown area codes are defects unless ``skip_unknown``; then their values are left out and reported.
    ``indicators`` may hold definitions that are not saved yet. ``findings`` of the reading stand first.
    """
    plan = Plan(level, empty_cells=empty_cells, findings=list(findings))
    plan.indicators = dict(indicators or {})
    wanted = {entry.indicator for entry in entries} - plan.indicators.keys()
    plan.indicators |= {one.key: one for one in Indicator.objects.filter(key__in=wanted)}
    known = _areas(level)
    if not known:
        plan.findings.append(defect("mapping-no-areas", level=str(level)))
        return plan
    kept = _with_known_areas(plan, entries, known, skip_unknown)
    kept = _without_doubles(plan, kept)
    _check_ranges(plan, kept)
    _compare(plan, kept)
    _check_against_last(plan, kept)
    _report_gaps(plan, kept, known)
    return plan


def _areas(level: Level) -> dict[str, list[tuple[int, date, date]]]:
    """Per code its versions: id, first day, last day."""
    versions: dict[str, list[tuple[int, date, date]]] = defaultdict(list)
    rows = Area.objects.filter(level=level).order_by("code", "id")
    for pk, code, start, end in rows.values_list("pk", "code", "valid_from", "valid_until"):
        versions[code].append((pk, start or date.min, end or date.max))
    return versions


def _with_known_areas(
    plan: Plan, entries: Sequence[Entry], known: Mapping[str, list[tuple[int, date, date]]], skip: bool
) -> list[Entry]:
    kept, other = [], set()
    unknown: dict[str, list[Entry]] = defaultdict(list)
    for entry in entries:
        if entry.area not in known:
            unknown[entry.area].append(entry)
            continue
        place = (entry.area, entry.period_on)
        if place not in plan.areas:
            plan.areas[place], fits = _version_on(known[entry.area], entry.period_on)
            if not fits:
                other.add(entry.area)
        kept.append(entry)
    if other:
        plan.findings.append(warning("area-other-outline", count=len(other), areas=sorted(other)))
    if unknown:
        _report_unknown(plan, unknown, known, skip, nothing_kept=not kept)
    return kept


def _version_on(versions: Sequence[tuple[int, date, date]], day: date) -> tuple[int, bool]:
    """Return the version of an area on a day, else the nearest one, and whether it was valid then."""
    for pk, start, end in versions:
        if start <= day <= end:
            return pk, True
    nearest = min(versions, key=lambda one: max((one[1] - day).days, (day - one[2]).days))
    return nearest[0], False


def _report_unknown(
    plan: Plan,
    unknown: Mapping[str, list[Entry]],
    known: Mapping[str, object],
    skip: bool,
    *,
    nothing_kept: bool,
) -> None:
    say = warning if skip and not nothing_kept else defect
    level = str(plan.level)
    if nothing_kept:
        plan.findings.append(defect("area-all-unknown", level=level))
    codes = sorted(unknown)
    nearest = near_misses(codes[:NEAR_MISSES_FOR], known.keys())
    for code in codes[:NEAR_MISSES_FOR]:
        near = nearest[code]
        facts = {"row": unknown[code][0].row, "area": code, "level": level}
        plan.findings.append(say("area-unknown-near", **facts, near=near) if near else say("area-unknown", **facts))
    if rest := codes[NEAR_MISSES_FOR:]:
        plan.findings.append(say("area-unknown-more", count=len(rest), areas=rest))
    if skip and not nothing_kept:
        plan.skipped = sum(len(entries) for entries in unknown.values())
        plan.findings.append(warning("area-skipped", count=len(codes)))


def _without_doubles(plan: Plan, entries: Sequence[Entry]) -> list[Entry]:
    first: dict[Place, Entry] = {}
    doubled: dict[Place, list[Entry]] = {}
    for entry in entries:
        if entry.place in first:
            doubled.setdefault(entry.place, [first[entry.place]]).append(entry)
        else:
            first[entry.place] = entry
    for (key, area, _on), several in list(doubled.items())[:NEAR_MISSES_FOR]:
        same = len({entry.stored for entry in several}) == 1
        facts = {"rows": [entry.row for entry in several], "area": area, "indicator": _name(plan, key)}
        plan.findings.append(warning("doubled-same", **facts) if same else defect("doubled-different", **facts))
    if any(len({entry.stored for entry in several}) > 1 for several in list(doubled.values())[NEAR_MISSES_FOR:]):
        rows = [several[0].row for several in list(doubled.values())[NEAR_MISSES_FOR:]]
        plan.findings.append(defect("more-of-these", count=len(rows), column="–", rows=rows))
    return list(first.values())


def _check_ranges(plan: Plan, entries: Sequence[Entry]) -> None:
    wrong: dict[tuple[str, str], list[Entry]] = defaultdict(list)
    units = {key: indicator.unit for key, indicator in plan.indicators.items()}
    for entry in entries:
        plan.findings += _count_defects(entry, units[entry.indicator])
        if entry.value is not None and is_outside_range(entry.value, units[entry.indicator]):
            wrong[entry.indicator, entry.column].append(entry)
    for (key, column), several in wrong.items():
        for entry in several[:NAMED]:
            code = f"outside-{units[key]}"
            if units[key] == "share" and 1 < (entry.value or 0) <= 100:
                code = "outside-share-percent"
            plan.findings.append(defect(code, row=entry.row, column=column, value=entry.value))
        if rest := several[NAMED:]:
            rows = [entry.row for entry in rest]
            plan.findings.append(defect("more-of-these", count=len(rows), column=column, rows=rows))


def _count_defects(entry: Entry, unit: str) -> Iterable[Finding]:
    for count in (entry.numerator, entry.denominator):
        if count is not None and count < 0:
            yield defect("count-negative", row=entry.row, column=entry.column, value=count)
    top, base = entry.numerator, entry.denominator
    if unit in {"share", "percent"} and top is not None and base is not None and 0 <= base < top:
        yield defect("numerator-larger", row=entry.row, value=top, before=base)


def _compare(plan: Plan, entries: Sequence[Entry]) -> None:
    saved = {one.pk: key for key, one in plan.indicators.items() if one.pk}
    codes = {(pk, on): code for (code, on), pk in plan.areas.items()}
    rows = Value.objects.filter(
        indicator__in=saved, period_on__in={entry.period_on for entry in entries}, area__level=plan.level
    ).values_list(
        "indicator_id", "area_id", "period_on", "pk", "value", "numerator", "denominator", "estimated", "suppressed"
    )
    there: dict[Place, tuple[int, Stored]] = {}
    for indicator, area, on, pk, *stored in rows:
        if (area, on) in codes:
            there[saved[indicator], codes[area, on], on] = (pk, tuple(stored))  # type: ignore[assignment]
    for entry in entries:
        found = there.get(entry.place)
        if found is None:
            plan.new.append(entry)
        elif found[1] == entry.stored:
            plan.unchanged += 1
        else:
            plan.changed.append(Change(entry, found[1], found[0]))


def _check_against_last(plan: Plan, entries: Sequence[Entry]) -> None:
    """Look for what mistakes do: a factor of 100, zeros for nothing, jumps, shifted columns and rows."""
    columns: dict[tuple[str, date], dict[str, float]] = defaultdict(dict)
    for entry in entries:
        if entry.value is not None:
            columns[entry.indicator, entry.period_on][entry.area] = entry.value
    lasts = {place: _last_values(plan, *place) for place in columns}
    for (key, on), now in columns.items():
        unit, last = plan.indicators[key].unit, lasts[key, on]
        if unit == "percent" and len(now) > 2 and max(now.values()) <= 1 < sum(v > 0 for v in now.values()):
            plan.findings.append(warning("unit-mixed", indicator=_name(plan, key)))
        by_kind: dict[str, list[str]] = defaultdict(list)
        for area, change in suspicious_changes(now, last).items():
            by_kind[change].append(area)
        for kind, areas in by_kind.items():
            _report_changes(plan, key, kind, areas, now, last)
    for on in {period for _key, period in columns}:
        keys = [key for key, period in columns if period == on]
        _report_shifts(plan, keys, [columns[key, on] for key in keys], [lasts[key, on] for key in keys])


def _report_changes(
    plan: Plan, key: str, kind: str, areas: list[str], now: Mapping[str, float], last: Mapping[str, float]
) -> None:
    name = _name(plan, key)
    for area in areas[:NAMED]:
        facts = {"indicator": name, "area": area, "value": now[area], "before": last[area]}
        plan.findings.append(warning(f"change-{kind}", **facts))
    if rest := areas[NAMED:]:
        plan.findings.append(warning("change-more", indicator=name, count=len(rest), areas=rest))


def _report_shifts(plan: Plan, keys: list[str], now: list[dict[str, float]], before: list[dict[str, float]]) -> None:
    for i, j in wide_shift(now, before).items():
        plan.findings.append(warning("column-shifted", indicator=_name(plan, keys[i]), other=_name(plan, keys[j])))
    for key, column, last in zip(keys, now, before, strict=True):
        if way := row_shift(column, last):
            code = "rows-shifted-down" if way > 0 else "rows-shifted-up"
            plan.findings.append(warning(code, indicator=_name(plan, key)))


def _last_values(plan: Plan, key: str, on: date) -> dict[str, float]:
    """Values of the same indicator at the last date before ``on``, by area code."""
    indicator = plan.indicators[key]
    if not indicator.pk:
        return {}
    stored = Value.objects.filter(indicator=indicator, area__level=plan.level, value__isnull=False)
    last = stored.filter(period_on__lt=on).order_by("-period_on").values_list("period_on", flat=True).first()
    if last is None:
        return {}
    rows = stored.filter(period_on=last).values_list("area__code", "value")
    return {code: value for code, value in rows if value is not None}


def _report_gaps(plan: Plan, entries: Sequence[Entry], known: Mapping[str, list[tuple[int, date, date]]]) -> None:
    periods = {entry.period_on for entry in entries}
    given = {entry.area for entry in entries}
    absent = [
        code
        for code, versions in known.items()
        if code not in given and any(start <= on <= end for on in periods for _pk, start, end in versions)
    ]
    if absent and entries:
        plan.findings.append(warning("area-without", count=len(absent), level=str(plan.level), areas=absent))
    if plan.empty_cells:
        plan.findings.append(warning("cells-empty", count=plan.empty_cells))
    if protected := sum(entry.suppressed for entry in entries):
        plan.findings.append(warning("cells-protected", count=protected))
    if not entries and not plan.defects:
        plan.findings.append(defect("no-values"))
    elif entries and not plan.new and not plan.changed and not plan.defects:
        plan.findings.append(warning("nothing-to-do"))


def _name(plan: Plan, key: str) -> str:
    return str(plan.indicators[key]) if key in plan.indicators else key
