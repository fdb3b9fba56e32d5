"""The table is read strictly, and every defect is named with its line."""

import pytest

from quartierswerk.compute.csv_reading import read_values
from quartierswerk.compute.errors import SpecError


def test_cells_stay_text_with_leading_zeros_and_lines_are_kept() -> None:
    table = read_values(b'\xef\xbb\xbfid,"name, long",x\r\n01,"two\nlines",1\r\n\r\n"02","say ""yes""",\r\n', "id")

    assert table.ids == ("01", "02")
    assert table.columns == {"id": ("01", "02"), "name, long": ("two\nlines", 'say "yes"'), "x": ("1", "")}
    assert list(table.lines) == [2, 5]


@pytest.mark.parametrize(
    ("data", "code", "facts"),
    [
        (b"", "file-empty", {}),
        (b" \n \n", "file-empty", {}),
        (b"\x89PNG\r\n\x1a\n\0\0", "file-other-kind", {"kind": "PNG"}),
        (b"PK\x03\x04rest", "file-other-kind", {"kind": "ZIP, XLSX, ODS"}),
        (b"MZ\x90\0", "file-other-kind", {"kind": "EXE"}),
        (b"id,a\n1,\0\n", "file-other-kind", {"kind": "NUL"}),
        ("id,a\nx,ä\n".encode("latin-1"), "file-encoding", {"encoding": "–", "line": "2"}),
        ("id,a\nx,1\n".encode("utf-16"), "file-encoding", {"encoding": "UTF-16", "line": "1"}),
        (b"id,a\n", "file-without-rows", {}),
        (b"id,a,a\n1,2,3\n", "column-twice", {"names": ["a"]}),
        (b"id,a\n1,2\n2,3,4\n", "row-shifted", {"line": "3", "cells": "3", "columns": "2"}),
        (b"id,a\n1\n", "row-shifted", {"line": "2", "cells": "1", "columns": "2"}),
        (b'id,a\n1,"2\n3,4\n', "csv-broken", {"line": "2"}),
        (b'id,a\n1,"2"x\n', "csv-broken", {"line": "2"}),
        (b"id;a\n1;2,5\n", "csv-semicolon", {}),
        (b"id\ta\n1\t2\n", "csv-tab", {}),
        (b"Id,a\n1,2\n", "id-column-unknown", {"column": "id", "near": ("Id",)}),
    ],
)
def test_defect_of_the_file_is_refused(data: bytes, code: str, facts: dict) -> None:
    with pytest.raises(SpecError) as refused:
        read_values(data, "id")

    assert (refused.value.code, refused.value.facts) == (code, facts)


def test_long_text_in_a_column_nobody_uses_does_not_matter() -> None:
    outline = "POLYGON ((" + ", ".join(["9.18 48.78"] * 20_000) + "))"

    table = read_values(f'id,wkt,a\n01,"{outline}",2\n'.encode(), "id")

    assert dict(table.columns) == {"id": ("01",), "wkt": (outline,), "a": ("2",)}


def test_program_named_mz_is_told_from_a_column_that_begins_with_mz() -> None:
    assert read_values(b"MZ,a\n1,2\n", "MZ").ids == ("1",)


def test_empty_column_names_at_the_end_are_passed_over() -> None:
    assert read_values(b"id,a,,\n1,2,,\n", "id").columns == {"id": ("1",), "a": ("2",)}
