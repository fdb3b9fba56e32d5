"""What a file really is, told by its content and never by its name."""

import json
import re
import zipfile
from typing import BinaryIO

MOST_UNPACKED = 500 * 1024 * 1024
MOST_PARTS = 5000
_GEOJSON_TYPES = {
    "FeatureCollection",
    "Feature",
    "GeometryCollection",
    "Polygon",
    "MultiPolygon",
    "Point",
    "MultiPoint",
    "LineString",
    "MultiLineString",
}
_OPEN_DOCUMENTS = {
    b"application/vnd.oasis.opendocument.text": "odt",
    b"application/vnd.oasis.opendocument.spreadsheet": "ods",
    b"application/vnd.oasis.opendocument.presentation": "odp",
}
_OFFICE_PARTS = {"word/document.xml": "docx", "xl/workbook.xml": "xlsx", "ppt/presentation.xml": "pptx"}


def kind_of(content: BinaryIO) -> str:
    """Return the key in ``rules.TYPES`` that fits the content, ``"svg"``, ``"macros"``, or "" if none does."""
    content.seek(0)
    head = content.read(100)
    kind = _by_magic(head)
    if kind == "zip":
        return _inside_zip(content)
    return kind or _as_text(content)


def _by_magic(head: bytes) -> str:
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return "png"
    if head.startswith(b"\xff\xd8\xff"):
        return "jpeg"
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "webp"
    if head.startswith(b"%PDF-"):
        return "pdf"
    if head.startswith(b"PK\x03\x04"):
        return "zip"
    if head.startswith(b"SQLite format 3\x00") and head[68:72] in {b"GPKG", b"GP10", b"GP11"}:
        return "geopackage"
    return ""


def _inside_zip(content: BinaryIO) -> str:
    content.seek(0)
    try:
        with zipfile.ZipFile(content) as packed:
            parts = packed.infolist()
            names = {part.filename for part in parts}
            too_much = len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED
            if too_much or any(name.startswith("/") or ".." in name.split("/") for name in names):
                return ""
            if any(name.lower().endswith("vbaproject.bin") for name in names):
                return "macros"
            if parts[0].filename == "mimetype" and parts[0].file_size < 200:
                return _OPEN_DOCUMENTS.get(packed.read(parts[0]).strip(), "")
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, IndexError, OSError, ValueError):
        return ""
    office = next((kind for part, kind in _OFFICE_PARTS.items() if part in names), "")
    if office:
        return office
    return "shapefile" if any(name.lower().endswith(".shp") for name in names) else ""


def _as_text(content: BinaryIO) -> str:
    content.seek(0)
    raw = content.read()
    text = _decoded(raw)
    if text is None:
        return ""
    start = text.lstrip("\ufeff \t\r\n")
    if re.match(r"<(\?xml|!doctype|svg|!--)", start, re.IGNORECASE):
        return "svg" if "<svg" in start[:5000].lower() else ""
    if start.startswith(("{", "[")):
        return _as_json(text)
    if start.startswith(("<", "#!")):
        return ""
    first_line = start.split("\n", 1)[0]
    return "csv" if any(sign in first_line for sign in ";,\t|") else ""


def _decoded(raw: bytes) -> str | None:
    """Return the text, or None when signs are in it that no text has."""
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError:
        text = raw.decode("cp1252", errors="replace")
    return None if not text.strip() or re.search(r"[\x00-\x08\x0e-\x1f]", text) else text


def _as_json(text: str) -> str:
    try:
        data = json.loads(text.lstrip("\ufeff"))
    except (ValueError, RecursionError):
        return ""
    return "geojson" if isinstance(data, dict) and data.get("type") in _GEOJSON_TYPES else ""
