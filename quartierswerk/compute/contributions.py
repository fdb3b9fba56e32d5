"""What each indicator contributes to a score, so that an explanation sums up to it."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from quartierswerk.compute.aggregate import ROUNDING, NodeScores
from quartierswerk.compute.arrays import Floats
from quartierswerk.compute.indicator_values import Areas
from quartierswerk.compute.normalise import centre_and_spread
from quartierswerk.compute.spec import Leaf, Node, Scaling


@dataclass(frozen=True)
class Contributions:
    """Parts by indicator and one constant: constant + parts = score for every area, but for rounding."""

    parts: Mapping[str, Floats]
    constant: float


def contributions(
    top: Node,
    rescale: Scaling | None,
    values: Mapping[str, Floats],
    nodes: Mapping[str, NodeScores],
    areas: Areas,
) -> Contributions | None:
    """Split the score into its parts; None where it is not additive.

    A child's part is w·x (under ``arithmetic`` w·x/Σw). A rescaling passes through as it is linear: z gives
    w(x - mean)/sd, the deviation from the mean, constant 0; min-max (b - a)·w·x/(max - min) with the constant
    a + (c - min)(b - a)/(max - min); goalposts likewise with low and high. Reference: exact decomposition of an
    additive index, as in the OECD/JRC Handbook (2008), step 9. Not additive, hence None: a geometric node, a rescaling
    by rank, a rescaling by goalposts that clipped a value.
    """
    if any(node.method == "geometric" for node in top.nodes()):
        return None
    return _of_node(top, rescale, values, nodes, areas)


def _of_node(
    node: Node,
    rescale: Scaling | None,
    values: Mapping[str, Floats],
    nodes: Mapping[str, NodeScores],
    areas: Areas,
) -> Contributions | None:
    share = node.weight_sum if node.method == "arithmetic" else 1.0
    parts: dict[str, Floats] = {}
    constant = 0.0
    for child in node.children:
        weight = child.weight / share
        if isinstance(child, Leaf):
            parts[child.id] = weight * values[child.id]
            continue
        below = _of_node(child, child.rescale, values, nodes, areas)
        if below is None:
            return None
        parts.update({name: weight * part for name, part in below.parts.items()})
        constant += weight * below.constant
    found = Contributions(parts, constant)
    return found if rescale is None else _rescaled(found, rescale, nodes[node.id].raw[0], areas)


def _rescaled(found: Contributions, rescale: Scaling, raw: Floats, areas: Areas) -> Contributions | None:
    if rescale.method == "none":
        return found
    if rescale.method == "z":
        weights = areas.of(rescale)
        spread = centre_and_spread(raw, rescale.sd, weights)[1]
        apart = {
            name: np.asarray((part - centre_and_spread(part, rescale.sd, weights)[0]) / spread, dtype=np.float64)
            for name, part in found.parts.items()
        }
        return Contributions(apart, 0.0)
    if rescale.method == "min-max":
        return _linear(found, raw.min(), raw.max(), rescale.to)
    if rescale.method == "goalposts" and not _is_clipped(raw, rescale):
        return _linear(found, rescale.low, rescale.high, rescale.to)
    return None


def _is_clipped(raw: Floats, rescale: Scaling) -> bool:
    """Whether the goalposts cut off more than the rounding of a sum, as where weights of 0.2 + 0.4 + 0.3 + 0.1 > 1."""
    slack = ROUNDING * max(abs(rescale.low), abs(rescale.high))
    return bool(((raw < rescale.low - slack) | (raw > rescale.high + slack)).any())


def _linear(found: Contributions, low: float, high: float, to: tuple[float, float]) -> Contributions:
    factor = (to[1] - to[0]) / (high - low)
    parts = {name: np.asarray(part * factor, dtype=np.float64) for name, part in found.parts.items()}
    return Contributions(parts, float(to[0] + (found.constant - low) * factor))
