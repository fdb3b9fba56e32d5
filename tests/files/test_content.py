"""The kind of a file is told by its content."""

import io
from pathlib import Path

import pytest

from quartierswerk.files.content import kind_of
from quartierswerk.files.rules import TYPES, clean_name
from tests.files.conftest import SAMPLES, packed


def test_every_kind_we_take_has_a_sample() -> None:
    assert set(SAMPLES) == set(TYPES)


@pytest.mark.parametrize("kind", SAMPLES)
def test_kind_is_told_by_content(kind: str, tmp_path: Path) -> None:
    assert kind_of(io.BytesIO(SAMPLES[kind](tmp_path))) == kind


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"MZ\x90\x00\x03\x00\x00\x00", ""),
        (b"\x7fELF\x02\x01\x01\x00", ""),
        (b"#!/bin/sh\necho a;b\n", ""),
        (b"<html><script>1;2</script></html>", ""),
        (b"<!doctype html><p>a;b</p>", ""),
        (b"just one word", ""),
        (b" \n ", ""),
        (b"a;b\x00c", ""),
        (b'{"type": "Topology"}', ""),
        (b'{"type": "FeatureCollection"', ""),
        (b"[" * 100_000, ""),
        (b"SQLite format 3\x00" + bytes(84), ""),
        (b"PK\x03\x04 and then nothing", ""),
        (packed({"run.exe": b"MZ"}), ""),
        (packed({"../quartiere.shp": b""}), ""),
        (packed({"mimetype": b"application/x-unknown"}), ""),
        (packed({"word/document.xml": b"", "word/vbaProject.bin": b""}), "macros"),
        (b'<?xml version="1.0"?>\n<svg xmlns="http://www.w3.org/2000/svg"/>', "svg"),
        (b"\xef\xbb\xbf<svg onload='x()'/>", "svg"),
    ],
)
def test_what_is_not_taken(content: bytes, kind: str) -> None:
    assert kind_of(io.BytesIO(content)) == kind


def test_zip_that_unpacks_to_far_more_is_not_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("quartierswerk.files.content.MOST_UNPACKED", 999)
    content = packed({"quartiere.shp": bytes(1000)})

    assert kind_of(io.BytesIO(content)) == ""


@pytest.mark.parametrize(
    ("given", "clean"),
    [
        ("Plan Weststadt.PDF", "Plan Weststadt.pdf"),
        ("../../etc/passwd", "passwd.pdf"),
        ("C:\\Eigene Dateien\\Bericht 2026.docx", "Bericht 2026.pdf"),
        ("a\x00b\u202egpj.exe", "abgpj.pdf"),
        ("Straße & Platz (neu).pdf", "Straße-Platz-neu.pdf"),
        ('"><script>.pdf', "script.pdf"),
        ("....", "datei.pdf"),
        ("", "datei.pdf"),
        ("x" * 300 + ".pdf", "x" * 116 + ".pdf"),
    ],
)
def test_name_is_cleaned(given: str, clean: str) -> None:
    assert clean_name(given, "pdf") == clean
