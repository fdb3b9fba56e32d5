"""Drawing in outliers before values are scaled: winsorising first, a logarithm if that is not enough."""

from dataclasses import dataclass

import numpy as np

from quartierswerk.compute.arrays import Flags, Floats
from quartierswerk.compute.spec import Treatment

FEWEST = 4
ROUNDING = 1e-12


@dataclass(frozen=True)
class Treated:
    """The values after treatment, and how each area's value came about: "" where it is unchanged."""

    values: Floats
    how: tuple[str, ...]


def skewness(values: Floats) -> Floats:
    """G1 = n / ((n-1)(n-2)) · Σ((x - mean)/s)³ with the sample deviation s; NaN without variance.

    Reference: Joanes & Gill (1998), Comparing measures of sample skewness and kurtosis, The Statistician 47, G1;
    what spreadsheet programs call SKEW. Needs at least 3 values.
    """
    n = values.shape[-1]
    standard = _standardised(values)
    return np.asarray(n / ((n - 1) * (n - 2)) * np.sum(standard * standard**2, axis=-1), dtype=np.float64)


def excess_kurtosis(values: Floats) -> Floats:
    """G2 = n(n+1)/((n-1)(n-2)(n-3)) · Σ((x - mean)/s)⁴ - 3(n-1)²/((n-2)(n-3)); NaN without variance.

    Reference: Joanes & Gill (1998), G2; what spreadsheet programs call KURT. Needs at least 4 values.
    """
    n = values.shape[-1]
    standard = _standardised(values)
    factor = n * (n + 1) / ((n - 1) * (n - 2) * (n - 3))
    return np.asarray(
        factor * np.sum((standard**2) ** 2, axis=-1) - 3 * (n - 1) ** 2 / ((n - 2) * (n - 3)), dtype=np.float64
    )


def limits_reached(values: Floats, treatment: Treatment) -> Flags:
    """Whether |skewness| and excess kurtosis both reach their limits; never without variance.

    A figure that misses its limit by rounding only has reached it: with 4 areas and one outlier G1 is exactly 2.
    """
    skewed = np.abs(skewness(values)) >= treatment.skew - ROUNDING * max(1.0, treatment.skew)
    peaked = excess_kurtosis(values) >= treatment.kurtosis - ROUNDING * max(1.0, abs(treatment.kurtosis))
    return np.asarray(skewed & peaked)


def treat(values: Floats, treatment: Treatment) -> Treated:
    """Draw in the outliers of one indicator.

    While |G1| ≥ skew and G2 ≥ kurtosis and fewer than ``points`` steps are done: if G1 > 0 all areas at the maximum
    get the next lower distinct value, otherwise all at the minimum the next higher one. If both limits are still
    reached afterwards, the steps are undone and x becomes ln(x - min + 0.01·range), where G1 of the original values
    is negative -ln(max - x + 0.01·range). Reference: OECD/JRC Handbook (2008), step 3; limits and order as in the
    JRC's practice of composite indicators and in the R package COINr (Becker et al. 2022, JOSS 7(78), 4567).
    Limits: at least 4 values; with two distinct values one step leaves no variance.
    """
    now = values
    steps = 0
    while steps < treatment.points and limits_reached(now, treatment):
        now = _one_step(now)
        steps += 1
    if limits_reached(now, treatment):
        return _logarithm(values)
    return Treated(now, tuple("winsorised" if changed else "" for changed in now != values))


def treat_rows(rows: Floats, treatment: Treatment) -> Floats:
    """Treat every row (one draw each) for itself."""
    reached = np.flatnonzero(limits_reached(rows, treatment))
    if not reached.size:
        return rows
    now = rows.copy()
    for row in reached:
        now[row] = treat(rows[row], treatment).values
    return now


def _one_step(values: Floats) -> Floats:
    if skewness(values) > 0:
        top = values.max()
        return np.where(values == top, values[values < top].max(), values)
    bottom = values.min()
    return np.where(values == bottom, values[values > bottom].min(), values)


def _logarithm(values: Floats) -> Treated:
    low, high = values.min(), values.max()
    margin = 0.01 * (high - low)
    if skewness(values) < 0:
        return Treated(-np.log(high - values + margin), ("negative log",) * len(values))
    return Treated(np.log(values - low + margin), ("log",) * len(values))


def _standardised(values: Floats) -> Floats:
    """(x - mean)/s, computed on values brought near 1 first so that nothing overflows; NaN without variance."""
    apart = values - values.mean(axis=-1, keepdims=True)
    largest = np.max(np.abs(apart), axis=-1, keepdims=True)
    flat = values.max(axis=-1, keepdims=True) == values.min(axis=-1, keepdims=True)
    apart = apart / np.where(flat | (largest == 0), np.nan, largest)
    spread = np.sqrt(np.sum(apart**2, axis=-1, keepdims=True) / (values.shape[-1] - 1))
    return np.asarray(apart / spread, dtype=np.float64)
