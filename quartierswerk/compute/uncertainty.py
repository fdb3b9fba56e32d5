"""How ranks and classes move under other reasonable choices.

Every draw repeats the index from the filled values on: with other weights, another way of normalising, one indicator
left out, or shares of few people drawn anew. Reference: Saisana, Saltelli & Tarantola (2005), Uncertainty and
sensitivity analysis techniques as tools for the quality assessment of composite indicators, JRSS A 168(2);
OECD/JRC Handbook (2008), step 7. Limits: only the declared choices are varied; errors of the sources are not.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

import numpy as np

from quartierswerk.compute.aggregate import NodeWeights, score_tree
from quartierswerk.compute.arrays import Floats, Wholes
from quartierswerk.compute.classes import Places, places
from quartierswerk.compute.errors import SpecError
from quartierswerk.compute.index import Result
from quartierswerk.compute.indicator_values import Areas, is_treatable, normalised_values, transformed_values
from quartierswerk.compute.outliers import treat_rows
from quartierswerk.compute.random_weights import DRAWS_NONE, Streams, tree_weights
from quartierswerk.compute.small_numbers import Sampled, drawn, sampled_indicators
from quartierswerk.compute.spec import Indicator, Perturbation, Scaling, Spec
from quartierswerk.compute.table import Table

PERCENTILES = (5, 50, 95)
CELLS_AT_ONCE = 400_000
MOST_CELLS = 500_000_000


@dataclass(frozen=True)
class Uncertainty:
    """Over the used areas: ranks that 5, 50 and 95 % of the draws reach, and how often each class came out.

    ``class_shares`` has one column per label; without classes it and ``same_class`` are None.
    """

    ids: tuple[str, ...]
    ranks: Mapping[int, Wholes]
    labels: tuple[str, ...]
    class_shares: Floats | None
    same_class: Floats | None


@dataclass(frozen=True)
class _Draws:
    """What a number of consecutive draws has in common."""

    count: int
    methods: Wholes | None
    dropped: Wholes
    areas: Areas


@np.errstate(all="ignore")
def uncertainty(spec: Spec, table: Table, result: Result) -> Uncertainty:
    """Run the draws that ``spec.uncertainty`` declares, with the generator PCG64 from its seed.

    rank_pXX is the smallest rank r such that at least XX % of the draws have rank ≤ r. Classes are counted with the
    specification's own way; quantiles and equal ranks are formed anew in each draw. Each kind of chance has its own
    stream, so that one choice more does not change the others' numbers.
    """
    plan = spec.uncertainty
    if plan is None:
        raise SpecError("uncertainty-missing")
    n = len(result.used)
    if plan.draws * n > MOST_CELLS:
        raise SpecError("draws-too-many", draws=str(plan.draws), areas=str(n), most=str(MOST_CELLS // n))
    sampled = sampled_indicators(spec, table, result)
    ranks = np.empty((plan.draws, n), dtype=np.uint16 if n < 2**16 else np.uint32)
    counts = np.zeros((n, len(result.labels)), dtype=np.int64)
    same = np.zeros(n, dtype=np.int64)
    begin = 0
    for found in _draws(spec, plan, result, sampled):
        ranks[begin : begin + len(found.ranks)] = found.ranks
        begin += len(found.ranks)
        if found.classes is not None:
            same += (found.classes == result.classes).sum(axis=0)
            for place in range(len(result.labels)):
                counts[:, place] += (found.classes == place + 1).sum(axis=0)
    has_classes = result.classes is not None
    return Uncertainty(
        ids=result.used,
        ranks=rank_percentiles(ranks),
        labels=result.labels,
        class_shares=counts / plan.draws if has_classes else None,
        same_class=same / plan.draws if has_classes else None,
    )


def rank_percentiles(ranks: Wholes) -> dict[int, Wholes]:
    """By percentage XX and area the smallest rank r such that at least XX % of the draws (rows) have rank ≤ r."""
    draws, n = ranks.shape
    at = {percent: -(-percent * draws // 100) - 1 for percent in PERCENTILES}
    found = {percent: np.empty(n, dtype=np.int64) for percent in PERCENTILES}
    step = max(1, 4_000_000 // draws)
    for begin in range(0, n, step):
        some = np.sort(ranks[:, begin : begin + step], axis=0)
        for percent in PERCENTILES:
            found[percent][begin : begin + step] = some[at[percent]]
    return found


def _draws(spec: Spec, plan: Perturbation, result: Result, sampled: Mapping[str, Sampled]) -> Iterator[Places]:
    """Ranks and classes, some draws at a time. How many at a time changes no number."""
    streams = Streams(plan.seed)
    used = spec.used
    methods = streams.of("method").integers(len(plan.normalise), size=plan.draws) if plan.normalise else None
    dropped = np.full(plan.draws, DRAWS_NONE, dtype=np.int64)
    if plan.leave_one_out:
        dropped = streams.of("leave-one-out").integers(len(used) + 1, size=plan.draws) + DRAWS_NONE
    areas = replace(result.details.areas, in_draws=True)
    ready = _ready(spec, plan, result, sampled)
    step = max(1, CELLS_AT_ONCE // len(result.used))
    for begin in range(0, plan.draws, step):
        here = slice(begin, min(begin + step, plan.draws))
        some = _Draws(
            count=here.stop - here.start,
            methods=None if methods is None else methods[here],
            dropped=dropped[here],
            areas=areas,
        )
        values = {indicator.id: _values(spec, plan, indicator, some, ready, sampled, streams) for indicator in used}
        weights = tree_weights(spec.aggregate, plan, [indicator.id for indicator in used], some.dropped, streams)
        yield _scored(spec, values, weights, some)


def _scored(spec: Spec, values: Mapping[str, Floats], weights: Mapping[str, NodeWeights], some: _Draws) -> Places:
    nodes = score_tree(spec.aggregate, spec.rescale, values, weights, some.areas)
    scores = nodes[spec.aggregate.id].scores
    return places(np.broadcast_to(scores, (some.count, scores.shape[-1])), spec.classes)


def _scalings(plan: Perturbation, indicator: Indicator) -> list[Scaling]:
    """The ways of normalising that a draw may take for an indicator: its own parameters where the method is its own."""
    if not plan.normalise:
        return [indicator.normalise]
    own = indicator.normalise
    return [own if own.method == method else Scaling(method) for method in plan.normalise]


def _ready(spec: Spec, plan: Perturbation, result: Result, sampled: Mapping[str, Sampled]) -> dict[str, Floats]:
    """The normalised values, one row per method, of those indicators that no draw changes; refused as in the run."""
    return {
        indicator.id: np.stack(
            [
                normalised_values(
                    indicator,
                    scaling,
                    result.details.prepared[indicator.id],
                    result.details.areas,
                    turned=spec.turns(indicator),
                )
                for scaling in _scalings(plan, indicator)
            ]
        )
        for indicator in spec.used
        if indicator.id not in sampled
    }


def _values(
    spec: Spec,
    plan: Perturbation,
    indicator: Indicator,
    some: _Draws,
    ready: Mapping[str, Floats],
    sampled: Mapping[str, Sampled],
    streams: Streams,
) -> Floats:
    """The normalised values of one indicator: one row, or one row per draw where the draws differ."""
    if indicator.id in ready:
        known = ready[indicator.id]
        return known[0] if some.methods is None else known[some.methods]
    values = drawn(sampled[indicator.id], some.count, streams.of("small-numbers", indicator.id, spec))
    if indicator.treat is not None and is_treatable(indicator, some.areas):
        values = treat_rows(values, indicator.treat)
    values = transformed_values(indicator, values, some.areas)
    found = np.empty(values.shape, dtype=np.float64)
    for place, scaling in enumerate(_scalings(plan, indicator)):
        chosen = np.ones(some.count, dtype=np.bool_) if some.methods is None else some.methods == place
        if chosen.any():
            found[chosen] = normalised_values(
                indicator, scaling, values[chosen], some.areas, turned=spec.turns(indicator)
            )
    return found
