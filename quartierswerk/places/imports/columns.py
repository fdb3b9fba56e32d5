"""Codes, names and other values of the rows, as text; what is missing or doubled is named."""

import unicodedata
from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import Any

from quartierswerk.places.imports.tables import FeatureTable
from quartierswerk.places.rules import near_names
from quartierswerk.places.rules.preview import Finding, ImportSpec

LONGEST_CODE, LONGEST_NAME = 40, 200


def missing_fields(table: FeatureTable, wanted: dict[str, str]) -> list[Finding]:
    """Say which of the ``wanted`` {choice: field of the file} the file does not have, with names that come near."""
    return [
        Finding(
            "field_missing" if field else "field_open",
            field=choice,
            facts={
                "name": field,
                "choice": choice,
                "near": near_names(field, table.columns),
                "all": list(table.columns),
            },
        )
        for choice, field in wanted.items()
        if field not in table.columns
    ]


def as_text(value: Any) -> str | None:
    """The text of a code or name; whole numbers without a decimal point; None when there is none.

    Raises ValueError for what is no text and no number.
    """
    if value is None:
        return None
    if isinstance(value, bool | list | dict | bytes):
        raise ValueError(type(value).__name__)
    if isinstance(value, float):
        if value != value or value in (float("inf"), float("-inf")):
            return None
        if value.is_integer():
            value = int(value)
    words = str(value).split()
    return " ".join("".join(sign for sign in word if not _is_control(sign)) for word in words).strip() or None


TURNING = "".join(map(chr, [*range(0x202A, 0x202F), *range(0x2066, 0x206A)]))
"""Signs that turn the direction of the text around them."""


def _is_control(sign: str) -> bool:
    """Signs that show nothing, are no letters of any language, or turn the direction of the text around them."""
    return sign in TURNING or unicodedata.category(sign) in {"Cc", "Cs", "Co", "Cn"}


def read_codes(table: FeatureTable, field: str) -> tuple[list[str], list[Finding]]:
    """The code of each row, "" where there is none or it cannot be one."""
    codes, findings = [], []
    for row, value in enumerate(table.columns[field], start=1):
        try:
            code = as_text(value) or ""
        except ValueError:
            findings.append(Finding("code_no_text", facts={"row": row}))
            codes.append("")
            continue
        if not code:
            findings.append(Finding("code_missing", facts={"row": row, "field": field}))
        elif len(code) > LONGEST_CODE:
            findings.append(Finding("code_too_long", facts={"row": row, "code": code[:60], "most": LONGEST_CODE}))
            code = ""
        codes.append(code)
    return codes, findings


def row_names(codes: Sequence[str]) -> list[str]:
    """How rows are named in findings: by their code, else "#" and their number."""
    return [code or f"#{row}" for row, code in enumerate(codes, start=1)]


def read_names(table: FeatureTable, field: str, ids: Sequence[str]) -> tuple[list[str], list[Finding]]:
    """The name of each row; where there is none, its code stands in and a warning says so."""
    names, findings = [], []
    for value, name in zip(table.columns[field], ids, strict=True):
        try:
            text = as_text(value)
        except ValueError:
            text = None
        if text is None:
            findings.append(Finding("name_missing", name, stops=False))
        elif len(text) > LONGEST_NAME:
            findings.append(Finding("name_too_long", name, facts={"most": LONGEST_NAME}))
        names.append((text or name)[:LONGEST_NAME])
    return names, findings


def read_counts(table: FeatureTable, field: str, ids: Sequence[str]) -> tuple[list[int | None], list[Finding]]:
    """Numbers of residents: whole numbers from 0; anything else is a defect by its id."""
    counts: list[int | None] = []
    findings = []
    for value, name in zip(table.columns[field], ids, strict=True):
        try:
            text = as_text(value)
            counts.append(None if text is None else _whole(text))
        except ValueError:
            counts.append(None)
            findings.append(Finding("residents_no_number", name, facts={"value": str(value)[:40]}))
    return counts, findings


def _whole(text: str) -> int:
    number = int(text)
    if not 0 <= number <= 2_000_000_000:
        raise ValueError(text)
    return number


def read_day(value: Any) -> date | None:
    """A date as 2026-05-20, 20.05.2026 or a year (its first day); raises ValueError."""
    if isinstance(value, date):
        return value
    text = as_text(value)
    if text is None:
        return None
    if text.isdigit() and len(text) == 4:
        return date(int(text), 1, 1)
    if "." in text:
        day, month, year = text.split(".")
        return date(int(year), int(month), int(day))
    return date.fromisoformat(text[:10].replace("/", "-"))


def doubled_codes(codes: Sequence[str], spec: ImportSpec) -> list[Finding]:
    """Say which codes stand in several rows: a defect, or a warning when they are dissolved to one area each."""
    return [
        Finding("dissolved" if spec.dissolve else "code_twice", code, stops=not spec.dissolve, facts={"times": times})
        for code, times in sorted(Counter(code for code in codes if code).items())
        if times > 1
    ]


def numbers_as_codes(table: FeatureTable, field: str) -> list[Finding]:
    """Warn when the file holds the codes as numbers: zeros at their start are lost then."""
    values = [value for value in table.columns[field] if value is not None]
    if not values or not all(isinstance(value, int | float) and not isinstance(value, bool) for value in values):
        return []
    return [Finding("codes_are_numbers", stops=False, field="code", facts={"field": field})]
