"""Shares of few people: how far chance alone would move them."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from quartierswerk.compute.arrays import Flags, Floats, Wholes
from quartierswerk.compute.errors import SpecError
from quartierswerk.compute.index import Result
from quartierswerk.compute.spec import Spec
from quartierswerk.compute.table import Table

MOST_PEOPLE = 2**53


@dataclass(frozen=True)
class Sampled:
    """An indicator whose shares are drawn: the values as they are, which are drawn, their shares and people."""

    values: Floats
    is_drawn: Flags
    shares: Floats
    people: Wholes
    unit: float


def sampled_indicators(spec: Spec, table: Table, result: Result) -> Mapping[str, Sampled]:
    """The indicators named under small-numbers that are in use, with their people; imputed values are not drawn."""
    plan = spec.uncertainty.small_numbers if spec.uncertainty is not None else None
    if plan is None:
        return {}
    used = {indicator.id for indicator in spec.used}
    unit = 100.0 if plan.unit == "percent" else 1.0
    return {
        name: _sampled(name, column, unit, spec, table, result) for name, column in plan.denominators if name in used
    }


def _sampled(name: str, column: str, unit: float, spec: Spec, table: Table, result: Result) -> Sampled:
    details = result.details
    is_drawn = ~details.imputed[name]
    people = table.numbers(column, details.rows, spec.na)[is_drawn]
    bad = ~((people >= 1) & (people <= MOST_PEOPLE) & (np.floor(people) == people))
    ids = [area for area, chosen in zip(result.used, is_drawn, strict=True) if chosen]
    if bad.any():
        raise SpecError("people-not-whole", indicator=name, column=column, ids=_named(ids, bad))
    shares = details.values[name][is_drawn] / unit
    outside = ~((shares >= 0) & (shares <= 1))
    if outside.any():
        code = "share-outside" if unit == 1.0 else "percent-outside"
        raise SpecError(code, indicator=name, ids=_named(ids, outside))
    return Sampled(details.values[name], is_drawn, shares, people.astype(np.int64), unit)


def drawn(sampled: Sampled, draws: int, stream: np.random.Generator) -> Floats:
    """x' = Binomial(n, share)/n, one row per draw.

    Reference: sampling error of a share, e.g. Wilson (1927), JASA 22. Limits: treats the people of an area as a sample
    of what could have been (a superpopulation), neighbours as independent, denominators as exact.
    """
    values = np.tile(sampled.values, (draws, 1))
    hits = stream.binomial(sampled.people, sampled.shares, size=(draws, len(sampled.people)))
    values[:, sampled.is_drawn] = hits / sampled.people * sampled.unit
    return values


def _named(ids: list[str], flags: Flags) -> list[str]:
    return [area for area, flag in zip(ids, flags, strict=True) if flag]
