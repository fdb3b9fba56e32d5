"""What is written, to the byte."""

import json
from pathlib import Path

import pytest

import quartierswerk
from quartierswerk.compute.errors import SpecError, notice
from quartierswerk.compute.index import compute_index
from quartierswerk.compute.reading import spec_from_mapping
from quartierswerk.compute.uncertainty import uncertainty
from quartierswerk.compute.writing import (
    csv_text,
    number_text,
    record_text,
    result_rows,
    uncertainty_rows,
    write_files,
    write_result,
)  # fmt: skip
from tests.compute.cases import indicator, spec_with, table_with

SPEC = spec_with(
    indicators=[indicator("b, 1", column="b"), indicator("a", missing="mean", treat={"skew": 1, "kurtosis": 1})],
    aggregate={"method": "sum", "children": [{"id": "a", "weight": 0.1}, {"id": "b, 1", "weight": 1}]},
    normalise={"method": "none"},
    exclude={"ids": [{"id": "04", "reason": 'harbour, "old"'}]},
    classes={"method": "equal-ranks", "k": 2, "labels": ["high", "low"]},
    uncertainty={"draws": 4, "seed": 3},
)
VALUES = table_with(
    code=["07", "02", "03", "04", "05", "06"],
    a=["1", "", "1", "1", "2", "64"],
    b=["0", "1", "2", "3", "4", "1e-7"],
    people=["1"] * 6,
    group=["x"] * 6,
)


def test_result_file_to_the_byte() -> None:
    spec = spec_from_mapping(SPEC)

    text = csv_text(result_rows(compute_index(spec, VALUES)))

    assert text == (
        'id,excluded,reason,score,rank,class,constant,contribution__a,"contribution__b, 1"\n'
        "02,false,,2.7,2,high,0,1.7,1\n"
        "03,false,,2.1,3,low,0,0.1,2\n"
        '04,true,"harbour, ""old""",,,,,,\n'
        "05,false,,4.2,1,high,0,0.2,4\n"
        "06,false,,1.7000001,4,low,0,1.7,1e-07\n"
        "07,false,,0.1,5,low,0,0.1,0\n"
    )


def test_contributions_stay_empty_where_the_method_is_not_additive() -> None:
    spec = spec_from_mapping(SPEC | {"rescale": {"method": "rank"}})

    rows = list(result_rows(compute_index(spec, VALUES)))

    assert rows[1] == ["02", "false", "", "0.8", "2", "high", "", "", ""]


def test_record_holds_exactly_what_was_done() -> None:
    spec = spec_from_mapping(SPEC)

    record = json.loads(record_text(spec, compute_index(spec, VALUES), (notice("uncertainty-not-asked"),)))

    numpy_version = record["versions"].pop("numpy")
    assert numpy_version.count(".") == 2
    assert record == {
        "spec": SPEC | {"indicators": SPEC["indicators"][::-1]},
        "versions": {"quartierswerk": quartierswerk.__version__, "specification": 1},
        "seed": 3,
        "counts": {"areas": 6, "used": 5, "excluded": 1},
        "warnings": ["The specification has “uncertainty”, but “--uncertainty-out” is missing. Nothing was drawn."],
        "treated": [{"id": "06", "indicator": "a", "from": 64, "to": 17, "how": "winsorised"}],
        "imputed": [{"id": "02", "indicator": "a", "value": 17}],
        "excluded": [{"id": "04", "reason": 'harbour, "old"'}],
    }


def test_uncertainty_file_to_the_byte() -> None:
    spec = spec_from_mapping(SPEC)

    text = csv_text(uncertainty_rows(uncertainty(spec, VALUES, compute_index(spec, VALUES))))

    assert text == (
        "id,rank_p05,rank_p50,rank_p95,class_share__high,class_share__low,same_class_share\n"
        "02,2,2,2,1,0,1\n03,3,3,3,0,1,1\n05,1,1,1,1,0,1\n06,4,4,4,0,1,1\n07,5,5,5,0,1,1\n"
    )


def test_uncertainty_file_without_classes_keeps_its_last_column_empty() -> None:
    spec = spec_from_mapping({key: value for key, value in SPEC.items() if key != "classes"})

    rows = list(uncertainty_rows(uncertainty(spec, VALUES, compute_index(spec, VALUES))))

    assert rows[:2] == [["id", "rank_p05", "rank_p50", "rank_p95", "same_class_share"], ["02", "2", "2", "2", ""]]


def test_numbers_have_fifteen_digits_and_no_negative_zero() -> None:
    assert [number_text(number) for number in (1 / 3, -0.0, 100.0, 1e-7, 12345678901234567.0)] == [
        "0.333333333333333", "0", "100", "1e-07", "1.23456789012346e+16",
    ]  # fmt: skip


def test_result_and_record_are_written_together(tmp_path: Path) -> None:
    spec = spec_from_mapping(SPEC)

    write_result(spec, compute_index(spec, VALUES), tmp_path / "r.csv")

    assert sorted(path.name for path in tmp_path.iterdir()) == ["r.csv", "r.csv.json"]


def test_nothing_is_written_where_one_file_cannot_be(tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    (tmp_path / "a").write_text("before")

    with pytest.raises(SpecError) as refused:
        write_files({tmp_path / "a": "after", tmp_path / "b": "after"})

    assert (refused.value.code, refused.value.facts) == ("file-not-plain", {"file": "b"})
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a", "b"]
    assert (tmp_path / "a").read_text() == "before"


def test_missing_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(SpecError) as refused:
        write_files({tmp_path / "none" / "a.csv": "x"})

    assert (refused.value.code, refused.value.facts) == ("file-folder-missing", {"file": "a.csv"})


def test_rights_of_a_file_that_is_replaced_stay(tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_text("before")
    path.chmod(0o640)

    write_files({path: "after"})

    assert (path.read_text(), path.stat().st_mode & 0o777) == ("after", 0o640)
