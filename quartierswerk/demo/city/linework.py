"""Lines that look drawn by history and not by a ruler. All lengths in kilometres on the city's own plane."""

from collections.abc import Sequence
from itertools import pairwise
from math import cos, hypot, pi, radians, sin

from quartierswerk.demo.city.chance import stream

Point = tuple[float, float]
Line = list[Point]

_WEST, _SOUTH = 9.8085, 48.9585
_KM_PER_LAT = 111.2
_KM_PER_LON = 111.32 * cos(radians(48.99))
DECIMALS = 6


def to_degrees(point: Point) -> Point:
    """Longitude and latitude (EPSG:4326) of a point on the city's plane, six decimals."""
    x, y = point
    return round(_WEST + x / _KM_PER_LON, DECIMALS), round(_SOUTH + y / _KM_PER_LAT, DECIMALS)


def to_km(point: Point) -> Point:
    """The way back from `to_degrees`."""
    lon, lat = point
    return (lon - _WEST) * _KM_PER_LON, (lat - _SOUTH) * _KM_PER_LAT


def curve(points: Sequence[Point], *, closed: bool = False, steps: int = 8) -> Line:
    """A Catmull-Rom curve through the points; a closed one ends where it began."""
    n = len(points)
    if closed:
        at = [points[i % n] for i in range(-1, n + 2)]
    else:
        at = [points[0], *points, points[-1]]
    line: Line = []
    for p0, p1, p2, p3 in zip(at, at[1:], at[2:], at[3:], strict=False):
        for k in range(steps):
            t = k / steps
            line.append((_spline(p0[0], p1[0], p2[0], p3[0], t), _spline(p0[1], p1[1], p2[1], p3[1], t)))
    line.append(points[0] if closed else points[-1])
    return line


def length(line: Sequence[Point]) -> float:
    """Length in kilometres."""
    return sum(hypot(b[0] - a[0], b[1] - a[1]) for a, b in pairwise(line))


def wave(line: Sequence[Point], name: str, *, height: float, bulge: float = 0.0, step: float = 0.09) -> Line:
    """Replace a line by a gently wavering one with the same two ends.

    The offset is a sum of sines that vanish at both ends, with amplitudes falling as 1/k; `height` is the
    share of the line's length the slowest of them may reach, `bulge` a steady bow to the right.
    """
    total = length(line)
    count = max(2, round(total / step))
    chance = stream("wave", name)
    waves = [(k, chance.uniform(-1, 1) * height * total / k**1.05) for k in range(1, min(10, count))]
    drawn: Line = [line[0]]
    for i in range(1, count):
        t = i / count
        (x, y), (dx, dy) = _walk(line, t * total)
        off = sum(a * sin(k * pi * t) for k, a in waves) + bulge * total * sin(pi * t)
        drawn.append((x + dy * off, y - dx * off))
    drawn.append(line[-1])
    return drawn


def _spline(a: float, b: float, c: float, d: float, t: float) -> float:
    return 0.5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t**2 + (3 * b - a - 3 * c + d) * t**3)


def _walk(line: Sequence[Point], distance: float) -> tuple[Point, Point]:
    """The point at this distance along the line and the direction of travel there."""
    for a, b in pairwise(line):
        part = hypot(b[0] - a[0], b[1] - a[1])
        if distance <= part or b is line[-1]:
            t = distance / part
            return (a[0] + (b[0] - a[0]) * t, a[1] + (b[1] - a[1]) * t), (
                (b[0] - a[0]) / part,
                (b[1] - a[1]) / part,
            )
        distance -= part
    raise ValueError("a line needs two points")
