"""Transformations of values before they are scaled."""

from collections.abc import Callable

import numpy as np

from quartierswerk.compute.arrays import Flags, Floats


def outside(values: Floats, transform: str) -> Flags:
    """Where a value lies outside what the transformation can take."""
    if transform == "log":
        return np.asarray(values <= 0)
    if transform == "logit":
        return np.asarray((values <= 0) | (values >= 1))
    return np.zeros(values.shape, dtype=np.bool_)


def transformed(values: Floats, transform: str) -> Floats:
    """``log``: ln x, for x > 0. ``logit``: ln(x / (1 - x)), for shares 0 < x < 1. ``none``: x.

    Reference: OECD/JRC Handbook (2008), step 5 (log); Cox (1970), Analysis of Binary Data (logit). Limits: a share of
    exactly 0 or 1 has no logit; whoever calls asks ``outside`` first.
    """
    return _WAYS[transform](values)


def _log(values: Floats) -> Floats:
    return np.log(values)


def _logit(values: Floats) -> Floats:
    return np.asarray(np.log(values) - np.log1p(-values), dtype=np.float64)


def _same(values: Floats) -> Floats:
    return values


_WAYS: dict[str, Callable[[Floats], Floats]] = {"none": _same, "log": _log, "logit": _logit}
