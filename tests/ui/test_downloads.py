"""Files to download: what a spreadsheet, a GIS and a script find in them."""

import csv
import io
import json
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest

from quartierswerk.ui.downloads import defused, feature, geojson_file, table_file

HEAD = ["Name", "Größe", "Ja?", "Tag", "Moment", "Leer"]
MOMENT = datetime(2026, 5, 20, 8, 42, tzinfo=UTC)  # 10.42 in Berlin
ROWS = [["Auwiesen", 1234.5, True, date(2026, 5, 20), MOMENT, None], ["=1+1", Decimal("0.1"), False, None, None, ""]]


def xlsx_rows(content: bytes) -> list[list[Any]]:
    from openpyxl import load_workbook

    sheet = load_workbook(io.BytesIO(content)).active
    assert sheet is not None
    return [list(row) for row in sheet.iter_rows(values_only=True)]


def ods_rows(content: bytes) -> list[list[Any]]:
    from odfdo import Document

    table = Document(io.BytesIO(content)).body.tables[0]
    return [list(row) for row in table.iter_values()]


def test_csv_for_an_office_has_semicolon_decimal_comma_and_bom() -> None:
    answer = table_file("csv", "Orte der Stadt", HEAD, ROWS)

    assert answer.content.decode("utf-8") == (
        "\ufeffName;Größe;Ja?;Tag;Moment;Leer\r\n"
        "Auwiesen;1234,5;ja;20.05.2026;20.05.2026 10:42;\r\n"
        "'=1+1;0,1;nein;;;\r\n"
    )
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert answer["Content-Disposition"] == 'attachment; filename="orte-der-stadt.csv"'


def test_csv_as_open_data_has_comma_and_point() -> None:
    answer = table_file("data", "orte", HEAD, ROWS)

    assert list(csv.reader(io.StringIO(answer.content.decode()))) == [
        HEAD,
        ["Auwiesen", "1234.5", "true", "2026-05-20", "2026-05-20T08:42:00+00:00", ""],
        ["'=1+1", "0.1", "false", "", "", ""],
    ]


def test_xlsx_keeps_numbers_dates_and_local_moments() -> None:
    answer = table_file("xlsx", "orte", HEAD, ROWS)

    assert xlsx_rows(answer.content) == [
        HEAD,
        ["Auwiesen", 1234.5, True, datetime(2026, 5, 20), datetime(2026, 5, 20, 10, 42), None],
        ["'=1+1", 0.1, False, None, None, None],
    ]


def test_ods_holds_the_same() -> None:
    rows = ods_rows(table_file("ods", "orte", HEAD, ROWS).content)

    assert [str(cell) for cell in rows[0]] == HEAD
    assert (rows[1][0], float(rows[1][1]), rows[2][0]) == ("Auwiesen", 1234.5, "'=1+1")


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
@pytest.mark.parametrize("wanted", ["csv", "data", "xlsx", "ods"])
def test_no_spreadsheet_runs_a_cell(start: str, wanted: str) -> None:
    answer = table_file(wanted, "orte", [f"{start}kopf"], [[f"{start}cmd|' /C calc'!A1"]])

    if wanted == "xlsx":
        cells = [cell for row in xlsx_rows(answer.content) for cell in row]
    elif wanted == "ods":
        cells = [cell for row in ods_rows(answer.content) for cell in row]
    else:
        text = answer.content.decode("utf-8-sig")
        cells = [
            cell
            for row in csv.reader(io.StringIO(text, newline=""), delimiter=";" if wanted == "csv" else ",")
            for cell in row
        ]
    assert [str(cell)[0] for cell in cells] == ["'", "'"]


def test_numbers_below_zero_stay_numbers() -> None:
    assert [defused(value) for value in (-1, -0.5, Decimal("-2"), "-1", "a-1", None)] == [
        *(-1, -0.5, Decimal("-2"), "'-1", "a-1", None)
    ]
    assert table_file("csv", "x", ["a"], [[-1.5]]).content.decode("utf-8-sig") == "a\r\n-1,5\r\n"


@pytest.mark.parametrize("wanted", ["xlsx", "ods", "csv", "data"])
def test_signs_that_no_file_can_hold_break_nothing(wanted: str) -> None:
    rows = [["a\x00\x07b", float("nan")], ["ü🌳\n„zwei Zeilen“", float("inf")]]

    assert table_file(wanted, "\x00/../x", ["Name", "Wert"], rows).status_code == 200


def test_geojson_holds_its_features() -> None:
    square = {"type": "Polygon", "coordinates": [[[9, 48], [9.1, 48], [9.1, 48.1], [9, 48]]]}

    answer = geojson_file("Größe & Lage", [feature(square, "a1", name="Auwiesen", size=None), feature(None, "a2")])

    assert json.loads(answer.content) == {
        "type": "FeatureCollection",
        "features": [
            {"type": "Feature", "id": "a1", "properties": {"name": "Auwiesen", "size": None}, "geometry": square},
            {"type": "Feature", "id": "a2", "properties": {}, "geometry": None},
        ],
    }
    assert answer["Content-Type"] == "application/geo+json"
    assert answer["Content-Disposition"] == 'attachment; filename="groesse-lage.geojson"'
