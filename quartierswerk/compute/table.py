"""The values of an index: one row per area, cells as they came, read as numbers only where they are used."""

import re
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

import numpy as np

from quartierswerk.compute.arrays import Floats
from quartierswerk.compute.errors import SpecError, near_misses
from quartierswerk.compute.spec import Spec

Cell = str | float | int | Decimal | None

# Larger numbers are mistakes, and their squares could not be computed with.
LARGEST = 1e100

_PLAIN_SIGNS = re.compile(r"[0-9+\-.eE]*")
_NUMBER = re.compile(r"[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?")
_DECIMAL_COMMA = re.compile(r"[+\-−]?([0-9]+|[0-9]{1,3}(\.[0-9]{3})+),[0-9]+")


@dataclass(frozen=True)
class Table:
    """Areas and their columns. Cells may be text (a point as decimal sign), numbers or None.

    ``lines`` holds the line of each row in its file, so that a sentence can name it; empty if there is no file.
    """

    ids: Sequence[str]
    columns: Mapping[str, Sequence[Cell]]
    lines: Sequence[int] = field(default=())

    def rows_in_order(self) -> list[int]:
        """The rows in the order of their ids (code points); an id that stands twice or is empty is refused."""
        empty = [self.place(row) for row, name in enumerate(self.ids) if not name.strip()]
        if empty:
            raise SpecError("area-id-empty", places=empty)
        if len(set(self.ids)) < len(self.ids):
            raise SpecError("area-twice", ids=sorted(name for name, times in Counter(self.ids).items() if times > 1))
        return sorted(range(len(self.ids)), key=self.ids.__getitem__)

    def place(self, row: int) -> str:
        """How a sentence names a row: the line in the file, or its id."""
        return str(self.lines[row]) if self.lines else self.ids[row]

    def texts(self, column: str, rows: Sequence[int], na: Collection[str]) -> list[str | None]:
        """The cells of ``rows`` as text without outer blanks; None where the value is missing."""
        cells = self.columns[column]
        texts = ["" if cells[row] is None else str(cells[row]).strip() for row in rows]
        return [None if not text or text in na else text for text in texts]

    def numbers(self, column: str, rows: Sequence[int], na: Collection[str]) -> Floats:
        """The cells of ``rows`` as numbers, NaN where the value is missing; anything else is refused with its place."""
        found = _all_plain([self.columns[column][row] for row in rows], na)
        if found is None:
            texts = self.texts(column, rows, na)
            self._refuse_unreadable(column, rows, texts)
            found = np.array([np.nan if text is None else float(text) for text in texts], dtype=np.float64)
        endless = np.flatnonzero(np.abs(found) > LARGEST)
        if endless.size:
            raise SpecError(
                "value-endless", column=column, cells=[self._cell(column, rows[at]) for at in endless.tolist()]
            )
        return found

    def _refuse_unreadable(self, column: str, rows: Sequence[int], texts: Sequence[str | None]) -> None:
        bad = [(row, text) for row, text in zip(rows, texts, strict=True) if text and not _NUMBER.fullmatch(text)]
        if not bad:
            return
        comma = [row for row, text in bad if _DECIMAL_COMMA.fullmatch(text)]
        code = "decimal-comma" if len(comma) == len(bad) else "not-a-number"
        raise SpecError(code, column=column, cells=[self._cell(column, row) for row, _ in bad])

    def _cell(self, column: str, row: int) -> str:
        place = f"{self.ids[row]}, {self.lines[row]}" if self.lines else self.ids[row]
        return f"{self.columns[column][row]} ({place})"


def _all_plain(cells: Sequence[Cell], na: Collection[str]) -> Floats | None:
    """The short way for a column of plain numbers in text; None if a cell needs a closer look."""
    texts = [cell for cell in cells if isinstance(cell, str)]
    if len(texts) < len(cells) or not _PLAIN_SIGNS.fullmatch("".join(texts)):
        return None
    missing = {"", *na}
    try:
        return np.array([np.nan if text in missing else float(text) for text in texts], dtype=np.float64)
    except ValueError:
        return None


def refuse_unknown_columns(spec: Spec, table: Table) -> None:
    """Every column that the specification names has to be in the table; near misses are proposed."""
    for column, where in spec.columns():
        if column not in table.columns:
            raise SpecError("column-unknown", column=column, where=where, near=near_misses(column, table.columns))


def area_weights(table: Table, column: str, rows: Sequence[int], na: Collection[str]) -> Floats:
    """The weights of the areas for a weighted mean: none missing, none negative, their sum above zero."""
    weights = table.numbers(column, rows, na)
    bad = [table.ids[row] for row, weight in zip(rows, weights, strict=True) if not weight >= 0]
    if bad:
        raise SpecError("area-weight-unusable", column=column, ids=bad)
    if not weights.sum() > 0:
        raise SpecError("area-weights-zero", column=column)
    return weights
