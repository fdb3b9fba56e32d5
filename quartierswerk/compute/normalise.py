"""Bringing values or scores to a common scale. A high result always means more of what the index measures.

All functions work along the last axis, so a run (areas) and many draws (draws × areas) take the same way; where a
row has no variance, z and min-max give 0 (whoever may not accept that asks ``is_flat`` first).
"""

import numpy as np

from quartierswerk.compute.arrays import Flags, Floats
from quartierswerk.compute.ranks import comparable, magnitudes, ranks
from quartierswerk.compute.spec import Scaling

# Values that differ by less than this share of the largest are equal but for the rounding of floating-point numbers.
ROUNDING = 1e-14


def scaled(values: Floats, scaling: Scaling, *, turned: bool = False, weights: Floats | None = None) -> Floats:
    """Scale values by the declared method; ``turned`` values point the other way and are turned first."""
    if scaling.method == "min-max":
        return min_max(values, scaling.to, turned=turned)
    if scaling.method == "goalposts":
        return goalposts(values, scaling.low, scaling.high, scaling.to, turned=turned)
    if scaling.method == "exponential-rank":
        return exponential_rank(values)
    pointing = -values if turned else values
    if scaling.method == "z":
        return z_scores(pointing, scaling.sd, weights)
    return rank_shares(pointing) if scaling.method == "rank" else pointing


def scaled_scores(scores: Floats, scaling: Scaling, weights: Floats | None = None) -> Floats:
    """Scale scores of a node; for ranks they are rounded first, as everywhere where scores are compared."""
    if scaling.method == "rank":
        return rank_shares(comparable(scores, magnitudes(scores)))
    return scaled(scores, scaling, weights=weights)


def is_flat(values: Floats, scale: Floats | None = None) -> Flags:
    """Whether all values of a row are equal, but for rounding of their size or up to ``scale``. Keeps the axis."""
    low, high = values.min(axis=-1, keepdims=True), values.max(axis=-1, keepdims=True)
    size = np.maximum(np.abs(low), np.abs(high)) * ROUNDING if scale is None else scale
    return np.asarray(high - low <= size)


def centre_and_spread(values: Floats, sd: str = "population", weights: Floats | None = None) -> tuple[Floats, Floats]:
    """Mean and standard deviation, with weights mean = Σwx/Σw and sd = √(Σw(x - mean)²/Σw). Keeps the axis."""
    if weights is None:
        mean = values.mean(axis=-1, keepdims=True)
        total: float = values.shape[-1] - (1 if sd == "sample" else 0)
    else:
        total = float(weights.sum())
        mean = np.sum(values * weights, axis=-1, keepdims=True) / total
    apart = values - mean
    # Squares of very large or small numbers leave the range of floating-point numbers; powers of two are exact.
    power = np.frexp(np.max(np.abs(apart), axis=-1, keepdims=True))[1]
    squares = np.ldexp(apart, -power) ** 2
    summed = np.sum(squares if weights is None else weights * squares, axis=-1, keepdims=True)
    return mean, np.ldexp(np.sqrt(summed / total), power)


def z_scores(values: Floats, sd: str = "population", weights: Floats | None = None) -> Floats:
    """(x - mean) / sd; population: divide by n, sample: by n - 1; optionally weighted by area (e.g. inhabitants).

    Reference: OECD/JRC Handbook (2008), step 5; MSS Berlin 2017 (population). Limits: sensitive to outliers.
    """
    mean, spread = centre_and_spread(values, sd, weights)
    flat = is_flat(values) | (spread == 0)
    return np.asarray(np.where(flat, 0.0, (values - mean) / np.where(flat, 1.0, spread)), dtype=np.float64)


def min_max(values: Floats, to: tuple[float, float] = (0.0, 1.0), *, turned: bool = False) -> Floats:
    """a + (b - a)·(x - min)/(max - min), turned a + (b - a)·(max - x)/(max - min).

    Reference: OECD/JRC Handbook (2008), step 5. Limits: the two extreme areas fix the scale for all others.
    """
    low, high = values.min(axis=-1, keepdims=True), values.max(axis=-1, keepdims=True)
    flat = is_flat(values)
    share = (high - values if turned else values - low) / np.where(flat, 1.0, high - low)
    return np.asarray(np.where(flat, 0.0, _stretched(share, to)), dtype=np.float64)


def rank_shares(values: Floats) -> Floats:
    """The share of areas with a value at or below: #{j: x_j ≤ x_i} / N.

    Reference: OECD/JRC Handbook (2008), step 5 (ranking). Limits: distances between areas are lost.
    """
    n = values.shape[-1]
    return np.asarray((n + 1 - ranks(values)) / n, dtype=np.float64)


def goalposts(
    values: Floats, low: float, high: float, to: tuple[float, float] = (0.0, 1.0), *, turned: bool = False
) -> Floats:
    """a + (b - a)·(x - low)/(high - low), turned (high - x), clipped to [a, b].

    Reference: UNDP, Human Development Report, technical note 1 (fixed minimum and maximum). Limits: values beyond the
    goalposts cannot be told apart.
    """
    share = ((high - values) if turned else (values - low)) / (high - low)
    return np.asarray(np.clip(_stretched(share, to), *to), dtype=np.float64)


def exponential_rank(values: Floats) -> Floats:
    """R = (N - rank + 1)/N, X = -23·ln(1 - R·(1 - exp(-100/23))); rank 1 = worst gives 100.

    Reference: English Indices of Deprivation 2019, Technical Report, chapter 3 and appendix (exponential
    transformation of domain ranks). Limits: input is a rank in 1..N; high places cannot be offset by low ones,
    on purpose.
    """
    n = values.shape[-1]
    place = (n - values + 1) / n
    return np.asarray(-23.0 * np.log1p(place * np.expm1(-100.0 / 23.0)), dtype=np.float64)


def outside_ranks(values: Floats) -> Flags:
    """Where a value cannot be a rank among the areas."""
    return np.asarray((values < 1) | (values > values.shape[-1]))


def _stretched(share: Floats, to: tuple[float, float]) -> Floats:
    return np.asarray(to[0] + share * (to[1] - to[0]), dtype=np.float64)
