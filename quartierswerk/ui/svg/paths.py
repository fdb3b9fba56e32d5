"""From geometries on the globe to short paths in a plane, once per set of areas.

This is the slow half of a map and depends on nothing but the geometries: keep its result (it is plain values and
survives JSON), and draw from it as often as values change.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from itertools import pairwise
from typing import Any

Geometry = Mapping[str, Any]
Point = tuple[float, float]

MARGIN = 8
HIGHEST = 1.25
"""How tall a map may become as a share of its width."""


@dataclass(frozen=True, slots=True)
class PreparedMap:
    """Paths, places for the digits, district outlines, and how a point of the globe comes into the plane.

    ``spots`` holds per area x, y and the radius of the largest circle around it that stays inside.
    ``groups`` holds per group (district) x, y inside, then x, y where the outer edge lies behind it (or 0, 0).
    """

    width: int
    height: int
    lon: float = 0.0
    lat: float = 0.0
    stretch: float = 1.0
    scale: float = 1.0
    left: float = 0.0
    top: float = 0.0
    paths: dict[str, str] = field(default_factory=dict)
    spots: dict[str, tuple[float, float, float]] = field(default_factory=dict)
    outline: str = ""
    districts: str = ""
    groups: dict[str, tuple[float, float, float, float]] = field(default_factory=dict)

    def place(self, lon: float, lat: float) -> Point:
        """Return where a point of the globe lies in the drawing."""
        x = (lon - self.lon) * self.stretch * self.scale + self.left
        y = (self.lat - lat) * self.scale + self.top
        return round(x, 1), round(y, 1)

    def as_json(self) -> dict[str, Any]:
        """Return plain values for a cache or a JSON column."""
        return asdict(self)

    @classmethod
    def from_json(cls, values: Mapping[str, Any]) -> PreparedMap:
        """Take back what ``as_json`` gave, also after a way through JSON text."""
        plain = dict(values)
        plain["spots"] = {key: tuple(spot) for key, spot in plain["spots"].items()}
        plain["groups"] = {key: tuple(spot) for key, spot in plain["groups"].items()}
        return cls(**plain)


def prepare_paths(
    geometries: Mapping[str, Geometry | None],
    width: int = 900,
    *,
    groups: Mapping[str, str] | None = None,
    budget: int | None = None,
) -> PreparedMap:
    """Bring the geometries (id to GeoJSON, EPSG:4326) into a plane ``width`` units wide and simplify them together.

    Neighbours keep their common border because all areas are simplified as one coverage. ``groups`` (id to the name
    of its district) yields the heavier lines. ``budget`` is the number of characters all paths may take; without it
    a few areas get about 120 each and many a little less. An area whose geometry is missing or no polygon has no path.
    The projection is a local one with true lengths at the middle latitude, good for a city and its surroundings.
    """
    import numpy as np

    ids, shapes = _polygons(geometries)
    if not ids:
        return PreparedMap(width=width, height=round(width / 3))
    frame, plane = _flatten(np.array(shapes, dtype=object), width)
    allowed = budget or max(4_800, min(110 * len(ids), 55_000))
    simple = _simplify(plane, allowed)
    rounded = [_rings(shape) for shape in simple]
    paths = {area: path_of(rings) or _speck(shape) for area, rings, shape in zip(ids, rounded, plane, strict=True)}
    whole = _outline(simple, ["" for _ in ids])
    named = [(groups or {}).get(area, "") for area in ids]
    return PreparedMap(
        **frame,
        paths=paths,
        spots=dict(zip(ids, _spots(simple, plane), strict=True)),
        outline=path_of_lines(whole),
        districts=path_of_lines(_outline(simple, named)) if len(set(named)) > 1 else "",
        groups=_group_spots(simple, named),
    )


def line_path(prepared: PreparedMap, geometry: Geometry | None) -> str:
    """Return the path of a line or an edge (river, renewal area) in the plane of a prepared map."""
    import shapely

    shape = _read(geometry)
    if shape is None or shape.is_empty:
        return ""
    moved = shapely.transform(shape, lambda points: _into(points, prepared))
    thin = shapely.simplify(moved, 1.0)
    lines: list[list[tuple[int, int]]] = []
    for part in shapely.get_parts(shapely.get_parts(thin)):
        edges = [part.exterior, *part.interiors] if part.geom_type == "Polygon" else [part]
        lines += [_whole(edge.coords) for edge in edges if edge.geom_type in ("LineString", "LinearRing")]
    return path_of_lines(lines)


def path_of(rings: Iterable[Sequence[tuple[int, int]]]) -> str:
    """Write closed rings as a path, each with one absolute start and relative steps."""
    return "".join(_steps(ring[:-1] if ring[0] == ring[-1] else ring) + "z" for ring in rings if len(ring) > 3)


def path_of_lines(lines: Iterable[Sequence[tuple[int, int]]]) -> str:
    """Write open lines as a path; a line that ends where it began is closed."""
    return "".join(
        _steps(line[:-1]) + "z" if len(line) > 3 and line[0] == line[-1] else _steps(line)
        for line in lines
        if len(line) > 1
    )


def _steps(points: Sequence[tuple[int, int]]) -> str:
    x, y = points[0]
    parts = [f"M{x} {y}"]
    command = "l"
    for to_x, to_y in points[1:]:
        across, down = to_x - x, to_y - y
        gap = "" if down < 0 else " "
        parts.append(f"{command if command else ('' if across < 0 else ' ')}{across}{gap}{down}")
        command = ""
        x, y = to_x, to_y
    return "".join(parts)


def _read(geometry: Geometry | None) -> Any:
    """Return a shape, or None where the geometry is missing, malformed or has no finite extent."""
    import json

    import shapely

    if not geometry:
        return None
    shape = shapely.from_geojson(json.dumps(geometry), on_invalid="ignore")
    if shape is None or shape.is_empty or not all(math.isfinite(edge) for edge in shape.bounds):
        return None
    return shapely.force_2d(shape)


def _polygons(geometries: Mapping[str, Geometry | None]) -> tuple[list[str], list[Any]]:
    import shapely

    ids, shapes = [], []
    for area, geometry in geometries.items():
        shape = _read(geometry)
        if shape is None:
            continue
        if not shape.is_valid:
            shape = shapely.make_valid(shape)
        parts = [part for part in _flat_parts(shape) if part.geom_type == "Polygon" and part.area > 0]
        if parts:
            ids.append(area)
            shapes.append(parts[0] if len(parts) == 1 else shapely.multipolygons(parts))
    return ids, shapes


def _flat_parts(shape: Any) -> list[Any]:
    import shapely

    return list(shapely.get_parts(shapely.get_parts(shape)))


def _flatten(shapes: Any, width: int) -> tuple[dict[str, Any], Any]:
    """Choose the frame so that everything fits, and bring the shapes into it."""
    import shapely

    west, south, east, north = shapely.total_bounds(shapes)
    stretch = max(math.cos(math.radians((south + north) / 2)), 0.01)
    across, up = (east - west) * stretch, north - south
    room = width - 2 * MARGIN
    fits = [room / across] if across > 0 else []
    fits += [(width * HIGHEST - 2 * MARGIN) / up] if up > 0 else []
    scale = min(fits, default=1.0)
    frame = {
        "width": width,
        "height": round(max(up * scale, 1) + 2 * MARGIN),
        "lon": float(west),
        "lat": float(north),
        "stretch": float(stretch),
        "scale": float(scale),
        "left": MARGIN + (room - float(across * scale)) / 2,
        "top": float(MARGIN),
    }
    prepared = PreparedMap(**frame)
    return frame, shapely.transform(shapes, lambda points: _into(points, prepared))


def _into(points: Any, prepared: PreparedMap) -> Any:
    import numpy as np

    x = (points[:, 0] - prepared.lon) * prepared.stretch * prepared.scale + prepared.left
    y = (prepared.lat - points[:, 1]) * prepared.scale + prepared.top
    return np.column_stack([x, y])


def _simplify(plane: Any, allowed: int) -> Any:
    """Thin the shapes together until their paths fit the allowed number of characters."""
    import shapely

    tolerance, shapes = 0.7, plane
    for _ in range(12):
        shapes = _simplify_once(shapes, tolerance)
        # A step takes about four and a half characters.
        if int(shapely.get_num_coordinates(shapes).sum()) * 4.5 <= allowed:
            break
        tolerance *= 1.35
    return shapes


def _simplify_once(shapes: Any, tolerance: float) -> Any:
    import shapely

    try:
        return shapely.coverage_simplify(shapes, tolerance)
    except (AttributeError, shapely.errors.UnsupportedGEOSVersionError, shapely.errors.GEOSException):
        return shapely.simplify(shapes, tolerance / 2, preserve_topology=True)


def _whole(points: Iterable[Sequence[float]]) -> list[tuple[int, int]]:
    """Round to whole units, without repeating a point."""
    rounded: list[tuple[int, int]] = []
    for point in points:
        pair = (round(point[0]), round(point[1]))
        if not rounded or rounded[-1] != pair:
            rounded.append(pair)
    return rounded


def _rings(shape: Any) -> list[list[tuple[int, int]]]:
    return [
        _whole(ring.coords)
        for part in _flat_parts(shape)
        if part.geom_type == "Polygon"
        for ring in (part.exterior, *part.interiors)
    ]


def _speck(shape: Any) -> str:
    """Return a small diamond for an area that rounding would swallow, so that it can still be seen and reached."""
    x, y = shape.centroid.x, shape.centroid.y
    return f"M{round(x) - 2} {round(y)}l2-2 2 2-2 2z"


def _spots(simple: Any, plane: Any) -> list[tuple[float, float, float]]:
    """Return per area a point with room around it and how much: its centre where that is nearly the best place."""
    import shapely

    spots = []
    for shape, original in zip(simple, plane, strict=True):
        parts = [part for part in _flat_parts(shape) if part.geom_type == "Polygon" and part.area > 0]
        part: Any = max(parts, key=lambda one: one.area) if parts else None
        try:
            radius = shapely.maximum_inscribed_circle(part, 1.0) if part is not None and part.is_valid else None
        except shapely.errors.GEOSException:
            radius = None
        if radius is None or radius.is_empty:
            point = shapely.point_on_surface(shapely.make_valid(original))
            spots.append((round(point.x, 1), round(point.y, 1), 2.0))
        else:
            (x, y), _edge = radius.coords
            room, centre = radius.length, part.centroid
            around = shapely.distance(centre, part.boundary) if part.contains(centre) else 0.0
            if around >= 0.85 * room:
                x, y, room = centre.x, centre.y, around
            spots.append((round(x, 1), round(y, 1), round(float(room), 1)))
    return spots


def _outline(simple: Any, named: Sequence[str]) -> list[list[tuple[int, int]]]:
    """Return the lines between different groups and around the whole, each once."""
    import shapely

    if not shapely.coverage_is_valid(simple):
        return _outline_of_rough(simple, named)
    owners: dict[tuple[tuple[int, int], tuple[int, int]], set[str]] = {}
    single: dict[tuple[tuple[int, int], tuple[int, int]], int] = {}
    for shape, group in zip(simple, named, strict=True):
        for ring in _rings(shape):
            for start, end in pairwise(ring):
                edge = (start, end) if start < end else (end, start)
                owners.setdefault(edge, set()).add(group)
                single[edge] = single.get(edge, 0) + 1
    edges = [edge for edge, groups in owners.items() if len(groups) > 1 or single[edge] == 1]
    return _joined(edges)


def _joined(edges: Sequence[Any]) -> list[list[tuple[int, int]]]:
    import shapely

    if not edges:
        return []
    merged = shapely.line_merge(shapely.multilinestrings([list(edge) for edge in edges]))
    lines = [_whole(line.coords) for line in shapely.get_parts(merged) if not line.is_empty]
    return sorted(line for line in lines if len(line) > 1)


def _outline_of_rough(simple: Any, named: Sequence[str]) -> list[list[tuple[int, int]]]:
    """Outline groups whose areas overlap or leave slits: close up to two units, then take the edges."""
    import numpy as np
    import shapely

    names = np.array(named, dtype=object)
    edges = []
    for name in sorted(set(named)):
        grown = shapely.buffer(shapely.union_all(shapely.make_valid(simple[names == name])), 1.0, join_style="mitre")
        closed = shapely.simplify(shapely.buffer(grown, -1.0, join_style="mitre"), 0.5)
        edges += [edge for edge in _rings(closed) if len(edge) > 3]
    return sorted(edges)


def _group_spots(simple: Any, named: Sequence[str]) -> dict[str, tuple[float, float, float, float]]:
    """Return per group a point inside, and the point of the outer edge behind it (0, 0 for a group in the middle)."""
    import numpy as np
    import shapely

    names = np.array(named, dtype=object)
    valid = shapely.make_valid(simple)
    unions = {name: shapely.union_all(valid[names == name]) for name in sorted(set(named) - {""})}
    if not unions:
        return {}
    hull = shapely.convex_hull(shapely.union_all(list(unions.values())))
    middle, reach = hull.centroid, math.hypot(hull.bounds[2] - hull.bounds[0], hull.bounds[3] - hull.bounds[1])
    spots = {}
    for name, union in unions.items():
        centre = union.centroid if union.contains(union.centroid) else shapely.point_on_surface(union)
        outer = (0.0, 0.0)
        away = math.hypot(centre.x - middle.x, centre.y - middle.y)
        if len(unions) > 1 and away > 0.08 * reach:
            far = (
                middle.x + (centre.x - middle.x) / away * reach,
                middle.y + (centre.y - middle.y) / away * reach,
            )
            edge = shapely.intersection(shapely.linestrings([(middle.x, middle.y), far]), union)
            last = max(shapely.get_coordinates(edge), key=lambda p: math.dist(p, (middle.x, middle.y)), default=None)
            if last is not None:
                outer = (round(float(last[0]), 1), round(float(last[1]), 1))
        spots[name] = (round(centre.x, 1), round(centre.y, 1), *outer)
    return spots
