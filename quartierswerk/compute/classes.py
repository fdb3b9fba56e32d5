"""From scores to classes, and the borders between them."""

from dataclasses import dataclass

import numpy as np

from quartierswerk.compute.arrays import Floats, Wholes
from quartierswerk.compute.ranks import comparable, magnitudes, ranks
from quartierswerk.compute.spec import Classes


@dataclass(frozen=True)
class Places:
    """Ranks and class numbers (1..k) of a run or of many draws, and the borders the classes were made with."""

    ranks: Wholes
    classes: Wholes | None
    borders: Floats | None


def places(scores: Floats, classes: Classes | None) -> Places:
    """Rank and class of every area. Scores and borders are compared after rounding to 11 - e decimals."""
    exponents = magnitudes(scores)
    keys = comparable(scores, exponents)
    found = ranks(keys)
    if classes is None:
        return Places(found, None, None)
    if classes.method == "equal-ranks":
        return Places(found, equal_ranks(found, classes.k), None)
    if classes.method == "cuts":
        borders = np.broadcast_to(np.array(classes.cuts, dtype=np.float64), (*scores.shape[:-1], len(classes.cuts)))
        return Places(found, _above(keys, comparable(borders, exponents), at_border=False), borders)
    borders = quantile_borders(scores, classes.k, classes.type)
    return Places(found, _above(keys, comparable(borders, exponents), at_border=True), borders)


def quantile_borders(scores: Floats, k: int, kind: int = 7) -> Floats:
    """The k - 1 inner cut points at p = 1/k … (k-1)/k.

    Type 7: h = (n - 1)p + 1. Type 9: h = (n + 1/4)p + 3/8. h limited to 1..n, linear between the neighbours;
    h is computed in whole numbers, so no cut point slips by rounding. Reference: Hyndman & Fan (1996), Sample
    Quantiles in Statistical Packages, The American Statistician 50(4). Limits: with many ties classes differ in size.
    """
    n = scores.shape[-1]
    ascending = np.sort(scores, axis=-1)
    borders = np.empty((*scores.shape[:-1], k - 1), dtype=np.float64)
    for place in range(1, k):
        if kind == 7:
            above, below = (n - 1) * place + k, k
        else:
            above, below = 2 * (4 * n + 1) * place + 3 * k, 8 * k
        above = min(max(above, below), n * below)
        lower, rest = divmod(above, below)
        upper = min(lower + 1, n)
        step = ascending[..., upper - 1] - ascending[..., lower - 1]
        borders[..., place - 1] = ascending[..., lower - 1] + rest / below * step
    return borders


def equal_ranks(found: Wholes, k: int) -> Wholes:
    """class = ceil(k·rank/N): as many areas in each class as ranks allow; class 1 holds the highest scores.

    Reference: deciles of the English Indices of Deprivation (1 = most deprived tenth).
    """
    n = found.shape[-1]
    return np.asarray(-(-k * found // n), dtype=np.int64)


def distance_to_border(scores: Floats, borders: Floats) -> Floats:
    """How far each score is from the nearest border between classes, in units of the score."""
    return np.asarray(np.min(np.abs(scores[..., :, None] - borders[..., None, :]), axis=-1), dtype=np.float64)


def _above(keys: Floats, borders: Floats, *, at_border: bool) -> Wholes:
    """1 + number of borders below the score; a score at a border counts as above it where ``at_border``."""
    found = np.ones(keys.shape, dtype=np.int64)
    for place in range(borders.shape[-1]):
        border = borders[..., place : place + 1]
        found += (border <= keys) if at_border else (border < keys)
    return found
