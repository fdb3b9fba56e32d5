"""From normalised indicators upwards to the top score."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from quartierswerk.compute.arrays import Flags, Floats
from quartierswerk.compute.errors import SpecError
from quartierswerk.compute.indicator_values import Areas
from quartierswerk.compute.normalise import centre_and_spread, is_flat, scaled_scores
from quartierswerk.compute.spec import Leaf, Node, Scaling
from quartierswerk.compute.table import LARGEST

# Scores closer together than this share of what they are made of differ by rounding only.
ROUNDING = 1e-12


@dataclass(frozen=True)
class NodeWeights:
    """The weights of a node's children, one row per draw (one row in the run), and which children are there."""

    weights: Floats
    present: Flags


@dataclass(frozen=True)
class NodeScores:
    """The scores of a node before and after its rescaling, one row per draw."""

    raw: Floats
    scores: Floats


def declared_weights(top: Node) -> dict[str, NodeWeights]:
    """The weights as the specification gives them."""
    return {node.id: _declared(node) for node in top.nodes()}


def _declared(node: Node) -> NodeWeights:
    weights = np.array([[child.weight for child in node.children]], dtype=np.float64)
    return NodeWeights(weights, np.ones(weights.shape, dtype=np.bool_))


def score_tree(
    top: Node, rescale: Scaling | None, values: Mapping[str, Floats], weights: Mapping[str, NodeWeights], areas: Areas
) -> dict[str, NodeScores]:
    """Compute every node from its children, the top last; ``rescale`` belongs to the top.

    ``values`` holds the normalised values by indicator, as one row or as one row per draw.
    """
    found: dict[str, NodeScores] = {}
    _score(top, rescale, values, weights, areas, found)
    return found


def _score(
    node: Node,
    rescale: Scaling | None,
    values: Mapping[str, Floats],
    weights: Mapping[str, NodeWeights],
    areas: Areas,
    found: dict[str, NodeScores],
) -> Floats:
    parts = [
        values[child.id] if isinstance(child, Leaf) else _score(child, child.rescale, values, weights, areas, found)
        for child in node.children
    ]
    raw = combined(node, parts, weights[node.id], areas)
    if not (np.abs(raw) <= LARGEST).all():
        raise SpecError("numbers-too-large", where=node.id or "aggregate", ids=areas.named(~(np.abs(raw) <= LARGEST)))
    scores = raw if rescale is None else _rescaled(node, rescale, raw, parts, weights[node.id], areas)
    found[node.id] = NodeScores(raw, scores)
    return scores


def combined(node: Node, parts: list[Floats], weights: NodeWeights, areas: Areas) -> Floats:
    """``sum``: Σwx. ``arithmetic``: Σwx/Σw. ``geometric``: (Πx^w)^(1/Σw), which needs values above 0.

    Sums run in the order of the children's ids. Reference: OECD/JRC Handbook (2008), step 6; geometric: UNDP, Human
    Development Report 2010, technical note 1. Limits: sum and arithmetic let a high value offset a low one fully, the
    geometric mean only in part.
    """
    if node.method == "geometric":
        logs = []
        for place, (child, part) in enumerate(zip(node.children, parts, strict=True)):
            there = weights.present[:, place : place + 1]
            bad = (part <= 0) & there
            if bad.any():
                code = "geometric-not-positive" + ("-in-draw" if areas.in_draws else "")
                raise SpecError(code, node=node.id or "aggregate", child=child.id, ids=areas.named(bad))
            logs.append(np.log(np.where(there, part, 1.0)))
        return np.asarray(np.exp(_weighted_sum(logs, weights.weights) / _sum_of(weights.weights)), dtype=np.float64)
    total = _weighted_sum(parts, weights.weights)
    return np.asarray(total / _sum_of(weights.weights), dtype=np.float64) if node.method == "arithmetic" else total


def _weighted_sum(parts: list[Floats], weights: Floats) -> Floats:
    total = weights[:, 0:1] * parts[0]
    for place, part in enumerate(parts[1:], 1):
        total = total + weights[:, place : place + 1] * part
    return total


def _sum_of(weights: Floats) -> Floats:
    total = weights[:, 0:1]
    for place in range(1, weights.shape[1]):
        total = total + weights[:, place : place + 1]
    return np.asarray(np.where(total == 0, 1.0, total), dtype=np.float64)


def _rescaled(
    node: Node, rescale: Scaling, raw: Floats, parts: list[Floats], weights: NodeWeights, areas: Areas
) -> Floats:
    if rescale.method == "none":
        return raw
    flat = is_flat(raw, ROUNDING * _size(raw, node, parts, weights))
    column_weights = areas.of(rescale)
    if not areas.in_draws:
        where = node.id or "aggregate"
        if flat.any():
            raise SpecError("no-variance-score", node=where, method=rescale.method)
        if rescale.method == "z" and (centre_and_spread(raw, rescale.sd, column_weights)[1] == 0).any():
            raise SpecError("no-variance-score", node=where, method=rescale.method)
    if rescale.method in {"z", "min-max"}:  # no variance in a draw: all areas get 0
        raw = np.where(flat, 0.0, raw)
    scores = scaled_scores(raw, rescale, column_weights)
    if not np.isfinite(scores).all():
        raise SpecError("numbers-too-large", where=node.id or "aggregate", ids=areas.named(~np.isfinite(scores)))
    return scores


def _size(raw: Floats, node: Node, parts: list[Floats], weights: NodeWeights) -> Floats:
    """The largest number that went into the scores, per row; sums are exact to a tiny share of it."""
    size: Floats = np.max(np.abs(raw), axis=-1, keepdims=True)
    if node.method == "geometric":
        return size
    share = _sum_of(weights.weights) if node.method == "arithmetic" else 1.0
    for place, part in enumerate(parts):
        largest = weights.weights[:, place : place + 1] * np.max(np.abs(part), axis=-1, keepdims=True) / share
        size = np.maximum(size, largest)
    return size
