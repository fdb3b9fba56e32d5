"""From cells to values: every cell read by its mapping, every mistake named by row and column."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from difflib import get_close_matches

from quartierswerk.kernel.texts import Texts
from quartierswerk.monitoring.imports.mapping import FileMapping, Unusable, ValueColumn
from quartierswerk.monitoring.imports.tables import Cell, Sheet, Unreadable, read_sheet
from quartierswerk.monitoring.models import Indicator, Unit
from quartierswerk.monitoring.queries.findings import Finding, defect
from quartierswerk.monitoring.queries.plan import Entry, Plan, plan_values
from quartierswerk.monitoring.rules import (
    DecimalMark,
    NotANumber,
    converted,
    decimal_mark,
    read_date,
    read_number,
)
from quartierswerk.places.models import Level

NAMED = 5
"""How many mistakes of one kind in one column are spelled out."""
_LANGUAGE_TEXTS = {"name", "explanation", "numerator", "denominator", "source", "method_note"}
_MARKERS = {"-", "–", "—", ".", "..", "...", "…", "/", "x", "X", "*", "n/a", "N/A", "k.A.", "k. A.", "nan", "NaN"}


@dataclass
class Reading:
    """What a file says: its values, how many cells were empty, and what cannot be read."""

    entries: list[Entry] = field(default_factory=list)
    empty_cells: int = 0
    findings: list[Finding] = field(default_factory=list)
    indicators: dict[str, Indicator] = field(default_factory=dict)
    _wrong: dict[tuple[str, str], list[int]] = field(default_factory=dict)

    @property
    def mistakes(self) -> int:
        """How many cells could not be read."""
        return sum(map(len, self._wrong.values()))

    def mistake(self, code: str, *, row: int, column: str, **facts: object) -> None:
        """Note a mistake; of one kind in one column only the first few are spelled out."""
        rows = self._wrong.setdefault((code, column), [])
        rows.append(row)
        if len(rows) <= NAMED:
            self.findings.append(defect(code, row=row, column=column, **facts))

    def close(self) -> None:
        """Count the mistakes that were not spelled out."""
        for (_code, column), rows in self._wrong.items():
            if rest := rows[NAMED:]:
                self.findings.append(defect("more-of-these", count=len(rest), column=column, rows=rest))


def plan_file(content: bytes, mapping: FileMapping) -> Plan:
    """Read a file by its mapping and say what an import would do; what stops it stands in the plan's findings."""
    level = Level.objects.filter(key=mapping.level).first()
    if level is None:
        known = ", ".join(Level.objects.values_list("key", flat=True))
        return Plan(None, findings=[defect("mapping-level", level=mapping.level[:60], known=known)])
    try:
        sheet = read_sheet(
            content,
            encoding=mapping.encoding,
            delimiter=mapping.delimiter,
            sheet=mapping.sheet,
            header_row=mapping.header_row,
        )
        reading = read_entries(sheet, mapping)
    except (Unreadable, Unusable) as wrong:
        return Plan(level, findings=[wrong.finding])
    return plan_values(
        reading.entries,
        level=level,
        skip_unknown=mapping.skip_unknown,
        empty_cells=reading.empty_cells,
        findings=reading.findings,
        indicators=reading.indicators,
    )


def read_entries(sheet: Sheet, mapping: FileMapping) -> Reading:
    """Read all cells that ``mapping`` names. Raises Unusable when the mapping does not fit the file."""
    for column in mapping.columns():
        if column not in sheet.columns:
            raise Unusable(defect("mapping-column", column=column[:80], columns=sheet.columns))
    reading = Reading(findings=list(sheet.findings))
    wanted = {value.indicator for value in mapping.values}
    if mapping.long:
        words = {_word(cell) for cell in sheet.column(mapping.long.indicator)} - {""}
        wanted = {mapping.long.names.get(word, word) for word in words - mapping.long.leave_out}
    reading.indicators = _indicators(wanted, mapping)
    reader = _Reader(sheet, mapping, reading)
    for entry in reader.long() if mapping.long else reader.wide():
        reading.entries.append(entry)
    reading.close()
    return reading


def _indicators(wanted: set[str], mapping: FileMapping) -> dict[str, Indicator]:
    """The indicators that the file fills: saved ones, else those that the mapping defines."""
    found = {one.key: one for one in Indicator.objects.filter(key__in=wanted)}
    defined = {str(one["key"]): one for one in mapping.define}
    for key in sorted(wanted - found.keys()):
        if key not in defined:
            raise Unusable(defect("mapping-indicator", indicator=key[:60], hint=_hint(key)))
        given = defined[key]
        found[key] = Indicator(
            **{name: Texts(value) if name in _LANGUAGE_TEXTS else value for name, value in given.items()}
        )
    for value in mapping.values:
        unit = found[value.indicator].unit
        try:
            converted(0.0, value.unit or unit, unit)
        except ValueError:
            facts = {"indicator": value.indicator, "unit": Unit(unit).label, "given": Unit(value.unit).label}
            raise Unusable(defect("mapping-unit", **facts)) from None
    return found


def _hint(key: str) -> str:
    """The known keys most like ``key``, else all of them."""
    known = list(Indicator.objects.filter(archived_at=None).values_list("key", flat=True))
    near = get_close_matches(key, known, n=3, cutoff=0.6)
    return ", ".join(near or known[:12]) or "–"


class _Reader:
    """Reads the rows of one sheet by one mapping."""

    def __init__(self, sheet: Sheet, mapping: FileMapping, reading: Reading) -> None:
        self.sheet, self.mapping, self.reading = sheet, mapping, reading
        self.place = {name: number for number, name in enumerate(sheet.columns)}
        self.mark = self._mark()

    def wide(self) -> Iterator[Entry]:
        """One row per area (and date), one or two columns per indicator."""
        self._refuse_doubled_columns()
        for line, row, code, day in self._rows():
            for value in self.mapping.values:
                on = value.period or day
                if on is None:
                    continue
                entry = self._entry(value, line, row, code, on)
                if entry is not None:
                    yield entry

    def long(self) -> Iterator[Entry]:
        """One row per value; a column says which indicator."""
        long = self.mapping.long
        assert long is not None
        for line, row, code, day in self._rows():
            word = _word(row[self.place[long.indicator]])
            if not word or day is None or word in long.leave_out:
                continue
            key = long.names.get(word, word)
            unit = long.units.get(word) or long.units.get(key, "")
            value = ValueColumn(key, long.value, long.numerator, long.denominator, unit, note=long.note)
            entry = self._entry(value, line, row, code, day)
            if entry is not None:
                yield entry

    def _rows(self) -> Iterator[tuple[int, list[Cell], str, date | None]]:
        code_at = self.place[self.mapping.code]
        for line, row in zip(self.sheet.lines, self.sheet.rows, strict=True):
            code = _word(row[code_at])
            if not code:
                self.reading.mistake("code-empty", row=line, column=self.mapping.code)
                continue
            yield line, row, code, self._day(line, row)

    def _day(self, line: int, row: list[Cell]) -> date | None:
        column = self.mapping.period_column
        if not column:
            return self.mapping.period
        cell = row[self.place[column]]
        if isinstance(cell, date):
            return cell
        text = _word(cell)
        try:
            return read_date(text)
        except ValueError:
            self.reading.mistake("date-unreadable", row=line, column=column, text=text[:60])
            return None

    def _entry(self, value: ValueColumn, line: int, row: list[Cell], code: str, on: date) -> Entry | None:
        indicator = self.reading.indicators[value.indicator]
        note, noted = self._note(row, value.note), self.reading.mistakes
        named = value.column or value.numerator
        protected = note == "protected" or any(
            _word(row[self.place[name]]) in self.mapping.protected for name in (value.column, value.numerator) if name
        )
        top = self._number(line, row, value.numerator) if value.numerator else None
        base = self._number(line, row, value.denominator) if value.denominator else None
        number = self._number(line, row, value.column) if value.column and not protected else None
        if number is not None:
            number = converted(number, value.unit or indicator.unit, indicator.unit)
        elif not value.column and top is not None and base is not None and not protected:
            number = self._rate(top, base, indicator.unit, line, value.denominator)
        if number is None and not protected:
            if self.reading.mistakes == noted:
                self.reading.empty_cells += 1
            return None
        return Entry(
            indicator=value.indicator,
            area=code,
            period_on=on,
            value=None if protected else number,
            numerator=None if protected else top,
            denominator=base,
            estimated=note == "estimated",
            suppressed=protected,
            row=line,
            column=named,
        )

    def _rate(self, top: float, base: float, unit: str, line: int, column: str) -> float | None:
        if base == 0:
            self.reading.mistake("denominator-zero", row=line, column=column)
            return None
        return top / base * {"percent": 100.0, "per_1000": 1000.0}.get(unit, 1.0)

    def _number(self, line: int, row: list[Cell], column: str) -> float | None:
        cell = row[self.place[column]]
        if isinstance(cell, float):
            return cell
        text = _word(cell)
        if text in self.mapping.missing or text in self.mapping.protected:
            return None
        try:
            return read_number(text.removesuffix("%").rstrip(), self.mark)
        except NotANumber:
            code = "text-in-number-marker" if text in _MARKERS else "text-in-number"
            self.reading.mistake(code, row=line, column=column, text=text[:60])
            return None

    def _note(self, row: list[Cell], column: str) -> str:
        if not column:
            return ""
        word = _word(row[self.place[column]]).casefold()
        return self.mapping.notes.get(word, word if word in {"estimated", "protected"} else "")

    def _mark(self) -> DecimalMark:
        """The decimal mark: as the mapping says, else as the numbers of the file tell."""
        if self.mapping.decimal == ",":
            return ","
        if self.mapping.decimal == ".":
            return "."
        named = {name for one in self.mapping.values for name in (one.column, one.numerator, one.denominator) if name}
        if long := self.mapping.long:
            named |= {name for name in (long.value, long.numerator, long.denominator) if name}
        mark = decimal_mark(cell for _line, _name, cell in self._texts(named))
        if mark is not None:
            return mark
        for line, name, cell in self._texts(named):
            if "," in cell or "." in cell:
                self.reading.findings.append(defect("decimal-unclear", text=cell[:40], row=line, column=name))
                break
        return "."

    def _texts(self, columns: Iterable[str]) -> Iterator[tuple[int, str, str]]:
        skipped = self.mapping.missing | self.mapping.protected | _MARKERS
        for name in sorted(columns, key=self.place.__getitem__):
            at = self.place[name]
            for line, row in zip(self.sheet.lines, self.sheet.rows, strict=True):
                cell = row[at]
                if isinstance(cell, str) and cell.strip() not in skipped:
                    yield line, name, cell.strip().removesuffix("%").rstrip()

    def _refuse_doubled_columns(self) -> None:
        seen: dict[tuple[str, date | None], str] = {}
        for value in self.mapping.values:
            place = (value.indicator, value.period)
            if place in seen:
                raise Unusable(defect("mapping-twice", indicator=value.indicator))
            seen[place] = value.column


def _word(cell: Cell) -> str:
    """A cell as the word it stands for: a code that a spreadsheet made a number loses its point."""
    if isinstance(cell, float):
        return f"{cell:.15g}"
    if isinstance(cell, date):
        return cell.isoformat()
    return cell.strip()
