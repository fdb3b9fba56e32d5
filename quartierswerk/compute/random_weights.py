"""Weights as chance gives them, and the streams of chance themselves."""

from collections.abc import Mapping, Sequence

import numpy as np

from quartierswerk.compute.aggregate import NodeWeights
from quartierswerk.compute.arrays import Flags, Floats, Wholes
from quartierswerk.compute.spec import Leaf, Node, Perturbation, Spec

# In ``dropped``: no indicator is left out; 0, 1, … are places among the indicators in use.
DRAWS_NONE = -1
_KINDS = ("method", "leave-one-out", "small-numbers", "weights", "weights-second")


class Streams:
    """Independent streams of chance from one seed: numpy's PCG64, one stream per kind and thing.

    The key of a stream is its kind and the place of the thing in the order of ids; so the numbers depend neither on
    the order of the specification nor on how many draws are computed at a time. Reference: O'Neill (2014), PCG.
    """

    def __init__(self, seed: int) -> None:
        self.seed = seed
        self._open: dict[tuple[int, int], np.random.Generator] = {}

    def of(self, kind: str, thing: str = "", spec: Spec | None = None) -> np.random.Generator:
        """The stream of a kind and, for ``small-numbers``, of an indicator."""
        place = 0 if spec is None else [indicator.id for indicator in spec.used].index(thing)
        return self.numbered(kind, place)

    def numbered(self, kind: str, place: int) -> np.random.Generator:
        """The stream of a kind and a place."""
        key = (_KINDS.index(kind), place)
        if key not in self._open:
            sequence = np.random.SeedSequence(self.seed, spawn_key=key)
            self._open[key] = np.random.Generator(np.random.PCG64(sequence))
        return self._open[key]


def tree_weights(
    top: Node, plan: Perturbation, used: Sequence[str], dropped: Wholes, streams: Streams
) -> Mapping[str, NodeWeights]:
    """The weights of every node for some draws, after leaving out, scaled to the sum that the specification gives.

    dirichlet a: a Dirichlet distribution with all parameters a, whatever the declared weights (a = 1: every mix is
    equally likely); within d: weight·U(1 - d, 1 + d); fixed: as declared. A node that has lost all its children
    drops out of its parent. Reference: Saisana et al. (2005); Dirichlet by gamma variables, Devroye (1986), ch. XI.
    """
    numbers = {node.id: place for place, node in enumerate(top.nodes())}
    found: dict[str, NodeWeights] = {}

    def visit(node: Node) -> Flags:
        alive = [
            (dropped != used.index(child.id))[:, None] if isinstance(child, Leaf) else visit(child)
            for child in node.children
        ]
        present = np.concatenate(alive, axis=1)
        weights = _drawn_weights(node, plan, present, numbers[node.id], streams)
        total = weights.sum(axis=1, keepdims=True)
        there = total > 0
        declared = _declared(node).sum(axis=1, keepdims=True)
        factor = np.where(there, declared / np.where(there, total, 1.0), 0.0)
        found[node.id] = NodeWeights(weights * factor, present)
        return np.asarray(there)

    visit(top)
    return found


def _drawn_weights(node: Node, plan: Perturbation, present: Flags, place: int, streams: Streams) -> Floats:
    declared = _declared(node)
    if plan.weights == "dirichlet":
        return _dirichlet(plan.amount, present, place, streams)
    if plan.weights == "within":
        shifts = streams.numbered("weights", place).uniform(1 - plan.amount, 1 + plan.amount, size=present.shape)
        return np.where(present, declared * shifts, 0.0)
    return np.where(present, declared, 0.0)


def _declared(node: Node) -> Floats:
    return np.array([[child.weight for child in node.children]], dtype=np.float64)


def _dirichlet(amount: float, present: Flags, place: int, streams: Streams) -> Floats:
    """Gamma variables in logarithms (ln G(a) = ln G(a+1) + ln(U)/a), so that small parameters do not run to zero.

    Scaled so that the largest of those present is 1; the caller scales them to their sum.
    """
    gammas = np.log(streams.numbered("weights", place).standard_gamma(amount + 1.0, size=present.shape))
    shares = np.log(1.0 - streams.numbered("weights-second", place).random(size=present.shape))
    logs = np.maximum(gammas + shares / amount, -1e300)
    largest = np.max(np.where(present, logs, -np.inf), axis=1, keepdims=True)
    apart = np.where(present, logs - np.where(np.isfinite(largest), largest, 0.0), -np.inf)
    return np.exp(apart)
