"""The way of one indicator from its filled values to normalised ones: treat, transform, direction, normalise.

The run and the draws of the uncertainty analysis take the same way; a refusal in a draw says so.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from quartierswerk.compute import outliers
from quartierswerk.compute.arrays import Flags, Floats
from quartierswerk.compute.errors import SpecError
from quartierswerk.compute.normalise import centre_and_spread, is_flat, outside_ranks, scaled
from quartierswerk.compute.spec import Indicator, Scaling
from quartierswerk.compute.transform import outside, transformed


@dataclass(frozen=True)
class Areas:
    """The areas that are not excluded: their ids in order, their weights by column, and whether these are draws."""

    ids: Sequence[str]
    weights: Mapping[str, Floats]
    in_draws: bool = False

    def named(self, flags: Flags) -> list[str]:
        """The ids of the areas that are flagged in any row."""
        places = np.unique(np.nonzero(flags)[-1]).tolist()
        return [self.ids[place] for place in places]

    def of(self, scaling: Scaling) -> Floats | None:
        """The weights of the areas that a scaling asks for."""
        return None if scaling.weights is None else self.weights[scaling.weights]


def is_treatable(indicator: Indicator, areas: Areas) -> bool:
    """Whether outliers are to be treated and there are enough areas for it."""
    return indicator.treat is not None and len(areas.ids) >= outliers.FEWEST


def transformed_values(indicator: Indicator, values: Floats, areas: Areas) -> Floats:
    """Apply the transformation; values it cannot take are refused with their areas."""
    bad = outside(values, indicator.transform)
    if bad.any():
        code = f"{indicator.transform}-outside" + ("-in-draw" if areas.in_draws else "")
        raise SpecError(code, indicator=indicator.id, ids=areas.named(bad))
    return transformed(values, indicator.transform)


def normalised_values(indicator: Indicator, scaling: Scaling, values: Floats, areas: Areas, *, turned: bool) -> Floats:
    """Turn if needed and normalise; in the run, values without variance are refused under z and min-max."""
    weights = areas.of(scaling)
    if scaling.method in {"z", "min-max"} and not areas.in_draws:
        _refuse_flat(indicator, scaling, values, weights)
    if scaling.method == "exponential-rank":
        bad = outside_ranks(values)
        if bad.any():
            raise SpecError(
                "exponential-rank-outside", indicator=indicator.id, n=str(len(areas.ids)), ids=areas.named(bad)
            )
    found = scaled(values, scaling, turned=turned, weights=weights)
    endless = ~np.isfinite(found)
    if endless.any():
        raise SpecError("numbers-too-large", where=indicator.id, ids=areas.named(endless))
    return found


def _refuse_flat(indicator: Indicator, scaling: Scaling, values: Floats, weights: Floats | None) -> None:
    if is_flat(values).any():
        raise SpecError("no-variance", indicator=indicator.id, method=scaling.method, value=f"{values[0]:.15g}")
    if scaling.method == "z":
        spread = centre_and_spread(values, scaling.sd, weights)[1]
        if (spread == 0).any():
            raise SpecError("no-variance-weighted", indicator=indicator.id, column=scaling.weights or "–")
