"""The list of streets from a CSV file: one row for each street and area it runs through."""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from quartierswerk.places.imports.columns import LONGEST_NAME, as_text
from quartierswerk.places.models import Level
from quartierswerk.places.queries import unknown_codes
from quartierswerk.places.rules import near_names
from quartierswerk.places.rules.preview import Finding

MOST_BYTES = 50 * 1024 * 1024


@dataclass
class StreetsPreview:
    """Streets with the codes of their areas, and what is wrong with the file."""

    streets: dict[str, list[str]] = field(default_factory=dict)
    rows: int = 0
    defects: list[Finding] = field(default_factory=list)


def preview_streets(path: Path, *, level: Level, street: str, code: str) -> StreetsPreview:
    """Read ``path`` (UTF-8 or Windows letters; semicolon, comma or tab) and check its codes; writes nothing."""
    preview = StreetsPreview()
    if not path.is_file():
        preview.defects.append(Finding("file_missing", field="file", facts={"name": path.name}))
        return preview
    if (size := path.stat().st_size) > MOST_BYTES or size == 0:
        facts = {"name": path.name, "megabytes": size / 1024 / 1024, "most": MOST_BYTES // 1024 // 1024}
        preview.defects.append(Finding("file_too_large" if size else "file_empty", field="file", facts=facts))
        return preview
    rows = _rows(path.read_bytes())
    header = next(rows, [])
    for choice, name in (("name", street), ("code", code)):
        if name not in header:
            facts = {"name": name, "choice": choice, "near": near_names(name, header), "all": header}
            preview.defects.append(Finding("field_missing", field=choice, facts=facts))
    if preview.defects:
        return preview
    at_street, at_code = header.index(street), header.index(code)
    seen: dict[str, int] = {}
    for number, row in enumerate(rows, start=2):
        preview.rows += 1
        _take(preview, seen, number, row[at_street : at_street + 1], row[at_code : at_code + 1], code)
    for unknown, near in unknown_codes(level, seen).items():
        facts = {"row": seen[unknown], "code": unknown, "near": near}
        preview.defects.append(Finding("street_area_unknown", unknown, facts=facts))
    return preview


def _take(
    preview: StreetsPreview, seen: dict[str, int], number: int, street: list[str], code: list[str], field_name: str
) -> None:
    name, area = as_text("".join(street)) or "", as_text("".join(code)) or ""
    if not name and not area:
        return
    if not area:
        preview.defects.append(Finding("code_missing", facts={"row": number, "field": field_name}))
    elif not name or len(name) > LONGEST_NAME:
        preview.defects.append(Finding("street_without_name", facts={"row": number}))
    else:
        seen.setdefault(area, number)
        codes = preview.streets.setdefault(name, [])
        if area not in codes:
            codes.append(area)


def _rows(raw: bytes) -> Iterator[list[str]]:
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = raw.decode("cp1252", errors="replace")
    first = text.split("\n", 1)[0]
    delimiter = max(";,\t", key=first.count)
    return iter(csv.reader(io.StringIO(text.replace("\x00", "")), delimiter=delimiter))
