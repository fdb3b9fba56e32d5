"""How far a value would have to move to move the score, where the one follows the other in a straight line."""

from collections.abc import Sequence


def slope_of(values: Sequence[float], parts: Sequence[float]) -> float | None:
    """Return by how much a part of the score changes per unit of the value; None unless the two lie on one line.

    Ordinary least squares; the line has to meet every point within a millionth of the parts' range. True for z,
    min-max, goalposts within their limits and no normalisation, as long as nothing was treated or transformed.
    """
    if len(values) < 3 or len(values) != len(parts):
        return None
    mean_x, mean_y = sum(values) / len(values), sum(parts) / len(parts)
    spread = sum((x - mean_x) ** 2 for x in values)
    if spread <= 0:
        return None
    slope = sum((x - mean_x) * (y - mean_y) for x, y in zip(values, parts, strict=True)) / spread
    reach = max(parts) - min(parts)
    off = max(abs(mean_y + slope * (x - mean_x) - y) for x, y in zip(values, parts, strict=True))
    return slope if slope and off <= 1e-6 * max(reach, 1e-12) else None
