"""The order of work and what each declaration does to an index."""

from typing import Any

import pytest

from quartierswerk.compute.errors import Notice
from quartierswerk.compute.table import Table
from tests.compute.cases import computed, indicator, one_indicator, spec_with, table_with

LEAF_A = {"id": "a", "weight": 1}


def scores(spec: dict[str, Any], table: Table | None = None) -> list[float]:
    return computed(spec, table).scores.tolist()


def none(**more: Any) -> dict[str, Any]:
    return one_indicator(**more) | {"normalise": {"method": "none"}}


def test_first_matching_rule_gives_the_reason() -> None:
    spec = none(missing="exclude") | {
        "exclude": [
            {"column": "flag", "when": "empty"},
            {"column": "people", "below": 250.5, "reason": "few people"},
            {"column": "people", "below": 350},
            {"ids": [{"id": "04"}, {"id": "01", "reason": "harbour"}]},
        ]
    }
    table = table_with(
        code=["01", "02", "03", "04", "05", "06", "07", "08"],
        a=[*"1234567", "NA"],
        b=[*"12345678"],
        flag=["x", "", "x", "x", "x", "x", "x", "x"],
        people=["200", "100", "300", "400", "", "NA", "900", "900"],
        group=[*"xxxxxxxx"],
    )

    result = computed(spec, table)

    assert dict(result.excluded) == {
        "01": "few people",
        "02": "value empty",
        "03": "below 350",
        "04": "listed",
        "08": "missing a",
    }
    assert result.used == ("05", "06", "07")


def test_default_reason_of_below_names_the_number() -> None:
    spec = none() | {"exclude": {"column": "people", "below": 150.5}}

    assert dict(computed(spec).excluded) == {"01": "below 150.5"}


def test_statistics_use_only_the_areas_that_are_left() -> None:
    spec = one_indicator() | {"exclude": {"ids": [{"id": "05"}]}, "normalise": {"method": "min-max"}}

    assert scores(spec) == [0, 1 / 3, 2 / 3, 1]


def test_missing_exclude_comes_before_refusing_and_filling() -> None:
    """Area 02 lacks both; it leaves because of a, so b lacks nothing, and its mean does not count it."""
    spec = spec_with(indicators=[indicator("a", missing="exclude"), indicator("b")], normalise={"method": "none"})

    result = computed(spec, table_with(a=["1", "", "3", "4", "5"], b=["1", "", "3", "4", "5"]))

    assert (result.used, dict(result.excluded)) == (("01", "03", "04", "05"), {"02": "missing a"})


def test_first_indicator_in_order_gives_the_reason_of_missing() -> None:
    spec = spec_with(indicators=[indicator("b", missing="exclude"), indicator("a", missing="exclude")])

    result = computed(spec, table_with(a=["1", "", "3", "4", "5"], b=["1", "", "3", "", "5"]))

    assert dict(result.excluded) == {"02": "missing a", "04": "missing b"}


@pytest.mark.parametrize(
    ("missing", "filled"),
    [("mean", 21.5), ("median", 20.0), ({"group-mean": "group"}, 16.0)],
)
def test_filling_uses_the_present_values_after_division(missing: Any, filled: float) -> None:
    """After division the values are 6, 14, missing, 26 and 40."""
    spec = none(missing=missing, denominator="base")
    table = table_with(a=["12", "28", "", "26", "80"], base=["2", "2", "2", "1", "2"], group=["x", "y", "x", "x", "y"])

    result = computed(spec, table)

    assert result.scores.tolist() == [6, 14, filled, 26, 40]
    assert [tuple(one) for one in result.imputed] == [("03", "a", filled)]


def test_missing_denominator_makes_the_value_missing() -> None:
    spec = none(missing="mean", denominator="base")

    assert scores(spec, table_with(base=["1", "1", "", "2", "2"])) == [1, 2, 2.5, 2, 5]


def test_zero_denominator_of_an_excluded_area_does_not_matter() -> None:
    spec = none(denominator="base", missing="exclude") | {"exclude": {"ids": [{"id": "01"}]}}

    assert computed(spec, table_with(base=["0", "1", "1", "1", "1"])).used == ("02", "03", "04", "05")


def test_missing_words_can_be_declared() -> None:
    spec = none(missing="exclude") | {"na": ["-", "x"]}

    result = computed(spec, table_with(code=[*"1234567"], a=["1", "-", " x ", "", "5", "6", "7"]))

    assert dict(result.excluded) == {"2": "missing a", "3": "missing a", "4": "missing a"}


def test_resource_is_turned_and_orientation_turns_the_burden_instead() -> None:
    assert scores(none(direction="resource")) == [-1, -2, -3, -4, -10]
    assert scores(none(direction="resource") | {"orientation": "resource"}) == [1, 2, 3, 4, 10]
    assert scores(none() | {"orientation": "resource"}) == [-1, -2, -3, -4, -10]


def test_min_max_and_goalposts_are_turned_inside_their_span() -> None:
    assert scores(one_indicator(direction="resource") | {"normalise": {"method": "min-max", "to": [1, 10]}}) == [
        10, 9, 8, 7, 1,
    ]  # fmt: skip
    goalposts = {"method": "goalposts", "low": 2, "high": 4}
    assert scores(one_indicator(direction="resource") | {"normalise": goalposts}) == [1, 1, 0.5, 0, 0]


def test_indicator_may_have_its_own_way_of_normalising() -> None:
    spec = one_indicator(normalise={"method": "rank"})

    assert scores(spec) == [0.2, 0.4, 0.6, 0.8, 1]


def test_treatment_comes_before_the_transformation_and_is_noted() -> None:
    spec = none(treat={"skew": 1, "kurtosis": 1}, transform="log")

    result = computed(spec, table_with(a=["1", "1", "1", "2", "64"]))

    assert [tuple(one) for one in result.treated] == [("05", "a", 64.0, 2.0, "winsorised")]
    assert result.scores.tolist() == pytest.approx([0, 0, 0, 0.6931471805599453, 0.6931471805599453])


def test_three_areas_are_too_few_for_treatment_and_that_is_said() -> None:
    spec = none(treat={}) | {"exclude": {"ids": [{"id": "01"}, {"id": "02"}]}}

    assert computed(spec).warnings == (Notice("treat-skipped", {"indicator": "a", "areas": "3"}),)


def test_unused_indicator_is_a_warning_contributes_nothing_and_is_not_read() -> None:
    spec = spec_with(
        indicators=[indicator("a"), indicator("b")],
        aggregate={"method": "sum", "children": [LEAF_A]},
        normalise={"method": "none"},
    )

    result = computed(spec, table_with(b=["", "", "", "", ""]))

    assert result.warnings == (Notice("indicator-unused", {"indicator": "b"}),)
    assert result.scores.tolist() == [1, 2, 3, 4, 10]
    assert {name: part.tolist() for name, part in result.contributions.items()} == {
        "a": [1, 2, 3, 4, 10],
        "b": [0, 0, 0, 0, 0],
    }


def node_over(method: str, **more: Any) -> dict[str, Any]:
    """Two indicators with weights 1 and 3 under one method, the values as they are."""
    return spec_with(
        normalise={"method": "none"},
        aggregate={"method": method, "children": [{"id": "b", "weight": 3}, LEAF_A]},
        **more,
    )


def test_sum_takes_weights_as_given_and_means_divide_by_their_sum() -> None:
    table = table_with(a=[*"12345"], b=["2", "4", "1", "1", "1"])

    assert scores(node_over("sum"), table) == [7, 14, 6, 7, 8]
    assert scores(node_over("arithmetic"), table) == [1.75, 3.5, 1.5, 1.75, 2]
    assert scores(node_over("geometric"), table) == pytest.approx([8**0.25, 128**0.25, 3**0.25, 4**0.25, 5**0.25])


def test_nodes_nest_and_rescale_on_their_own() -> None:
    spec = spec_with(
        normalise={"method": "none"},
        aggregate={
            "id": "top",
            "method": "sum",
            "children": [
                {"id": "b", "weight": 1},
                {
                    "id": "n",
                    "weight": 10,
                    "method": "sum",
                    "children": [{"id": "a", "weight": 2}],
                    "rescale": {"method": "min-max"},
                },
            ],
        },
    )

    result = computed(spec, table_with(a=[*"12345"], b=["1", "1", "1", "1", "2"]))

    assert result.scores.tolist() == [1, 3.5, 6, 8.5, 12]
    assert result.constant == -2.5
    assert {name: part.tolist() for name, part in result.contributions.items()} == {
        "a": [2.5, 5, 7.5, 10, 12.5],
        "b": [1, 1, 1, 1, 2],
    }


def test_node_and_indicator_may_share_a_name() -> None:
    child = {"id": "a", "weight": 2, "method": "sum", "children": [LEAF_A]}
    spec = none() | {"aggregate": {"id": "top", "method": "sum", "children": [child]}}

    assert scores(spec) == [2, 4, 6, 8, 20]


def test_exponential_rank_is_additive_without_constant() -> None:
    spec = one_indicator() | {"normalise": {"method": "exponential-rank"}}

    result = computed(spec, table_with(a=[*"12345"]))

    assert result.ranks.tolist() == [1, 2, 3, 4, 5]
    assert (result.constant, result.contributions["a"].tolist()) == (0.0, result.scores.tolist())


def test_contributions_under_z_are_deviations_from_the_mean() -> None:
    spec = node_over("sum", rescale={"method": "z"})
    table = table_with(a=[*"12345"], b=["2", "4", "1", "1", "7"])
    raw = [7, 14, 6, 7, 26]
    sd = (sum((value - 12) ** 2 for value in raw) / 5) ** 0.5

    result = computed(spec, table)

    assert result.constant == 0.0
    assert result.contributions["a"].tolist() == pytest.approx([(v - 3) / sd for v in (1, 2, 3, 4, 5)])
    assert result.contributions["b"].tolist() == pytest.approx([3 * (v - 3) / sd for v in (2, 4, 1, 1, 7)])


def test_weighted_z_takes_the_weighted_mean_for_contributions_too() -> None:
    spec = node_over("sum", rescale={"method": "z", "weights": "people"})

    result = computed(spec)

    summed = result.contributions["a"] + result.contributions["b"]
    assert summed.tolist() == pytest.approx(result.scores.tolist(), abs=1e-12)
    assert sum(
        score * weight for score, weight in zip(result.scores, [100, 200, 300, 400, 500], strict=True)
    ) == pytest.approx(0)


@pytest.mark.parametrize(
    ("more", "is_additive"),
    [
        ({"rescale": {"method": "rank"}}, False),
        ({"rescale": {"method": "goalposts", "low": 7, "high": 26}}, False),
        ({"rescale": {"method": "goalposts", "low": 6, "high": 26}}, True),
        ({"rescale": {"method": "goalposts", "low": 6, "high": 25}}, False),
        ({"rescale": {"method": "min-max", "to": [1, 10]}}, True),
        ({"rescale": {"method": "none"}}, True),
        ({"normalise": {"method": "rank"}}, True),
    ],
)
def test_contributions_are_empty_where_the_method_is_not_additive(more: dict[str, Any], is_additive: bool) -> None:
    table = table_with(a=[*"12345"], b=["2", "4", "1", "1", "7"])

    result = computed(node_over("sum") | more, table)

    assert ((result.contributions is None), (result.constant is None)) == (not is_additive, not is_additive)
    if result.contributions is not None:
        summed = result.constant + result.contributions["a"] + result.contributions["b"]
        assert summed.tolist() == pytest.approx(result.scores.tolist(), abs=1e-12)


def test_goalposts_that_clip_only_the_rounding_of_a_sum_leave_the_contributions() -> None:
    weights = {"a": 0.2, "b": 0.4, "c": 0.3, "d": 0.1}
    spec = spec_with(
        indicators=[indicator(name, column="a") for name in weights],
        normalise={"method": "min-max"},
        aggregate={"method": "sum", "children": [{"id": name, "weight": weight} for name, weight in weights.items()]},
        rescale={"method": "goalposts", "low": 0, "high": 1},
    )

    result = computed(spec)

    assert sum(weights.values()) > 1
    assert result.contributions is not None
    assert [float(part[-1]) for part in result.contributions.values()] == [0.2, 0.4, 0.3, 0.1]
    assert (float(result.scores[-1]), result.constant) == (1.0, 0.0)


def test_geometric_node_anywhere_empties_the_contributions() -> None:
    child = {"id": "n", "weight": 0, "method": "geometric", "children": [LEAF_A]}
    spec = spec_with(
        normalise={"method": "none"}, aggregate={"method": "sum", "children": [{"id": "b", "weight": 1}, child]}
    )

    assert (computed(spec).contributions, computed(spec).constant) == (None, None)


def test_rescaling_by_rank_does_not_tell_apart_what_differs_by_rounding_only() -> None:
    """0.1 + 0.2 and 0.3 + 0 are the same score."""
    spec = spec_with(
        normalise={"method": "none"},
        rescale={"method": "rank"},
        aggregate={"method": "sum", "children": [LEAF_A, {"id": "b", "weight": 1}]},
    )

    assert scores(spec, table_with(a=["0.1", "0.3", "1", "2", "3"], b=["0.2", "0", "0", "0", "0"])) == [
        0.4, 0.4, 0.6, 0.8, 1,
    ]  # fmt: skip


def test_classes_carry_their_labels() -> None:
    spec = none() | {"classes": {"method": "cuts", "cuts": [2, 4], "labels": ["+", "+/-", "-"]}}

    result = computed(spec)

    assert [result.label(place) for place in range(5)] == ["+", "+", "+/-", "+/-", "-"]
    assert result.borders.tolist() == [2, 4]


def test_without_classes_the_label_stays_empty() -> None:
    result = computed(none())

    assert ([result.label(place) for place in range(5)], result.labels, result.borders) == ([""] * 5, (), None)


def test_table_may_hold_numbers_and_none_as_pages_have_them() -> None:
    from decimal import Decimal

    spec = none(missing="exclude")

    result = computed(spec, table_with(a=[1, 2.5, None, Decimal("4.25"), 10]))

    assert (result.scores.tolist(), dict(result.excluded)) == ([1, 2.5, 4.25, 10], {"03": "missing a"})


def test_areas_stand_in_the_order_of_code_points() -> None:
    spec = none()

    result = computed(spec, table_with(code=["b", "10", "9", "ä", "B"]))

    assert result.ids == ("10", "9", "B", "b", "ä")
