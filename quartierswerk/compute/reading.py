"""From text or a mapping to a ``Spec``; whatever is unclear is refused by name, nothing is guessed."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Any

from quartierswerk.compute.errors import SpecError, near_misses
from quartierswerk.compute.fields import Fields, as_list, as_mapping, as_number, as_text, within
from quartierswerk.compute.reading_uncertainty import read_perturbation
from quartierswerk.compute.spec import Classes, Exclusion, Filling, Indicator, Leaf, Node, Scaling, Spec, Treatment
from quartierswerk.compute.strict_yaml import plain_values

VERSION = 1
MOST_CLASSES = 1000
KEYS = (
    "version", "id", "exclude", "indicators", "normalise", "aggregate", "rescale", "classes", "orientation", "na",
    "uncertainty",
)  # fmt: skip
INDICATOR_KEYS = (
    "id", "column", "direction", "denominator", "missing", "treat", "transform", "normalise",
)  # fmt: skip
SCALING_KEYS: Mapping[str, tuple[str, ...]] = {
    "none": (),
    "z": ("sd", "weights"),
    "min-max": ("to",),
    "rank": (),
    "goalposts": ("low", "high", "to"),
    "exponential-rank": (),
}
CLASS_KEYS: Mapping[str, tuple[str, ...]] = {
    "cuts": ("cuts", "labels"),
    "quantiles": ("k", "type", "labels"),
    "equal-ranks": ("k", "labels"),
}
AGGREGATES = ("sum", "arithmetic", "geometric")
DIRECTIONS = ("burden", "resource")


def read_spec(text: str) -> Spec:
    """Read a specification written in YAML."""
    return spec_from_mapping(plain_values(text))


def spec_from_mapping(mapping: object) -> Spec:
    """Make a specification of nested dicts and lists, as they come from YAML, JSON or a form."""
    fields = Fields(mapping, "", KEYS)
    _version(fields)
    default = _scaling(fields.values["normalise"], "normalise") if "normalise" in fields else None
    indicators = _indicators(fields.given("indicators"), default)
    aggregate = _top(fields.given("aggregate"))
    rescale = _scaling(fields.values["rescale"], "rescale") if "rescale" in fields else None
    spec = Spec(
        id=fields.text("id"),
        exclude=tuple(_exclusions(fields)),
        indicators=indicators,
        aggregate=aggregate,
        rescale=rescale,
        classes=_classes(fields.values["classes"]) if "classes" in fields else None,
        orientation=fields.choice("orientation", DIRECTIONS, "burden"),
        na=_missing_words(fields),
    )
    _check_tree(spec)
    _check_exponential_rank(spec)
    perturbation = read_perturbation(fields.values["uncertainty"], spec) if "uncertainty" in fields else None
    return replace(spec, uncertainty=perturbation, given=in_order(fields.values))


def in_order(value: Any, key: str = "") -> Any:
    """A copy whose unordered parts stand in order, so that the record does not depend on the order of writing."""
    if isinstance(value, Mapping):
        return {name: in_order(value[name], name) for name in sorted(value)}
    if not isinstance(value, list | tuple):
        return value
    entries = [in_order(entry) for entry in value]
    if key in {"indicators", "children", "ids"}:
        return sorted(entries, key=lambda entry: str(entry["id"]))
    return sorted(entries, key=str) if key in {"na", "normalise"} else entries


def _version(fields: Fields) -> None:
    version = fields.given("version")
    if isinstance(version, bool) or version != VERSION or not isinstance(version, int):
        raise SpecError("version-unknown", version=str(version)[:40], known=str(VERSION))


def _missing_words(fields: Fields) -> frozenset[str]:
    if "na" not in fields:
        return frozenset({"", "NA"})
    words = fields.values["na"]
    if words == []:
        return frozenset({""})
    words = as_list(words, "na")
    for place, word in enumerate(words, 1):
        if not isinstance(word, str):
            as_text(word, within("na", str(place)))
    return frozenset({"", *(word.strip() for word in words)})


def _exclusions(fields: Fields) -> Iterator[Exclusion]:
    if "exclude" not in fields:
        return
    rules = fields.values["exclude"]
    if isinstance(rules, list | tuple):
        for place, rule in enumerate(rules, 1):
            yield _exclusion(rule, within("exclude", str(place)))
    else:
        yield _exclusion(rules, "exclude")


def _exclusion(rule: object, where: str) -> Exclusion:
    fields = Fields(rule, where, ("column", "when", "below", "ids", "reason"))
    kinds = [key for key in ("when", "below", "ids") if key in fields]
    if len(kinds) != 1 or ("ids" in fields) == ("column" in fields):
        raise SpecError("exclude-unclear", where=where)
    reason = fields.text_or_none("reason")
    if kinds == ["when"]:
        fields.choice("when", ("empty",))
        return Exclusion("empty", column=fields.text("column"), reason=reason or "value empty")
    if kinds == ["below"]:
        below = fields.number("below")
        return Exclusion("below", column=fields.text("column"), below=below, reason=reason or f"below {below:.15g}")
    listed = []
    for place, entry in enumerate(as_list(fields.values["ids"], fields.at("ids")), 1):
        one = Fields(entry, within(fields.at("ids"), str(place)), ("id", "reason"))
        listed.append((one.text("id"), one.text_or_none("reason") or reason or "listed"))
    _refuse_twice("exclude-id-twice", [area for area, _ in listed])
    return Exclusion("ids", ids=tuple(sorted(listed)))


def _indicators(value: object, default: Scaling | None) -> tuple[Indicator, ...]:
    entries = as_list(value, "indicators")
    found = [_indicator(entry, within("indicators", str(place)), default) for place, entry in enumerate(entries, 1)]
    _refuse_twice("indicator-twice", [indicator.id for indicator in found])
    return tuple(sorted(found, key=lambda indicator: indicator.id))


def _indicator(entry: object, where: str, default: Scaling | None) -> Indicator:
    if isinstance(entry, Mapping) and isinstance(entry.get("id"), str) and entry["id"].strip():
        where = within("indicators", entry["id"])
    fields = Fields(entry, where, INDICATOR_KEYS)
    name = fields.text("id")
    scaling = _scaling(fields.values["normalise"], fields.at("normalise")) if "normalise" in fields else default
    if scaling is None:
        raise SpecError("normalise-missing", indicator=name)
    return Indicator(
        id=name,
        column=fields.text_or_none("column") or name,
        direction=fields.choice("direction", DIRECTIONS),
        normalise=scaling,
        denominator=fields.text_or_none("denominator"),
        missing=_filling(fields),
        treat=_treatment(fields),
        transform=fields.choice("transform", ("none", "log", "logit"), "none"),
    )


def _filling(fields: Fields) -> Filling:
    if "missing" not in fields:
        return Filling()
    if isinstance(fields.values["missing"], Mapping):
        group = Fields(fields.values["missing"], fields.at("missing"), ("group-mean",))
        return Filling("group-mean", group.text("group-mean"))
    return Filling(fields.choice("missing", ("refuse", "exclude", "mean", "median")))


def _treatment(fields: Fields) -> Treatment | None:
    if "treat" not in fields:
        return None
    treat = Fields(fields.values["treat"], fields.at("treat"), ("skew", "kurtosis", "points", "then"))
    treat.choice("then", ("log",), "log")
    skew = treat.number("skew", 2.0)
    if skew < 0:
        raise SpecError("number-too-small", where=treat.at("skew"), value=f"{skew:.15g}", least="0")
    return Treatment(skew, treat.number("kurtosis", 3.5), treat.whole("points", least=0, default=5))


def _scaling(value: object, where: str) -> Scaling:
    every = ("method", "sd", "weights", "to", "low", "high")
    method = Fields(value, where, every).choice("method", tuple(SCALING_KEYS))
    fields = Fields(value, where, ("method", *SCALING_KEYS[method]))
    to = _span(fields)
    if method == "z":
        scaling = Scaling(
            "z", fields.choice("sd", ("population", "sample"), "population"), fields.text_or_none("weights")
        )
        if scaling.weights is not None and scaling.sd == "sample":
            raise SpecError("weighted-sample", where=where)
        return scaling
    if method == "goalposts":
        low, high = fields.number("low"), fields.number("high")
        if low >= high:
            raise SpecError("span-empty", where=where, low=f"{low:.15g}", high=f"{high:.15g}")
        return Scaling("goalposts", to=to, low=low, high=high)
    return Scaling(method, to=to)


def _span(fields: Fields) -> tuple[float, float]:
    if "to" not in fields:
        return (0.0, 1.0)
    where = fields.at("to")
    ends = as_list(fields.values["to"], where)
    if len(ends) != 2:
        raise SpecError("two-numbers-needed", where=where)
    low, high = (as_number(end, where) for end in ends)
    if low >= high:
        raise SpecError("span-empty", where=where, low=f"{low:.15g}", high=f"{high:.15g}")
    return (low, high)


def _top(value: object) -> Node:
    fields = Fields(value, "aggregate", ("id", "method", "children"))
    name = fields.text_or_none("id") or ""
    return Node(name, 1.0, fields.choice("method", AGGREGATES), _children(fields))


def _children(fields: Fields) -> tuple[Leaf | Node, ...]:
    entries = as_list(fields.given("children"), fields.at("children"))
    children = [_child(entry, within(fields.at("children"), str(place))) for place, entry in enumerate(entries, 1)]
    _refuse_twice("child-twice", [child.id for child in children])
    if not sum(child.weight for child in children) > 0:
        raise SpecError("weights-zero", where=fields.where)
    return tuple(sorted(children, key=lambda child: child.id))


def _child(entry: object, where: str) -> Leaf | Node:
    given = as_mapping(entry, where)
    if isinstance(given.get("id"), str) and given["id"].strip():
        where = within(where.rsplit("/", 1)[0], given["id"])
    is_node = "children" in given or "method" in given
    keys = ("id", "weight", "method", "children", "rescale") if is_node else ("id", "weight")
    fields = Fields(given, where, keys)
    name, weight = fields.text("id"), fields.number("weight")
    if weight < 0:
        raise SpecError("number-too-small", where=fields.at("weight"), value=f"{weight:.15g}", least="0")
    if not is_node:
        return Leaf(name, weight)
    rescale = _scaling(fields.values["rescale"], fields.at("rescale")) if "rescale" in fields else None
    return Node(name, weight, fields.choice("method", AGGREGATES), _children(fields), rescale)


def _classes(value: object) -> Classes:
    every = ("method", "cuts", "k", "type", "labels")
    method = Fields(value, "classes", every).choice("method", tuple(CLASS_KEYS))
    fields = Fields(value, "classes", ("method", *CLASS_KEYS[method]))
    if method == "cuts":
        cuts = tuple(as_number(cut, "classes/cuts") for cut in as_list(fields.given("cuts"), "classes/cuts"))
        if any(low >= high for low, high in pairwise(cuts)):
            raise SpecError("cuts-not-ascending")
        return Classes("cuts", len(cuts) + 1, _labels(fields, len(cuts) + 1), cuts=cuts)
    k = fields.whole("k", least=2, most=MOST_CLASSES)
    quantile_type = fields.whole("type", least=1, default=7) if method == "quantiles" else 7
    if quantile_type not in {7, 9}:
        raise SpecError("quantile-type", type=str(quantile_type))
    return Classes(method, k, _labels(fields, k), type=quantile_type)


def _labels(fields: Fields, k: int) -> tuple[str, ...]:
    if "labels" not in fields:
        return tuple(str(number) for number in range(1, k + 1))
    labels = [as_text(label, "classes/labels") for label in as_list(fields.values["labels"], "classes/labels")]
    if len(labels) != k:
        raise SpecError("labels-count", labels=str(len(labels)), classes=str(k))
    _refuse_twice("label-twice", labels)
    return tuple(labels)


def _check_tree(spec: Spec) -> None:
    known = [indicator.id for indicator in spec.indicators]
    names = [leaf.id for leaf in spec.aggregate.leaves()]
    for name in names:
        if name not in known:
            raise SpecError("weight-without-indicator", indicator=name, near=near_misses(name, known))
    _refuse_twice("indicator-used-twice", names)
    _refuse_twice("node-twice", [node.id for node in spec.aggregate.nodes() if node.id])


def _check_exponential_rank(spec: Spec) -> None:
    rescales = [("rescale", spec.rescale)]
    rescales += [(f"aggregate/{node.id}/rescale", node.rescale) for node in spec.aggregate.nodes()]
    for where, scaling in rescales:
        if scaling is not None and scaling.method == "exponential-rank":
            raise SpecError("exponential-rank-rescale", where=where)
    for indicator in spec.indicators:
        if indicator.normalise.method == "exponential-rank":
            if indicator.direction == "resource":
                raise SpecError("exponential-rank-resource", indicator=indicator.id)
            if spec.orientation == "resource":
                raise SpecError("exponential-rank-orientation", indicator=indicator.id)


def _refuse_twice(code: str, names: Sequence[str]) -> None:
    twice = sorted(name for name, times in Counter(names).items() if times > 1)
    if twice:
        raise SpecError(code, names=twice)
