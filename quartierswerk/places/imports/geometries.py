"""From the geometries of a file to sound areas in degrees, with every change said."""

import re
from dataclasses import dataclass
from typing import Any

from quartierswerk.places.imports.tables import FeatureTable
from quartierswerk.places.rules.preview import Finding, ImportSpec
from quartierswerk.places.rules.shapes import in_metres, reproject
from quartierswerk.places.rules.whereabouts import (
    FAR_KM,
    GERMANY,
    Box,
    as_box,
    distance_km,
    is_on_earth,
    lies_within,
    likely_systems,
    looks_swapped,
)

POLYGON, MULTIPOLYGON, COLLECTION = 3, 6, 7
LEAST_M2 = 1.0
_REASONS = {
    "Self-intersection": "crosses",
    "Ring Self-intersection": "crosses",
    "Hole lies outside shell": "hole_outside",
    "Holes are nested": "holes",
    "Nested shells": "nested",
    "Interior is disconnected": "disconnected",
    "Duplicate Rings": "twice",
    "Too few points in geometry component": "few_points",
}


@dataclass
class SoundAreas:
    """Polygons in degrees, one per row; None where the row has none that can be used."""

    degrees: Any
    findings: list[Finding]


def sound_areas(table: FeatureTable, ids: list[str], spec: ImportSpec, *, near: Box | None) -> SoundAreas:
    """Take every geometry of the table into EPSG:4326, keep areas only, and mend what can be mended.

    ``ids`` name the rows in findings, ``near`` is the box of what is stored already (degrees).
    """
    import numpy as np
    import shapely

    geoms = shapely.force_2d(table.geoms)
    nothing = np.full(len(geoms), None, dtype=object)
    there = geoms[~shapely.is_missing(geoms) & ~shapely.is_empty(geoms)]
    findings = _missing(table, geoms, ids)
    if len(there) == 0:
        return SoundAreas(nothing, findings)
    degrees, wrong = _in_degrees(geoms, there, spec.crs or table.crs, near)
    if degrees is None:
        return SoundAreas(nothing, [*findings, *wrong])
    findings += wrong
    sound, said = _only_areas(degrees, ids)
    sound, mended = _mended(sound, ids)
    return SoundAreas(sound, [*findings, *said, *mended])


def _missing(table: FeatureTable, geoms: Any, ids: list[str]) -> list[Finding]:
    import shapely

    broken = {finding.facts["row"] for finding in table.findings if finding.code == "geometry_broken"}
    missing, empty = shapely.is_missing(geoms), shapely.is_empty(geoms)
    found = []
    for row, name in enumerate(ids):
        if missing[row] and row + 1 not in broken:
            found.append(Finding("geometry_missing", name))
        elif empty[row]:
            found.append(Finding("geometry_empty", name))
    return found


def _in_degrees(geoms: Any, there: Any, crs: Any, near: Box | None) -> tuple[Any, list[Finding]]:
    """Degrees, or None with the finding that says why the system cannot be right."""
    import numpy as np
    import shapely

    box = as_box(shapely.total_bounds(there))
    if not all(np.isfinite(box)):
        return None, [Finding("coordinates_not_finite", field="file")]
    likely = likely_systems(box, near=near)
    if crs is None:
        return None, [Finding("crs_missing", field="crs", facts={"likely": likely[:2]})]
    system = _known_system(crs)
    if system is None:
        return None, [Finding("crs_unknown", field="crs", facts={"crs": str(crs)[:100], "likely": likely[:2]})]
    degrees = geoms if system == "EPSG:4326" else reproject(geoms, system, "EPSG:4326")
    placed = as_box(shapely.total_bounds(degrees))
    name = _name_of(system)
    facts: dict[str, Any] = {"crs": name, "likely": [other for other in likely if other != name][:2]}
    if not all(np.isfinite(placed)) or not is_on_earth(placed):
        return None, [Finding("crs_unfit", field="crs", facts=facts)]
    if looks_swapped(placed):
        return None, [Finding("axes_swapped", field="crs")]
    if near is not None and (far := distance_km(placed, near)) > FAR_KM:
        return degrees, [Finding("far_from_present", stops=False, field="crs", facts={**facts, "km": far})]
    if near is None and not lies_within(placed, GERMANY):
        facts |= {"lon": (placed[0] + placed[2]) / 2, "lat": (placed[1] + placed[3]) / 2}
        return degrees, [Finding("outside_germany", stops=False, field="crs", facts=facts)]
    return degrees, []


def _known_system(crs: Any) -> Any:
    from pyproj import CRS
    from pyproj.exceptions import CRSError

    try:
        system = CRS.from_user_input(crs)
    except (CRSError, TypeError, ValueError):
        return None
    if system.is_compound:
        system = system.sub_crs_list[0]
    if not (system.is_geographic or system.is_projected or system.is_bound):
        return None
    return "EPSG:4326" if system.to_epsg() in {4326, 4258} or "CRS84" in system.name.replace(" ", "") else system


def _name_of(system: Any) -> str:
    if isinstance(system, str):
        return system
    code = system.to_epsg()
    return f"EPSG:{code}" if code else str(system.name)[:100]


def _only_areas(geoms: Any, ids: list[str]) -> tuple[Any, list[Finding]]:
    """Polygons stay; of collections their polygons; points and lines are named and left out."""
    import numpy as np
    import shapely

    kept, findings = np.full(len(geoms), None, dtype=object), []
    for row, (geom, kind) in enumerate(zip(geoms, shapely.get_type_id(geoms), strict=True)):
        if kind < 0 or geom.is_empty:
            continue
        if kind in {POLYGON, MULTIPOLYGON}:
            kept[row] = geom
        elif kind == COLLECTION and (parts := _polygons(geom)):
            kept[row] = shapely.multipolygons(parts) if len(parts) > 1 else parts[0]
            findings.append(Finding("collection_reduced", ids[row], stops=False))
        else:
            findings.append(Finding("geometry_kind", ids[row], facts={"kind": geom.geom_type}))
    return kept, findings


def _polygons(geom: Any) -> list[Any]:
    import shapely

    parts = shapely.get_parts(shapely.get_parts(geom))
    return [part for part in parts if part.geom_type == "Polygon" and not part.is_empty]


def _mended(geoms: Any, ids: list[str]) -> tuple[Any, list[Finding]]:
    """Repair what crosses itself, and say by how much the area changed; what has no ground is a defect."""
    import numpy as np
    import shapely

    findings = []
    there = ~shapely.is_missing(geoms)
    for row in np.flatnonzero(there & ~shapely.is_valid(geoms)):
        before = geoms[row]
        after = shapely.make_valid(before, method="structure", keep_collapsed=False)
        parts = _polygons(shapely.geometrycollections([after])) if not after.is_empty else []
        if not parts:
            geoms[row] = None
            findings.append(Finding("geometry_no_ground", ids[row]))
            continue
        geoms[row] = parts[0] if len(parts) == 1 else shapely.multipolygons(parts)
        findings.append(_repaired(ids[row], before, geoms[row]))
    sizes = shapely.area(in_metres(geoms))
    for row in np.flatnonzero(~shapely.is_missing(geoms) & (sizes < LEAST_M2)):
        geoms[row] = None
        findings.append(Finding("geometry_no_ground", ids[row]))
    return geoms, findings


def _repaired(name: str, before: Any, after: Any) -> Finding:
    import shapely

    old, new = in_metres(before), in_metres(after)
    reason, lon, lat = _reason(str(shapely.is_valid_reason(before)))
    facts = {
        "reason": reason,
        "lon": lon,
        "lat": lat,
        "before_m2": float(old.area),
        "after_m2": float(new.area),
        "points_before": int(shapely.get_num_coordinates(before)),
        "points_after": int(shapely.get_num_coordinates(after)),
    }
    return Finding("repaired", name, stops=False, facts=facts)


def _reason(said: str) -> tuple[str, float | None, float | None]:
    found = re.match(r"([^\[]+)\[(\S+) (\S+)\]", said)
    if not found:
        return _REASONS.get(said, "other"), None, None
    return _REASONS.get(found[1].strip(), "other"), float(found[2]), float(found[3])
