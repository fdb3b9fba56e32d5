"""Repeatable chance: every thing has its own stream, so a new thing changes no older one."""

from random import Random

SEED = "lauterfeld-1"


def stream(*names: object) -> Random:
    """Random numbers that depend on the city's seed and on these names alone."""
    return Random(":".join([SEED, *map(str, names)]))  # noqa: S311 - scenery, no secrets


def bell(*names: object, limit: float = 2.2) -> float:
    """One draw from a standard normal distribution, kept within ±limit."""
    return max(-limit, min(limit, stream(*names).gauss(0.0, 1.0)))
