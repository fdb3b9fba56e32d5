"""Which coordinate reference system coordinates could be in, when nobody says so or what is said cannot be."""

from typing import Any

from quartierswerk.places.rules.shapes import reproject

Box = tuple[float, float, float, float]
GERMANY: Box = (5.5, 47.0, 15.5, 55.3)
USUAL = ("EPSG:4326", "EPSG:25832", "EPSG:25833", "EPSG:4647", "EPSG:31467", "EPSG:31466", "EPSG:31468", "EPSG:3857")
"""Systems in use with German cities, the most usual first."""
FAR_KM = 50.0


def likely_systems(box: Box, *, near: Box | None = None) -> list[str]:
    """List the usual systems in which ``box`` (own units) lies in Germany; nearest to ``near`` (degrees) first."""
    found = [(name, placed) for name in USUAL if (placed := _placed(box, name)) and lies_within(placed, GERMANY)]
    if near is not None:
        found.sort(key=lambda pair: distance_km(pair[1], near))
    return [name for name, _placed_box in found]


def _placed(box: Box, crs: str) -> Box | None:
    import numpy as np
    import shapely

    corners = shapely.multipoints([[box[0], box[1]], [box[2], box[3]]])
    with np.errstate(all="ignore"):
        degrees = reproject(corners, crs, "EPSG:4326")
    west, south, east, north = (float(value) for value in shapely.bounds(degrees))
    return (west, south, east, north) if is_on_earth((west, south, east, north)) else None


def is_on_earth(box: Box) -> bool:
    """Tell whether a box could be degrees (west, south, east, north)."""
    west, south, east, north = box
    return -180 <= west <= east <= 180 and -90 <= south <= north <= 90


def looks_swapped(box: Box) -> bool:
    """Tell whether latitude stands before longitude: then the box lies in Germany the other way round."""
    west, south, east, north = box
    return not lies_within(box, GERMANY) and lies_within((south, west, north, east), GERMANY)


def lies_within(box: Box, around: Box) -> bool:
    """Tell whether the whole box lies in the other one."""
    return around[0] <= box[0] and around[1] <= box[1] and box[2] <= around[2] and box[3] <= around[3]


def distance_km(one: Box, other: Box) -> float:
    """Distance between two boxes in degrees, 0 where they meet; good to a few per cent in central Europe."""
    from math import cos, hypot, radians

    middle = radians((one[1] + one[3] + other[1] + other[3]) / 4)
    east = max(one[0] - other[2], other[0] - one[2], 0.0) * 111.32 * cos(middle)
    north = max(one[1] - other[3], other[1] - one[3], 0.0) * 111.2
    return hypot(east, north)


def as_box(bounds: Any) -> Box:
    """Make a box of shapely's bounds."""
    west, south, east, north = (float(value) for value in bounds)
    return (west, south, east, north)
