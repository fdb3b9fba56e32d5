"""Reading GeoJSON strictly, so that a defect can be named by its place."""

import json
from typing import Any

from quartierswerk.places.imports.tables import FeatureTable, Unreadable, too_many_features
from quartierswerk.places.rules.preview import Finding

GEOMETRIES = {"Polygon", "MultiPolygon", "Point", "MultiPoint", "LineString", "MultiLineString", "GeometryCollection"}


def read_geojson(raw: bytes) -> FeatureTable:
    """Read a FeatureCollection or one Feature; raises Unreadable.

    The system is EPSG:4326 unless the file names another one in the older member ``crs``.
    """
    text, findings = _decoded(raw)
    data = _parsed(text)
    features = _features(data)
    too_many_features(len(features))
    columns: dict[str, list[Any]] = {}
    geoms = []
    for number, feature in enumerate(features, start=1):
        geom, properties, wrong = _read_feature(feature, number)
        findings += wrong
        geoms.append(geom)
        for name in properties:
            columns.setdefault(name, [None] * (number - 1))
        for name, values in columns.items():
            values.append(properties.get(name))
    import numpy as np

    table = np.empty(len(geoms), dtype=object)
    table[:] = geoms
    return FeatureTable(columns, table, _system(data), findings=findings)


def _decoded(raw: bytes) -> tuple[str, list[Finding]]:
    encoding = "utf-16" if raw[:2] in {b"\xff\xfe", b"\xfe\xff"} else "utf-8-sig"
    try:
        return raw.decode(encoding), []
    except UnicodeDecodeError:
        return raw.decode("cp1252", errors="replace"), [
            Finding("encoding_guessed", stops=False, facts={"as": "cp1252"})
        ]


def _parsed(text: str) -> Any:
    def no_number(name: str) -> Any:
        raise ValueError(name)

    try:
        return json.loads(text, parse_constant=no_number)
    except json.JSONDecodeError as wrong:
        raise Unreadable("json_broken", line=wrong.lineno, column=wrong.colno) from wrong
    except RecursionError as wrong:
        raise Unreadable("json_too_deep") from wrong
    except ValueError as wrong:
        raise Unreadable("json_no_number", name=str(wrong)[:50]) from wrong


def _features(data: Any) -> list[Any]:
    kind = data.get("type") if isinstance(data, dict) else None
    if kind == "FeatureCollection" and isinstance(data.get("features"), list):
        return list(data["features"])
    if kind == "Feature":
        return [data]
    if isinstance(kind, str) and kind in GEOMETRIES:
        raise Unreadable("geojson_bare_geometry", kind=kind)
    raise Unreadable("geojson_other", kind=str(kind)[:50])


def _read_feature(feature: Any, number: int) -> tuple[Any, dict[str, Any], list[Finding]]:
    """Geometry (None when there is none or it cannot be read), properties, and what is wrong, by row."""
    from quartierswerk.places.rules.shapes import from_geojson

    if not isinstance(feature, dict):
        return None, {}, [Finding("row_no_feature", facts={"row": number})]
    properties = feature.get("properties")
    texts = {_plain(name): value for name, value in properties.items()} if isinstance(properties, dict) else {}
    geometry = feature.get("geometry")
    if not isinstance(geometry, dict):
        return None, texts, []
    try:
        return from_geojson(geometry), texts, []
    except (ValueError, OverflowError, RecursionError) as wrong:
        facts = {"row": number, "detail": str(wrong)[:200]}
        return None, texts, [Finding("geometry_broken", facts=facts)]


def _plain(name: Any) -> str:
    """A name of a field without halves of signs, which no output can take."""
    return str(name).encode("utf-8", "replace").decode().replace("\x00", "")


def _system(data: dict[str, Any]) -> Any:
    member = data.get("crs")
    if member is None:
        return "EPSG:4326"
    properties = member.get("properties") if isinstance(member, dict) else None
    name = properties.get("name") if isinstance(properties, dict) else None
    return name if isinstance(name, str) and name else "EPSG:4326"
