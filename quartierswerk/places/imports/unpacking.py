"""Unpacking a zip that nobody has looked into yet."""

import lzma
import zipfile
import zlib
from pathlib import Path, PurePosixPath

from quartierswerk.places.imports.tables import MEGABYTE, Unreadable

MOST_UNPACKED = 600 * MEGABYTE
MOST_MEMBERS = 2000
WANTED = {".shp", ".shx", ".dbf", ".prj", ".cpg", ".gpkg", ".geojson", ".json"}
_CHUNK = 256 * 1024
DAMAGE = (
    zipfile.BadZipFile,
    zipfile.LargeZipFile,
    zlib.error,
    lzma.LZMAError,
    EOFError,
    RuntimeError,  # NotImplementedError is one, too
    OSError,
    ValueError,
)
"""What a damaged archive makes of itself while it is read."""


def unpacked(archive: Path, folder: Path) -> None:
    """Write the map files of ``archive`` into ``folder``, under their bare names; raises Unreadable.

    Names that point out of the archive, passwords, too much content (counted while it is written, whatever the
    archive claims) and damage are refused. Folders inside are flattened; what is no map data stays packed.
    """
    try:
        with zipfile.ZipFile(archive) as packed:
            members = packed.infolist()
            _check(members)
            written = 0
            for member in members:
                name = PurePosixPath(member.filename)
                if member.is_dir() or name.suffix.lower() not in WANTED or _is_shadow(name):
                    continue
                written = _write(packed, member, folder / _safe_name(name), written)
    except Unreadable:
        raise
    except DAMAGE as wrong:
        raise Unreadable("zip_damaged", detail=str(wrong)[:200]) from wrong


def _check(members: list[zipfile.ZipInfo]) -> None:
    if len(members) > MOST_MEMBERS:
        raise Unreadable("zip_too_much", most=MOST_UNPACKED // MEGABYTE)
    for member in members:
        path = PurePosixPath(member.filename.replace("\\", "/"))
        if path.is_absolute() or ".." in path.parts or ":" in member.filename:
            raise Unreadable("zip_unsafe", name=member.filename[:200])
        if member.flag_bits & 0x1:
            raise Unreadable("zip_password")
    if sum(member.file_size for member in members) > MOST_UNPACKED:
        raise Unreadable("zip_too_much", most=MOST_UNPACKED // MEGABYTE)


def _write(packed: zipfile.ZipFile, member: zipfile.ZipInfo, target: Path, written: int) -> int:
    with packed.open(member) as content, target.open("wb") as out:
        while chunk := content.read(_CHUNK):
            written += len(chunk)
            if written > MOST_UNPACKED:
                raise Unreadable("zip_too_much", most=MOST_UNPACKED // MEGABYTE)
            out.write(chunk)
    return written


def _is_shadow(name: PurePosixPath) -> bool:
    """Files that a Mac adds beside the real ones."""
    return name.name.startswith(("._", ".")) or "__MACOSX" in name.parts


def _safe_name(name: PurePosixPath) -> str:
    return f"{name.stem[:100]}{name.suffix.lower()}".replace("\x00", "")
