"""The nouns of an index specification, version 1. ``reading`` makes them of YAML or of a mapping."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Scaling:
    """How values (``normalise``) or scores (``rescale``) are brought to a common scale."""

    method: str
    sd: str = "population"
    weights: str | None = None
    to: tuple[float, float] = (0.0, 1.0)
    low: float = 0.0
    high: float = 1.0


@dataclass(frozen=True)
class Filling:
    """What happens where a value is missing: refuse, exclude, mean, median or group-mean."""

    method: str = "refuse"
    group: str | None = None


@dataclass(frozen=True)
class Treatment:
    """When and how far outliers are drawn in before a logarithm is taken."""

    skew: float = 2.0
    kurtosis: float = 3.5
    points: int = 5


@dataclass(frozen=True)
class Indicator:
    """One column of values with its meaning. ``normalise`` is already the one that counts for it."""

    id: str
    column: str
    direction: str
    normalise: Scaling
    denominator: str | None = None
    missing: Filling = field(default_factory=Filling)
    treat: Treatment | None = None
    transform: str = "none"


@dataclass(frozen=True)
class Leaf:
    """An indicator as a child of a node."""

    id: str
    weight: float


@dataclass(frozen=True)
class Node:
    """A sum or mean of its children, which are indicators or nodes. The top has weight 1 and no ``rescale``."""

    id: str
    weight: float
    method: str
    children: tuple["Leaf | Node", ...]
    rescale: Scaling | None = None

    @property
    def weight_sum(self) -> float:
        """The sum of the children's weights in the order of their ids."""
        return sum(child.weight for child in self.children)

    def leaves(self) -> Iterator[Leaf]:
        """All indicators below this node."""
        for child in self.children:
            if isinstance(child, Leaf):
                yield child
            else:
                yield from child.leaves()

    def nodes(self) -> Iterator["Node"]:
        """This node and all nodes below it, parents first."""
        yield self
        for child in self.children:
            if isinstance(child, Node):
                yield from child.nodes()


@dataclass(frozen=True)
class Exclusion:
    """A rule that takes areas out before anything is computed: empty, below or ids."""

    kind: str
    column: str = ""
    below: float = 0.0
    ids: tuple[tuple[str, str], ...] = ()
    reason: str = ""


@dataclass(frozen=True)
class Classes:
    """How scores become classes: cuts, quantiles or equal-ranks."""

    method: str
    k: int
    labels: tuple[str, ...]
    cuts: tuple[float, ...] = ()
    type: int = 7


@dataclass(frozen=True)
class SmallNumbers:
    """Which indicators are shares of few people, so that chance alone moves them."""

    unit: str
    denominators: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Perturbation:
    """Which other reasonable choices the draws of the uncertainty analysis try."""

    draws: int = 10_000
    seed: int = 1
    weights: str = "fixed"
    amount: float = 0.0
    normalise: tuple[str, ...] = ()
    leave_one_out: bool = False
    small_numbers: SmallNumbers | None = None


@dataclass(frozen=True)
class Spec:
    """A whole specification. Indicators and children stand in the order of their ids (code points).

    ``given`` is the specification as it was written, its unordered parts put in order, for the record.
    """

    id: str
    indicators: tuple[Indicator, ...]
    aggregate: Node
    exclude: tuple[Exclusion, ...] = ()
    rescale: Scaling | None = None
    classes: Classes | None = None
    orientation: str = "burden"
    na: frozenset[str] = frozenset({"", "NA"})
    uncertainty: Perturbation | None = None
    given: Mapping[str, Any] = field(default_factory=dict)

    @property
    def used(self) -> tuple[Indicator, ...]:
        """The indicators that stand in the aggregate, in order."""
        names = {leaf.id for leaf in self.aggregate.leaves()}
        return tuple(indicator for indicator in self.indicators if indicator.id in names)

    @property
    def unused(self) -> tuple[Indicator, ...]:
        """The indicators that stand in no node, in order."""
        names = {leaf.id for leaf in self.aggregate.leaves()}
        return tuple(indicator for indicator in self.indicators if indicator.id not in names)

    @property
    def is_rescaled(self) -> bool:
        """Whether the top score is brought to another scale."""
        return self.rescale is not None and self.rescale.method != "none"

    def turns(self, indicator: Indicator) -> bool:
        """Whether the indicator points against the index and is turned."""
        return indicator.direction != self.orientation

    def columns(self) -> Iterator[tuple[str, str]]:
        """Every column the specification names, with the place that names it."""
        for rule in self.exclude:
            if rule.column:
                yield rule.column, "exclude"
        for indicator in self.indicators:
            place = f"indicators/{indicator.id}"
            yield indicator.column, place
            yield from _named(place, indicator.denominator, indicator.missing.group, indicator.normalise.weights)
        for node in self.aggregate.nodes():
            if node.rescale is not None:
                yield from _named(f"aggregate/{node.id}/rescale", node.rescale.weights)
        if self.rescale is not None:
            yield from _named("rescale", self.rescale.weights)
        if self.uncertainty is not None and self.uncertainty.small_numbers is not None:
            for indicator_id, column in self.uncertainty.small_numbers.denominators:
                yield column, f"uncertainty/small-numbers/denominators/{indicator_id}"


def _named(place: str, *columns: str | None) -> Iterator[tuple[str, str]]:
    for column in columns:
        if column is not None:
            yield column, place
