"""Files to download: tables for office programs, open data, geometries. One way for all lists.

CSV for people in an office has a semicolon, a decimal comma and a BOM; open data and the command line have a comma
and a decimal point. Cells that a spreadsheet would run as a formula are defused.
"""

import csv
import io
import json
import math
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.http import HttpResponse
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

Cell = str | int | float | Decimal | date | datetime | bool | None
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ODS = "application/vnd.oasis.opendocument.spreadsheet"
FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")
TABLE_FORMATS = ("xlsx", "ods", "csv")


def table_file(wanted: str, name: str, head: Sequence[Any], rows: Iterable[Sequence[Cell]]) -> HttpResponse:
    """Answer with a table as ``wanted`` (xlsx, ods, csv, or data: CSV as open data); ``name`` names the file."""
    titles, cells = [str(title) for title in head], [list(row) for row in rows]
    if wanted == "xlsx":
        return _attachment(_xlsx(name, titles, cells), XLSX, name, "xlsx")
    if wanted == "ods":
        return _attachment(_ods(name, titles, cells), ODS, name, "ods")
    if wanted == "csv":
        return _attachment(_office_csv(titles, cells), "text/csv; charset=utf-8", name, "csv")
    return _attachment(_data_csv(titles, cells), "text/csv; charset=utf-8", name, "csv")


def geojson_file(name: str, features: Iterable[dict[str, Any]]) -> HttpResponse:
    """Answer with features as GeoJSON (EPSG:4326, longitude first)."""
    collection = {"type": "FeatureCollection", "features": list(features)}
    content = json.dumps(collection, ensure_ascii=False, separators=(",", ":")).encode()
    return _attachment(content, "application/geo+json", name, "geojson")


def feature(geometry: Any, identity: str, **properties: Any) -> dict[str, Any]:
    """Return one GeoJSON feature."""
    return {"type": "Feature", "id": identity, "properties": properties, "geometry": geometry}


def defused(value: Cell) -> Cell:
    """Return ``value`` so that no spreadsheet runs it: a text that looks like a formula gets a leading apostrophe."""
    if isinstance(value, str) and value.startswith(FORMULA_SIGNS):
        return "'" + value
    return value


def _xlsx(name: str, head: Sequence[str], rows: Sequence[Sequence[Cell]]) -> bytes:
    from openpyxl import Workbook
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
    from openpyxl.styles import Font

    def cell(value: Cell) -> Any:
        if isinstance(value, datetime):
            return timezone.localtime(value).replace(tzinfo=None) if timezone.is_aware(value) else value
        if isinstance(value, float) and not math.isfinite(value):
            return None
        return ILLEGAL_CHARACTERS_RE.sub("", str(defused(value))) if isinstance(value, str) else value

    book = Workbook()
    book.remove(book.worksheets[0])
    sheet = book.create_sheet(slugify(name)[:31] or "table")
    sheet.append([cell(title) for title in head])
    for row in rows:
        sheet.append([cell(value) for value in row])
    for top in sheet[1]:
        top.font = Font(bold=True)
    sheet.freeze_panes = "A2"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _ods(name: str, head: Sequence[str], rows: Sequence[Sequence[Cell]]) -> bytes:
    from odfdo import Document, Row, Table

    def cell(value: Cell) -> Any:
        if isinstance(value, datetime):
            return timezone.localtime(value).isoformat() if timezone.is_aware(value) else value.isoformat()
        if isinstance(value, str):
            return "".join(sign for sign in str(defused(value)) if sign.isprintable() or sign in "\n\t")
        return value

    document = Document("spreadsheet")
    document.body.clear()
    table = Table(slugify(name)[:31] or "table")
    for values in (head, *rows):
        row = Row()
        row.set_values([cell(value) for value in values])
        table.append_row(row)
    document.body.append(table)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _office_csv(head: Sequence[str], rows: Sequence[Sequence[Cell]]) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow([defused(title) for title in head])
    writer.writerows([_as_office_text(value) for value in row] for row in rows)
    return out.getvalue().encode("utf-8-sig")


def _as_office_text(value: Cell) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, datetime):
        return f"{timezone.localtime(value):%d.%m.%Y %H:%M}"
    if isinstance(value, date):
        return f"{value:%d.%m.%Y}"
    if isinstance(value, float | Decimal):
        return f"{value:.15g}".replace(".", ",")
    return str(defused(value))


def _data_csv(head: Sequence[str], rows: Sequence[Sequence[Cell]]) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([_as_data_text(title) for title in head])
    writer.writerows([_as_data_text(value) for value in row] for row in rows)
    return out.getvalue().encode()


def _as_data_text(value: Cell) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float | Decimal):
        return f"{value:.15g}"
    if isinstance(value, date):
        return value.isoformat()
    # A lone carriage return would not be quoted and would end the row for some readers.
    return str(defused(value)).replace("\r\n", "\n").replace("\r", "\n")


def _attachment(content: bytes, kind: str, name: str, ending: str) -> HttpResponse:
    answer = HttpResponse(content, content_type=kind)
    plain = name.casefold().replace("ä", "ae").replace("ö", "oe").replace("ü", "ue")
    answer["Content-Disposition"] = f'attachment; filename="{slugify(plain) or "table"}.{ending}"'
    return answer
