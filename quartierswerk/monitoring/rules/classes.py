"""Classes of an index: their order from little to much burden, and how far the next border is."""

from collections.abc import Mapping, Sequence

from quartierswerk.kernel.sources import source


def class_positions(labels: Sequence[str], *, method: str, orientation: str) -> dict[str, int]:
    """Return {label: position}, 1 for the least burden.

    Labels are given as the specification lists them. ``equal-ranks`` counts from the highest scores down, the other
    methods from the lowest up; with ``orientation`` "resource" a high score means little burden.
    """
    ordered = list(labels)
    if (method == "equal-ranks") != (orientation == "resource"):
        ordered.reverse()
    return {label: position for position, label in enumerate(ordered, start=1)}


def step_of_class(position: int, classes: int) -> int:
    """Return which of the five shades (1 to 5) shows a class, the last one always the darkest."""
    if classes <= 1:
        return 5
    if classes == 5:
        return position
    return 1 + round((position - 1) * 4 / (classes - 1))


@source("RK 8.1.1")
def class_distance(score: float, label: str, borders: Mapping[str, tuple[float | None, float | None]]) -> float | None:
    """Return how far the nearest border of its class is: negative if it lies below the score, None without border.

    ``borders`` is {label: (lower, upper)}, open ends None.
    """
    if label not in borders:
        return None
    lower, upper = borders[label]
    ways = [edge - score for edge in (lower, upper) if edge is not None]
    return min(ways, key=abs, default=None)
