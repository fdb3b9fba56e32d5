"""Uploads of every kind, made here so that no test needs a file of somebody else."""

import io
import json
import sqlite3
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from tests.temporary_permits import temporary_permit


@pytest.fixture(autouse=True)
def _own_storage(settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path / "files"


@pytest.fixture
def guarded():
    """A permission as an owning app would register it: only for the thing with the number 7."""
    condition = (lambda user, file: user.is_authenticated and file.scope_id == "7", "Only for thing 7.")
    with temporary_permit("tests.download_thing", condition) as name:
        yield name


def upload(name: str, content: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def picture(kind: str = "PNG", size: tuple[int, int] = (4, 2), **options: object) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, (200, 30, 30)).save(out, kind, **options)
    return out.getvalue()


def packed(parts: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        for name, content in parts.items():
            file.writestr(name, content)
    return out.getvalue()


def geopackage(folder: Path) -> bytes:
    path = folder / "areas.gpkg"
    with sqlite3.connect(path) as base:
        base.execute("PRAGMA application_id = 0x47504B47")
        base.execute("CREATE TABLE areas (id INTEGER)")
    return path.read_bytes()


GEOJSON = json.dumps({"type": "FeatureCollection", "features": []}).encode()
SAMPLES: dict[str, Callable[[Path], bytes]] = {
    "png": lambda _: picture("PNG"),
    "jpeg": lambda _: picture("JPEG"),
    "webp": lambda _: picture("WEBP"),
    "pdf": lambda _: b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n",
    "docx": lambda _: packed({"[Content_Types].xml": b"", "word/document.xml": b""}),
    "xlsx": lambda _: packed({"[Content_Types].xml": b"", "xl/workbook.xml": b""}),
    "pptx": lambda _: packed({"[Content_Types].xml": b"", "ppt/presentation.xml": b""}),
    "odt": lambda _: packed({"mimetype": b"application/vnd.oasis.opendocument.text"}),
    "ods": lambda _: packed({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet"}),
    "odp": lambda _: packed({"mimetype": b"application/vnd.oasis.opendocument.presentation"}),
    "csv": lambda _: "Schlüssel;Wert\n01;3,5\n".encode("cp1252"),
    "geojson": lambda _: GEOJSON,
    "geopackage": geopackage,
    "shapefile": lambda _: packed({"quartiere.shp": b"", "quartiere.dbf": b""}),
}
