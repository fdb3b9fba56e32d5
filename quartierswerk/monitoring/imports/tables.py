"""Reading a table from bytes: what kind of file, which characters, which separator, and no trust in any of it."""

import csv
import io
import re
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from quartierswerk.monitoring.queries.findings import Finding, defect

Cell = str | float | date
"""Texts as they stand; numbers and dates only where the file itself says so (XLSX)."""

LARGEST = 50 * 1024 * 1024
MOST_COLUMNS = 1_000
MOST_ROWS = 1_100_000
LONGEST_CELL = 100_000
UNPACKED = 300 * 1024 * 1024
UNPACKED_TIMES = 150

_KINDS = {
    b"\x89PNG": "PNG",
    b"\xff\xd8\xff": "JPEG",
    b"GIF8": "GIF",
    b"%PDF": "PDF",
    b"\x1f\x8b": "GZIP",
    b"\x7fELF": "ELF",
    b"SQLite format 3": "SQLite",
    b"Rar!": "RAR",
    b"7z\xbc\xaf": "7Z",
}
_XML_HEAD = 4_096
_DELIMITERS = (";", "\t", ",", "|")


class Unreadable(Exception):
    """The file cannot be read as a table; ``finding`` says why."""

    def __init__(self, finding: Finding) -> None:
        self.finding = finding
        super().__init__(finding.code)


@dataclass
class Sheet:
    """A table: heads, rows as wide as the heads, and the line that people count for each row."""

    columns: list[str]
    rows: list[list[Cell]]
    lines: list[int]
    findings: list[Finding] = field(default_factory=list)
    encoding: str = ""
    delimiter: str = ""
    sheets: list[str] = field(default_factory=list)

    def column(self, name: str) -> list[Cell]:
        """All cells below one head."""
        place = self.columns.index(name)
        return [row[place] for row in self.rows]


def read_sheet(
    content: bytes, *, encoding: str = "", delimiter: str = "", sheet: str = "", header_row: int = 1
) -> Sheet:
    """Read CSV or XLSX; what is not given is detected from the content, never from the name.

    Raises Unreadable. Rows longer than the head are kept to its width and reported as defects.
    """
    if len(content) > LARGEST:
        raise Unreadable(defect("file-too-large", size=len(content) // 2**20, limit=LARGEST // 2**20))
    if not content.strip(b" \t\r\n\0\xef\xbb\xbf"):
        raise Unreadable(defect("file-empty"))
    if content.startswith(b"PK\x03\x04"):
        rows, names = _workbook(content, sheet)
        table = _table(enumerate(rows, start=1), header_row)
        table.sheets = names
        return table
    for beginning, kind in _KINDS.items():
        if content.startswith(beginning):
            raise Unreadable(defect("file-no-table", kind=kind))
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        raise Unreadable(defect("file-old-spreadsheet"))
    text, used = _decoded(content, encoding)
    mark = delimiter or _delimiter(text)
    table = _table(_csv_rows(text, mark), header_row)
    table.encoding, table.delimiter = used, mark
    return table


def _decoded(content: bytes, encoding: str) -> tuple[str, str]:
    if not encoding:
        encoding = _encoding(content)
    try:
        text = content.decode(encoding)
    except (UnicodeDecodeError, LookupError):
        raise Unreadable(defect("file-encoding", encoding=encoding[:40])) from None
    text = text.removeprefix("\ufeff")
    if "\0" in text:
        raise Unreadable(defect("file-no-table", kind="binary"))
    return text, encoding


def _encoding(content: bytes) -> str:
    """Tell the encoding: by its byte order mark, UTF-16 by its zeros, UTF-8 if it fits, else Windows."""
    if content.startswith(b"\xef\xbb\xbf"):
        return "utf-8-sig"
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    head = content[:2_000]
    if head[1::2].count(0) > len(head) // 3:
        return "utf-16-le"
    if head[0::2].count(0) > len(head) // 3:
        return "utf-16-be"
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8"


def _delimiter(text: str) -> str:
    """Return the sign that divides the first rows most evenly; quoted parts do not count."""
    lines = [re.sub(r'"[^"]*"', "", line) for line in text[:100_000].splitlines()[:30] if line.strip()]
    best, most = ",", 0.0
    for sign in _DELIMITERS:
        counts = [line.count(sign) for line in lines]
        if not counts or not counts[0]:
            continue
        alike = sum(count == counts[0] for count in counts) / len(counts)
        if alike > most:
            best, most = sign, alike
    return best


def _csv_rows(text: str, delimiter: str) -> Iterator[tuple[int, list[Any]]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    begin = 1
    while True:
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error:
            raise Unreadable(defect("file-cell", row=begin)) from None
        yield begin, row
        begin = reader.line_num + 1


def _workbook(content: bytes, sheet: str) -> tuple[Iterator[list[Any]], list[str]]:
    _refuse_bombs(content)
    from openpyxl import load_workbook

    try:
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
        names = [str(name) for name in book.sheetnames]
    except Exception:
        raise Unreadable(defect("file-broken")) from None
    if sheet and sheet not in names:
        raise Unreadable(defect("no-sheet", sheet=sheet[:100], sheets=names))
    chosen = book[sheet] if sheet else next((one for one in book.worksheets), None)
    if chosen is None or not hasattr(chosen, "iter_rows"):
        raise Unreadable(defect("file-broken"))
    chosen.reset_dimensions()
    return _cells(chosen), names


def _cells(sheet: Any) -> Iterator[list[Any]]:
    try:
        for row in sheet.iter_rows(values_only=True, max_col=MOST_COLUMNS + 1):
            yield [_plain(cell) for cell in row]
    except Exception:
        raise Unreadable(defect("file-broken")) from None


def _plain(cell: Any) -> Cell:
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return str(cell)
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    if isinstance(cell, int | float):
        return float(cell)
    return str(cell)


def _refuse_bombs(content: bytes) -> None:
    """Refuse archives that unpack to more than they may, and XML that declares its own entities."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
            size = sum(part.file_size for part in parts)
            if len(parts) > 2_000 or size > UNPACKED or size > UNPACKED_TIMES * len(content) + 2**20:
                raise Unreadable(defect("file-bomb"))
            if "[Content_Types].xml" not in archive.namelist():
                raise Unreadable(defect("file-no-table", kind="ZIP"))
            for part in parts:
                if part.filename.endswith((".xml", ".rels")):
                    with archive.open(part) as stream:
                        if b"<!" in stream.read(_XML_HEAD).replace(b"<!--", b""):
                            raise Unreadable(defect("file-bomb"))
    except (zipfile.BadZipFile, OSError, RuntimeError, EOFError, NotImplementedError, ValueError):
        raise Unreadable(defect("file-broken")) from None
    except Exception as broken:
        if isinstance(broken, Unreadable):
            raise
        raise Unreadable(defect("file-broken")) from None


def _table(lines: Iterable[tuple[int, list[Any]]], header_row: int) -> Sheet:
    heads: list[str] | None = None
    rows: list[list[Cell]] = []
    numbers: list[int] = []
    findings: list[Finding] = []
    for number, row in lines:
        if heads is None:
            if number >= header_row and any(_text(cell) for cell in row):
                heads = _heads(row)
            continue
        cells = _fitted(row, len(heads), number, findings)
        if cells is None:
            continue
        if len(rows) >= MOST_ROWS:
            raise Unreadable(defect("file-long", limit=MOST_ROWS))
        rows.append(cells)
        numbers.append(number)
    if heads is None:
        raise Unreadable(defect("file-empty"))
    if not rows:
        raise Unreadable(defect("no-rows"))
    return Sheet(heads, rows, numbers, findings)


def _heads(row: list[Any]) -> list[str]:
    heads = [_text(cell) for cell in row]
    while heads and not heads[-1]:
        heads.pop()
    if len(heads) > MOST_COLUMNS:
        raise Unreadable(defect("file-wide", columns=len(heads), limit=MOST_COLUMNS))
    for head in heads:
        if head and heads.count(head) > 1:
            raise Unreadable(defect("head-doubled", column=head[:100]))
    return heads


def _fitted(row: list[Any], width: int, number: int, findings: list[Finding]) -> list[Cell] | None:
    """Bring a row to the width of the head; None if it is empty."""
    filled = len(row)
    while filled and row[filled - 1] == "":
        filled -= 1
    if not filled:
        return None
    if filled > width and len(findings) < 20:
        findings.append(defect("row-longer", row=number, cells=filled, columns=width))
    cells = row[:width] if len(row) >= width else [*row, *[""] * (width - len(row))]
    if any(isinstance(cell, str) and len(cell) > LONGEST_CELL for cell in cells):
        raise Unreadable(defect("file-cell", row=number))
    return cells


def _text(cell: Any) -> str:
    """A head as text: 2024.0 of a spreadsheet is called 2024."""
    if isinstance(cell, float):
        return f"{cell:.15g}"
    return " ".join(str(cell).split())
