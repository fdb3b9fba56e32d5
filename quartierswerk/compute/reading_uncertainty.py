"""Reading the part ``uncertainty`` of a specification, and what in it does not fit the rest."""

from collections.abc import Mapping

from quartierswerk.compute.errors import SpecError, near_misses
from quartierswerk.compute.fields import Fields, as_list, as_mapping, as_text, shown
from quartierswerk.compute.spec import Leaf, Node, Perturbation, SmallNumbers, Spec

METHODS = ("none", "z", "min-max", "rank", "goalposts")
MOST_DRAWS = 1_000_000
KEYS = ("draws", "seed", "weights", "normalise", "leave-one-out", "small-numbers")


def read_perturbation(value: object, spec: Spec) -> Perturbation:
    """Read ``uncertainty`` and hold it against the rest of the specification."""
    fields = Fields(value, "uncertainty", KEYS)
    weights, amount = _weights(fields)
    perturbation = Perturbation(
        draws=fields.whole("draws", least=1, default=10_000, most=MOST_DRAWS),
        seed=fields.whole("seed", least=0, default=1),
        weights=weights,
        amount=amount,
        normalise=_methods(fields),
        leave_one_out=fields.flag("leave-one-out", False),
        small_numbers=_small_numbers(fields, spec),
    )
    if perturbation.normalise:
        _check_methods(perturbation.normalise, spec)
    if perturbation.leave_one_out:
        _check_leave_one_out(weights, spec)
    return perturbation


def _weights(fields: Fields) -> tuple[str, float]:
    if "weights" not in fields or fields.values["weights"] == "fixed":
        return "fixed", 0.0
    where = fields.at("weights")
    if not isinstance(fields.values["weights"], Mapping):
        raise SpecError("weights-unclear", where=where, value=shown(fields.values["weights"]))
    weights = Fields(fields.values["weights"], where, ("dirichlet", "within"))
    if len(weights.values) != 1:
        raise SpecError("weights-unclear", where=where, value="{…}")
    if "dirichlet" in weights:
        amount = weights.number("dirichlet")
        if amount <= 0:
            raise SpecError("number-not-positive", where=weights.at("dirichlet"), value=f"{amount:.15g}")
        return "dirichlet", amount
    amount = weights.number("within")
    if not 0 <= amount <= 1:
        raise SpecError("within-outside", where=weights.at("within"), value=f"{amount:.15g}")
    return "within", amount


def _methods(fields: Fields) -> tuple[str, ...]:
    if "normalise" not in fields:
        return ()
    where = fields.at("normalise")
    names = [as_text(name, where) for name in as_list(fields.values["normalise"], where)]
    for name in names:
        if name == "exponential-rank":
            raise SpecError("exponential-rank-in-list")
        if name not in METHODS:
            raise SpecError(
                "unknown-choice", where=where, value=name, options=list(METHODS), near=near_misses(name, METHODS)
            )
    if len(set(names)) < len(names):
        raise SpecError("method-twice", names=sorted({name for name in names if names.count(name) > 1}))
    return tuple(sorted(names))


def _check_methods(names: tuple[str, ...], spec: Spec) -> None:
    ranked = [indicator.id for indicator in spec.indicators if indicator.normalise.method == "exponential-rank"]
    if ranked:
        raise SpecError("exponential-rank-with-list", names=ranked)
    if spec.classes is not None and spec.classes.method == "cuts" and not spec.is_rescaled:
        raise SpecError("list-with-cuts")
    lacking = [indicator.id for indicator in spec.used if indicator.normalise.method != "goalposts"]
    if "goalposts" in names and lacking:
        raise SpecError("goalposts-unknown", names=lacking)


def _check_leave_one_out(weights: str, spec: Spec) -> None:
    used = spec.used
    if len(used) == 1:
        raise SpecError("leave-one-out-alone", indicator=used[0].id)
    for indicator in used:
        if not _carries(spec.aggregate, without=indicator.id, any_weight=weights == "dirichlet"):
            raise SpecError("leave-one-out-empties", indicator=indicator.id)


def _carries(child: Leaf | Node, *, without: str, any_weight: bool) -> bool:
    """Whether anything with weight is left below ``child`` when one indicator is left out."""
    if isinstance(child, Leaf):
        return child.id != without
    return any(
        (any_weight or part.weight > 0) and _carries(part, without=without, any_weight=any_weight)
        for part in child.children
    )


def _small_numbers(fields: Fields, spec: Spec) -> SmallNumbers | None:
    if "small-numbers" not in fields:
        return None
    part = Fields(fields.values["small-numbers"], fields.at("small-numbers"), ("unit", "denominators"))
    unit = part.choice("unit", ("share", "percent"))
    where = part.at("denominators")
    named = as_mapping(part.given("denominators"), where)
    if not named:
        raise SpecError("list-empty", where=where)
    known = [indicator.id for indicator in spec.indicators]
    for name in named:
        if name not in known:
            raise SpecError("small-numbers-without-indicator", indicator=name, near=near_misses(name, known))
    columns = tuple((name, as_text(named[name], f"{where}/{name}")) for name in sorted(named))
    return SmallNumbers(unit, columns)
