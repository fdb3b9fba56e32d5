"""Reading a CSV file strictly: UTF-8, comma, one header, as many cells in every row.

Reference: RFC 4180. Departures: UTF-8 with or without byte order mark; any line ending; empty lines are passed over.
"""

import csv
import io
from collections import Counter

from quartierswerk.compute.errors import SpecError, near_misses
from quartierswerk.compute.table import Table

# How files begin that are something else, whatever their name says.
_OTHER_FILES = {
    b"\x89PNG": "PNG",
    b"\xff\xd8\xff": "JPEG",
    b"GIF8": "GIF",
    b"%PDF": "PDF",
    b"PK\x03\x04": "ZIP, XLSX, ODS",
    b"\xd0\xcf\x11\xe0": "XLS, DOC",
    b"\x1f\x8b": "GZIP",
    b"\x7fELF": "ELF",
    b"MZ": "EXE",
    b"SQLite format 3": "SQLite",
}


def decode(data: bytes) -> str:
    """The text of a file in UTF-8; a file that is no text or in another encoding is refused."""
    for beginning, kind in _OTHER_FILES.items():
        if data.startswith(beginning) and (beginning != b"MZ" or b"\0" in data):
            raise SpecError("file-other-kind", kind=kind)
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise SpecError("file-encoding", encoding="UTF-16", line="1")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as broken:
        line = data.count(b"\n", 0, broken.start) + 1
        raise SpecError("file-encoding", encoding="–", line=str(line)) from None
    if "\0" in text:
        raise SpecError("file-other-kind", kind="NUL")
    if not text.strip():
        raise SpecError("file-empty")
    return text


def read_values(data: bytes, id_column: str) -> Table:
    """Read the table of values; ``id_column`` holds the codes of the areas, which stay text."""
    rows, lines = _rows(decode(data))
    header, *rows = rows
    _check_header(header, id_column)
    for row, line in zip(rows, lines[1:], strict=True):
        if len(row) != len(header):
            raise SpecError("row-shifted", line=str(line), cells=str(len(row)), columns=str(len(header)))
    if not rows:
        raise SpecError("file-without-rows")
    cells = list(zip(*rows, strict=True))
    columns = {name: cells[place] for place, name in enumerate(header) if name}
    return Table(ids=columns[id_column], columns=columns, lines=lines[1:])


def _rows(text: str) -> tuple[list[list[str]], list[int]]:
    # Outlines of areas as text pass the limit that the csv module begins with.
    csv.field_size_limit(max(csv.field_size_limit(), len(text)))
    reader = csv.reader(io.StringIO(text, newline=None), strict=True)
    rows, lines = [], []
    begin = 1
    try:
        for row in reader:
            if row:
                rows.append(row)
                lines.append(begin)
            begin = reader.line_num + 1
    except csv.Error:
        raise SpecError("csv-broken", line=str(begin)) from None
    return rows, lines


def _check_header(header: list[str], id_column: str) -> None:
    if id_column not in header:
        for sign, name in ((";", "semicolon"), ("\t", "tab")):
            if any(sign in cell for cell in header):
                raise SpecError(f"csv-{name}")
        raise SpecError("id-column-unknown", column=id_column, near=near_misses(id_column, filter(None, header)))
    twice = sorted(name for name, times in Counter(header).items() if times > 1 and name)
    if twice:
        raise SpecError("column-twice", names=twice)
