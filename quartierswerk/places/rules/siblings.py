"""Whether areas of one level fit together: overlaps, gaps, and what sticks out of the area above."""

from dataclasses import dataclass
from typing import Any

TOLERANCE_M2 = 100.0
"""What is smaller goes unsaid."""
TOLERANCE_WIDTH_M = 1.0
"""What is narrower on average goes unsaid: rounding of coordinates leaves slivers along every border."""
SLIVER_M = 0.5
"""Cracks narrower than twice this do not connect a hole with the outside."""


@dataclass(frozen=True)
class Overlap:
    """Ground that two areas both claim; positions in the array that was asked about."""

    first: int
    second: int
    m2: float


@dataclass(frozen=True)
class Gap:
    """Ground between areas that none of them claims; the areas around it and a point in it (metres)."""

    around: tuple[int, ...]
    m2: float
    x: float
    y: float


def is_worth_saying(geom: Any) -> bool:
    """Tell whether a piece of ground (metres) is more than the sliver that rounding leaves."""
    perimeter = geom.length
    return bool(geom.area > TOLERANCE_M2 and perimeter > 0 and 2 * geom.area / perimeter > TOLERANCE_WIDTH_M)


def overlaps(metres: Any) -> list[Overlap]:
    """List which of these valid polygons (array, metres) overlap by more than a sliver, largest first."""
    import numpy as np
    import shapely

    tree = shapely.STRtree(metres)
    first, second = tree.query(metres, predicate="intersects")
    once = first < second
    first, second = first[once], second[once]
    touching = shapely.touches(metres[first], metres[second])
    first, second = first[~touching], second[~touching]
    pieces = shapely.intersection(metres[first], metres[second])
    found = [
        Overlap(int(a), int(b), float(piece.area))
        for a, b, piece in zip(first, second, pieces, strict=True)
        if any(is_worth_saying(part) for part in shapely.get_parts(np.array([piece])))
    ]
    return sorted(found, key=lambda overlap: (-overlap.m2, overlap.first, overlap.second))


def gaps(metres: Any) -> list[Gap]:
    """List the holes between these valid polygons (array, metres), largest first.

    A hole that one polygon alone surrounds, such as an enclave of another city, counts as well: a person decides
    whether it belongs.
    """
    import numpy as np
    import shapely

    closed = shapely.buffer(shapely.union_all(metres), SLIVER_M, join_style="mitre")
    tree = shapely.STRtree(metres)
    found = []
    for ring in (ring for part in shapely.get_parts(closed) for ring in part.interiors):
        hole = shapely.buffer(shapely.polygons(ring), SLIVER_M, join_style="mitre")
        if is_worth_saying(hole):
            around = np.sort(tree.query(hole, predicate="dwithin", distance=2 * SLIVER_M))
            inside = shapely.point_on_surface(hole)
            found.append(Gap(tuple(int(i) for i in around), float(hole.area), inside.x, inside.y))
    return sorted(found, key=lambda gap: (-gap.m2, gap.x, gap.y))


def uncovered(wholes: Any, metres: Any) -> list[tuple[int, float, int]]:
    """List (position, m², pieces) of ``wholes`` whose ground at the edge the polygons leave uncovered.

    Holes between the polygons do not count here; ``gaps`` names them.
    """
    import shapely

    parts = shapely.get_parts(shapely.union_all(metres))
    filled = shapely.union_all(shapely.polygons(shapely.get_exterior_ring(parts)))
    found = []
    for position, left in enumerate(shapely.difference(wholes, filled)):
        pieces = [piece for piece in shapely.get_parts(left) if is_worth_saying(piece)]
        if pieces:
            found.append((position, float(sum(piece.area for piece in pieces)), len(pieces)))
    return found


def sticking_out(metres: Any, parents: Any) -> list[tuple[int, float]]:
    """List (position, m²) of polygons that reach out of the polygon above them (arrays in step), largest first."""
    import shapely

    inside = shapely.covered_by(metres, parents)
    found = []
    for position in (int(i) for i in (~inside).nonzero()[0]):
        outside = shapely.difference(metres[position], parents[position])
        if any(is_worth_saying(part) for part in shapely.get_parts(outside)):
            found.append((position, float(outside.area)))
    return sorted(found, key=lambda item: (-item[1], item[0]))
