"""Whatever does not fit is refused by name; what is said names the thing in both languages."""

from typing import Any

import pytest

from quartierswerk.compute.errors import SpecError
from quartierswerk.compute.index import compute_index
from quartierswerk.compute.reading import read_spec, spec_from_mapping
from quartierswerk.compute.sentences import sentence
from quartierswerk.compute.table import Table
from quartierswerk.compute.uncertainty import uncertainty
from tests.compute.cases import computed, indicator, one_indicator, spec_with, table_with

LEAF_A, LEAF_B = {"id": "a", "weight": 1}, {"id": "b", "weight": 1}
CUTS = {"method": "cuts", "cuts": [0, 1]}


def top(*children: Any, method: str = "sum", **more: Any) -> dict[str, Any]:
    return {"id": "top", "method": method, "children": list(children), **more}


def two(**more: Any) -> dict[str, Any]:
    return spec_with(indicators=[indicator("a", **more), indicator("b")])


def unsure(spec: dict[str, Any] | None = None, **more: Any) -> dict[str, Any]:
    return {**(spec or spec_with()), "uncertainty": more}


IN_SPEC: list[tuple[str, dict[str, Any], str]] = [
    # code, specification, a word that the sentence has to name
    ("version-unknown", spec_with(version=2), "2"),
    ("version-unknown", spec_with(version=True), "True"),
    ("version-unknown", spec_with(version="1"), "1"),
    ("key-missing", spec_with(version=None), "version"),
    ("key-missing", spec_with(id=None), "id"),
    ("key-missing", spec_with(indicators=None), "indicators"),
    ("key-missing", spec_with(aggregate=None), "aggregate"),
    ("key-missing", spec_with(indicators=[{"id": "a"}]), "direction"),
    ("key-missing", spec_with(aggregate=top({"id": "a"})), "weight"),
    ("key-missing", spec_with(aggregate={"id": "x", "children": [LEAF_A]}), "method"),
    ("key-missing", spec_with(aggregate=top({"id": "n", "weight": 1, "method": "sum"})), "children"),
    ("key-missing", spec_with(normalise={"sd": "sample"}), "method"),
    ("key-missing", spec_with(normalise={"method": "goalposts", "low": 0}), "high"),
    ("key-missing", spec_with(classes={"method": "quantiles"}), "k"),
    ("unknown-key", spec_with(rescle={"method": "z"}), "rescale"),
    ("unknown-key", two(colum="x"), "column"),
    ("unknown-key", spec_with(aggregate=top({"id": "a", "wieght": 1})), "weight"),
    ("unknown-key", spec_with(aggregate=top(LEAF_A, weight=1)), "weight"),
    ("unknown-key", spec_with(normalise={"method": "min-max", "sd": "sample"}), "sd"),
    ("unknown-key", spec_with(normalise={"method": "rank", "weights": "people"}), "weights"),
    ("unknown-key", spec_with(classes={"method": "cuts", "cuts": [1], "k": 2}), "k"),
    ("unknown-key", two(treat={"points": 5, "than": "log"}), "then"),
    ("unknown-key", two(missing={"group": "x"}), "group-mean"),
    ("unknown-key", unsure(draw=10), "draws"),
    ("unknown-choice", two(direction="up"), "up"),
    ("unknown-choice", two(transform="sqrt"), "sqrt"),
    ("unknown-choice", two(missing="men"), "mean"),
    ("unknown-choice", two(treat={"then": "none"}), "then"),
    ("unknown-choice", spec_with(orientation="high"), "orientation"),
    ("unknown-choice", spec_with(normalise={"method": "zscore"}), "zscore"),
    ("unknown-choice", spec_with(normalise={"method": "z", "sd": "sampel"}), "sample"),
    ("unknown-choice", spec_with(aggregate=top(LEAF_A, method="mean")), "mean"),
    ("unknown-choice", spec_with(exclude={"column": "people", "when": "missing"}), "missing"),
    ("unknown-choice", unsure(normalise=["z", "minmax"]), "min-max"),
    ("unknown-choice", unsure(**{"small-numbers": {"unit": "per cent", "denominators": {"a": "people"}}}), "percent"),
    ("text-needed", spec_with(id=5), "5"),
    ("text-needed", two(column=2017), "2017"),
    ("text-needed", spec_with(na=[-9]), "-9"),
    ("text-needed", spec_with(classes={**CUTS, "labels": [1, 2, 3]}), "1"),
    ("text-needed", spec_with(exclude={"ids": [{"id": 1011401}]}), "1011401"),
    ("text-needed", spec_with(indicators=[indicator("a", denominator=True)]), "true"),
    ("text-empty", spec_with(id=" "), "id"),
    ("text-empty", spec_with(classes={**CUTS, "labels": ["", "b", "c"]}), "labels"),
    ("number-needed", spec_with(aggregate=top({"id": "a", "weight": "1"})), "weight"),
    ("number-needed", spec_with(aggregate=top({"id": "a", "weight": True})), "true"),
    ("number-needed", spec_with(exclude={"column": "people", "below": "300"}), "300"),
    ("number-needed", spec_with(classes={"method": "cuts", "cuts": ["-1"]}), "cuts"),
    ("number-endless", spec_with(aggregate=top({"id": "a", "weight": float("inf")})), "weight"),
    ("number-endless", spec_with(classes={"method": "cuts", "cuts": [float("nan")]}), "nan"),
    ("number-endless", spec_with(aggregate=top({"id": "a", "weight": 10**400})), "weight"),
    ("whole-number-needed", spec_with(classes={"method": "quantiles", "k": 2.5}), "2.5"),
    ("whole-number-needed", spec_with(classes={"method": "quantiles", "k": True}), "true"),
    ("whole-number-needed", unsure(draws="many"), "draws"),
    ("number-too-small", spec_with(aggregate=top({"id": "a", "weight": -1})), "-1"),
    ("number-too-small", spec_with(classes={"method": "equal-ranks", "k": 1}), "k"),
    ("number-too-small", two(treat={"points": -1}), "points"),
    ("number-too-small", two(treat={"skew": -1}), "skew"),
    ("number-too-small", unsure(draws=0), "draws"),
    ("number-too-small", unsure(seed=-1), "seed"),
    ("number-too-large", spec_with(classes={"method": "equal-ranks", "k": 10**9}), "1000"),
    ("number-too-large", unsure(draws=10**7), "draws"),
    ("number-not-positive", unsure(weights={"dirichlet": 0}), "dirichlet"),
    ("flag-needed", unsure(**{"leave-one-out": 1}), "leave-one-out"),
    ("list-needed", spec_with(indicators={"a": 1}), "indicators"),
    ("list-needed", spec_with(aggregate=top() | {"children": "a"}), "children"),
    ("list-empty", spec_with(indicators=[]), "indicators"),
    ("list-empty", spec_with(aggregate=top()), "children"),
    ("list-empty", spec_with(classes={"method": "cuts", "cuts": []}), "cuts"),
    ("list-empty", unsure(normalise=[]), "normalise"),
    ("list-empty", unsure(**{"small-numbers": {"unit": "share", "denominators": {}}}), "denominators"),
    ("mapping-needed", spec_with(normalise="z"), "normalise"),
    ("mapping-needed", spec_with(rescale=None) | {"rescale": None}, "rescale"),
    ("mapping-needed", spec_with(indicators=["a"]), "a"),
    ("mapping-needed", spec_with(aggregate=top("a")), "a"),
    ("mapping-needed", spec_with(exclude={"ids": ["01"]}), "01"),
    ("two-numbers-needed", spec_with(normalise={"method": "min-max", "to": [0, 1, 2]}), "to"),
    ("span-empty", spec_with(normalise={"method": "min-max", "to": [1, 0]}), "to"),
    ("span-empty", spec_with(normalise={"method": "goalposts", "low": 5, "high": 5}), "5"),
    ("exclude-unclear", spec_with(exclude={"column": "people"}), "exclude"),
    ("exclude-unclear", spec_with(exclude={"when": "empty"}), "exclude"),
    ("exclude-unclear", spec_with(exclude=[{"column": "people", "when": "empty", "below": 3}]), "exclude/1"),
    ("exclude-unclear", spec_with(exclude={"column": "people", "ids": [{"id": "01"}]}), "exclude"),
    ("exclude-id-twice", spec_with(exclude={"ids": [{"id": "01"}, {"id": "01"}]}), "01"),
    ("indicator-twice", spec_with(indicators=[indicator("a"), indicator("a")]), "a"),
    ("normalise-missing", spec_with(normalise=None), "a"),
    ("weighted-sample", spec_with(normalise={"method": "z", "sd": "sample", "weights": "people"}), "normalise"),
    ("weighted-sample", spec_with(rescale={"method": "z", "sd": "sample", "weights": "people"}), "rescale"),
    ("weight-without-indicator", spec_with(aggregate=top(LEAF_A, {"id": "c", "weight": 1})), "c"),
    ("child-twice", spec_with(aggregate=top(LEAF_A, LEAF_A)), "a"),
    (
        "indicator-used-twice",
        spec_with(aggregate=top(LEAF_A, {"id": "n", "weight": 1, "method": "sum", "children": [LEAF_A]})),
        "a",
    ),
    (
        "node-twice",
        spec_with(aggregate=top(LEAF_A, {"id": "top", "weight": 1, "method": "sum", "children": [LEAF_B]})),
        "top",
    ),
    ("weights-zero", spec_with(aggregate=top({"id": "a", "weight": 0})), "aggregate"),
    ("cuts-not-ascending", spec_with(classes={"method": "cuts", "cuts": [1, 1]}), "cuts"),
    ("quantile-type", spec_with(classes={"method": "quantiles", "k": 5, "type": 6}), "6"),
    ("labels-count", spec_with(classes={**CUTS, "labels": ["a", "b"]}), "3"),
    ("label-twice", spec_with(classes={**CUTS, "labels": ["a", "b", "a"]}), "a"),
    ("exponential-rank-rescale", spec_with(rescale={"method": "exponential-rank"}), "rescale"),
    (
        "exponential-rank-rescale",
        spec_with(
            aggregate=top(
                LEAF_A,
                {
                    "id": "n",
                    "weight": 1,
                    "method": "sum",
                    "children": [LEAF_B],
                    "rescale": {"method": "exponential-rank"},
                },
            )
        ),
        "n",
    ),
    ("exponential-rank-resource", two(normalise={"method": "exponential-rank"}, direction="resource"), "a"),
    ("exponential-rank-orientation", two(normalise={"method": "exponential-rank"}) | {"orientation": "resource"}, "a"),
    ("exponential-rank-in-list", unsure(normalise=["z", "exponential-rank"]), "exponential-rank"),
    ("exponential-rank-with-list", unsure(two(normalise={"method": "exponential-rank"}), normalise=["z"]), "a"),
    ("method-twice", unsure(normalise=["z", "z"]), "z"),
    ("list-with-cuts", unsure(spec_with(classes=CUTS), normalise=["z"]), "rescale"),
    ("list-with-cuts", unsure(spec_with(classes=CUTS, rescale={"method": "none"}), normalise=["z"]), "rescale"),
    ("goalposts-unknown", unsure(normalise=["z", "goalposts"]), "a"),
    ("weights-unclear", unsure(weights="random"), "random"),
    ("weights-unclear", unsure(weights={"dirichlet": 1, "within": 0.5}), "dirichlet"),
    ("within-outside", unsure(weights={"within": 1.5}), "1.5"),
    ("leave-one-out-alone", unsure(one_indicator(), **{"leave-one-out": True}), "a"),
    (
        "leave-one-out-empties",
        unsure(spec_with(aggregate=top(LEAF_A, {"id": "b", "weight": 0})), **{"leave-one-out": True}),
        "a",
    ),
    (
        "small-numbers-without-indicator",
        unsure(**{"small-numbers": {"unit": "share", "denominators": {"c": "people"}}}),
        "c",
    ),
]

IN_VALUES: list[tuple[str, dict[str, Any], Table, str]] = [
    ("area-id-empty", spec_with(), table_with(code=["01", "", "03", "04", "05"]), ""),
    ("area-twice", spec_with(), table_with(code=["01", "02", "03", "02", "05"]), "02"),
    ("too-few-areas", spec_with(exclude={"column": "people", "below": 350}), table_with(), "2"),
    ("too-few-areas", spec_with(exclude={"column": "people", "below": 1e9}), table_with(), "0"),
    ("too-few-areas", two(missing="exclude"), table_with(a=["1", "", "", "", "2"]), "2"),
    ("column-unknown", two(column="peeple"), table_with(), "people"),
    ("column-unknown", two(denominator="base"), table_with(), "base"),
    ("column-unknown", two(missing={"group-mean": "area"}), table_with(), "area"),
    ("column-unknown", spec_with(exclude={"column": "flag", "when": "empty"}), table_with(), "flag"),
    ("column-unknown", spec_with(normalise={"method": "z", "weights": "inhabitants"}), table_with(), "inhabitants"),
    ("column-unknown", spec_with(rescale={"method": "z", "weights": "inhabitants"}), table_with(), "inhabitants"),
    (
        "column-unknown",
        unsure(**{"small-numbers": {"unit": "share", "denominators": {"a": "inhabitants"}}}),
        table_with(),
        "inhabitants",
    ),
    ("not-a-number", spec_with(), table_with(a=["1", "2", "x", "4", "5"]), "x (03)"),
    ("not-a-number", spec_with(), table_with(a=["1", "2", "nan", "4", "5"]), "nan (03)"),
    ("not-a-number", spec_with(), table_with(a=["1", "2", "inf", "4", "5"]), "inf (03)"),
    ("not-a-number", spec_with(), table_with(a=["1", "2", "1_000", "4", "5"]), "1_000"),
    ("not-a-number", spec_with(), table_with(a=["1", "2", "1-2", "4", "5"]), "1-2"),
    ("not-a-number", spec_with(), table_with(a=["1", "2", "٣", "4", "5"]), "٣"),
    ("not-a-number", spec_with(na=[]), table_with(a=["1", "2", "NA", "4", "5"]), "NA"),
    ("decimal-comma", spec_with(), table_with(a=["1,5", "2", "3", "-4,25", "1.234,5"]), "1.234,5 (05)"),
    ("value-endless", spec_with(), table_with(a=["1", "2", "1e999", "4", "5"]), "1e999 (03)"),
    ("value-endless", spec_with(), table_with(a=["1", "2", "3", "4", "-1e101"]), "-1e101 (05)"),
    ("numbers-too-large", two(denominator="people"), table_with(a=["1e90"] * 5, people=["1e-90"] * 5), "a"),
    (
        "numbers-too-large",
        spec_with(normalise={"method": "none"}),
        table_with(a=["9e99"] * 5, b=["9e99"] * 5),
        "top",
    ),
    ("excluded-id-unknown", spec_with(exclude={"ids": [{"id": "001"}]}), table_with(), "01"),
    ("area-weight-unusable", spec_with(normalise={"method": "z", "weights": "a"}), table_with(a=["", *"1234"]), "01"),
    (
        "area-weight-unusable",
        spec_with(rescale={"method": "z", "weights": "w"}),
        table_with(w=["1", "-1", *"123"]),
        "02",
    ),
    ("area-weights-zero", spec_with(rescale={"method": "z", "weights": "w"}), table_with(w=["0"] * 5), "w"),
    ("denominator-zero", two(denominator="w"), table_with(w=["1", "0", "1", "1", "1"]), "02"),
    ("value-missing", spec_with(), table_with(a=["1", "", "NA", "4", "5"]), "02, 03"),
    ("value-missing", two(denominator="w"), table_with(w=["1", "", "1", "1", "1"]), "02"),
    ("values-all-missing", two(missing="mean"), table_with(a=[""] * 5), "a"),
    ("values-all-missing", two(missing="median"), table_with(a=[""] * 5), "a"),
    ("group-missing", two(missing={"group-mean": "group"}), table_with(a=["", *"1234"], group=["", *"xyyy"]), "01"),
    ("group-without-values", two(missing={"group-mean": "group"}), table_with(a=["", "", *"234"]), "x"),
    ("log-outside", two(transform="log"), table_with(a=["0", *"1234"]), "01"),
    ("logit-outside", two(transform="logit"), table_with(a=["1", "0.1", "0.2", "0", "0.5"]), "01, 04"),
    ("no-variance", spec_with(), table_with(a=["7"] * 5), "7"),
    ("no-variance", spec_with(normalise={"method": "min-max"}), table_with(a=["0.3"] * 5), "min-max"),
    ("no-variance-weighted", spec_with(normalise={"method": "z", "weights": "w"}), table_with(w=[*"10000"]), "w"),
    (
        "no-variance-score",
        spec_with(
            indicators=[indicator("a"), {"id": "b", "column": "a", "direction": "resource"}],
            aggregate=top(LEAF_A, LEAF_B),
            rescale={"method": "z"},
        ),
        table_with(),
        "top",
    ),
    (
        "no-variance-score",
        one_indicator() | {"rescale": {"method": "z", "weights": "w"}},
        table_with(w=[*"10000"]),
        "z",
    ),
    ("exponential-rank-outside", two(normalise={"method": "exponential-rank"}), table_with(a=[*"01236"]), "01, 05"),
    (
        "geometric-not-positive",
        spec_with(normalise={"method": "min-max"}, aggregate=top(LEAF_A, LEAF_B, method="geometric")),
        table_with(),
        "01",
    ),
]

IN_DRAWS: list[tuple[str, dict[str, Any], Table, str]] = [
    ("uncertainty-missing", spec_with(), table_with(), "uncertainty"),
    ("draws-too-many", unsure(draws=1_000_000), Table([str(n) for n in range(2000)], {}), "2000"),
    (
        "people-not-whole",
        unsure(**{"small-numbers": {"unit": "percent", "denominators": {"a": "w"}}}),
        table_with(w=["1", "2.5", "0", "", "3"]),
        "02, 03, 04",
    ),
    (
        "share-outside",
        unsure(**{"small-numbers": {"unit": "share", "denominators": {"a": "people"}}}),
        table_with(a=["0", "1", "1.5", "0.5", "-0.1"]),
        "03, 05",
    ),
    (
        "percent-outside",
        unsure(**{"small-numbers": {"unit": "percent", "denominators": {"a": "people"}}}),
        table_with(a=["0", "100", "100.5", "50", "2"]),
        "03",
    ),
    (
        "log-outside-in-draw",
        unsure(two(transform="log"), **{"small-numbers": {"unit": "percent", "denominators": {"a": "w"}}}),
        table_with(w=["1"] * 5),
        "01",
    ),
    (
        "logit-outside-in-draw",
        unsure(two(transform="logit"), **{"small-numbers": {"unit": "share", "denominators": {"a": "w"}}}),
        table_with(a=["0.1", "0.2", "0.3", "0.4", "0.5"], w=["1"] * 5),
        "01",
    ),
    (
        "geometric-not-positive-in-draw",
        unsure(
            spec_with(normalise={"method": "rank"}, aggregate=top(LEAF_A, LEAF_B, method="geometric")),
            normalise=["rank", "min-max"],
        ),
        table_with(),
        "01",
    ),
]


def check(refused: SpecError, code: str, named: str) -> None:
    german, english = sentence(refused, "de"), sentence(refused, "en")
    assert refused.code == code
    assert german != english
    assert (named in german, named in english) == (True, True)


@pytest.mark.parametrize(("code", "spec", "named"), IN_SPEC)
def test_specification_that_does_not_fit_is_refused_by_name(code: str, spec: dict[str, Any], named: str) -> None:
    with pytest.raises(SpecError) as refused:
        spec_from_mapping(spec)

    check(refused.value, code, named)


@pytest.mark.parametrize(("code", "spec", "table", "named"), IN_VALUES)
def test_values_that_do_not_fit_are_refused_by_name(code: str, spec: dict[str, Any], table: Table, named: str) -> None:
    ready = spec_from_mapping(spec)

    with pytest.raises(SpecError) as refused:
        compute_index(ready, table)

    check(refused.value, code, named)


@pytest.mark.parametrize(("code", "spec", "table", "named"), IN_DRAWS)
def test_draws_that_cannot_be_made_are_refused_by_name(
    code: str, spec: dict[str, Any], table: Table, named: str
) -> None:
    if not table.columns:
        numbers = [str(n % 7) for n in range(len(table.ids))]
        table = Table(table.ids, {"code": table.ids, "a": numbers, "b": numbers[::-1]})
    ready = spec_from_mapping(spec)
    result = compute_index(ready, table)

    with pytest.raises(SpecError) as refused:
        uncertainty(ready, table, result)

    check(refused.value, code, named)


@pytest.mark.parametrize(
    ("line", "read_as"),
    [
        ("exclude: {ids: [{id: 01011401}]}", "01011401"),
        ("exclude: {ids: [{id: 8111000}]}", "8111000"),
        ("na: [-9]", "-9"),
        ("na: [null]", "null"),
        ("classes: {method: cuts, cuts: [0], labels: [no, yes]}", "false"),
        ("classes: {method: cuts, cuts: [0], labels: [2016-01-01, 2017-01-01]}", "2016-01-01"),
    ],
)
def test_number_in_place_of_text_is_refused_as_it_was_written(line: str, read_as: str) -> None:
    text = (
        "version: 1\nid: code\nindicators: [{id: a, direction: burden}]\nnormalise: {method: z}\n"
        "aggregate: {id: top, method: sum, children: [{id: a, weight: 1}]}\n"
    )

    with pytest.raises(SpecError) as refused:
        read_spec(text + line)

    assert (refused.value.code, refused.value.facts["value"]) == ("text-needed", read_as)


def test_code_that_no_reader_of_yaml_1_1_takes_for_a_number_is_text() -> None:
    text = (
        "version: 1\nid: code\nindicators: [{id: a, direction: burden}]\nnormalise: {method: z}\n"
        "aggregate: {id: top, method: sum, children: [{id: a, weight: 1}]}\nexclude: {ids: [{id: 08111000}]}\n"
    )

    assert read_spec(text).exclude[0].ids == (("08111000", "listed"),)


def test_text_in_place_of_number_is_refused() -> None:
    for written in ("'1'", "01", "08", "0x1", "1:30", "yes", ".nan", "one"):
        with pytest.raises(SpecError) as refused:
            read_spec(
                "version: 1\nid: code\nindicators: [{id: a, direction: burden}]\nnormalise: {method: z}\n"
                f"aggregate: {{id: top, method: sum, children: [{{id: a, weight: {written}}}]}}\n"
            )

        assert (refused.value.code[:7], refused.value.facts["where"]) == ("number-", "aggregate/children/a/weight")


def test_values_of_excluded_areas_may_be_anything() -> None:
    spec = spec_with(exclude={"ids": [{"id": "05"}]})

    result = computed(spec, table_with(a=["1", "2", "3", "4", "not known"]))

    assert (result.used, dict(result.excluded)) == (("01", "02", "03", "04"), {"05": "listed"})
