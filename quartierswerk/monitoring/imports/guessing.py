"""A first guess of the mapping, from the heads and the first rows of a table. People check it."""

import re
from collections.abc import Sequence
from datetime import date
from typing import Any

from quartierswerk.monitoring.imports.tables import Cell, Sheet
from quartierswerk.monitoring.models import Indicator
from quartierswerk.monitoring.rules import NotANumber, decimal_mark, read_date, read_number
from quartierswerk.places.models import Area, Level

_PERIOD_HEADS = ("stichtag", "jahr", "datum", "zeit", "period", "year", "date", "stand")
_INDICATOR_HEADS = ("indikator", "indicator", "merkmal", "kennzahl", "variable")
_VALUE_HEADS = ("wert", "value", "anteil", "quote")
_SAMPLE = 200


def guessed_mapping(sheet: Sheet, *, today: date) -> dict[str, Any]:
    """Propose level, column of codes, date and the columns of values; what cannot be guessed is left out."""
    code, level = _code_column(sheet)
    guess: dict[str, Any] = {"version": "1", "level": level, "code": code}
    period = next((c for c in sheet.columns if c != code and _is_period(c, sheet.column(c))), None)
    guess["period"] = {"column": period} if period else f"{today.year - 1}-12-31"
    known = list(Indicator.objects.filter(archived_at=None))
    by_key = {one.key: one for one in known}
    words = next((c for c in sheet.columns if c not in (code, period) and _names_indicators(c, sheet, by_key)), None)
    numbers = number_columns(sheet, but=(code, period or "", words or ""))
    if words:
        value = next((c for c in numbers if _folded(c).startswith(_VALUE_HEADS)), numbers[0] if numbers else "")
        guess["long"] = {"indicator": words, "value": value}
    else:
        guess["values"] = [
            {"indicator": one.key, "column": column, **_unit(one, sheet.column(column))}
            for column in numbers
            if (one := _indicator_for(column, known)) is not None
        ]
    return guess


def number_columns(sheet: Sheet, *, but: Sequence[str] = ()) -> list[str]:
    """Columns in which any cell is a number, except the named ones: people choose among them."""
    return [column for column in sheet.columns if column and column not in but and _has_number(sheet.column(column))]


def _code_column(sheet: Sheet) -> tuple[str, str]:
    """The column whose cells are area codes most often, and the level they belong to."""
    best = ("", "", 0.0)
    levels = {level.pk: level.key for level in Level.objects.all()}
    codes: dict[str, set[str]] = {key: set() for key in levels.values()}
    for level, code in Area.objects.values_list("level_id", "code"):
        codes[levels[level]].add(code.lstrip("0"))
    for column in sheet.columns:
        cells = {_text(cell).lstrip("0") for cell in sheet.column(column)[:_SAMPLE]} - {""}
        for level_key, known in codes.items():
            share = len(cells & known) / len(cells) if cells else 0.0
            if share > best[2]:
                best = (column, level_key, share)
    if best[0]:
        return best[0], best[1]
    return (sheet.columns[0], "quarter" if "quarter" in codes else next(iter(codes), ""))


def _is_period(column: str, cells: Sequence[Cell]) -> bool:
    filled = [cell for cell in cells[:_SAMPLE] if cell != ""]
    if not filled:
        return False
    if all(isinstance(cell, date) for cell in filled):
        return True
    try:
        for cell in filled:
            read_date(_text(cell))
    except ValueError:
        return False
    return _folded(column).startswith(_PERIOD_HEADS) or "-" in _text(filled[0]) or _text(filled[0]).count(".") == 2


def _names_indicators(column: str, sheet: Sheet, by_key: dict[str, Indicator]) -> bool:
    cells = {_text(cell) for cell in sheet.column(column)[:_SAMPLE]} - {""}
    if cells and cells <= by_key.keys():
        return True
    return _folded(column).startswith(_INDICATOR_HEADS) and not _is_number(sheet.column(column))


def _is_number(cells: Sequence[Cell]) -> bool:
    """Most cells that are filled are numbers."""
    filled = [cell for cell in cells[:_SAMPLE] if _text(cell) not in ("", "NA")]
    return bool(filled) and sum(_reads(cell) for cell in filled) > len(filled) / 2


def _has_number(cells: Sequence[Cell]) -> bool:
    return any(_reads(cell) for cell in cells[:_SAMPLE] if _text(cell) not in ("", "NA"))


def _reads(cell: Cell) -> bool:
    if isinstance(cell, float):
        return True
    for mark in (",", "."):
        try:
            read_number(_text(cell).removesuffix("%").rstrip(), "," if mark == "," else ".")
        except NotANumber:
            continue
        return True
    return False


def _indicator_for(column: str, known: Sequence[Indicator]) -> Indicator | None:
    folded = _folded(column)
    for one in known:
        if folded in {_folded(one.key), *(_folded(name) for name in one.name.values())}:
            return one
    near = [one for one in known if len(_folded(one.key)) > 1 and folded.startswith(_folded(one.key))]
    return max(near, key=lambda one: len(one.key), default=None)


def _unit(indicator: Indicator, cells: Sequence[Cell]) -> dict[str, str]:
    """The unit of the file where it clearly is the other one of share and per cent."""
    texts = [_text(cell).removesuffix("%").rstrip() for cell in cells[:_SAMPLE]]
    mark = decimal_mark(texts) or ","
    found = []
    for text in texts:
        try:
            found.append(abs(read_number(text, mark)))
        except NotANumber:
            continue
    if indicator.unit == "share" and found and max(found) > 1:
        return {"unit": "percent"}
    if indicator.unit == "percent" and any(found) and max(found) <= 1:
        return {"unit": "share"}
    return {}


def _text(cell: Cell) -> str:
    return f"{cell:.15g}" if isinstance(cell, float) else str(cell).strip()


def _folded(text: str) -> str:
    return re.sub(r"[\W_]+", "", text.casefold())
