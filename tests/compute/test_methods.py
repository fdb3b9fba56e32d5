"""The single methods against published figures, other implementations and plain arithmetic."""

import math
import statistics

import numpy as np
import pytest

from quartierswerk.compute.classes import distance_to_border, equal_ranks, places, quantile_borders
from quartierswerk.compute.normalise import exponential_rank, goalposts, min_max, rank_shares, z_scores
from quartierswerk.compute.outliers import excess_kurtosis, skewness, treat
from quartierswerk.compute.ranks import comparable, magnitudes, score_ranks
from quartierswerk.compute.spec import Classes, Treatment
from quartierswerk.compute.transform import transformed

EXCEL = np.array([3.0, 4, 5, 2, 3, 4, 5, 6, 4, 7])


def array(*numbers: float) -> np.ndarray:
    return np.array(numbers, dtype=np.float64)


def test_skewness_and_kurtosis_are_those_of_spreadsheet_programs() -> None:
    """Microsoft's documentation of SKEW and KURT gives these figures for the same ten numbers."""
    assert float(skewness(EXCEL)) == pytest.approx(0.359543071, abs=1e-9)
    assert float(excess_kurtosis(EXCEL)) == pytest.approx(-0.151799637, abs=1e-9)


def test_skewness_of_huge_and_tiny_numbers_is_the_same() -> None:
    assert [float(skewness(EXCEL * factor)) for factor in (1e90, 1e-200)] == pytest.approx([float(skewness(EXCEL))] * 2)


def test_winsorising_draws_all_areas_at_the_maximum_to_the_next_value() -> None:
    values = array(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 100)

    found = treat(values, Treatment())

    assert found.values.tolist() == [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 12]
    assert found.how == ("",) * 12 + ("winsorised",)


def test_winsorising_works_from_below_where_the_skewness_is_negative() -> None:
    found = treat(array(-100, *range(1, 13)), Treatment())

    assert found.values.tolist() == [1, *range(1, 13)]


def test_ties_at_the_maximum_are_one_step() -> None:
    values = array(*range(40), 500, 500)

    found = treat(values, Treatment(points=1))

    assert found.values.tolist() == [*range(40), 39, 39]


def test_logarithm_replaces_the_steps_where_they_are_not_enough() -> None:
    values = array(*[1] * 30, 2, 3, 4, 5, 6, 7, 90, 100)

    found = treat(values, Treatment(points=1))

    assert found.values.tolist() == pytest.approx([math.log(value - 1 + 0.99) for value in values])
    assert set(found.how) == {"log"}


def test_logarithm_is_mirrored_where_the_skewness_is_negative() -> None:
    values = -array(*[1] * 30, 2, 3, 4, 5, 6, 7, 90, 100)

    found = treat(values, Treatment(points=1))

    assert found.values.tolist() == pytest.approx([-math.log(-1 - value + 0.99) for value in values])
    assert set(found.how) == {"negative log"}


def test_no_points_means_logarithm_at_once() -> None:
    assert set(treat(array(*range(12), 100), Treatment(points=0)).how) == {"log"}


def test_one_outlier_among_four_reaches_a_skewness_of_exactly_two() -> None:
    assert treat(array(0.25, 0.25, 0.25, 0.5), Treatment()).how == ("", "", "", "winsorised")


def test_values_without_variance_stay_as_they_are() -> None:
    assert treat(array(3, 3, 3, 3, 3), Treatment(skew=0, kurtosis=-9)).values.tolist() == [3, 3, 3, 3, 3]


def test_transformations() -> None:
    assert transformed(array(1, math.e), "log").tolist() == [0, 1]
    assert transformed(array(0.5, 0.9), "logit").tolist() == pytest.approx([0, math.log(9)])
    assert transformed(array(1, 2), "none").tolist() == [1, 2]


def test_z_scores_with_population_and_sample_deviation() -> None:
    values = EXCEL.tolist()
    mean = statistics.fmean(values)

    assert z_scores(EXCEL).tolist() == pytest.approx([(v - mean) / statistics.pstdev(values) for v in values])
    assert z_scores(EXCEL, "sample").tolist() == pytest.approx([(v - mean) / statistics.stdev(values) for v in values])


def test_weighted_z_scores_are_those_of_repeated_areas() -> None:
    weights = array(3, 1, 2)
    repeated = [1.0, 1, 1, 5, 9, 9]
    mean, sd = statistics.fmean(repeated), statistics.pstdev(repeated)

    assert z_scores(array(1, 5, 9), weights=weights).tolist() == pytest.approx([(v - mean) / sd for v in (1, 5, 9)])


def test_z_scores_of_huge_and_tiny_numbers_do_not_run_over() -> None:
    assert z_scores(EXCEL * 1e90).tolist() == pytest.approx(z_scores(EXCEL).tolist())
    assert z_scores(EXCEL * 1e-250).tolist() == pytest.approx(z_scores(EXCEL).tolist())


def test_min_max_goalposts_and_their_turned_forms() -> None:
    values = array(2, 4, 10)

    assert min_max(values).tolist() == [0, 0.25, 1]
    assert min_max(values, turned=True).tolist() == [1, 0.75, 0]
    assert min_max(values, (1, 100)).tolist() == [1, 25.75, 100]
    assert goalposts(values, 0, 8).tolist() == [0.25, 0.5, 1]
    assert goalposts(values, 0, 8, turned=True).tolist() == [0.75, 0.5, 0]
    assert goalposts(values, 3, 8, (1, 11)).tolist() == [1, 3, 11]


def test_rank_share_counts_areas_at_or_below() -> None:
    assert rank_shares(array(5, 1, 5, 3)).tolist() == [1, 0.25, 1, 0.5]


def test_exponential_rank_gives_100_to_the_worst_and_half_of_it_to_the_worst_tenth() -> None:
    """English Indices of Deprivation 2019, Technical Report: 0 to 100, a tenth of the areas above 50."""
    found = exponential_rank(np.arange(1.0, 32845.0))

    assert found[0] == pytest.approx(100, abs=1e-9)
    assert found[-1] == pytest.approx(-23 * math.log(1 - (1 - math.exp(-100 / 23)) / 32844), rel=1e-12)
    assert int((found > 50).sum()) == pytest.approx(3284.4, rel=0.03)


def test_several_rows_are_scaled_each_for_itself() -> None:
    rows = np.array([[1.0, 2, 3, 10], [4.0, 4, 4, 4], [3.0, 2, 2, -1]])

    for scale in (z_scores, min_max, rank_shares):
        assert scale(rows).tolist() == [scale(row).tolist() for row in rows]
    assert (z_scores(rows)[1].tolist(), min_max(rows, (1, 9))[1].tolist()) == ([0, 0, 0, 0], [0, 0, 0, 0])


@pytest.mark.parametrize(
    ("largest", "exponent"),
    [
        (1.0, 0),
        (9.999999999999998, 0),
        (10.0, 1),
        (1000.0, 3),
        (0.001, -3),
        (0.00099999999999999, -4),
        (0.0, 0),
        (5e-324, -324),
    ],
)
def test_magnitude_is_exact_at_powers_of_ten(largest: float, exponent: int) -> None:
    assert magnitudes(array(0.0, -largest)).tolist() == [exponent]


def test_scores_that_differ_beyond_eleven_decimals_share_a_rank() -> None:
    assert score_ranks(array(1.0, 1.0 + 4e-12, 1.0 + 6e-12, 0.5)).tolist() == [2, 2, 1, 4]
    assert score_ranks(array(1e6, 1e6 + 4e-6, 1e6 + 6e-6, 0.5)).tolist() == [2, 2, 1, 4]
    assert score_ranks(array(1e-300, 1e-300 + 4e-312, 1e-300 + 6e-312, 0)).tolist() == [2, 2, 1, 4]
    assert score_ranks(array(3e15, 3e15 + 1000, 3e15 + 6000, 0)).tolist() == [2, 2, 1, 4]


def test_rank_one_is_the_highest_and_ties_share_the_smallest_rank() -> None:
    assert score_ranks(array(2, 5, 5, 1, 2)).tolist() == [3, 1, 1, 5, 3]


def test_negative_zero_equals_zero() -> None:
    assert str(comparable(array(-1e-20, 1), magnitudes(array(-1e-20, 1))).tolist()) == "[0.0, 100000000000.0]"


def test_score_at_a_cut_belongs_to_the_lower_class() -> None:
    classes = Classes("cuts", 4, ("1", "2", "3", "4"), cuts=(-1, 1, 1.5))
    scores = array(-1.5, -1, -1 + 4e-12, -0.999, 1, 1.0000001, 1.5, 1.5 + 6e-12)

    assert places(scores, classes).classes.tolist() == [1, 1, 1, 2, 2, 3, 3, 4]


@pytest.mark.parametrize(("kind", "name"), [(7, "linear"), (9, "normal_unbiased")])
@pytest.mark.parametrize("n", [3, 4, 7, 10, 101])
@pytest.mark.parametrize("k", [2, 3, 5, 10])
def test_quantiles_are_those_of_numpy(kind: int, name: str, n: int, k: int) -> None:
    values = np.random.default_rng(n).normal(size=n)

    found = quantile_borders(values, k, kind)

    assert found.tolist() == pytest.approx(np.quantile(values, [j / k for j in range(1, k)], method=name).tolist())


def test_score_at_a_quantile_belongs_to_the_higher_class() -> None:
    """Type 7 of 0..10 at p = 1/5 … 4/5 are exactly 2, 4, 6, 8: no rounding of h may move an area."""
    scores = np.arange(11.0) / 10

    found = places(scores, Classes("quantiles", 5, tuple("12345")))

    assert found.classes.tolist() == [1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 5]


def test_equal_ranks_put_the_highest_scores_into_class_one() -> None:
    assert equal_ranks(np.arange(1, 8), 3).tolist() == [1, 1, 2, 2, 3, 3, 3]
    assert equal_ranks(np.array([1, 1, 3, 4]), 2).tolist() == [1, 1, 2, 2]
    assert equal_ranks(np.arange(1, 4), 5).tolist() == [2, 4, 5]


def test_distance_to_the_nearest_border() -> None:
    assert distance_to_border(array(-2, 0.5, 1.75), array(-1, 1, 1.5)).tolist() == [1, 0.5, 0.25]
