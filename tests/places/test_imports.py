"""Reading files of areas, hostile ones included, and what the preview says of them."""

import json
import os
import zipfile
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import shapely

from quartierswerk.places.imports import preview_file, read_fields, read_outline, sentence, tables, unpacking
from quartierswerk.places.models import Area, AreaImport
from quartierswerk.places.rules.preview import AreaPreview, ImportSpec
from quartierswerk.places.rules.shapes import from_geojson, reproject
from tests.factories.places import (
    box_m,
    feature,
    make_area,
    make_level,
    make_renewal_area,
    square,
    write_geojson,
    write_layer,
)

SPEC = ImportSpec(level="quarter", code="nr", name="name")
REFERENCE = Path(os.environ.get("QUARTIERSWERK_REFERENCE", "../shared")) / "data" / "monitoring"
needs_reference = [
    pytest.mark.reference,
    pytest.mark.skipif(not REFERENCE.exists(), reason=f"no real data at {REFERENCE} (QUARTIERSWERK_REFERENCE)"),
]
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _levels(db: None) -> None:
    make_level("quarter")


def look(path: Path, today: date = date(2026, 5, 20), **choices: Any) -> AreaPreview:
    return preview_file(path, ImportSpec(**{**SPEC.__dict__, **choices}), today=today)


def said(preview: AreaPreview) -> list[tuple[str, str, bool]]:
    return [(finding.code, finding.concerns, finding.stops) for finding in preview.findings]


def sentences(preview: AreaPreview) -> list[str]:
    return [sentence(finding) for finding in preview.findings]


def two_quarters(**members: Any) -> list[dict[str, Any]]:
    return [feature(square(0, 0), nr="0101", name="Altstadt"), feature(square(1000, 0), nr="0102", name="Neustadt")]


# Sound files of every kind


def test_sound_geojson_is_new_in_order_of_codes(tmp_path: Path) -> None:
    path = write_geojson(tmp_path / "a.geojson", reversed(two_quarters()))

    preview = look(path)

    assert said(preview) == []
    assert [(present.code, present.name) for present in preview.new] == [("0101", "Altstadt"), ("0102", "Neustadt")]
    assert [row.shape["area_m2"] for row in preview.rows] == [pytest.approx(1_000_000, abs=20)] * 2
    assert (preview.features, preview.fields, Area.objects.count()) == (2, ["nr", "name"], 0)


@pytest.mark.parametrize("ending", [".gpkg", ".shp"])
def test_layers_in_metres_are_carried_into_degrees(tmp_path: Path, ending: str) -> None:
    path = write_layer(
        tmp_path / f"a{ending}", [box_m(0, 0), box_m(1000, 0)], nr=["0101", "0102"], name=["Höhe", "Äcker"]
    )

    preview = look(path)

    assert said(preview) == []
    assert [(row.code, row.facts["name"]) for row in preview.rows] == [("0101", "Höhe"), ("0102", "Äcker")]
    assert preview.rows[0].shape["area_m2"] == pytest.approx(1_000_000, abs=20)
    assert preview.rows[0].shape["west"] == pytest.approx(9.16334, abs=1e-5)


def zipped(folder: Path, target: Path, *, inside: str = "", leave_out: set[str] = frozenset()) -> Path:  # type: ignore[assignment]
    with zipfile.ZipFile(target, "w") as packed:
        for part in sorted(folder.iterdir()):
            if part.suffix not in leave_out:
                packed.write(part, f"{inside}{part.name}")
    return target


@pytest.fixture
def shapefile(tmp_path: Path) -> Path:
    folder = tmp_path / "shp"
    folder.mkdir()
    write_layer(folder / "a.shp", [box_m(0, 0), box_m(1000, 0)], nr=["0101", "0102"], name=["Höhe", "Äcker"])
    return folder


def test_shapefile_in_a_zip_with_folders_and_as_a_folder(tmp_path: Path, shapefile: Path) -> None:
    packed = zipped(shapefile, tmp_path / "a.zip", inside="Export 2026/")

    for path in (packed, shapefile):
        assert (said(look(path)), len(look(path).rows)) == ([], 2)


def test_zip_may_hold_a_geojson(tmp_path: Path) -> None:
    folder = tmp_path / "inside"
    folder.mkdir()
    write_geojson(folder / "a.geojson", two_quarters())

    assert said(look(zipped(folder, tmp_path / "a.zip"))) == []


def test_older_geojson_names_its_system_itself(tmp_path: Path) -> None:
    metres = [feature(json.loads(shapely.to_geojson(box_m(0, 0))), nr="1", name="A")]
    crs = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::25832"}}

    preview = look(write_geojson(tmp_path / "a.geojson", metres, crs=crs))

    assert (said(preview), preview.rows[0].shape["west"]) == ([], pytest.approx(9.16334, abs=1e-5))


def test_heights_are_dropped(tmp_path: Path) -> None:
    high = square(0, 0)
    high["coordinates"] = [[[*point, 300.5] for point in ring] for ring in high["coordinates"]]

    preview = look(write_geojson(tmp_path / "a.geojson", [feature(high, nr="1", name="A")]))

    assert said(preview) == []
    assert {len(point) for point in preview.rows[0].shape["geom"]["coordinates"][0]} == {2}


# Files that are no map


@pytest.mark.parametrize(
    ("content", "code", "text"),
    [
        (b"", "file_empty", "Die Datei „a.geojson“ ist leer."),
        (
            b"\x89PNG\r\n\x1a\n" + b"\0" * 50,
            "file_other_kind",
            "„a.geojson“ ist eine Datei der Art PNG. Möglich sind GeoJSON, GeoPackage und Shapefile.",
        ),
        (
            b"MZ" + b"\x90" * 60,
            "file_other_kind",
            "„a.geojson“ ist eine Datei der Art EXE. Möglich sind GeoJSON, GeoPackage und Shapefile.",
        ),
        (
            b"code;name\n1;A\n",
            "file_other_kind",
            "In „a.geojson“ steckt keine Karte. Möglich sind GeoJSON, GeoPackage und Shapefile.",
        ),
        (
            b'{"type": "FeatureCollection",\n "features": [}',
            "json_broken",
            "Die Datei ist kein gültiges JSON: Bitte sehen Sie in Zeile 2, Spalte 15 nach.",
        ),
        (b'{"a": NaN}', "json_no_number", "„NaN“ ist in JSON keine Zahl. Bitte exportieren Sie die Datei neu."),
        (b"[" * 100_000, "json_too_deep", "Die Datei ist zu tief verschachtelt für eine Karte."),
        (b'{"type": "Topology"}', "geojson_other", "Die Datei ist JSON, aber kein GeoJSON mit Objekten."),
        (b"[1, 2]", "geojson_other", "Die Datei ist JSON, aber kein GeoJSON mit Objekten."),
        (
            b'{"type": "Point", "coordinates": [9, 48]}',
            "geojson_bare_geometry",
            "Die Datei enthält nur eine Geometrie (Point) ohne Kennungen und Namen. Bitte exportieren Sie Objekte.",
        ),
        (b'{"type": "FeatureCollection", "features": []}', "no_features", "Die Datei enthält keine Gebiete."),
        (
            b"SQLite format 3\x00" + b"\0" * 200,
            "file_damaged",
            "„a.geojson“ ist beschädigt und nicht lesbar. Bitte exportieren Sie die Datei neu.",
        ),
        (b"PK\x03\x04" + b"\0" * 60, "zip_damaged", "Die Zip-Datei ist beschädigt. Bitte packen Sie sie neu."),
    ],
)
def test_file_that_is_no_map_is_refused_with_a_sentence(tmp_path: Path, content: bytes, code: str, text: str) -> None:
    path = tmp_path / "a.geojson"
    path.write_bytes(content)

    preview = look(path)

    assert said(preview) == [(code, "", True)]
    assert sentences(preview) == [text]


def test_missing_file_is_named(tmp_path: Path) -> None:
    assert sentences(look(tmp_path / "weg.gpkg")) == ["Die Datei „weg.gpkg“ gibt es nicht."]


def test_folder_without_map_is_refused(tmp_path: Path) -> None:
    assert said(look(tmp_path)) == [("nothing_inside", "", True)]


@pytest.mark.parametrize(
    ("limit", "value", "code"),
    [
        ("MOST_BYTES", 100, "file_too_large"),
        ("MOST_FEATURES", 1, "too_many_features"),
        ("MOST_VERTICES", 9, "too_many_vertices"),
    ],
)
def test_huge_files_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, limit: str, value: int, code: str
) -> None:
    from quartierswerk.places.imports import files

    path = write_geojson(tmp_path / "a.geojson", two_quarters())
    for module in (tables, files):
        if hasattr(module, limit):
            monkeypatch.setattr(module, limit, value)

    assert said(look(path)) == [(code, "", True)]


def test_geopackage_with_too_many_rows_is_refused_before_it_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write_layer(tmp_path / "a.gpkg", [box_m(0, 0), box_m(1000, 0)], nr=["1", "2"], name=["A", "B"])
    monkeypatch.setattr(tables, "MOST_FEATURES", 1)

    assert said(look(path)) == [("too_many_features", "", True)]


# Zips


def test_zip_that_leads_out_of_itself_is_not_unpacked(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as packed:
        packed.writestr("../../evil.shp", "x")

    preview = look(path)

    assert said(preview) == [("zip_unsafe", "", True)]
    assert sorted(part.name for part in tmp_path.parent.rglob("evil.shp")) == []


def test_bomb_is_stopped_by_what_it_writes_and_not_by_what_it_claims(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("a.shp", b"\0" * 3_000_000)
    monkeypatch.setattr(unpacking, "MOST_UNPACKED", 1_000_000)

    assert said(look(path)) == [("zip_too_much", "", True)]

    claims = path.read_bytes().replace((3_000_000).to_bytes(4, "little"), (10).to_bytes(4, "little"))
    path.write_bytes(claims)
    assert [code for code, _concerns, _stops in said(look(path))] in (["zip_damaged"], ["zip_too_much"])


def test_torn_archive_is_damaged(tmp_path: Path, shapefile: Path) -> None:
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        for part in shapefile.iterdir():
            packed.write(part, part.name)
    raw = bytearray(path.read_bytes())
    raw[60:90] = b"\xff" * 30
    path.write_bytes(bytes(raw))

    assert said(look(path)) == [("zip_damaged", "", True)]


def test_shapefile_without_its_table_names_what_is_missing(tmp_path: Path, shapefile: Path) -> None:
    preview = look(zipped(shapefile, tmp_path / "a.zip", leave_out={".dbf", ".shx"}))

    assert [finding.facts["missing"] for finding in preview.defects] == [[".shx", ".dbf"]]


def test_zip_with_two_layers_asks_which_one(tmp_path: Path, shapefile: Path) -> None:
    write_layer(shapefile / "b.shp", [box_m(0, 0)], nr=["1"], name=["B"])
    path = zipped(shapefile, tmp_path / "a.zip")

    assert (said(look(path)), look(path).layers) == ([("layer_open", "", True)], ["a", "b"])
    assert [row.code for row in look(path, layer="b").rows] == ["1"]
    assert said(look(path, layer="c")) == [("layer_unknown", "", True)]
    assert read_fields(path)[:2] == (["nr", "name"], ["a", "b"])


# Encodings


def with_dbf_text(folder: Path, raw: bytes, cpg: bytes | None) -> Path:
    """A Shapefile whose first name holds ``raw``."""
    write_layer(folder / "e.shp", [box_m(0, 0)], nr=["1"], name=["XXXX"])
    dbf = folder / "e.dbf"
    dbf.write_bytes(dbf.read_bytes().replace(b"XXXX", raw.ljust(4)))
    (folder / "e.cpg").unlink(missing_ok=True)
    if cpg is not None:
        (folder / "e.cpg").write_bytes(cpg)
    return folder


@pytest.mark.parametrize(
    ("raw", "cpg", "choice", "name", "findings"),
    [
        ("Höhe".encode("cp1252"), None, "", "Höhe", ["encoding_guessed"]),
        ("Höh".encode(), None, "", "Höh", []),
        ("Höh".encode(), b"UTF-8", "", "Höh", []),
        ("Höhe".encode("cp1252"), b"UTF-8", "", "Höhe", ["encoding_other"]),
        ("Höhe".encode("cp1252"), b"1252", "", "Höhe", []),
        ("Höhe".encode("cp437"), b"cp437", "", "Höhe", []),
        ("Höhe".encode("cp850"), None, "cp850", "Höhe", []),
        ("Höhe".encode("cp1252"), b"Klingonisch", "", "Höhe", ["encoding_other"]),
    ],
)
def test_umlauts_survive_every_usual_encoding(
    tmp_path: Path, raw: bytes, cpg: bytes | None, choice: str, name: str, findings: list[str]
) -> None:
    preview = look(with_dbf_text(tmp_path, raw, cpg), encoding=choice)

    assert [row.facts["name"] for row in preview.rows] == [name]
    assert [finding.code for finding in preview.findings] == findings


def test_unknown_encoding_is_named(tmp_path: Path) -> None:
    assert said(look(with_dbf_text(tmp_path, b"AAAA", None), encoding="quark")) == [("encoding_unknown", "", True)]


def test_geojson_in_windows_letters_is_read_with_a_word_about_it(tmp_path: Path) -> None:
    path = write_geojson(tmp_path / "a.geojson", [feature(square(0, 0), nr="1", name="PLATZ")])
    path.write_bytes(path.read_bytes().replace(b"PLATZ", "Höhe".encode("cp1252")))

    preview = look(path)

    assert ([row.facts["name"] for row in preview.rows], said(preview)) == (["Höhe"], [("encoding_guessed", "", False)])


# Coordinate systems


def test_shapefile_without_prj_asks_and_proposes(tmp_path: Path, shapefile: Path) -> None:
    preview = look(zipped(shapefile, tmp_path / "a.zip", leave_out={".prj"}))

    assert said(preview) == [("crs_missing", "", True)]
    assert sentences(preview) == [
        "Die Datei sagt nicht, in welchem Koordinatensystem sie steht (der Teil .prj fehlt). "
        "Bitte nennen Sie es. Die Zahlen sehen nach EPSG:25832 oder EPSG:25833 aus."
    ]
    assert said(look(zipped(shapefile, tmp_path / "b.zip", leave_out={".prj"}), crs="EPSG:25832")) == []


def test_geojson_in_metres_is_refused_with_the_likely_system(tmp_path: Path) -> None:
    metres = [feature(json.loads(shapely.to_geojson(box_m(0, 0))), nr="1", name="A")]
    path = write_geojson(tmp_path / "a.geojson", metres)

    preview = look(path)

    assert (said(preview), preview.rows) == ([("crs_unfit", "", True)], [])
    assert preview.defects[0].facts["likely"] == ["EPSG:25832", "EPSG:25833"]
    assert said(look(path, crs="EPSG:25832")) == []


def test_wrong_system_far_from_the_city_is_pointed_out(tmp_path: Path) -> None:
    make_area("0101")
    path = write_layer(tmp_path / "a.gpkg", [box_m(0, 0)], crs="EPSG:25833", nr=["0101"], name=["A"])

    preview = look(path)

    assert ("far_from_present", "", False) in said(preview)
    assert next(f for f in preview.findings if f.code == "far_from_present").facts["likely"][0] == "EPSG:25832"


def test_city_outside_of_germany_is_asked_about(tmp_path: Path) -> None:
    lyon = {"type": "Polygon", "coordinates": [[[4.8, 45.7], [4.9, 45.7], [4.9, 45.8], [4.8, 45.7]]]}

    assert said(look(write_geojson(tmp_path / "a.geojson", [feature(lyon, nr="1", name="A")]))) == [
        ("outside_germany", "", False)
    ]


def test_swapped_axes_are_noticed(tmp_path: Path) -> None:
    swapped = {"type": "Polygon", "coordinates": [[[48.7, 9.1], [48.8, 9.1], [48.8, 9.2], [48.7, 9.1]]]}

    assert said(look(write_geojson(tmp_path / "a.geojson", [feature(swapped, nr="1", name="A")]))) == [
        ("axes_swapped", "", True)
    ]


@pytest.mark.parametrize("crs", ["EPSG:99999", "Quatsch", "EPSG:5783"])
def test_unknown_system_is_named(tmp_path: Path, crs: str) -> None:
    path = write_geojson(tmp_path / "a.geojson", two_quarters())

    assert said(look(path, crs=crs)) == [("crs_unknown", "", True)]


def test_coordinates_without_end_are_refused(tmp_path: Path) -> None:
    path = write_geojson(tmp_path / "a.geojson", [feature(square(0, 0), nr="1", name="A")])
    path.write_text(path.read_text().replace("9.1633447", "1e999"))

    assert said(look(path)) == [("coordinates_not_finite", "", True)]


# Geometries


BOWTIE = {"type": "Polygon", "coordinates": [[[9.1, 48.7], [9.11, 48.71], [9.11, 48.7], [9.1, 48.71], [9.1, 48.7]]]}


def test_every_bad_geometry_is_reported_by_its_id(tmp_path: Path) -> None:
    path = write_geojson(
        tmp_path / "a.geojson",
        [
            feature(None, nr="01", name="A"),
            feature({"type": "Polygon", "coordinates": []}, nr="02", name="B"),
            feature({"type": "Point", "coordinates": [9.1, 48.7]}, nr="03", name="C"),
            feature({"type": "LineString", "coordinates": [[9.1, 48.7], [9.2, 48.7]]}, nr="04", name="D"),
            feature({"type": "Polygon", "coordinates": [[[9.1, 48.7], [9.2]]]}, nr="05", name="E"),
            feature({"type": "Polygon", "coordinates": [[["a", "b"]]]}, nr="06", name="F"),
            feature(
                {"type": "Polygon", "coordinates": [[[9.1, 48.7], [9.2, 48.7], [9.1, 48.7], [9.1, 48.7]]]},
                nr="07",
                name="G",
            ),
            "keins",
            feature(square(0, 0), nr="09", name="I"),
        ],
    )

    preview = look(path)

    assert sorted(said(preview)) == [
        ("code_missing", "", True),
        ("geometry_broken", "05", True),
        ("geometry_broken", "06", True),
        ("geometry_empty", "02", True),
        ("geometry_kind", "03", True),
        ("geometry_kind", "04", True),
        ("geometry_missing", "#8", True),
        ("geometry_missing", "01", True),
        ("geometry_no_ground", "07", True),
        ("name_missing", "#8", False),
        ("row_no_feature", "#8", True),
    ]
    assert [row.code for row in preview.rows] == ["09"]
    assert "03 ist ein Punkt. Einlesen lassen sich nur Flächen." in sentences(preview)


def test_crossing_border_is_repaired_and_the_change_is_said(tmp_path: Path) -> None:
    preview = look(write_geojson(tmp_path / "a.geojson", [feature(BOWTIE, nr="1", name="A")]))

    (finding,) = preview.findings
    assert (finding.code, finding.concerns, finding.stops, finding.facts["reason"]) == (
        "repaired",
        "1",
        False,
        "crosses",
    )
    assert finding.facts["after_m2"] == pytest.approx(preview.rows[0].shape["area_m2"], rel=1e-6)
    assert shapely.is_valid(shapely.geometry.shape(preview.rows[0].shape["geom"]))
    assert sentences(preview)[0].startswith("1 wurde repariert: Die Grenze kreuzt sich selbst")


def test_collection_gives_its_areas_only(tmp_path: Path) -> None:
    mixed = {"type": "GeometryCollection", "geometries": [square(0, 0), {"type": "Point", "coordinates": [9, 48]}]}

    preview = look(write_geojson(tmp_path / "a.geojson", [feature(mixed, nr="1", name="A")]))

    assert said(preview) == [("collection_reduced", "1", False)]
    assert preview.rows[0].shape["area_m2"] == pytest.approx(1_000_000, abs=20)


def test_area_that_is_sound_in_degrees_only_is_imported_all_the_same(tmp_path: Path) -> None:
    spike = square(0, 0)
    spike["coordinates"][0].insert(4, [9.1905688, 48.7798449])  # beyond the corner, on the line of the lower border
    assert shapely.is_valid(from_geojson(spike))
    assert not shapely.is_valid(reproject(from_geojson(spike), "EPSG:4326", "EPSG:25832"))
    rows = [feature(spike, nr="1", name="A"), feature(square(500, 0), nr="2", name="B")]

    preview = look(write_geojson(tmp_path / "a.geojson", rows))

    assert (preview.defects, [row.code for row in preview.rows]) == ([], ["1", "2"])
    assert [shapely.is_valid(shapely.geometry.shape(row.shape["geom"])) for row in preview.rows] == [True, True]


@pytest.mark.parametrize("kind", [[], {}, None, 5])
def test_type_that_is_no_text_is_no_geojson(tmp_path: Path, kind: Any) -> None:
    path = tmp_path / "a.geojson"
    path.write_text(json.dumps({"type": kind, "features": []}))

    assert said(look(path)) == [("geojson_other", "", True)]


def test_half_signs_in_values_become_question_marks_in_sentences(tmp_path: Path) -> None:
    rows = [feature(square(0, 0), nr="1", name="A", ew="zwölf\ud800")]

    preview = look(write_geojson(tmp_path / "a.geojson", rows), residents="ew")

    assert sentences(preview) == ["1: „zwölf?“ ist keine ganze Zahl von Einwohnerinnen und Einwohnern."]


# Codes, names, parents


def test_missing_field_is_named_with_one_that_comes_near(tmp_path: Path) -> None:
    path = write_geojson(tmp_path / "a.geojson", two_quarters())

    preview = look(path, code="nrr", name="")

    assert said(preview) == [("field_missing", "", True), ("field_open", "", True)]
    assert sentences(preview) == [
        "Die Datei hat kein Feld „nrr“ für: Kennung. Sie hat: nr, name. Meinten Sie nr?",
        "Bitte wählen Sie das Feld für: Name. Die Datei hat: nr, name.",
    ]


def test_unknown_level_is_named_with_those_that_exist(tmp_path: Path) -> None:
    preview = look(write_geojson(tmp_path / "a.geojson", two_quarters()), level="quater")

    assert sentences(preview) == ["Die Ebene „quater“ gibt es nicht. Bekannte Ebenen: city, district, quarter."]


def test_leading_zeros_stay_and_numbers_are_warned_of(tmp_path: Path) -> None:
    as_text = [feature(square(0, 0), nr="007", name="A")]
    as_number = [feature(square(0, 0), nr=7, name="A"), feature(square(1000, 0), nr=8.0, name="B")]

    assert [row.code for row in look(write_geojson(tmp_path / "a.geojson", as_text)).rows] == ["007"]
    preview = look(write_geojson(tmp_path / "b.geojson", as_number))
    assert ([row.code for row in preview.rows], said(preview)) == (["7", "8"], [("codes_are_numbers", "", False)])


@pytest.mark.parametrize(
    ("value", "code"),
    [
        (None, "code_missing"),
        ("  ", "code_missing"),
        (True, "code_no_text"),
        (["1"], "code_no_text"),
        ("x" * 41, "code_too_long"),
    ],
)
def test_code_that_is_none_stops_by_its_row(tmp_path: Path, value: Any, code: str) -> None:
    path = write_geojson(tmp_path / "a.geojson", [feature(square(0, 0), nr=value, name="A")])

    preview = look(path)

    assert [(finding.code, finding.facts["row"]) for finding in preview.defects] == [(code, 1)]


def test_doubled_codes_stop_and_dissolving_unites_them(tmp_path: Path) -> None:
    parts = [
        feature(square(0, 0), nr="1", name="A", ew=10),
        feature(square(1000, 0), nr="1", name="A", ew=5),
        feature(square(2000, 0), nr="2", name="B", ew=None),
    ]
    path = write_geojson(tmp_path / "a.geojson", parts)

    stopped, united = look(path), look(path, dissolve=True, residents="ew")

    assert said(stopped) == [("code_twice", "1", True)]
    assert said(united) == [("dissolved", "1", False)]
    assert [(row.code, row.facts["residents"]) for row in united.rows] == [("1", 15), ("2", None)]
    assert [row.shape["area_m2"] for row in united.rows] == [
        pytest.approx(2_000_000, abs=50),
        pytest.approx(1_000_000, abs=50),
    ]
    assert sentences(united) == ["1: 2 Teile wurden zu einem Gebiet vereint."]


def test_script_in_a_name_is_only_text(tmp_path: Path) -> None:
    name = "<script>alert(1)</script>"

    preview = look(write_geojson(tmp_path / "a.geojson", [feature(square(0, 0), nr="1", name=name)]))

    assert preview.rows[0].facts["name"] == name


def test_signs_that_no_database_takes_are_left_out_of_names(tmp_path: Path) -> None:
    name = "Alt\u0000\u202estadt\ud800 \t am\nTor"

    preview = look(write_geojson(tmp_path / "a.geojson", [feature(square(0, 0), nr="1", name=name)]))

    assert preview.rows[0].facts["name"] == "Altstadt am Tor"


def test_missing_parents_are_named_with_near_misses(tmp_path: Path) -> None:
    make_area("01", level="district", geom=square(0, 0, 3000, 1000))
    rows = [
        feature(square(0, 0), nr="0101", name="A", bezirk="01"),
        feature(square(1000, 0), nr="0102", name="B", bezirk="1"),
        feature(square(2000, 0), nr="0103", name="C", bezirk=None),
    ]

    preview = look(write_geojson(tmp_path / "a.geojson", rows), parent="bezirk")

    assert [(f.code, f.concerns, f.facts.get("near")) for f in preview.defects] == [
        ("parent_open", "0103", None),
        ("parent_missing", "0102", ["01"]),
    ]


def test_parent_on_a_level_without_areas_says_so(tmp_path: Path) -> None:
    rows = [feature(square(0, 0), nr="1", name="A", bezirk="01")]

    preview = look(write_geojson(tmp_path / "a.geojson", rows), parent="bezirk")

    assert sentences(preview) == ["1 liegt in 01, aber auf der Ebene District gibt es noch keine Gebiete."]


def test_without_a_field_the_parent_is_where_the_ground_lies(tmp_path: Path) -> None:
    west = make_area("01", level="district", geom=square(0, 0))
    east = make_area("02", level="district", geom=square(1000, 0))
    rows = [
        feature(square(0, 0), nr="0101", name="A"),
        feature(square(950, 0, 1050, 1000), nr="0201", name="B"),
        feature(square(9000, 0), nr="0901", name="C"),
    ]

    preview = look(write_geojson(tmp_path / "a.geojson", rows))

    assert [row.facts["parent_id"] for row in preview.rows] == [west.pk, east.pk, None]
    assert sorted(said(preview)) == [
        ("outside_all_parents", "0901", False),
        ("outside_parent", "0201", False),
        ("overlap", "0101", False),
    ]


def test_many_areas_without_a_parent_are_told_in_one_sentence(tmp_path: Path) -> None:
    make_area("01", level="district", geom=square(0, 0))
    rows = [feature(square(number * 1000, 9000), nr=f"{number:02d}", name="A") for number in range(21)]

    preview = look(write_geojson(tmp_path / "a.geojson", rows))

    assert sentences(preview) == [
        "21 Gebiete liegen in keinem Gebiet der Ebene darüber: "
        "00, 01, 02, 03, 04, 05, 06, 07, 08, 09, 10, 11 und 9 weitere."
    ]


# Overlaps and gaps


def test_overlaps_and_gaps_are_warnings_with_their_size(tmp_path: Path) -> None:
    rows = [
        feature(square(0, 0, 3000, 1000), nr="1", name="A"),
        feature(square(0, 2000, 3000, 1000), nr="2", name="B"),
        feature(square(0, 950, 1000, 1050), nr="3", name="C"),
        feature(square(2000, 1000, 1000, 1000), nr="4", name="D"),
    ]

    preview = look(write_geojson(tmp_path / "a.geojson", rows))

    assert said(preview) == [("overlap", "1", False), ("gap", "1", False)]
    assert sentences(preview)[0] == "1 und 3 überschneiden sich um 50.000 m²."
    assert sentences(preview)[1].startswith("Zwischen 1, 2, 3, 4 liegt eine Lücke von 1.000.000 m² (bei 48,")


def test_ground_of_a_parent_without_children_is_pointed_out_unless_the_file_is_a_part(tmp_path: Path) -> None:
    make_area("01", level="district", geom=square(0, 0, 2000, 1000))
    path = write_geojson(tmp_path / "a.geojson", two_quarters()[:1])

    assert said(look(path)) == [("parent_not_covered", "01", False)]
    assert sentences(look(path)) == ["Am Rand von 01 Gebiet 01 liegen 1.000.000 m² in keinem der Gebiete (1 Stelle)."]
    assert said(look(path, partial=True)) == []


# Against what is stored


def test_same_areas_are_unchanged_even_when_drawn_from_another_point(tmp_path: Path) -> None:
    make_area("0101", name="Altstadt", geom=square(0, 0))
    turned = square(0, 0)
    ring = turned["coordinates"][0]
    turned["coordinates"][0] = [*ring[2:], *ring[1:3]]

    preview = look(write_geojson(tmp_path / "a.geojson", [feature(turned, nr="0101", name="Altstadt")]))

    assert (preview.counts["unchanged"], preview.counts["new"], preview.counts["changed"]) == (1, 0, 0)


def test_what_differs_and_what_vanished_is_listed(tmp_path: Path) -> None:
    make_area("0101", name="Altstadt", geom=square(0, 0))
    make_area("102", name="Neustadt", geom=square(1000, 0))
    rows = [feature(square(0, 0, 900, 1000), nr="0101", name="Altstadt Mitte"), *two_quarters()[1:]]

    preview = look(write_geojson(tmp_path / "a.geojson", rows))

    (change,) = preview.changed
    assert (change.code, change.opens_version, sorted(change.differences)) == ("0101", False, ["geom", "name"])
    assert change.changed_m2 == pytest.approx(100_000, rel=1e-3)
    assert [present.code for present in preview.vanished] == ["102"]
    assert said(preview) == [("vanished_stay", "", False), ("looks_like_present", "0102", False)]
    assert sentences(preview) == [
        "1 Gebiet ist schon da, aber nicht in der Datei. Es bleibt, wie es ist: 102.",
        "0102 ist neu, sieht aber aus wie 102, das in der Datei fehlt.",
    ]


def test_new_day_ends_what_the_file_no_longer_has(tmp_path: Path) -> None:
    make_area("0109", geom=square(5000, 0))
    path = write_geojson(tmp_path / "a.geojson", two_quarters())

    preview = look(path, valid_from=date(2026, 1, 1))

    assert preview.closes_vanished is True
    assert sentences(preview) == ["1 Gebiet ist nicht in der Datei und endet mit dem 31.12.2025: 0109."]
    assert look(path, valid_from=date(2026, 1, 1), partial=True).closes_vanished is False


def test_last_day_before_the_first_one_is_refused(tmp_path: Path) -> None:
    path = write_geojson(tmp_path / "a.geojson", two_quarters())

    preview = look(path, valid_from=date(2026, 1, 1), valid_until=date(2025, 1, 1))

    assert said(preview) == [("ends_before_start", "", True)]


def test_residents_that_are_no_whole_number_are_named(tmp_path: Path) -> None:
    rows = [feature(square(0, 0), nr="1", name="A", ew="1.234"), feature(square(1000, 0), nr="2", name="B", ew=1200)]

    preview = look(write_geojson(tmp_path / "a.geojson", rows), residents="ew")

    assert said(preview) == [("residents_no_number", "1", True)]
    assert sentences(preview) == ["1: „1.234“ ist keine ganze Zahl von Einwohnerinnen und Einwohnern."]


# Renewal areas


RENEWAL = {
    "subject": "renewal",
    "level": "",
    "kind": "art",
    "status": "stand",
    "starts_on": "von",
    "legal_basis": "satzung",
}


def test_renewal_areas_are_read_with_kind_status_and_days(tmp_path: Path) -> None:
    make_renewal_area("S1", geom=square(0, 0), name="Alt")
    rows = [
        feature(
            square(0, 0), nr="S1", name="Alt", art="Sanierungsgebiet", stand="laufend", von="2019", satzung="Satzung A"
        ),
        feature(
            square(1000, 0),
            nr="V1",
            name="Neu",
            art="Vorranggebiet",
            stand="in Prüfung",
            von="01.02.2024",
            satzung=None,
        ),
    ]

    preview = look(write_geojson(tmp_path / "a.geojson", rows), **RENEWAL)

    assert said(preview) == []
    assert [present.code for present in preview.new] == ["V1"]
    assert [sorted(change.differences) for change in preview.changed] == [["legal_basis", "starts_on"]]
    assert preview.rows[1].facts == {
        "name": "Neu",
        "kind": "priority",
        "status": "considered",
        "starts_on": date(2024, 2, 1),
        "legal_basis": "",
    }


def test_renewal_rows_that_cannot_be_understood_are_named(tmp_path: Path) -> None:
    rows = [
        feature(
            square(0, 0), nr="S1", name="A", art="Vorrangebiet", stand="laufend", von="gestern", bis="", satzung=""
        ),
        feature(
            square(1000, 0), nr="S2", name="B", art="formal", stand="laufend", von="2020", bis="2019-01-01", satzung=""
        ),
    ]

    preview = look(write_geojson(tmp_path / "a.geojson", rows), **RENEWAL, ends_on="bis")

    assert sorted(said(preview)) == [
        ("term_ends_before_start", "S2", True),
        ("value_not_understood", "S1", True),
        ("value_not_understood", "S1", True),
    ]
    assert "S1: „Vorrangebiet“ verstehen wir nicht als Art. Meinten Sie vorranggebiet" in " ".join(sentences(preview))


def test_one_word_for_kind_counts_for_all_rows(tmp_path: Path) -> None:
    rows = [feature(square(0, 0), nr="S1", name="A")]

    preview = look(write_geojson(tmp_path / "a.geojson", rows), subject="renewal", level="", kind="formal")

    assert (said(preview), preview.rows[0].facts) == ([], {"name": "A", "kind": "formal"})


# One outline


def test_outline_of_a_file_is_all_its_areas_united(tmp_path: Path) -> None:
    path = write_layer(tmp_path / "a.gpkg", [box_m(0, 0), box_m(1000, 0)], nr=["1", "2"], name=["A", "B"])

    geom, findings = read_outline(path)

    assert (geom is not None and geom["type"], findings) == ("Polygon", [])


def test_outline_of_points_is_refused(tmp_path: Path) -> None:
    path = write_geojson(tmp_path / "a.geojson", [feature({"type": "Point", "coordinates": [9, 48]}, nr="1")])

    geom, findings = read_outline(path)

    assert (geom, [finding.code for finding in findings]) == (None, ["geometry_kind"])


# The real files


@pytest.mark.parametrize("_", [pytest.param(0, marks=needs_reference)])
def test_districts_of_stuttgart_are_sound(_: int) -> None:
    make_level("district")

    preview = look(REFERENCE / "stuttgart_stadtbezirke.geojson", level="district", code="stadtbezirk_nr")

    assert (said(preview), preview.counts["new"]) == ([], 23)
    assert sum(row.shape["area_m2"] for row in preview.rows) / 1e6 == pytest.approx(207.2, abs=0.1)


@pytest.mark.parametrize("_", [pytest.param(0, marks=needs_reference)])
def test_doubled_planning_area_of_berlin_is_reported_and_dissolved(_: int) -> None:
    path = REFERENCE / "berlin_planungsraeume_until_2020.geojson"

    assert said(look(path, code="id")) == [("code_twice", "06010102", True)]
    united = look(path, code="id", dissolve=True)
    assert (said(united), united.counts["new"]) == ([("dissolved", "06010102", False)], 447)


def test_nothing_is_written_by_looking(tmp_path: Path) -> None:
    look(write_geojson(tmp_path / "a.geojson", two_quarters()))

    assert (Area.objects.count(), AreaImport.objects.count()) == (0, 0)
