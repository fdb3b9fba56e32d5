"""City, districts, quarters, blocks and the river Lauter, as one coverage in EPSG:4326.

Every border is drawn once and shared: seeds give cells on either bank of the river, the cells' edges
are replaced by wavering lines, rounded to six decimals, and put together again. So neighbours share
their edges exactly, and districts and city are unions without gaps.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from quartierswerk.demo.city.linework import Line, curve, to_degrees, to_km, wave
from quartierswerk.demo.city.tables import table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from shapely import LineString, Polygon

CITY_NAME = "Lauterfeld"
CITY_CODE = "1"
LEVELS = ("city", "district", "quarter", "block")
QUARTERS_WITH_BLOCKS = ("0301", "0401", "0502")

# Control points in kilometres, counter-clockwise for the outline, downstream for the river.
_OUTLINE = [
    (8.86, 2.20), (9.00, 2.80), (8.80, 3.45), (8.62, 4.25), (8.25, 5.25), (7.55, 5.86), (6.95, 6.30),
    (6.25, 6.66), (5.35, 6.85), (4.55, 6.92), (3.70, 6.72), (2.85, 6.50), (2.05, 6.00), (1.35, 5.55),
    (0.75, 4.85), (0.40, 4.15), (0.36, 3.60), (0.06, 2.98), (0.25, 2.30), (0.80, 1.92), (1.30, 1.45),
    (1.95, 1.10), (2.55, 0.60), (3.25, 0.22), (4.00, 0.00), (4.80, 0.06), (5.50, 0.22), (6.10, 0.36),
    (6.90, 0.85), (7.60, 1.18), (8.30, 1.75),
]  # fmt: skip
_RIVER = [
    (7.35, 7.10), (7.36, 6.55), (7.22, 5.90), (7.20, 5.20), (7.42, 4.50), (7.50, 3.90), (7.30, 3.40), (6.85, 3.08),
    (6.35, 3.15), (5.92, 3.18), (5.72, 2.82), (5.86, 2.35), (6.02, 1.95), (5.82, 1.45), (5.52, 0.98), (5.62, 0.50),
    (5.52, 0.05), (5.62, -0.30),
]  # fmt: skip


@dataclass(frozen=True)
class Area:
    """One area of the city; `parent` is the code of the area one level up ("" for the city)."""

    level: str
    code: str
    name: str
    parent: str
    geometry: Polygon


@dataclass(frozen=True)
class Geography:
    areas: tuple[Area, ...]
    river: LineString

    def level(self, level: str) -> tuple[Area, ...]:
        """The areas of a level, in order of their codes."""
        return tuple(area for area in self.areas if area.level == level)

    def area(self, code: str) -> Area:
        return next(area for area in self.areas if area.code == code)

    def neighbours(self) -> dict[str, list[str]]:
        """Quarter code → codes of the quarters that share a piece of border with it."""
        quarters = self.level("quarter")
        return {
            one.code: [
                other.code
                for other in quarters
                if other is not one and one.geometry.intersection(other.geometry).length > 0
            ]
            for one in quarters
        }


@cache
def geography() -> Geography:
    """The whole map. Built once per process; the same on every machine for the same library versions."""
    edges, river = _edges()
    quarters = _quarters(edges)
    districts = _dissolved(quarters)
    city = Area("city", CITY_CODE, CITY_NAME, "", _union([area.geometry for area in districts]))
    blocks = [block for area in quarters if area.code in QUARTERS_WITH_BLOCKS for block in _blocks(area)]
    return Geography((city, *districts, *quarters, *blocks), river)


def to_geojson(level: str) -> str:
    """A GeoJSON FeatureCollection of one level, with the fields code, name and parent."""
    features = [
        feature(area.geometry, code=area.code, name=area.name, parent=area.parent) for area in geography().level(level)
    ]
    return collection(features)


def feature(geometry: Polygon, **properties: Any) -> dict[str, Any]:
    """One GeoJSON feature; the geometry keeps its six decimals."""
    from shapely.geometry import mapping

    return {"type": "Feature", "properties": properties, "geometry": mapping(geometry)}


def collection(features: Sequence[dict[str, Any]]) -> str:
    """GeoJSON text of these features."""
    return json.dumps({"type": "FeatureCollection", "features": list(features)}, ensure_ascii=False)


def polygon(points: Sequence[tuple[float, float]], name: str, *, step: float = 0.13) -> Polygon:
    """A drawn, softly wavering polygon in degrees around control points given in kilometres."""
    ring = wave(curve(points, closed=True), name, height=0.003, step=step)
    return _polygon([to_degrees(point) for point in ring])


def union(codes: Sequence[str]) -> Polygon:
    """The outline of several areas that touch each other."""
    return _union([geography().area(code).geometry for code in codes])


def point_in(code: str, east: float, north: float) -> tuple[float, float]:
    """A point so many metres east and north of an area's middle, as longitude and latitude."""
    middle = geography().area(code).geometry.representative_point()
    x, y = to_km((middle.x, middle.y))
    return to_degrees((x + east / 1000, y + north / 1000))


def _edges() -> tuple[list[Line], LineString]:
    """All edges between junctions, wavering, in degrees; and the river they follow, a little longer."""
    import shapely

    outline = shapely.Polygon(curve(_OUTLINE, closed=True))
    stream = shapely.LineString(curve(_RIVER))
    linework = shapely.unary_union([cell.boundary for cell in _cells(outline, stream)], grid_size=0.001)
    edges: list[Line] = []
    banks: list[Line] = []
    for part in shapely.get_parts(shapely.line_merge(linework)):
        middle, coords = part.interpolate(0.5, normalized=True), list(part.coords)
        if middle.distance(outline.boundary) < 0.01:
            edges.append(_drawn(_anticlockwise(coords), height=0.035, bulge=0.05))
        elif middle.distance(stream) < 0.01:
            banks.append(_drawn(min(coords, coords[::-1]), height=0.008))
        else:
            edges.append(_drawn(min(coords, coords[::-1]), height=0.075))
    return edges + banks, _river(banks)


def _cells(outline: Polygon, stream: LineString) -> list[Polygon]:
    """Voronoi cells of the quarters' seeds, made for each bank on its own and cut to it."""
    import shapely
    from shapely.ops import split

    cells: list[Polygon] = []
    seeds = [shapely.Point(row[2], row[3]) for row in table("quarters")["quarters"]]
    for bank in split(outline, stream).geoms:
        here = shapely.MultiPoint([seed for seed in seeds if bank.contains(seed)])
        for cell in shapely.voronoi_polygons(here, extend_to=outline).geoms:
            cells += [part for part in shapely.get_parts(cell.intersection(bank)) if part.area > 0]
    return cells


def _drawn(coords: Line, *, height: float, bulge: float = 0.0) -> Line:
    """The wavering edge in degrees; its place gives it its name, so each edge is drawn in one way only."""
    (x0, y0), (x1, y1) = coords[0], coords[-1]
    name = f"{x0 + x1:.1f}/{y0 + y1:.1f}"
    return [to_degrees(point) for point in wave(coords, name, height=height, bulge=bulge)]


def _anticlockwise(coords: Line) -> Line:
    """Turn an edge of the outline so that the country side lies on its right."""
    (x0, y0), (x1, y1) = coords[0], coords[-1]
    turn = (x0 - 4.5) * (y1 - 3.4) - (x1 - 4.5) * (y0 - 3.4)
    return coords if turn > 0 else coords[::-1]


def _river(banks: list[Line]) -> LineString:
    """The river: its banks in one line, from north to south, and a stretch beyond the city on both ends."""
    import shapely

    line = shapely.line_merge(shapely.MultiLineString(banks))
    coords = list(line.coords)
    if coords[0][1] < coords[-1][1]:
        coords.reverse()
    return shapely.LineString([to_degrees(_RIVER[0]), *coords, to_degrees(_RIVER[-1])])


def _quarters(edges: list[Line]) -> list[Area]:
    """The faces between the edges, each named by the seed that lies in it."""
    import shapely

    faces = shapely.get_parts(shapely.polygonize([shapely.LineString(edge) for edge in edges]))
    areas = []
    for row in table("quarters")["quarters"]:
        seed = shapely.Point(to_degrees((row[2], row[3])))
        (face,) = [face for face in faces if face.contains(seed)]
        areas.append(Area("quarter", row[0], row[1], row[0][:2], face.normalize()))
    return sorted(areas, key=lambda area: area.code)


def _dissolved(quarters: list[Area]) -> list[Area]:
    return [
        Area("district", code, name, CITY_CODE, _union([a.geometry for a in quarters if a.parent == code]))
        for code, name in table("quarters")["districts"]
    ]


def _union(polygons: Sequence[Polygon]) -> Polygon:
    import shapely

    made: Polygon = shapely.coverage_union_all(polygons).normalize()  # type: ignore[assignment]
    return made


def _blocks(area: Area) -> list[Area]:
    """Four blocks, cut from vertex to vertex, so that they cover their quarter exactly."""
    ring = [(x, y) for x, y in area.geometry.exterior.coords][:-1]
    west, east = _cut(ring, area.code)
    pieces = [piece for n, half in enumerate((west, east)) for piece in _cut(half, f"{area.code}{n}")]
    return [
        Area("block", f"{area.code}{n:02d}", f"{area.name} {n}", area.code, _polygon(piece))
        for n, piece in enumerate(pieces, start=1)
    ]


def _cut(ring: Line, name: str) -> tuple[Line, Line]:
    """Cut a ring across its shorter way into two rings that share the new line."""
    half = len(ring) // 2
    first = min(
        range(half),
        key=lambda i: (ring[i][0] - ring[i + half][0]) ** 2 + (ring[i][1] - ring[i + half][1]) ** 2,
    )
    start, end = to_km(ring[first]), to_km(ring[first + half])
    inner = [to_degrees(point) for point in wave([start, end], f"block{name}", height=0.05)][1:-1]
    one = ring[first : first + half + 1] + inner[::-1]
    other = ring[first + half :] + ring[: first + 1] + inner
    return one, other


def _polygon(ring: Line) -> Polygon:
    from shapely import Polygon

    made: Polygon = Polygon(ring).normalize()  # type: ignore[assignment]
    return made
