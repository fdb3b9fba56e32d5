"""Random specifications and tables: the package and the plain second implementation have to agree."""

import math
from typing import Any

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from quartierswerk.compute.errors import SpecError
from quartierswerk.compute.index import compute_index
from quartierswerk.compute.reading import spec_from_mapping
from quartierswerk.compute.table import Table
from tests.compute.plain_index import plain_index

SPANS = st.sampled_from([[0, 1], [1, 10], [-1, 1]])
SCALINGS = st.one_of(
    st.just({"method": "none"}),
    st.just({"method": "rank"}),
    st.sampled_from(["population", "sample"]).map(lambda sd: {"method": "z", "sd": sd}),
    st.just({"method": "z", "weights": "people"}),
    SPANS.map(lambda to: {"method": "min-max", "to": to}),
    SPANS.map(lambda to: {"method": "goalposts", "low": 0.5, "high": 7.25, "to": to}),
)
CLASSES = st.one_of(
    st.none(),
    st.just({"method": "cuts", "cuts": [-1, 0.25, 1], "labels": ["a", "b", "c", "d"]}),
    st.tuples(st.sampled_from([7, 9]), st.integers(2, 6)).map(
        lambda both: {"method": "quantiles", "type": both[0], "k": both[1]}
    ),
    st.integers(2, 6).map(lambda k: {"method": "equal-ranks", "k": k}),
)
POSITIVE = st.sampled_from(
    [
        {"method": "rank"},
        {"method": "min-max", "to": [1, 10]},
        {"method": "goalposts", "low": 0, "high": 9, "to": [1, 2]},
    ]
)
WEIGHTS = st.sampled_from([0.25, 1, 1.5, 3, 0])


@st.composite
def indicators(draw: Any, name: str, scalings: st.SearchStrategy) -> dict:
    """One indicator with some of what may be declared for it."""
    found: dict[str, Any] = {"id": name, "direction": draw(st.sampled_from(["burden", "resource"]))}
    more = {
        "denominator": st.just("base"),
        "missing": st.sampled_from(["exclude", "mean", "median", {"group-mean": "group"}]),
        "treat": st.sampled_from([{}, {"skew": 0.5, "kurtosis": -0.5, "points": 2}, {"skew": 0.4, "kurtosis": -1}]),
        "normalise": scalings,
    }
    for key, values in more.items():
        if key == "missing" or draw(st.booleans()):
            found[key] = draw(values)
    if "treat" not in found:
        found["transform"] = draw(st.sampled_from(["none", "log"]))
    return found


@st.composite
def specs(draw: Any) -> dict:
    """A specification with up to four indicators, two of them perhaps below a node of their own."""
    names = ["i1", "i2", "i3", "i4"][: draw(st.integers(1, 4))]
    children: list[dict] = [{"id": name, "weight": draw(WEIGHTS)} for name in names]
    geometric = draw(st.integers(0, 4)) == 0
    scalings = POSITIVE if geometric else SCALINGS
    methods = st.sampled_from(["sum", "arithmetic", "geometric"] if geometric else ["sum", "arithmetic"])
    if len(names) > 2 and draw(st.booleans()):
        node = {"id": "i0", "weight": 2, "method": draw(methods), "children": children[:2]}
        if draw(st.booleans()):
            node["rescale"] = draw(scalings)
        children = [*children[2:], node]
    found = {
        "version": 1,
        "id": "code",
        "exclude": [{"column": "people", "below": 20}, {"ids": [{"id": "01"}]}],
        "indicators": [draw(indicators(name, scalings)) for name in names],
        "normalise": draw(scalings),
        "aggregate": {"id": "top", "method": draw(methods), "children": children},
        "rescale": draw(SCALINGS),
        "orientation": draw(st.sampled_from(["burden", "resource"])),
    }
    classes = draw(CLASSES)
    return found if classes is None else {**found, "classes": classes}


@st.composite
def tables(draw: Any) -> list[dict]:
    """Rows with numbers that tie often and are missing now and then."""
    number = st.integers(1, 40).map(lambda n: f"{n / 4:g}")
    cell = st.one_of(*[number] * 9, st.sampled_from(["", "NA"]))
    rows = []
    for place in range(draw(st.integers(7, 14))):
        row = {f"i{n}": draw(cell) for n in range(1, 5)}
        row |= {"code": f"{place + 1:02d}", "base": draw(number), "people": draw(st.integers(15, 300).map(str))}
        rows.append(row | {"group": "ab"[place % 2]})
    return rows


def as_table(rows: list[dict]) -> Table:
    """Rows as the package takes them."""
    return Table([row["code"] for row in rows], {name: [row[name] for row in rows] for name in rows[0]})


@settings(max_examples=100, derandomize=True, deadline=None, suppress_health_check=[HealthCheck.filter_too_much])
@given(specs(), tables())
def test_scores_ranks_classes_and_contributions_agree_with_the_plain_implementation(
    spec: dict, rows: list[dict]
) -> None:
    try:
        found = compute_index(spec_from_mapping(spec), as_table(rows))
    except SpecError:
        assume(False)

    plain = plain_index(spec, rows)

    assert list(found.used) == plain["ids"]
    assert all(
        math.isclose(a, b, rel_tol=1e-9, abs_tol=1e-9) for a, b in zip(found.scores, plain["scores"], strict=True)
    )
    if max(abs(score) for score in plain["scores"]) > 1e-6:
        assert found.ranks.tolist() == plain["ranks"]
        assert [found.label(place) for place in range(len(found.used))] == plain["classes"]
    if found.contributions is not None:
        sums = [
            found.constant + math.fsum(part[place] for part in found.contributions.values())
            for place in range(len(found.used))
        ]
        assert all(math.isclose(a, b, rel_tol=1e-11, abs_tol=1e-11) for a, b in zip(sums, found.scores, strict=True))


@settings(max_examples=30, derandomize=True, deadline=None, suppress_health_check=[HealthCheck.filter_too_much])
@given(specs(), tables(), st.randoms())
def test_order_of_rows_and_specification_changes_no_byte(spec: dict, rows: list[dict], chance: Any) -> None:
    from quartierswerk.compute.writing import csv_text, record_text, result_rows

    def written(spec: dict, rows: list[dict]) -> tuple[str, str]:
        ready = spec_from_mapping(spec)
        result = compute_index(ready, as_table(rows))
        return csv_text(result_rows(result)), record_text(ready, result)

    try:
        before = written(spec, rows)
    except SpecError:
        assume(False)
    mixed_rows = list(rows)
    chance.shuffle(mixed_rows)
    mixed = {key: spec[key] for key in reversed(spec)}
    mixed["indicators"] = spec["indicators"][::-1]
    mixed["aggregate"] = {**spec["aggregate"], "children": spec["aggregate"]["children"][::-1]}

    after = written(mixed, mixed_rows)

    assert after == before


@settings(max_examples=30, derandomize=True, deadline=None, suppress_health_check=[HealthCheck.filter_too_much])
@given(tables(), st.integers(1, 50), st.integers(-20, 20))
def test_affine_change_of_an_indicator_changes_no_z_or_min_max_score(rows: list[dict], factor: int, shift: int) -> None:
    changed = [{**row, "i1": f"{float(row['i1']) * factor + shift:g}" if row["i1"].strip("NA") else ""} for row in rows]
    for method in ("z", "min-max", "rank"):
        spec = spec_from_mapping(
            {
                "version": 1,
                "id": "code",
                "indicators": [{"id": name, "direction": "burden", "missing": "mean"} for name in ("i1", "i2")],
                "normalise": {"method": method},
                "aggregate": {
                    "method": "sum",
                    "children": [{"id": "i1", "weight": 2}, {"id": "i2", "weight": 1}],
                },
            }
        )
        try:
            before = compute_index(spec, as_table(rows))
        except SpecError:
            assume(False)

        after = compute_index(spec, as_table(changed))

        assert all(math.isclose(a, b, abs_tol=1e-9) for a, b in zip(before.scores, after.scores, strict=True))
