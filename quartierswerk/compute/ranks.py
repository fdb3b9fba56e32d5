"""Comparing scores: what counts as equal, and who stands where."""

import numpy as np

from quartierswerk.compute.arrays import Floats, Wholes

DIGITS = 11


def magnitudes(scores: Floats) -> Wholes:
    """e = floor(log10(largest absolute score)) per run or draw, exact; 0 if all are 0. Keeps the last axis."""
    largest = np.atleast_1d(np.max(np.abs(scores), axis=-1))
    exponents = [int(f"{value:.17e}".partition("e")[2]) if value > 0 else 0 for value in largest.tolist()]
    return np.array(exponents, dtype=np.int64).reshape((*np.shape(scores)[:-1], 1))


def comparable(numbers: Floats, exponents: Wholes) -> Floats:
    """``numbers`` rounded to 11 - e decimals, as whole multiples of the last decimal: equal means equal.

    Two scores that differ only by the rounding of floating-point sums get the same number. About 12 significant
    digits of the largest score are kept.
    """
    decimals = DIGITS - exponents
    shifted = numbers * _power_of_ten(np.clip(decimals, 0, 300)) * _power_of_ten(np.clip(decimals - 300, 0, None))
    return np.asarray(np.rint(shifted / _power_of_ten(np.clip(-decimals, 0, None))) + 0.0, dtype=np.float64)


def ranks(keys: Floats) -> Wholes:
    """Rank 1 is the highest; ties share the smallest rank (1, 2, 2, 4)."""
    order = np.argsort(-keys, axis=-1, kind="stable")
    descending = np.take_along_axis(keys, order, axis=-1)
    places = np.broadcast_to(np.arange(1, keys.shape[-1] + 1), keys.shape)
    is_new = np.ones(keys.shape, dtype=np.bool_)
    is_new[..., 1:] = descending[..., 1:] != descending[..., :-1]
    smallest = np.maximum.accumulate(np.where(is_new, places, 0), axis=-1)
    found = np.empty(keys.shape, dtype=np.int64)
    np.put_along_axis(found, order, smallest, axis=-1)
    return found


def score_ranks(scores: Floats) -> Wholes:
    """The ranks of scores after rounding them for comparison."""
    return ranks(comparable(scores, magnitudes(scores)))


def _power_of_ten(exponents: Wholes) -> Floats:
    powers = [float(f"1e{exponent}") for exponent in exponents.ravel().tolist()]
    return np.array(powers, dtype=np.float64).reshape(exponents.shape)
