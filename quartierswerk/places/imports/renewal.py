"""What an import of urban renewal areas would do; the same machinery, other columns."""

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from quartierswerk.kernel.sources import source
from quartierswerk.places.imports.columns import as_text, missing_fields, read_day
from quartierswerk.places.imports.preview import (
    LEAST_CHANGE_M2,
    box_of_areas,
    changed_ground,
    dissolved,
    opened,
    sound_rows,
)
from quartierswerk.places.imports.tables import FeatureTable
from quartierswerk.places.models import RenewalArea
from quartierswerk.places.queries import fingerprint_of_renewal_areas
from quartierswerk.places.rules import near_names
from quartierswerk.places.rules.preview import AreaPreview, Changed, Finding, ImportSpec, Planned, Present
from quartierswerk.places.rules.shapes import shape_columns

LONGEST_BASIS = 500
KINDS = {
    "priority": RenewalArea.Kind.PRIORITY,
    "vorranggebiet": RenewalArea.Kind.PRIORITY,
    "stadterneuerungsvorranggebiet": RenewalArea.Kind.PRIORITY,
    "svg": RenewalArea.Kind.PRIORITY,
    "formal": RenewalArea.Kind.FORMAL,
    "foermlich": RenewalArea.Kind.FORMAL,
    "förmlich": RenewalArea.Kind.FORMAL,
    "förmliches sanierungsgebiet": RenewalArea.Kind.FORMAL,
    "sanierungsgebiet": RenewalArea.Kind.FORMAL,
}
STATUSES = {
    "considered": RenewalArea.Status.CONSIDERED,
    "in prüfung": RenewalArea.Status.CONSIDERED,
    "vorbereitende untersuchung": RenewalArea.Status.CONSIDERED,
    "in_force": RenewalArea.Status.IN_FORCE,
    "in kraft": RenewalArea.Status.IN_FORCE,
    "laufend": RenewalArea.Status.IN_FORCE,
    "ended": RenewalArea.Status.ENDED,
    "beendet": RenewalArea.Status.ENDED,
    "aufgehoben": RenewalArea.Status.ENDED,
}


@source("RK 6.1")
def preview_renewal_areas(path: Path, spec: ImportSpec, *, today: date, file_name: str = "") -> AreaPreview:
    """Look at a file of renewal areas and say what importing it would do; writes nothing."""
    preview = AreaPreview(spec=spec, file_name=file_name or path.name, today=today)
    table = opened(path, preview)
    if table is None:
        return preview
    wanted = {"code": spec.code, "name": spec.name}
    optional = ("starts_on", "ends_on", "legal_basis")
    wanted |= {choice: field for choice in optional if (field := getattr(spec, choice))}
    wanted |= {"kind": spec.kind} if spec.kind.casefold() not in KINDS else {}
    wanted |= {"status": spec.status} if spec.status and spec.status.casefold() not in STATUSES else {}
    if preview.find(missing_fields(table, wanted)):
        return preview
    codes, ids, names, degrees = sound_rows(table, preview, near=box_of_areas())
    facts = _facts(table, preview, ids, names)
    first, united = dissolved(codes, degrees)
    shapes = shape_columns(united)
    preview.rows = [Planned(codes[row], facts[row], shape) for row, shape in zip(first, shapes, strict=True)]
    _compare(preview)
    return preview


def _facts(table: FeatureTable, preview: AreaPreview, ids: Sequence[str], names: Sequence[str]) -> list[dict[str, Any]]:
    """The columns of each row; what cannot be understood is a defect by its id."""
    spec = preview.spec
    facts: list[dict[str, Any]] = [{"name": name} for name in names]
    readers: dict[str, Callable[[Any], Any]] = {
        "kind": lambda value: KINDS[(as_text(value) or "").casefold()],
        "status": lambda value: STATUSES[(as_text(value) or "").casefold()],
        "starts_on": read_day,
        "ends_on": read_day,
        "legal_basis": lambda value: (as_text(value) or "")[:LONGEST_BASIS],
    }
    for choice, read in readers.items():
        field = getattr(spec, choice)
        if not field:
            continue
        values = table.columns[field] if field in table.columns else [field] * len(ids)
        for row, value in enumerate(values):
            try:
                facts[row][choice] = read(value)
            except (KeyError, ValueError, TypeError):
                preview.find([_not_understood(choice, ids[row], value)])
    for row, fact in enumerate(facts):
        starts, ends = fact.get("starts_on"), fact.get("ends_on")
        if starts and ends and ends < starts:
            preview.find([Finding("term_ends_before_start", ids[row], facts={"starts": starts, "ends": ends})])
    return facts


def _not_understood(choice: str, name: str, value: Any) -> Finding:
    known = {"kind": list(KINDS), "status": list(STATUSES)}.get(choice, [])
    text = str(value)[:60]
    return Finding(
        "value_not_understood", name, facts={"choice": choice, "value": text, "near": near_names(text, known)}
    )


def _compare(preview: AreaPreview) -> None:
    preview.stands_on = fingerprint_of_renewal_areas()
    there = {area.code: area for area in RenewalArea.objects.filter(archived_at__isnull=True).order_by("code")}
    for planned in preview.rows:
        present = there.get(planned.code)
        if present is None:
            preview.new.append(Present(planned.code, planned.facts["name"]))
            continue
        differences: dict[str, tuple[Any, Any]] = {
            name: (getattr(present, name), value)
            for name, value in planned.facts.items()
            if getattr(present, name) != value
        }
        m2 = changed_ground(present.geom, planned.shape["geom"])
        if m2 > LEAST_CHANGE_M2:
            differences["geom"] = (present.area_m2, planned.shape["area_m2"])
        if differences:
            preview.changed.append(Changed(planned.code, planned.facts["name"], differences, changed_m2=m2))
        else:
            preview.unchanged.append(Present(planned.code, planned.facts["name"]))
    in_file = {planned.code for planned in preview.rows}
    preview.vanished = [Present(area.code, area.name) for code, area in there.items() if code not in in_file]
    if preview.vanished and not preview.spec.partial:
        codes = [present.code for present in preview.vanished]
        preview.find([Finding("vanished_stay", stops=False, facts={"codes": codes, "count": len(codes)})])
