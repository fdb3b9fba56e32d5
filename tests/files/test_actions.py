"""Storing files: what is taken, what is changed, what is refused with which sentence."""

import hashlib
import io
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils import translation
from PIL import Image

from quartierswerk.files.actions import archive_file, delete_expired, store
from quartierswerk.files.models import File
from quartierswerk.files.rules import TYPES
from quartierswerk.history.queries import entries_of
from quartierswerk.kernel.errors import Refused
from tests.files.conftest import GEOJSON, SAMPLES, picture, upload

pytestmark = pytest.mark.django_db


def kept_contents() -> list[Path]:
    return [path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()]


def test_paper_is_kept_as_it_came(koordination, now) -> None:
    content = b"%PDF-1.7\nfive"

    file = store(
        upload("Bericht 2026.pdf", content),
        by=koordination,
        permission="files.store_file",
        scope_id=12,
        purpose="paper",
        licence="Stadt  Lauterfeld",
    )

    file.refresh_from_db()
    assert file.content.read() == content
    assert (file.name, file.kind, file.size, file.checksum, file.scope_id, file.licence, file.stored_at) == (
        "Bericht 2026.pdf",
        "pdf",
        len(content),
        hashlib.sha256(content).hexdigest(),
        "12",
        "Stadt Lauterfeld",
        now,
    )
    assert [(entry.action, entry.by, entry.after) for entry in entries_of(file)] == [
        ("files.store_file", koordination, {"name": "Bericht 2026.pdf", "purpose": "paper"})
    ]


@pytest.mark.parametrize("kind", sorted(SAMPLES))
def test_every_kind_is_stored_for_some_purpose(kind: str, koordination, tmp_path) -> None:
    purpose = {"csv": "import", "geojson": "import", "geopackage": "import", "shapefile": "import"}.get(kind, "paper")

    file = store(
        upload("Datei", SAMPLES[kind](tmp_path)), by=koordination, permission="", purpose=purpose, alt="Ein Bild"
    )

    assert file.kind == kind


def test_picture_loses_what_the_camera_wrote_and_keeps_how_it_was_held(koordination) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # turned by a quarter
    exif[0x010F] = "Kamera von Sonja"
    exif.get_ifd(0x8825)[2] = (48.0, 46.0, 0.0)
    content = picture("JPEG", size=(40, 20), exif=exif.tobytes()) + b"<?php hidden behind the picture"

    file = store(upload("Fest.jpg", content), by=koordination, permission="", purpose="picture", alt="Ein Fest")

    kept = file.content.read()
    with Image.open(io.BytesIO(kept)) as opened:
        assert (opened.size, dict(opened.getexif()), "exif" in opened.info) == ((20, 40), {}, False)
    assert [part in kept for part in (b"Kamera", b"php")] == [False, False]
    assert (file.width, file.height, file.alt) == (20, 40, "Ein Fest")


def test_transparent_palette_picture_stays_transparent(koordination) -> None:
    out = io.BytesIO()
    Image.new("P", (2, 2), 0).save(out, "PNG", transparency=0)

    file = store(upload("Plan.png", out.getvalue()), by=koordination, permission="", purpose="picture", alt="Ein Plan")

    with Image.open(file.content) as opened:
        assert (opened.mode, opened.getpixel((0, 0))[3]) == ("RGBA", 0)


@pytest.mark.parametrize(
    ("name", "content", "purpose", "code", "sentence"),
    [
        (
            "Sommerfest.png",
            b"MZ\x90\x00\x03\x00\x00\x00\x04\x00",
            "picture",
            "unknown",
            "What is inside “Sommerfest” is none of the kinds we take, whatever its name says. "
            "Possible: JPG, PNG, WEBP.",
        ),
        (
            "Logo.svg",
            b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
            "picture",
            "svg",
            "SVG drawings can hold programs, so we do not take them. Please save the picture as PNG.",
        ),
        ("leer.csv", b"", "import", "empty", "The file “leer” is empty."),
        (
            "Bericht.pdf",
            b"%PDF-1.7",
            "import",
            "unfit",
            "“Bericht” is a file of the kind PDF. Here you can upload: CSV, GEOJSON, GPKG, ODS, XLSX, ZIP.",
        ),
        (
            "kaputt.png",
            b"\x89PNG\r\n\x1a\nbroken",
            "picture",
            "broken",
            "The picture “kaputt” is damaged and cannot be read. Please save it anew and upload it again.",
        ),
        (
            "ohne.png",
            picture(),
            "picture",
            "alt-missing",
            "Please describe what the picture shows, for people who cannot see it.",
        ),
    ],
)
def test_refusal_is_a_sentence_and_keeps_nothing(name, content, purpose, code, sentence, koordination) -> None:
    alt = "" if code == "alt-missing" else "Ein Bild"

    with translation.override("en"), pytest.raises(ValidationError) as refused:
        store(upload(name, content), by=koordination, permission="", purpose=purpose, alt=alt)

    assert (refused.value.code, refused.value.messages) == (code, [sentence])
    assert (File.objects.count(), kept_contents()) == (0, [])


def test_too_large_file_is_refused_with_both_sizes(koordination, monkeypatch) -> None:
    monkeypatch.setitem(TYPES, "geojson", replace(TYPES["geojson"], most_bytes=10))

    with translation.override("en"), pytest.raises(ValidationError) as refused:
        store(upload("a.geojson", GEOJSON), by=koordination, permission="", purpose="import")

    assert refused.value.messages == ["The file has 45\xa0bytes. At most 10\xa0bytes are possible."]


def test_picture_with_too_many_pixels_is_refused_before_it_is_drawn(koordination, monkeypatch) -> None:
    monkeypatch.setattr("quartierswerk.files.pictures.MOST_PIXELS", 7)

    with translation.override("en"), pytest.raises(ValidationError) as refused:
        store(upload("a.png", picture()), by=koordination, permission="", purpose="picture", alt="Ein Bild")

    assert refused.value.messages == ["The picture is too large. At most 50 million pixels are possible."]


def test_nobody_stores_without_an_account(personas) -> None:
    with translation.override("en"), pytest.raises(Refused) as refused:
        store(upload("a.pdf", b"%PDF-"), by=personas[""], permission="", purpose="paper")

    assert refused.value.reason == "Please sign in first."
    assert (File.objects.count(), kept_contents()) == (0, [])


def test_unknown_permission_is_a_fault_of_the_program(koordination) -> None:
    with pytest.raises(LookupError, match=r"there is no permission 'nobody\.knows'"):
        store(upload("a.pdf", b"%PDF-"), by=koordination, permission="nobody.knows", purpose="paper")

    assert (File.objects.count(), kept_contents()) == (0, [])


def test_without_its_row_no_content_stays(koordination, monkeypatch) -> None:
    def fail(*args: object, **kwargs: object) -> None:
        raise RuntimeError("the database went away")

    monkeypatch.setattr("quartierswerk.files.actions.record", fail)

    with pytest.raises(RuntimeError):
        store(upload("a.pdf", b"%PDF-"), by=koordination, permission="", purpose="paper")

    assert (File.objects.count(), kept_contents()) == (0, [])


def test_archived_file_keeps_its_content(koordination, now) -> None:
    file = store(upload("a.pdf", b"%PDF-"), by=koordination, permission="", purpose="paper")

    archive_file(file, by=koordination, now=now)

    file.refresh_from_db()
    assert (file.archived_at, len(kept_contents())) == (now, 1)
    assert [entry.action for entry in entries_of(file)] == ["files.archive_file", "files.store_file"]


def test_only_who_stored_a_file_archives_it(koordination, charlie, now) -> None:
    file = store(upload("a.pdf", b"%PDF-"), by=koordination, permission="", purpose="paper")

    with translation.override("en"), pytest.raises(Refused) as refused:
        archive_file(file, by=charlie, now=now)

    file.refresh_from_db()
    assert refused.value.reason == "Only the person who uploaded a file can put it into the archive."
    assert file.archived_at is None
    assert [entry.action for entry in entries_of(file)] == ["files.store_file"]


def test_import_upload_is_deleted_after_seven_days_and_nothing_else(koordination, now, clock) -> None:
    paper = store(upload("a.pdf", b"%PDF-"), by=koordination, permission="", purpose="paper")
    store(upload("a.geojson", GEOJSON), by=koordination, permission="", purpose="import")
    clock(now + timedelta(seconds=1))
    fresh = store(upload("b.geojson", GEOJSON), by=koordination, permission="", purpose="import")

    deleted = delete_expired(now + timedelta(days=7))
    again = delete_expired(now + timedelta(days=7))

    assert (deleted, again) == (1, 0)
    assert set(File.objects.all()) == {paper, fresh}
    assert len(kept_contents()) == 2
