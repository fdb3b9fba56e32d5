"""Geometry on the ground: from a GeoJSON geometry to what the columns of a Shape hold. Degrees are EPSG:4326."""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

METRIC = "EPSG:25832"
SHAPE_COLUMNS = ("geom", "geom_map", "west", "south", "east", "north", "centre_lon", "centre_lat", "area_m2")
NO_SHAPE: dict[str, Any] = dict.fromkeys(SHAPE_COLUMNS)
DECIMALS = 7
"""Digits kept of a degree: about a centimetre."""
MAP_TOLERANCE_M = 12.0
"""How far the light outline for maps may leave the true one."""


@cache
def _transformer(from_crs: Any, to_crs: Any) -> Any:
    from pyproj import Transformer

    return Transformer.from_crs(from_crs, to_crs, always_xy=True)


def reproject(geoms: Any, from_crs: Any, to_crs: Any) -> Any:
    """Carry shapely geometries (one or an array) from one coordinate reference system to another; drops heights.

    Coordinates outside of where the projection is defined become infinite; the caller looks for them.
    """
    import numpy as np
    import shapely

    transformer = _transformer(from_crs, to_crs)

    def carry(points: Any) -> Any:
        return np.column_stack(transformer.transform(points[:, 0], points[:, 1]))

    return shapely.transform(geoms, carry)


def in_metres(geoms: Any) -> Any:
    """Carry shapely geometries from degrees to metres (EPSG:25832).

    What is sound in degrees may touch itself in metres by a hair; that is mended, so that one can compute with it.
    """
    return sound(reproject(geoms, "EPSG:4326", METRIC))


def sound(geoms: Any) -> Any:
    """Return the geometries (one or an array) with the unsound ones mended; None stays None."""
    import numpy as np
    import shapely

    fine = shapely.is_valid(geoms) | shapely.is_missing(geoms)
    if np.all(fine):
        return geoms
    mended = shapely.make_valid(geoms, method="structure", keep_collapsed=False)
    return np.where(fine, geoms, mended) if isinstance(geoms, np.ndarray) else mended


def in_degrees(geoms: Any) -> Any:
    """Carry shapely geometries from metres (EPSG:25832) to degrees."""
    return reproject(geoms, METRIC, "EPSG:4326")


def from_geojson(geom: Mapping[str, Any]) -> Any:
    """Make a shapely geometry of a GeoJSON geometry; raises ValueError when it is none."""
    import shapely
    from shapely.geometry import shape

    try:
        made = shape(dict(geom))
    except (KeyError, TypeError, AttributeError, IndexError, shapely.errors.ShapelyError) as wrong:
        raise ValueError(str(wrong)) from wrong
    return shapely.force_2d(made)


def to_geojson(geom: Any) -> dict[str, Any]:
    """Make a GeoJSON geometry (polygons only, counter-clockwise outside, 7 decimals) of a shapely geometry."""
    import shapely

    polygons = [_rings(part) for part in shapely.get_parts(geom)]
    if len(polygons) == 1:
        return {"type": "Polygon", "coordinates": polygons[0]}
    return {"type": "MultiPolygon", "coordinates": polygons}


def _rings(polygon: Any) -> list[list[list[float]]]:
    import shapely

    turned = shapely.orient_polygons(polygon)
    return [_coordinates(turned.exterior), *(_coordinates(ring) for ring in turned.interiors)]


def _coordinates(ring: Any) -> list[list[float]]:
    import numpy as np
    import shapely

    rounded: list[list[float]] = np.round(shapely.get_coordinates(ring), DECIMALS).tolist()
    return rounded


def shape_columns(geoms: Sequence[Any]) -> list[dict[str, Any]]:
    """Return the columns of a Shape for each of these polygons (shapely, degrees), measured in EPSG:25832.

    The light outlines are made together, so that neighbours keep one common border where they share it exactly.
    """
    import numpy as np
    import shapely

    if len(geoms) == 0:
        return []
    degrees = _rounded(np.asarray(geoms, dtype=object))
    metres = in_metres(degrees)
    boxes, sizes = shapely.bounds(degrees), shapely.area(metres)
    centres = shapely.get_coordinates(in_degrees(_points_inside(metres)))
    light = in_degrees(_simplified(metres))
    return [
        {
            "geom": to_geojson(degree),
            "geom_map": to_geojson(on_map),
            **dict(zip(("west", "south", "east", "north"), map(float, box), strict=True)),
            "centre_lon": float(centre[0]),
            "centre_lat": float(centre[1]),
            "area_m2": float(size),
        }
        for degree, on_map, box, centre, size in zip(degrees, light, boxes, centres, sizes, strict=True)
    ]


def _rounded(degrees: Any) -> Any:
    """Round the coordinates as they are stored; where that makes a border cross itself, snap it to the same grid."""
    import numpy as np
    import shapely

    rounded = shapely.transform(degrees, lambda points: np.round(points, DECIMALS))
    for position in np.flatnonzero(~shapely.is_valid(rounded)):
        snapped = shapely.set_precision(degrees[position], 10**-DECIMALS)
        if snapped.is_empty or snapped.geom_type not in {"Polygon", "MultiPolygon"}:
            snapped = degrees[position]
        rounded[position] = snapped
    return rounded


def shape_columns_of(geom: Mapping[str, Any] | None) -> dict[str, Any]:
    """Return the columns of a Shape for one GeoJSON geometry, all empty for None.

    Raises ValueError when it is no area: unreadable, without surface, crossing itself, or outside of the globe.
    """
    import shapely

    if geom is None:
        return dict(NO_SHAPE)
    made = from_geojson(geom)
    if made.geom_type not in {"Polygon", "MultiPolygon"} or made.is_empty:
        raise ValueError("not_an_area")
    west, south, east, north = made.bounds
    if not (-180 <= west <= east <= 180 and -90 <= south <= north <= 90):
        raise ValueError("not_in_degrees")
    if not shapely.is_valid(made):
        raise ValueError("crosses_itself")
    return shape_columns([made])[0]


def united(geoms: Sequence[Mapping[str, Any]]) -> dict[str, Any] | None:
    """Unite GeoJSON geometries to one, slivers of less than half a metre between them closed; None without any."""
    import numpy as np
    import shapely

    if not geoms:
        return None
    metres = in_metres(np.array([from_geojson(geom) for geom in geoms], dtype=object))
    whole = shapely.union_all(metres)
    closed = shapely.buffer(shapely.buffer(whole, 0.25, join_style="mitre"), -0.25, join_style="mitre")
    return to_geojson(in_degrees(shapely.make_valid(closed if not closed.is_empty else whole)))


def _points_inside(metres: Any) -> Any:
    """The centroid where it lies inside, else some point inside."""
    import numpy as np
    import shapely

    centroids = shapely.centroid(metres)
    return np.where(shapely.contains_properly(metres, centroids), centroids, shapely.point_on_surface(metres))


def _simplified(metres: Any) -> Any:
    """Light outlines; neighbours that share a border exactly keep sharing it; nothing vanishes."""
    import numpy as np
    import shapely

    if shapely.coverage_is_valid(metres):
        light = shapely.coverage_simplify(metres, MAP_TOLERANCE_M * 2)
    else:
        light = shapely.simplify(metres, MAP_TOLERANCE_M, preserve_topology=True)
    usable = shapely.is_valid(light) & ~shapely.is_empty(light)
    return np.where(usable, light, metres)
