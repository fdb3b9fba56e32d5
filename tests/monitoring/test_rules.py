"""Numbers as people write them, suspicious changes, sums that stay sums."""

from datetime import date
from decimal import Decimal

import pytest

from quartierswerk.monitoring.rules import (
    NotANumber,
    class_distance,
    class_positions,
    converted,
    decimal_mark,
    is_outside_range,
    read_date,
    read_number,
    row_shift,
    shown_parts,
    slope_of,
    step_of_class,
    suspicious_changes,
    wide_shift,
)


@pytest.mark.parametrize(
    ("text", "mark", "number"),
    [
        ("12,5", ",", 12.5),
        ("1.234,5", ",", 1234.5),
        ("1.234", ",", 1234.0),
        ("1.234", ".", 1.234),
        ("1,234.5", ".", 1234.5),
        ("1 234,5", ",", 1234.5),
        ("1\u00a0234", ",", 1234.0),
        ("−0,4", ",", -0.4),
        ("–0,4", ",", -0.4),
        ("+3", ",", 3.0),
        ("0", ",", 0.0),
        (".5", ".", 0.5),
        ("1e-3", ".", 0.001),
        (" 7 ", ",", 7.0),
    ],
)
def test_numbers_are_read_as_people_write_them(text: str, mark: str, number: float) -> None:
    assert read_number(text, mark) == number  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "mark"),
    [
        ("", ","),
        ("x", ","),
        ("12.5", ","),
        ("1,5", "."),
        ("nan", "."),
        ("inf", "."),
        ("1e999", "."),
        ("12 Personen", ","),
        ("1.23.4", ","),
        ("--1", "."),
        ("0x10", "."),
    ],
)
def test_what_is_no_number_is_refused(text: str, mark: str) -> None:
    with pytest.raises(NotANumber):
        read_number(text, mark)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("texts", "mark"),
    [
        (["12,5", "3"], ","),
        (["12.5", "3"], "."),
        (["1.234,5"], ","),
        (["1,234.5"], "."),
        (["1.234.567"], ","),
        (["1,234,567"], "."),
        (["1.234", "5.678"], None),
        (["1.234", "5,6"], ","),
        (["0.125"], "."),
        (["12", "34"], "."),
        ([], "."),
    ],
)
def test_the_decimal_mark_is_recognised_or_asked_for(texts: list[str], mark: str | None) -> None:
    assert decimal_mark(texts) == mark


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2024-12-31", date(2024, 12, 31)),
        ("31.12.2024", date(2024, 12, 31)),
        ("2024", date(2024, 12, 31)),
        (" 1.1.2025 ", date(2025, 1, 1)),
    ],
)
def test_dates_are_read_as_people_write_them(text: str, day: date) -> None:
    assert read_date(text) == day


@pytest.mark.parametrize("text", ["", "31.02.2024", "gestern", "24", "2024-13-01", "1850-13"])
def test_what_is_no_date_is_refused(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011
        read_date(text)


@pytest.mark.parametrize(
    ("value", "unit", "outside"),
    [
        (0.0, "share", False),
        (1.0, "share", False),
        (1.2, "share", True),
        (-0.1, "share", True),
        (100.0, "percent", False),
        (100.1, "percent", True),
        (-1.0, "number", False),
        (-5.0, "points", False),
        (1000.5, "per_1000", True),
    ],
)
def test_impossible_values_are_seen(value: float, unit: str, outside: bool) -> None:
    assert is_outside_range(value, unit) is outside


def test_share_and_per_cent_turn_into_each_other_and_nothing_else() -> None:
    assert converted(12.5, "percent", "share") == 0.125
    assert converted(0.125, "share", "percent") == 12.5
    assert converted(7.0, "euro", "euro") == 7.0
    with pytest.raises(ValueError, match="euro does not turn into share"):
        converted(1.0, "euro", "share")


def test_a_factor_of_a_hundred_a_zero_and_a_jump_are_suspicious() -> None:
    before = {f"{n:02d}": 0.05 + 0.001 * n for n in range(12)}
    now = {code: value + 0.001 for code, value in before.items()}
    now |= {"00": 5.1, "01": 0.0, "02": 0.2}

    assert suspicious_changes(now, before) == {"00": "factor-100", "01": "zero", "02": "jump"}


def test_few_areas_give_no_jump() -> None:
    assert suspicious_changes({"a": 5.0, "b": 1.0}, {"a": 1.0, "b": 1.0}) == {}


def test_columns_that_changed_places_are_seen() -> None:
    one = {f"{n:02d}": float(n % 7) for n in range(20)}
    two = {f"{n:02d}": float((n * n) % 11) for n in range(20)}

    assert wide_shift([two, one], [one, two]) == {0: 1, 1: 0}
    assert wide_shift([one, two], [one, two]) == {}


def test_a_column_that_slid_by_a_row_is_seen() -> None:
    values = [float((n * n) % 11) for n in range(21)]
    before = {f"{n:02d}": values[n] for n in range(20)}

    assert row_shift({f"{n:02d}": values[n - 1] for n in range(20)}, before) == 1
    assert row_shift({f"{n:02d}": values[n + 1] for n in range(20)}, before) == -1
    assert row_shift(before, before) == 0


@pytest.mark.parametrize(
    ("parts", "total", "shown"),
    [
        ([0.334, 0.333, 0.333], 1.0, ["0.34", "0.33", "0.33"]),
        ([0.005, 0.005], 0.01, ["0.01", "0.00"]),
        ([0.324, 0.284, 0.244, 0.084, -0.064, 0.008], 0.88, ["0.33", "0.28", "0.24", "0.08", "-0.06", "0.01"]),
        ([-0.006, 0.006], 0.0, ["-0.01", "0.01"]),
        ([], 0.0, []),
    ],
)
def test_shown_parts_sum_exactly_to_the_shown_total(parts: list[float], total: float, shown: list[str]) -> None:
    rounded, whole = shown_parts(parts, total, 2)

    assert [str(part) for part in rounded] == shown
    assert sum(rounded, Decimal(0)) == whole


@pytest.mark.parametrize("seed", range(40))
def test_shown_parts_stay_within_a_unit_of_the_true_ones(seed: int) -> None:
    import random

    chance = random.Random(seed)
    parts = [chance.gauss(0, 0.4) for _ in range(chance.randint(1, 12))]

    rounded, whole = shown_parts(parts, sum(parts), 2)

    assert sum(rounded, Decimal(0)) == whole
    assert all(abs(float(shown) - part) < 0.01 + 1e-9 for shown, part in zip(rounded, parts, strict=True))


def test_classes_run_from_little_to_much_burden() -> None:
    labels = ["1", "2", "3"]

    assert class_positions(labels, method="cuts", orientation="burden") == {"1": 1, "2": 2, "3": 3}
    assert class_positions(labels, method="equal-ranks", orientation="burden") == {"3": 1, "2": 2, "1": 3}
    assert class_positions(labels, method="cuts", orientation="resource") == {"3": 1, "2": 2, "1": 3}
    assert class_positions(labels, method="equal-ranks", orientation="resource") == {"1": 1, "2": 2, "3": 3}


@pytest.mark.parametrize(
    ("classes", "steps"),
    [
        (1, [5]),
        (2, [1, 5]),
        (3, [1, 3, 5]),
        (4, [1, 2, 4, 5]),
        (5, [1, 2, 3, 4, 5]),
        (10, [1, 1, 2, 2, 3, 3, 4, 4, 5, 5]),
    ],
)
def test_the_last_class_has_the_darkest_shade(classes: int, steps: list[int]) -> None:
    assert [step_of_class(position, classes) for position in range(1, classes + 1)] == steps


def test_the_nearest_border_is_named_with_its_side() -> None:
    borders = {"1": (None, -1.0), "2": (-1.0, 1.0), "3": (1.0, None)}

    assert class_distance(0.75, "2", borders) == 0.25
    assert class_distance(-0.75, "2", borders) == -0.25
    assert class_distance(2.0, "3", borders) == -1.0
    assert class_distance(2.0, "9", borders) is None
    assert class_distance(2.0, "1", {"1": (None, None)}) is None


def test_a_slope_is_told_only_where_the_parts_follow_a_line() -> None:
    assert slope_of([1.0, 2.0, 4.0], [0.1, 0.2, 0.4]) == pytest.approx(0.1)
    assert slope_of([1.0, 2.0, 4.0], [0.1, 0.4, 1.6]) is None
    assert slope_of([1.0, 1.0, 1.0], [0.1, 0.1, 0.1]) is None
    assert slope_of([1.0, 2.0], [1.0, 2.0]) is None
