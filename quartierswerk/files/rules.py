"""What may be uploaded: kinds of content, their limits, names, and how long a temporary upload stays."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import timedelta
from pathlib import PurePosixPath

MEGABYTE = 1024 * 1024
TEMPORARY_STAYS = timedelta(days=7)
"""How long an upload waits that was only made for an import."""
MOST_PIXELS = 50_000_000
LONGEST_NAME = 120


@dataclass(frozen=True)
class ContentType:
    """One kind of content: its ending, its media type and the most bytes it may have."""

    ending: str
    media_type: str
    most_bytes: int


_OFFICE = "application/vnd.openxmlformats-officedocument."
_OPEN = "application/vnd.oasis.opendocument."
TYPES = {
    "png": ContentType("png", "image/png", 15 * MEGABYTE),
    "jpeg": ContentType("jpg", "image/jpeg", 15 * MEGABYTE),
    "webp": ContentType("webp", "image/webp", 15 * MEGABYTE),
    "pdf": ContentType("pdf", "application/pdf", 25 * MEGABYTE),
    "docx": ContentType("docx", f"{_OFFICE}wordprocessingml.document", 25 * MEGABYTE),
    "xlsx": ContentType("xlsx", f"{_OFFICE}spreadsheetml.sheet", 25 * MEGABYTE),
    "pptx": ContentType("pptx", f"{_OFFICE}presentationml.presentation", 25 * MEGABYTE),
    "odt": ContentType("odt", f"{_OPEN}text", 25 * MEGABYTE),
    "ods": ContentType("ods", f"{_OPEN}spreadsheet", 25 * MEGABYTE),
    "odp": ContentType("odp", f"{_OPEN}presentation", 25 * MEGABYTE),
    "csv": ContentType("csv", "text/csv", 50 * MEGABYTE),
    "geojson": ContentType("geojson", "application/geo+json", 100 * MEGABYTE),
    "geopackage": ContentType("gpkg", "application/geopackage+sqlite3", 100 * MEGABYTE),
    "shapefile": ContentType("zip", "application/zip", 100 * MEGABYTE),
}
PICTURES = frozenset({"png", "jpeg", "webp"})
PAPERS = frozenset({"pdf", "docx", "xlsx", "pptx", "odt", "ods", "odp"})
DATA = frozenset({"csv", "xlsx", "ods", "geojson", "geopackage", "shapefile"})


def clean_name(name: str, ending: str) -> str:
    """Return a file name that every system takes: no folders, no control signs, the ending of its content."""
    base = PurePosixPath(unicodedata.normalize("NFC", name).replace("\\", "/")).name
    visible = "".join(sign for sign in base if not unicodedata.category(sign).startswith("C"))
    stem = re.sub(r"\.[A-Za-z0-9]{1,8}$", "", visible)
    stem = re.sub(r"[^\w\-. ]+", "-", stem)
    stem = re.sub(r"[\s.\-]{2,}", "-", stem).strip(" .-_")
    return f"{stem[: LONGEST_NAME - len(ending) - 1].rstrip(' .-_') or 'datei'}.{ending}"
