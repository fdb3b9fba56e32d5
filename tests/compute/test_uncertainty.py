"""Draws: what each kind of chance does, and that nothing but the seed decides."""

from typing import Any

import numpy as np
import pytest

from quartierswerk.compute import uncertainty as module
from quartierswerk.compute.index import compute_index
from quartierswerk.compute.random_weights import Streams, tree_weights
from quartierswerk.compute.reading import spec_from_mapping
from quartierswerk.compute.small_numbers import Sampled, drawn
from quartierswerk.compute.spec import Leaf, Node, Perturbation
from quartierswerk.compute.table import Table
from quartierswerk.compute.uncertainty import Uncertainty, rank_percentiles, uncertainty
from tests.compute.cases import indicator, one_indicator, spec_with, table_with

TREE = Node(
    "top",
    1.0,
    "sum",
    (Leaf("a", 1.0), Leaf("b", 3.0), Node("n", 2.0, "sum", (Leaf("c", 5.0), Leaf("d", 0.0)))),
)
USED = ("a", "b", "c", "d")


def run(spec: dict[str, Any], table: Table | None = None) -> Uncertainty:
    ready = spec_from_mapping(spec)
    values = table_with() if table is None else table
    return uncertainty(ready, values, compute_index(ready, values))


def weights_of(plan: Perturbation, draws: int = 20_000, dropped: int = -1) -> dict[str, Any]:
    return dict(tree_weights(TREE, plan, USED, np.full(draws, dropped), Streams(plan.seed)))


def test_fixed_choices_give_the_run_in_every_draw() -> None:
    spec = spec_with(
        uncertainty={"draws": 20, "weights": "fixed"},
        classes={"method": "equal-ranks", "k": 5},
        rescale={"method": "z"},
    )
    ready = spec_from_mapping(spec)
    result = compute_index(ready, table_with())

    found = uncertainty(ready, table_with(), result)

    assert [found.ranks[percent].tolist() for percent in (5, 50, 95)] == [result.ranks.tolist()] * 3
    assert found.same_class.tolist() == [1, 1, 1, 1, 1]
    assert found.class_shares.tolist() == np.eye(5)[result.classes - 1].tolist()


def test_rank_percentile_is_the_smallest_rank_that_so_many_draws_reach() -> None:
    ranks = np.array([[rank] for rank in (4, 1, 2, 3, 3, 9, 1, 2, 2, 5)])

    found = rank_percentiles(ranks)

    for percent in (5, 50, 95):
        smallest = min(r for r in range(1, 10) if (ranks <= r).sum() * 100 >= percent * len(ranks))
        assert found[percent].tolist() == [smallest]


@pytest.mark.parametrize("draws", [1, 2, 19, 20, 21, 100])
def test_rank_percentiles_do_not_slip_at_whole_numbers(draws: int) -> None:
    found = rank_percentiles(np.arange(1, draws + 1).reshape(draws, 1))

    assert {percent: int(ranks[0]) for percent, ranks in found.items()} == {
        percent: -(-percent * draws // 100) for percent in (5, 50, 95)
    }


def everything(**more: Any) -> dict[str, Any]:
    return {
        **spec_with(
            indicators=[indicator("a", treat={}), indicator("b", direction="resource")],
            rescale={"method": "z"},
            classes={"method": "quantiles", "k": 3},
        ),
        "uncertainty": {
            "draws": 300,
            "seed": 7,
            "weights": {"dirichlet": 1},
            "normalise": ["z", "min-max", "rank"],
            "leave-one-out": True,
            "small-numbers": {"unit": "percent", "denominators": {"a": "people"}},
            **more,
        },
    }


def same(one: Uncertainty, other: Uncertainty) -> bool:
    return (
        all(np.array_equal(one.ranks[percent], other.ranks[percent]) for percent in one.ranks)
        and np.array_equal(one.class_shares, other.class_shares)
        and np.array_equal(one.same_class, other.same_class)
    )


def test_same_seed_gives_the_same_numbers_and_another_seed_others() -> None:
    assert same(run(everything()), run(everything()))
    assert not same(run(everything()), run(everything(seed=8)))


def test_how_many_draws_are_computed_at_a_time_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    at_once = run(everything())
    monkeypatch.setattr(module, "CELLS_AT_ONCE", 35)

    assert same(run(everything()), at_once)


def test_order_of_rows_and_specification_changes_nothing() -> None:
    spec = everything(normalise=["rank", "min-max", "z"])
    spec["indicators"] = spec["indicators"][::-1]
    spec["aggregate"]["children"] = spec["aggregate"]["children"][::-1]
    mixed = Table(table_with().ids[::-1], {name: cells[::-1] for name, cells in table_with().columns.items()})

    assert same(run(spec, mixed), run(everything()))


def test_dirichlet_weights_are_scaled_to_the_sum_of_the_specification() -> None:
    """All parameters 1: each of k children has mean 1/k and variance (k - 1)/(k²(k + 1))."""
    found = weights_of(Perturbation(weights="dirichlet", amount=1.0))

    top = found["top"].weights / 6
    assert found["top"].weights.sum(axis=1) == pytest.approx(np.full(20_000, 6.0))
    assert found["n"].weights.sum(axis=1) == pytest.approx(np.full(20_000, 5.0))
    assert top.mean(axis=0) == pytest.approx([1 / 3] * 3, abs=0.01)
    assert top.var(axis=0) == pytest.approx([2 / 36] * 3, rel=0.05)
    assert found["n"].weights.mean(axis=0) == pytest.approx([2.5, 2.5], abs=0.05)


@pytest.mark.parametrize("amount", [1e-300, 1e-6, 0.01, 0.5, 1e6])
def test_dirichlet_with_any_parameter_gives_weights_with_the_right_sum(amount: float) -> None:
    found = weights_of(Perturbation(weights="dirichlet", amount=amount), draws=500, dropped=1)

    with np.errstate(all="ignore"):
        assert found["top"].weights.sum(axis=1) == pytest.approx(np.full(500, 6.0))


def test_dirichlet_with_small_parameter_lets_one_child_decide() -> None:
    with np.errstate(all="ignore"):
        found = weights_of(Perturbation(weights="dirichlet", amount=0.001), draws=9000)

    largest = (found["top"].weights > 5.94).sum(axis=0)
    assert largest.tolist() == pytest.approx([3000] * 3, rel=0.1)


def test_weights_within_a_band_stay_in_it_before_scaling() -> None:
    found = weights_of(Perturbation(weights="within", amount=0.25))

    top = found["top"].weights
    assert top.sum(axis=1) == pytest.approx(np.full(20_000, 6.0))
    assert (top[:, 1] / top[:, 0]).min() == pytest.approx(3 * 0.75 / 1.25, rel=0.02)
    assert (top[:, 1] / top[:, 0]).max() == pytest.approx(3 * 1.25 / 0.75, rel=0.02)
    assert found["n"].weights[0].tolist() == [5, 0]


def test_fixed_weights_are_those_of_the_specification() -> None:
    found = weights_of(Perturbation(), draws=2)

    assert (found["top"].weights.tolist(), found["n"].weights.tolist()) == ([[1, 3, 2]] * 2, [[5, 0]] * 2)


def test_left_out_indicator_gives_its_weight_to_the_others_of_its_node() -> None:
    found = weights_of(Perturbation(leave_one_out=True), draws=1, dropped=1)

    assert found["top"].weights.tolist() == [[2, 0, 4]]
    assert found["top"].present.tolist() == [[True, False, True]]


def test_node_that_loses_all_weight_drops_out_of_its_parent() -> None:
    found = weights_of(Perturbation(leave_one_out=True), draws=1, dropped=2)

    assert found["top"].weights.tolist() == [[1.5, 4.5, 0]]


def test_leaving_out_takes_none_and_each_indicator_equally_often() -> None:
    spec = spec_with(
        normalise={"method": "rank"},
        aggregate={"method": "sum", "children": [{"id": "a", "weight": 1}, {"id": "b", "weight": 1.5}]},
        classes={"method": "equal-ranks", "k": 3},
        uncertainty={"draws": 30_000, "leave-one-out": True},
    )
    table = Table(["1", "2", "3"], {"code": ["1", "2", "3"], "a": [*"123"], "b": [*"213"]})

    found = run(spec, table)

    # area 1 is second with both or with b alone, third with a alone
    assert found.class_shares[0].tolist() == pytest.approx([0, 2 / 3, 1 / 3], abs=0.01)
    assert found.class_shares[2].tolist() == [1, 0, 0]


def test_each_way_of_normalising_has_an_equal_chance() -> None:
    """With one outlier in b, area 2 leads under min-max and area 1 under ranks."""
    spec = spec_with(
        aggregate={"method": "sum", "children": [{"id": "a", "weight": 2}, {"id": "b", "weight": 1}]},
        classes={"method": "equal-ranks", "k": 4},
        uncertainty={"draws": 30_000, "normalise": ["min-max", "rank"]},
    )

    found = run(spec, Table([*"1234"], {"code": [*"1234"], "a": [*"3210"], "b": ["3", "100", "0", "1"]}))

    assert found.class_shares[0].tolist() == pytest.approx([0.5, 0.5, 0, 0], abs=0.01)
    assert found.class_shares[1].tolist() == pytest.approx([0.5, 0.5, 0, 0], abs=0.01)


def test_own_parameters_count_where_the_method_is_the_indicators_own() -> None:
    """a keeps its span 0 to 100 under min-max, b has the default, so a decides."""
    spec = spec_with(
        indicators=[indicator("a", normalise={"method": "min-max", "to": [0, 100]}), indicator("b")],
        aggregate={"method": "sum", "children": [{"id": "a", "weight": 1}, {"id": "b", "weight": 10}]},
        uncertainty={"draws": 3, "normalise": ["min-max"]},
    )

    found = run(spec, table_with(a=[*"12345"], b=[*"54321"]))

    assert found.ranks[50].tolist() == [5, 4, 3, 2, 1]


def test_shares_of_few_people_scatter_as_binomial_numbers_do() -> None:
    sampled = Sampled(
        values=np.array([20.0, 33.0, 100.0, 0.0]),
        is_drawn=np.array([True, False, True, True]),
        shares=np.array([0.2, 1.0, 0.0]),
        people=np.array([50, 10, 10]),
        unit=100.0,
    )

    found = drawn(sampled, 40_000, np.random.default_rng(1))

    assert found[:, 1:].tolist() == [[33.0, 100.0, 0.0]] * 40_000
    assert found[:, 0].mean() == pytest.approx(20, abs=0.1)
    assert found[:, 0].var() == pytest.approx(100**2 * 0.2 * 0.8 / 50, rel=0.03)
    assert found[:, 0] * 50 / 100 == pytest.approx(np.rint(found[:, 0] * 50 / 100))


def test_imputed_values_are_not_drawn_and_need_no_people() -> None:
    spec = one_indicator(missing="mean") | {
        "uncertainty": {"draws": 10, "small-numbers": {"unit": "percent", "denominators": {"a": "people"}}}
    }

    found = run(spec, table_with(a=["", "20", "30", "40", "50"], people=["", "10", "10", "10", "10"]))

    assert len(found.ids) == 5


def test_indicator_without_variance_in_a_draw_counts_nothing_there() -> None:
    """People of 1 and shares near 0 or 1 leave no variance now and then; b decides in those draws."""
    spec = spec_with(
        normalise={"method": "z"},
        aggregate={"method": "sum", "children": [{"id": "a", "weight": 1}, {"id": "b", "weight": 1}]},
        uncertainty={"draws": 200, "small-numbers": {"unit": "share", "denominators": {"a": "one"}}},
    )
    table = table_with(a=["0", "0", "0", "0", "0.001"], b=[*"54321"], one=["1"] * 5)

    found = run(spec, table)

    assert found.ranks[50].tolist() == [1, 2, 3, 4, 5]


def test_score_without_variance_in_a_draw_makes_all_areas_equal() -> None:
    spec = one_indicator() | {
        "rescale": {"method": "z"},
        "uncertainty": {"draws": 50, "small-numbers": {"unit": "share", "denominators": {"a": "one"}}},
    }

    found = run(spec, table_with(a=["0", "0", "0", "0", "0.001"], one=["1"] * 5))

    assert found.ranks[50].tolist() == [1, 1, 1, 1, 1]


def test_quantile_classes_are_formed_anew_in_each_draw() -> None:
    spec = everything() | {"uncertainty": {"draws": 200, "weights": {"dirichlet": 1}}}

    found = run(spec, table_with(b=["1", "5", "2", "4", "3"]))

    assert found.class_shares.sum(axis=0).tolist() == pytest.approx([2, 1, 2])
    # area 02 is the lowest under any weights, the others move
    assert (found.class_shares < 1).all(axis=1).tolist() == [True, False, True, True, True]


def test_without_classes_there_are_ranks_only() -> None:
    found = run(spec_with(uncertainty={"draws": 10}))

    assert (found.labels, found.class_shares, found.same_class) == ((), None, None)
