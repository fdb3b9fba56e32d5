"""Computing an index: the order of work, from a specification and a table to scores, ranks, classes and reasons."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from quartierswerk.compute.aggregate import NodeScores, declared_weights, score_tree
from quartierswerk.compute.arrays import Flags, Floats, Wholes
from quartierswerk.compute.classes import places
from quartierswerk.compute.contributions import contributions
from quartierswerk.compute.errors import Notice, SpecError, notice
from quartierswerk.compute.exclusion import excluded_by_rule
from quartierswerk.compute.indicator_values import Areas, is_treatable, normalised_values, transformed_values
from quartierswerk.compute.missing import Filled, Raw, filled, read_raw
from quartierswerk.compute.outliers import treat
from quartierswerk.compute.spec import Spec
from quartierswerk.compute.table import Table, area_weights, refuse_unknown_columns

FEWEST_AREAS = 3


class TreatedValue(NamedTuple):
    """One value that the treatment of outliers changed."""

    id: str
    indicator: str
    before: float
    after: float
    how: str


class ImputedValue(NamedTuple):
    """One value that was filled in."""

    id: str
    indicator: str
    value: float


@dataclass(frozen=True)
class Details:
    """What stands behind the scores, by indicator or node, over the used areas in order.

    ``values`` after division and filling, ``imputed`` where they were filled, ``prepared`` after treatment and
    transformation, ``normalised`` as they entered the aggregate, ``nodes`` before and after rescaling.
    """

    areas: Areas
    rows: tuple[int, ...]
    values: Mapping[str, Floats]
    imputed: Mapping[str, Flags]
    prepared: Mapping[str, Floats]
    normalised: Mapping[str, Floats]
    nodes: Mapping[str, NodeScores]


@dataclass(frozen=True)
class Result:
    """An index. Arrays run over ``used``, the areas that are not excluded, in the order of their ids.

    ``ids`` are all areas and ``columns`` all indicators in order; ``excluded`` gives the reason by id. Without classes
    ``classes`` (else 1..k) is None and ``labels`` empty; ``contributions`` and ``constant`` are None where it is not
    additive.
    """

    ids: tuple[str, ...]
    used: tuple[str, ...]
    columns: tuple[str, ...]
    excluded: Mapping[str, str]
    scores: Floats
    ranks: Wholes
    classes: Wholes | None
    labels: tuple[str, ...]
    borders: Floats | None
    contributions: Mapping[str, Floats] | None
    constant: float | None
    warnings: tuple[Notice, ...]
    treated: tuple[TreatedValue, ...]
    imputed: tuple[ImputedValue, ...]
    details: Details

    def label(self, place: int) -> str:
        """The class of the area at ``place`` in ``used``; empty without classes."""
        return "" if self.classes is None else self.labels[int(self.classes[place]) - 1]


@np.errstate(all="ignore")  # what leaves the range of numbers is looked for and refused by name
def compute_index(spec: Spec, table: Table) -> Result:
    """Compute an index as its specification declares; whatever does not fit is refused with ``SpecError``.

    Order of work: exclusion, then per indicator denominator, missing, treat, transform, direction, normalise; then
    aggregate upwards, rescale, rank, class. All statistics use the areas that are left. Reference for the order:
    OECD/JRC Handbook on Constructing Composite Indicators (2008), steps 3 to 6.
    """
    refuse_unknown_columns(spec, table)
    order = table.rows_in_order()
    reasons = excluded_by_rule(spec.exclude, table, order, spec.na)
    rows, raw = _present(spec, table, [row for row in order if row not in reasons], reasons)
    areas = Areas([table.ids[row] for row in rows], _area_weights(spec, table, rows))
    values = {indicator.id: filled(indicator, raw[indicator.id], table, rows, spec.na) for indicator in spec.used}
    warnings = [notice("indicator-unused", indicator=indicator.id) for indicator in spec.unused]
    prepared, treated = _prepared(spec, values, areas, warnings)
    normalised = {
        indicator.id: normalised_values(
            indicator, indicator.normalise, prepared[indicator.id], areas, turned=spec.turns(indicator)
        )
        for indicator in spec.used
    }
    nodes = score_tree(spec.aggregate, spec.rescale, normalised, declared_weights(spec.aggregate), areas)
    details = Details(
        areas=areas,
        rows=tuple(rows),
        values={name: found.values for name, found in values.items()},
        imputed={name: found.imputed for name, found in values.items()},
        prepared=prepared,
        normalised=normalised,
        nodes=nodes,
    )
    excluded = {table.ids[row]: reasons[row] for row in order if row in reasons}
    return _result(spec, tuple(table.ids[row] for row in order), excluded, details, warnings, treated)


def _present(spec: Spec, table: Table, rows: list[int], reasons: dict[int, str]) -> tuple[list[int], dict[str, Raw]]:
    """Read the indicators in use and take out the areas that ``missing: exclude`` takes out."""
    _refuse_few(len(rows), len(table.ids))
    raw = {indicator.id: read_raw(indicator, table, rows, spec.na) for indicator in spec.used}
    keep = np.ones(len(rows), dtype=np.bool_)
    for indicator in spec.used:
        if indicator.missing.method == "exclude":
            for place in np.flatnonzero(raw[indicator.id].missing & keep):
                reasons[rows[place]] = f"missing {indicator.id}"
                keep[place] = False
    _refuse_few(int(keep.sum()), len(table.ids))
    left = [row for row, is_kept in zip(rows, keep, strict=True) if is_kept]
    return left, {name: values.only(keep) for name, values in raw.items()}


def _refuse_few(used: int, areas: int) -> None:
    if used < FEWEST_AREAS:
        raise SpecError("too-few-areas", used=str(used), areas=str(areas), fewest=str(FEWEST_AREAS))


def _area_weights(spec: Spec, table: Table, rows: list[int]) -> dict[str, Floats]:
    scalings = [indicator.normalise for indicator in spec.used]
    scalings += [node.rescale for node in spec.aggregate.nodes() if node.rescale is not None]
    scalings += [spec.rescale] if spec.rescale is not None else []
    columns = sorted({scaling.weights for scaling in scalings if scaling.weights is not None})
    return {column: area_weights(table, column, rows, spec.na) for column in columns}


def _prepared(
    spec: Spec, values: Mapping[str, Filled], areas: Areas, warnings: list[Notice]
) -> tuple[dict[str, Floats], list[TreatedValue]]:
    """Treat outliers and transform, indicator by indicator; every changed value is noted."""
    prepared: dict[str, Floats] = {}
    noted: list[TreatedValue] = []
    for indicator in spec.used:
        now = values[indicator.id].values
        if indicator.treat is not None and is_treatable(indicator, areas):
            treated = treat(now, indicator.treat)
            noted += [
                TreatedValue(area, indicator.id, before, after, how)
                for area, before, after, how in zip(
                    areas.ids, now.tolist(), treated.values.tolist(), treated.how, strict=True
                )
                if how
            ]
            now = treated.values
        elif indicator.treat is not None:
            warnings.append(notice("treat-skipped", indicator=indicator.id, areas=str(len(areas.ids))))
        prepared[indicator.id] = transformed_values(indicator, now, areas)
    return prepared, noted


def _result(
    spec: Spec,
    ids: tuple[str, ...],
    excluded: Mapping[str, str],
    details: Details,
    warnings: list[Notice],
    treated: list[TreatedValue],
) -> Result:
    scores = details.nodes[spec.aggregate.id].scores
    found = places(scores, spec.classes)
    split = contributions(spec.aggregate, spec.rescale, details.normalised, details.nodes, details.areas)
    parts = None
    if split is not None:
        nothing = np.zeros(len(details.rows), dtype=np.float64)
        parts = {indicator.id: split.parts.get(indicator.id, nothing) for indicator in spec.indicators}
    return Result(
        ids=ids,
        used=tuple(details.areas.ids),
        columns=tuple(indicator.id for indicator in spec.indicators),
        excluded=excluded,
        scores=scores[0],
        ranks=found.ranks[0],
        classes=None if found.classes is None else found.classes[0],
        labels=() if spec.classes is None else spec.classes.labels,
        borders=None if found.borders is None else found.borders[0],
        contributions=parts,
        constant=None if split is None else split.constant,
        warnings=tuple(warnings),
        treated=tuple(treated),
        imputed=tuple(_imputations(details)),
        details=details,
    )


def _imputations(details: Details) -> list[ImputedValue]:
    return [
        ImputedValue(details.areas.ids[place], name, float(details.values[name][place]))
        for name, flags in details.imputed.items()
        for place in np.flatnonzero(flags).tolist()
    ]
