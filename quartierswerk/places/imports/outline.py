"""One outline from a file: for a neighbourhood or a renewal area that somebody uploads."""

from pathlib import Path
from typing import Any

from quartierswerk.places.imports.files import read_table
from quartierswerk.places.imports.geometries import sound_areas
from quartierswerk.places.imports.preview import box_of_areas
from quartierswerk.places.imports.tables import Unreadable
from quartierswerk.places.rules.preview import Finding, ImportSpec
from quartierswerk.places.rules.shapes import in_degrees, in_metres, to_geojson


def read_outline(path: Path, *, crs: str = "", layer: str = "") -> tuple[dict[str, Any] | None, list[Finding]]:
    """Unite all areas of a file to one GeoJSON geometry (EPSG:4326); None when a finding stops it.

    ``sentence`` says each finding.
    """
    import shapely

    spec = ImportSpec(crs=crs, layer=layer)
    try:
        table = read_table(path, spec)
    except Unreadable as wrong:
        return None, [wrong.finding]
    ids = [f"#{row}" for row in range(1, len(table) + 1)]
    sound = sound_areas(table, ids, spec, near=box_of_areas())
    findings = [*table.findings, *sound.findings]
    areas = [area for area in sound.degrees if area is not None]
    if not areas or any(finding.stops for finding in findings):
        return None, findings or [Finding("no_features", field="file")]
    return to_geojson(in_degrees(shapely.union_all(in_metres(areas)))), findings
