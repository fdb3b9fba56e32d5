"""Reading GeoPackage and Shapefile through GDAL, after their own content was recognised."""

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from quartierswerk.places.imports.tables import FeatureTable, Unreadable, too_many_features
from quartierswerk.places.rules.preview import Finding, ImportSpec

NEEDED = (".shp", ".shx", ".dbf")


def read_geopackage(path: Path, spec: ImportSpec) -> FeatureTable:
    """Read the one layer with geometries, or the one that ``spec.layer`` names."""
    layers = _layers(path)
    if spec.layer and spec.layer not in layers:
        raise Unreadable("layer_unknown", field="layer", layer=spec.layer, layers=layers)
    if not spec.layer and len(layers) > 1:
        raise Unreadable("layer_open", field="layer", layers=layers)
    if not layers:
        raise Unreadable("no_features")
    table = _read(path, layer=spec.layer or layers[0])
    table.layers = layers
    return table


def read_shapefile(path: Path, spec: ImportSpec) -> FeatureTable:
    """Read a Shapefile with its texts in the encoding that ``spec`` or the file names, else in the one that fits."""
    parts = {part.suffix.lower(): part for part in path.parent.iterdir() if part.stem == path.stem}
    if lacking := [ending for ending in NEEDED if ending not in parts]:
        raise Unreadable("shapefile_incomplete", missing=lacking)
    encoding, findings = _encoding(parts[".dbf"], parts.get(".cpg"), spec.encoding)
    table = _read(path, encoding=encoding)
    table.findings += findings
    return table


def _layers(path: Path) -> list[str]:
    import pyogrio

    try:
        with _quiet():
            return [str(name) for name, kind in pyogrio.list_layers(path) if kind is not None]
    except (RuntimeError, ValueError, OSError) as wrong:
        raise Unreadable("file_damaged", name=path.name) from wrong


def _read(path: Path, *, layer: str | None = None, encoding: str | None = None) -> FeatureTable:
    import numpy as np
    import pyogrio
    import shapely

    try:
        with _quiet():
            described = pyogrio.read_info(path, layer=layer, encoding=encoding, force_feature_count=True)
            too_many_features(int(described["features"]))
            meta, _ids, wkb, values = pyogrio.raw.read(path, layer=layer, encoding=encoding, force_2d=True)
    except UnicodeDecodeError as wrong:
        raise Unreadable("encoding_wrong", field="encoding", encoding=str(encoding or "UTF-8")) from wrong
    except (RuntimeError, ValueError, OSError, LookupError, UnboundLocalError) as wrong:
        # UnboundLocalError: what pyogrio makes of a coordinate system that is no text
        raise Unreadable("file_damaged", name=path.name) from wrong
    if wkb is None:
        raise Unreadable("no_features")
    geoms = shapely.from_wkb(wkb, on_invalid="ignore")
    findings = [
        Finding("geometry_broken", facts={"row": int(row) + 1, "detail": ""})
        for row in np.flatnonzero([one is not None and geom is None for one, geom in zip(wkb, geoms, strict=True)])
    ]
    columns = {str(name): _plain(column) for name, column in zip(meta["fields"], values, strict=True)}
    return FeatureTable(columns, geoms, meta["crs"], findings=findings)


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep GDAL from telling the log that an uploaded file has no ending."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)
        yield


def _plain(column: Any) -> list[Any]:
    """Python values; a missing number is None, days are dates."""
    import numpy as np

    if np.issubdtype(column.dtype, np.datetime64):
        return [None if np.isnat(value) else value.astype("datetime64[D]").item() for value in column]
    return [None if isinstance(value, float) and value != value else value for value in column.tolist()]


def _encoding(dbf: Path, cpg: Path | None, wanted: str) -> tuple[str, list[Finding]]:
    """The encoding of a Shapefile: the wanted one, else the one the .cpg names if it fits, else the one that fits.

    UTF-8 has a form that other encodings hardly ever take by chance, so what can be read as UTF-8 is UTF-8.
    """
    if wanted:
        return _known(wanted), []
    raw = dbf.read_bytes()
    said = cpg.read_bytes()[:40].decode("ascii", "ignore") if cpg else ""
    named = "".join(sign for sign in said if sign.isprintable()).strip()
    fits = "UTF-8" if _reads_as(raw, "utf-8") else "CP1252"
    if not named:
        guessed = [Finding("encoding_guessed", stops=False, facts={"as": fits})] if not raw.isascii() else []
        return fits, guessed if fits != "UTF-8" else []
    normal = "CP1252" if named in {"1252", "ANSI 1252", "WINDOWS-1252"} else named
    if normal.upper().replace("_", "-") in {"UTF-8", "UTF8", "65001"} and fits != "UTF-8":
        return fits, [Finding("encoding_other", stops=False, facts={"said": named, "as": fits})]
    try:
        return _known(normal), []
    except Unreadable:
        return fits, [Finding("encoding_other", stops=False, facts={"said": named, "as": fits})]


def _known(encoding: str) -> str:
    import codecs

    try:
        codecs.lookup(encoding)
    except LookupError as wrong:
        raise Unreadable("encoding_unknown", field="encoding", encoding=encoding) from wrong
    return encoding


def _reads_as(raw: bytes, encoding: str) -> bool:
    """Only the rows count: the head of a dBASE table holds numbers that are no text."""
    start = int.from_bytes(raw[8:10], "little") if len(raw) > 10 else 0
    try:
        raw[start:].decode(encoding)
    except UnicodeDecodeError:
        return False
    return True
