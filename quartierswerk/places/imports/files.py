"""From a file to a table of features: GeoJSON, GeoPackage, Shapefile (zip or folder), told by the content."""

import hashlib
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from quartierswerk.places.imports.geojson import read_geojson
from quartierswerk.places.imports.tables import MEGABYTE, MOST_BYTES, FeatureTable, Unreadable, limited
from quartierswerk.places.imports.unpacking import unpacked
from quartierswerk.places.imports.vector import read_geopackage, read_shapefile
from quartierswerk.places.rules.preview import ImportSpec


def checksum(path: Path) -> tuple[str, int]:
    """SHA-256 and size of a file, or of all files of a folder in order of their names."""
    digest, size = hashlib.sha256(), 0
    for part in sorted(path.iterdir()) if path.is_dir() else [path]:
        if part.is_file():
            with part.open("rb") as content:
                while chunk := content.read(MEGABYTE):
                    digest.update(chunk)
                    size += len(chunk)
    return digest.hexdigest(), size


def read_table(path: Path, spec: ImportSpec) -> FeatureTable:
    """Read ``path`` as ``spec`` says (layer, encoding); raises Unreadable."""

    if not path.exists():
        raise Unreadable("file_missing", name=path.name)
    if path.is_dir():
        return limited(read_shapefile(_chosen(path, {".shp"}, spec), spec))
    size = path.stat().st_size
    if size == 0:
        raise Unreadable("file_empty", name=path.name)
    if size > MOST_BYTES:
        raise Unreadable("file_too_large", name=path.name, megabytes=size / MEGABYTE, most=MOST_BYTES // MEGABYTE)
    with path.open("rb") as content:
        head = content.read(100)
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        with _folder() as folder:
            unpacked(path, folder)
            return limited(_read_part(_chosen(folder, {".shp", ".gpkg", ".geojson", ".json"}, spec), spec))
    if head.startswith(b"SQLite format 3\x00"):
        return limited(read_geopackage(path, spec))
    if head.startswith(b"\x00\x00\x27\x0a"):
        return limited(read_shapefile(path, spec))
    if head.lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n\x00").startswith((b"{", b"[")):
        return limited(read_geojson(path.read_bytes()))
    raise Unreadable("file_other_kind", name=path.name, kind=_kind_of(head))


def _read_part(path: Path, spec: ImportSpec) -> FeatureTable:

    if path.suffix == ".shp":
        return read_shapefile(path, spec)
    return read_geopackage(path, spec) if path.suffix == ".gpkg" else read_geojson(path.read_bytes())


def _chosen(folder: Path, endings: set[str], spec: ImportSpec) -> Path:
    """The one file with map data in a folder, or the one that ``spec.layer`` names."""
    found = sorted(path for path in folder.iterdir() if path.suffix.lower() in endings)
    if not found:
        raise Unreadable("nothing_inside")
    by_name = {path.stem: path for path in found}
    if spec.layer and any(path.suffix == ".gpkg" for path in found) and len(found) == 1:
        return found[0]
    if spec.layer:
        if spec.layer not in by_name:
            raise Unreadable("layer_unknown", field="layer", layer=spec.layer, layers=sorted(by_name))
        return by_name[spec.layer]
    if len(found) > 1:
        raise Unreadable("layer_open", field="layer", layers=sorted(by_name))
    return found[0]


@contextmanager
def _folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="areas-") as name:
        yield Path(name)


def _kind_of(head: bytes) -> str:
    known = {b"\x89PNG": "PNG", b"\xff\xd8\xff": "JPEG", b"%PDF": "PDF", b"MZ": "EXE", b"\x7fELF": "ELF", b"<": "XML"}
    return next((kind for start, kind in known.items() if head.lstrip().startswith(start)), "")
