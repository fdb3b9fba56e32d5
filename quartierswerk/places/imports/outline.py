"""One outline from a file: all its polygons united."""

from pathlib import Path
from typing import Any

from quartierswerk.places.imports.files import read_table
from quartierswerk.places.imports.geometries import sound_areas
from quartierswerk.places.imports.preview import box_of_areas
from quartierswerk.places.imports.tables import Unreadable
from quartierswerk.places.rules.preview import Finding, ImportSpec
from quartierswerk.places.rules.shapes import to_geojson


def read_outline(path: Path, *, crs: str = "") -> tuple[dict[str, Any] | None, list[Finding]]:
    """Read GeoJSON, GeoPackage or Shapefile and unite what is in it to one GeoJSON geometry (EPSG:4326).

    Returns None with the findings that say why when there is no usable polygon; findings that do not stop are
    returned beside the geometry.
    """
    import shapely

    spec = ImportSpec(crs=crs)
    try:
        table = read_table(path, spec)
    except Unreadable as wrong:
        return None, [wrong.finding]
    sound = sound_areas(table, [str(number) for number in range(1, len(table) + 1)], spec, near=box_of_areas())
    findings = [*table.findings, *sound.findings]
    polygons = [geom for geom in sound.degrees if geom is not None]
    if not polygons or any(finding.stops for finding in findings if not finding.concerns):
        return None, findings or [Finding("no_features", field="file")]
    return to_geojson(shapely.union_all(polygons)), findings
