"""What makes a measured value impossible or suspicious. Units are the keys of models.Unit."""

from collections.abc import Mapping, Sequence
from itertools import pairwise
from statistics import median
from typing import Literal

Change = Literal["factor-100", "jump", "zero"]

RANGES = {"share": (0.0, 1.0), "percent": (0.0, 100.0), "per_1000": (0.0, 1000.0)}
_FACTORS = {("share", "percent"): 100.0, ("percent", "share"): 0.01}
JUMP_SPREADS = 6.0
JUMP_SHARE = 0.3
FEWEST = 8


def is_outside_range(value: float, unit: str) -> bool:
    """Tell whether ``value`` cannot be in its unit; a rounding of one millionth is allowed."""
    low, high = RANGES.get(unit, (float("-inf"), float("inf")))
    slack = 1e-6 * (high - low) if unit in RANGES else 0.0
    return not low - slack <= value <= high + slack


def converted(value: float, from_: str, to: str) -> float:
    """Return ``value`` in another unit; only shares and per cent turn into each other. Raises ValueError."""
    if from_ == to:
        return value
    if (from_, to) not in _FACTORS:
        raise ValueError(f"{from_} does not turn into {to}")
    return value * 100 if to == "percent" else value / 100


def suspicious_changes(now: Mapping[str, float], before: Mapping[str, float]) -> dict[str, Change]:
    """Name areas whose value departs from the last period in a way that mistakes do.

    "factor-100": about a hundred times more or less, as when per cent and share are mixed. "zero": nothing now and
    something before, as when 0 stands for "not available". "jump": the change lies more than JUMP_SPREADS robust
    spreads (1.4826 × median absolute deviation) from the usual change, and beyond JUMP_SHARE of the former value.
    """
    both = sorted(now.keys() & before.keys())
    found: dict[str, Change] = {}
    for area in both:
        new, old = now[area], before[area]
        if new == 0 and old > 0:
            found[area] = "zero"
        elif old and new and not 1 / 40 < new / old < 40:
            found[area] = "factor-100"
    rest = [area for area in both if area not in found]
    if len(rest) < FEWEST:
        return found
    changes = [now[area] - before[area] for area in rest]
    usual = median(changes)
    spread = 1.4826 * median(abs(change - usual) for change in changes)
    for area, change in zip(rest, changes, strict=True):
        far = abs(change - usual) > JUMP_SPREADS * max(spread, 1e-12)
        if far and abs(now[area] - before[area]) > JUMP_SHARE * abs(before[area]):
            found[area] = "jump"
    return found


def wide_shift(now: Sequence[Mapping[str, float]], before: Sequence[Mapping[str, float]]) -> dict[int, int]:
    """Name columns whose values look like another column of the last period: {column: the one it looks like}.

    Compares by correlation over the areas that both have (at least FEWEST): below 0.5 with its own former values and
    above 0.9 with another's.
    """
    found = {}
    for i, column in enumerate(now):
        own = _correlation(column, before[i])
        if own is None or own >= 0.5:
            continue
        alike = [(r, j) for j, other in enumerate(before) if j != i and (r := _correlation(column, other)) is not None]
        best = max(alike, default=(0.0, -1))
        if best[0] > 0.9:
            found[i] = best[1]
    return found


def row_shift(now: Mapping[str, float], before: Mapping[str, float]) -> int:
    """Tell whether a column slid by one row since the last period: 1 down, -1 up, 0 not.

    Areas are taken in the order of their codes. It slid when its own former values do not fit (correlation below 0.5)
    and those of the neighbouring row do (above 0.9).
    """
    own = _correlation(now, before)
    if own is None or own >= 0.5:
        return 0
    codes = sorted(now)
    down = {code: now[after] for code, after in pairwise(codes)}
    up = {after: now[code] for code, after in pairwise(codes)}
    fits = {1: _correlation(down, before) or 0.0, -1: _correlation(up, before) or 0.0}
    way = max(fits, key=lambda one: fits[one])
    return way if fits[way] > 0.9 else 0


def _correlation(one: Mapping[str, float], other: Mapping[str, float]) -> float | None:
    both = sorted(one.keys() & other.keys())
    if len(both) < FEWEST:
        return None
    x, y = [one[area] for area in both], [other[area] for area in both]
    mean_x, mean_y = sum(x) / len(x), sum(y) / len(y)
    xx, yy = sum((a - mean_x) ** 2 for a in x), sum((b - mean_y) ** 2 for b in y)
    if xx <= 0 or yy <= 0:
        return None
    return sum((a - mean_x) * (b - mean_y) for a, b in zip(x, y, strict=True)) / (xx * yy) ** 0.5
