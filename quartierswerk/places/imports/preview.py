"""What an import of areas would do: read, check against itself and against what is stored, and compare."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from django.db.models import Max, Min

from quartierswerk.places.imports.columns import (
    doubled_codes,
    missing_fields,
    numbers_as_codes,
    read_codes,
    read_counts,
    read_names,
    row_names,
)
from quartierswerk.places.imports.files import checksum, read_table
from quartierswerk.places.imports.geometries import sound_areas
from quartierswerk.places.imports.tables import FeatureTable, Unreadable
from quartierswerk.places.models import Area, Level
from quartierswerk.places.queries import areas_at, fingerprint_of_areas
from quartierswerk.places.rules import near_misses, near_names
from quartierswerk.places.rules.preview import AreaPreview, Changed, Finding, ImportSpec, Planned, Present
from quartierswerk.places.rules.shapes import from_geojson, in_degrees, in_metres, shape_columns
from quartierswerk.places.rules.siblings import gaps, overlaps, sticking_out, uncovered
from quartierswerk.places.rules.validity import Placing, Term, place_version
from quartierswerk.places.rules.whereabouts import Box
from quartierswerk.places.rules.words import is_same_but_for_form

MOST_NAMED = 2000
"""Overlaps, gaps and the like are named one by one up to this many."""
MANY = 20
"""More areas without a parent are told in one sentence: then it is the file and not the area."""
LEAST_CHANGE_M2 = 1.0
"""An outline that differs by less is the same: rounding."""


@dataclass
class Rows:
    """The rows of a file by code: one each, in the order of the codes."""

    codes: list[str]
    names: list[str]
    parents: list[str]
    residents: list[int | None]
    degrees: Any
    metres: Any


def preview_areas(path: Path, spec: ImportSpec, *, today: date, file_name: str = "") -> AreaPreview:
    """Look at a file of statistical areas and say what importing it would do; writes nothing."""
    preview = AreaPreview(spec=spec, file_name=file_name or path.name, today=today)
    level = Level.objects.select_related("parent").filter(key=spec.level).first()
    if level is None:
        preview.find([_level_unknown(spec.level)])
    table = opened(path, preview)
    if table is None or level is None:
        return preview
    wanted = {"code": spec.code, "name": spec.name}
    wanted |= {choice: field for choice in ("parent", "residents") if (field := getattr(spec, choice))}
    if preview.find(missing_fields(table, wanted)) or preview.find(_wrong_days(spec)):
        return preview
    rows = _rows(table, preview, near=box_of_areas())
    if rows is None:
        return preview
    day = spec.valid_from or today
    parents = _Parents(level, day)
    placed = parents.place(rows, spec, preview)
    _check_siblings(rows, preview)
    parents.check_inside(rows, placed, preview)
    shapes = shape_columns(rows.degrees)
    for position, code in enumerate(rows.codes):
        parent = placed[position]
        facts: dict[str, Any] = {"name": rows.names[position], "parent_id": parent.pk if parent else None}
        if spec.residents:
            facts |= {"residents": rows.residents[position], "residents_on": spec.residents_on or day}
            if rows.residents[position] is None:
                facts["residents_on"] = None
        preview.rows.append(Planned(code, facts, shapes[position]))
    names = {area.pk: str(area) for area in parents.areas}
    _compare(preview, level, rows, day, names)
    return preview


def opened(path: Path, preview: AreaPreview) -> FeatureTable | None:
    """Read the file and note what it holds; None when it cannot be read, with the finding that says why."""
    try:
        preview.checksum, preview.size = checksum(path)
        table = read_table(path, preview.spec)
    except Unreadable as wrong:
        preview.layers = list(wrong.finding.facts.get("layers", []))
        preview.find([wrong.finding])
        return None
    except OSError:
        preview.find([Finding("file_missing", field="file", facts={"name": path.name})])
        return None
    preview.features, preview.fields, preview.layers = len(table), list(table.columns), table.layers
    return table


def sound_rows(
    table: FeatureTable, preview: AreaPreview, *, near: Box | None
) -> tuple[list[str], list[str], list[str], Any]:
    """Codes, names for findings, names and areas of all rows, with every finding noted; rows may still be doubled."""
    spec = preview.spec
    codes, wrong = read_codes(table, spec.code)
    ids = row_names(codes)
    preview.find(numbers_as_codes(table, spec.code))
    preview.find(wrong)
    preview.find([_named(finding, ids) for finding in table.findings])
    names, wrong = read_names(table, spec.name, ids)
    preview.find(wrong)
    sound = sound_areas(table, ids, spec, near=near)
    preview.find(sound.findings)
    preview.find(doubled_codes(codes, spec))
    return codes, ids, names, sound.degrees


def dissolved(codes: Sequence[str], degrees: Any) -> tuple[list[int], Any]:
    """First row and united area of each code, in the order of the codes; rows without code or area are left out."""
    import numpy as np
    import shapely

    members: dict[str, list[int]] = {}
    for row, code in enumerate(codes):
        if code and degrees[row] is not None:
            members.setdefault(code, []).append(row)
    ordered = [members[code] for code in sorted(members)]
    united = np.full(len(ordered), None, dtype=object)
    for position, positions in enumerate(ordered):
        united[position] = degrees[positions[0]] if len(positions) == 1 else shapely.union_all(degrees[positions])
    return [positions[0] for positions in ordered], united


def box_of_areas() -> Box | None:
    """The box around all areas that are stored, in degrees; None without any."""
    box = Area.objects.filter(valid_until__isnull=True).aggregate(
        w=Min("west"), s=Min("south"), e=Max("east"), n=Max("north")
    )
    return None if box["w"] is None else (box["w"], box["s"], box["e"], box["n"])


def changed_ground(before: dict[str, Any] | None, after: dict[str, Any]) -> float:
    """How many m² two stored geometries do not have in common; 0 when they only begin at another point."""
    import shapely

    if before is None:
        return float(in_metres(from_geojson(after)).area)
    if before == after:
        return 0.0
    return float(shapely.symmetric_difference(in_metres(from_geojson(before)), in_metres(from_geojson(after))).area)


def digest(parts: Sequence[Any]) -> str:
    """A short fingerprint of plain values."""
    return hashlib.sha256(repr(parts).encode()).hexdigest()[:16]


def _named(finding: Finding, ids: Sequence[str]) -> Finding:
    """Name a row by its code where the reader knew only its number."""
    row = finding.facts.get("row")
    if row is None or finding.concerns:
        return finding
    return Finding(finding.code, ids[row - 1], finding.stops, finding.field, finding.facts)


def _level_unknown(key: str) -> Finding:
    keys = list(Level.objects.values_list("key", flat=True))
    return Finding("level_unknown", field="level", facts={"key": key, "near": near_names(key, keys), "all": keys})


def _wrong_days(spec: ImportSpec) -> list[Finding]:
    if spec.valid_from and spec.valid_until and spec.valid_until < spec.valid_from:
        return [Finding("ends_before_start", field="valid_until", facts={"from": spec.valid_from})]
    return []


def _rows(table: FeatureTable, preview: AreaPreview, *, near: Box | None) -> Rows | None:
    spec = preview.spec
    codes, ids, names, degrees = sound_rows(table, preview, near=near)
    residents: list[int | None] = [None] * len(codes)
    if spec.residents:
        residents, wrong = read_counts(table, spec.residents, ids)
        preview.find(wrong)
    parents = [""] * len(codes)
    if spec.parent:
        parents, wrong = read_codes(table, spec.parent)
        preview.find([Finding("parent_open", ids[f.facts["row"] - 1], facts=f.facts) for f in wrong])
    first, united = dissolved(codes, degrees)
    if not first:
        return None
    return Rows(
        [codes[row] for row in first],
        [names[row] for row in first],
        [parents[row] for row in first],
        _summed(codes, residents, first),
        united,
        in_metres(united),
    )


def _summed(codes: Sequence[str], residents: Sequence[int | None], first: Sequence[int]) -> list[int | None]:
    """Residents of dissolved parts add up; where one part has no number, none is given."""
    totals: dict[str, int | None] = {}
    for code, count in zip(codes, residents, strict=True):
        if code in totals:
            known = totals[code]
            totals[code] = None if known is None or count is None else known + count
        else:
            totals[code] = count
    return [totals[codes[row]] for row in first]


class _Parents:
    """The areas of the level above on a day, and which of them each new area lies in."""

    def __init__(self, level: Level, day: date) -> None:
        self.level = level.parent
        above = Area.objects.filter(level=level.parent) if level.parent else Area.objects.none()
        self.areas = list(areas_at(above, day).order_by("code"))
        self.by_code = {area.code: area for area in self.areas}
        self._metres: Any = None

    def metres(self) -> Any:
        """The parents' polygons in metres, as an array in the order of ``areas``."""
        import numpy as np

        if self._metres is None:
            made = np.full(len(self.areas), None, dtype=object)
            made[:] = [from_geojson(area.geom) if area.geom else None for area in self.areas]
            self._metres = in_metres(made)
        return self._metres

    def place(self, rows: Rows, spec: ImportSpec, preview: AreaPreview) -> list[Area | None]:
        """The parent of each row: by the code in the file, else by where most of its ground lies."""
        if spec.parent:
            return self._by_code(rows, preview)
        if not self.areas:
            return [None] * len(rows.codes)
        return self._by_ground(rows, preview)

    def _by_code(self, rows: Rows, preview: AreaPreview) -> list[Area | None]:
        if self.level is None:
            preview.find([Finding("level_has_no_parent", field="parent")])
            return [None] * len(rows.codes)
        misses = near_misses((code for code in rows.parents if code), self.by_code)
        for code, parent in zip(rows.codes, rows.parents, strict=True):
            if parent in misses:
                facts = {"parent": parent, "near": misses[parent], "level": self.level.name, "none": not self.areas}
                preview.find([Finding("parent_missing", code, field="parent", facts=facts)])
        return [self.by_code.get(parent) for parent in rows.parents]

    def _by_ground(self, rows: Rows, preview: AreaPreview) -> list[Area | None]:
        import numpy as np
        import shapely

        metres = self.metres()
        tree = shapely.STRtree(metres)
        found: list[Area | None] = [None] * len(rows.codes)
        best = np.zeros(len(rows.codes))
        children, parents = tree.query(rows.metres, predicate="intersects")
        common = shapely.area(shapely.intersection(rows.metres[children], metres[parents]))
        for child, parent, m2 in zip(children, parents, common, strict=True):
            if m2 > best[child]:
                found[child], best[child] = self.areas[parent], m2
        outside = [row for row, area in enumerate(found) if area is None or best[row] < 0.5 * rows.metres[row].area]
        for row in outside:
            found[row] = None
        codes = [rows.codes[row] for row in outside]
        if len(codes) > MANY:
            preview.find([Finding("many_outside_parents", stops=False, facts={"codes": codes, "count": len(codes)})])
        else:
            preview.find(Finding("outside_all_parents", code, stops=False) for code in codes)
        return found

    def check_inside(self, rows: Rows, placed: Sequence[Area | None], preview: AreaPreview) -> None:
        """Warn of areas that reach out of their parent, and of ground of a parent that no child covers."""
        where = {area.pk: position for position, area in enumerate(self.areas) if area.geom}
        asked = [row for row, parent in enumerate(placed) if parent is not None and parent.pk in where]
        if not asked:
            return
        around = self.metres()[[where[placed[row].pk] for row in asked]]  # type: ignore[union-attr]
        for position, m2 in sticking_out(rows.metres[asked], around)[:MOST_NAMED]:
            row = asked[position]
            facts = {"parent": str(placed[row]), "m2": m2}
            preview.find([Finding("outside_parent", rows.codes[row], stops=False, facts=facts)])
        if preview.spec.partial:
            return
        used = sorted({where[parent.pk] for parent in placed if parent is not None and parent.pk in where})
        for position, m2, pieces in uncovered(self.metres()[used], rows.metres):
            parent = self.areas[used[position]]
            facts = {"parent": str(parent), "m2": m2, "count": pieces}
            preview.find([Finding("parent_not_covered", parent.code, stops=False, facts=facts)])


def _check_siblings(rows: Rows, preview: AreaPreview) -> None:
    import shapely

    for overlap in overlaps(rows.metres)[:MOST_NAMED]:
        other = rows.codes[overlap.second]
        facts = {"other": other, "m2": overlap.m2}
        preview.find([Finding("overlap", rows.codes[overlap.first], stops=False, facts=facts)])
    for gap in gaps(rows.metres)[:MOST_NAMED]:
        around = [rows.codes[position] for position in gap.around]
        point = in_degrees(shapely.points(gap.x, gap.y))
        facts = {"around": around[:6], "m2": gap.m2, "lon": point.x, "lat": point.y}
        preview.find([Finding("gap", around[0] if around else "", stops=False, facts=facts)])


def _compare(preview: AreaPreview, level: Level, rows: Rows, day: date, parents: dict[int, str]) -> None:
    """Sort the rows into new, changed and unchanged ones, and name those that the file no longer has."""
    spec = preview.spec
    preview.stands_on = fingerprint_of_areas(level)
    versions: dict[str, list[Area]] = {}
    for area in Area.objects.filter(level=level).select_related("parent").order_by("code", "valid_from"):
        versions.setdefault(area.code, []).append(area)
    for planned in preview.rows:
        there = versions.get(planned.code, [])
        placing = placement(there, spec)
        present = current_of(placing, there)
        if present is None:
            preview.new.append(Present(planned.code, planned.facts["name"]))
            continue
        differences, m2 = _differences(present, planned, parents)
        if not differences:
            preview.unchanged.append(Present(planned.code, planned.facts["name"]))
            continue
        opens = placing.same is None
        preview.changed.append(Changed(planned.code, planned.facts["name"], differences, opens, m2))
    in_file = set(rows.codes)
    gone = list(areas_at(Area.objects.filter(level=level), day).defer("geom", "geom_map").order_by("code"))
    preview.vanished = [Present(area.code, area.name) for area in gone if area.code not in in_file]
    preview.closes_vanished = bool(spec.valid_from and not spec.partial and preview.vanished)
    _say_vanished(preview)


def placement(versions: Sequence[Area], spec: ImportSpec) -> Placing:
    """Where a version as ``spec`` dates it goes among those of one area."""
    terms = [Term(area.valid_from, area.valid_until, area.pk) for area in versions]
    return place_version(spec.valid_from, spec.valid_until, terms)


def current_of(placing: Placing, versions: Sequence[Area]) -> Area | None:
    """The version that the new one corrects or follows; None when the area is new for that time."""
    term = placing.same or placing.closes
    return next((area for area in versions if term is not None and area.pk == term.key), None)


def _differences(present: Area, planned: Planned, parents: dict[int, str]) -> tuple[dict[str, tuple[Any, Any]], float]:
    differences: dict[str, tuple[Any, Any]] = {
        name: (getattr(present, name), value)
        for name, value in planned.facts.items()
        if getattr(present, name) != value
    }
    if "parent_id" in differences:
        parent = planned.facts["parent_id"]
        differences["parent_id"] = (str(present.parent or ""), parents.get(parent, ""))
    m2 = changed_ground(present.geom, planned.shape["geom"])
    if m2 > LEAST_CHANGE_M2:
        differences["geom"] = (present.area_m2, planned.shape["area_m2"])
    return differences, m2


def _say_vanished(preview: AreaPreview) -> None:
    spec, new = preview.spec, [present.code for present in preview.new]
    vanished = [present.code for present in preview.vanished]
    if not vanished:
        return
    code = "vanished_close" if preview.closes_vanished else "vanished_stay"
    last_day = spec.valid_from - timedelta(days=1) if spec.valid_from else None
    facts = {"codes": vanished, "count": len(vanished), "last_day": last_day}
    preview.find([Finding(code, stops=False, facts=facts)])
    for unknown, misses in near_misses(new, vanished).items():
        if near := [code for code in misses if is_same_but_for_form(unknown, code)]:
            preview.find([Finding("looks_like_present", unknown, stops=False, facts={"near": near})])
