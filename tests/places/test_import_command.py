"""quartierswerk import-areas: what it prints, writes and returns."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from quartierswerk.config.cli import run
from quartierswerk.places.actions import load_shipped_levels
from quartierswerk.places.models import Area, AreaImport, RenewalArea, Street
from tests.factories.places import feature, make_area, square, write_geojson
from tests.places.test_imports import REFERENCE, needs_reference

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _levels(db: None) -> None:
    load_shipped_levels()


@pytest.fixture
def quarters(tmp_path: Path) -> str:
    rows = [feature(square(0, 0), nr="0101", name="Altstadt"), feature(square(1000, 0), nr="0102", name="Neustadt")]
    return str(write_geojson(tmp_path / "gebiete.geojson", rows))


def call(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, list[str], list[str]]:
    """Exit status, lines of output, lines of errors."""
    status = run(["import-areas", *arguments])
    said = capsys.readouterr()
    return status, said.out.splitlines(), said.err.splitlines()


FIELDS = ("--level", "quarter", "--code", "nr", "--name", "name")


def test_sound_file_is_imported_and_imported_again_without_a_change(capsys: Any, quarters: str) -> None:
    first, second = call(capsys, quarters, *FIELDS), call(capsys, quarters, *FIELDS)

    assert first == (
        0,
        ["2 Zeilen in der Datei: 2 neu, 0 geändert, 0 unverändert, 0 nicht in der Datei.", "Eingelesen."],
        [],
    )
    assert second[1][0] == "2 Zeilen in der Datei: 0 neu, 0 geändert, 2 unverändert, 0 nicht in der Datei."
    assert (Area.objects.count(), AreaImport.objects.count()) == (2, 2)


def test_dry_run_writes_nothing(capsys: Any, quarters: str) -> None:
    status, out, _err = call(capsys, quarters, *FIELDS, "--dry-run", "--lang", "en")

    assert (status, out) == (
        0,
        [
            "2 rows in the file: 2 new, 0 changed, 0 unchanged, 0 not in the file.",
            "Dry run: nothing was written.",
        ],
    )
    assert (Area.objects.count(), AreaImport.objects.count()) == (0, 0)


@pytest.mark.parametrize("dry", [(), ("--dry-run",)])
def test_defect_stops_with_its_id_on_standard_error(capsys: Any, tmp_path: Path, dry: tuple[str, ...]) -> None:
    rows = [
        feature(square(0, 0), nr="1", name="A"),
        feature(None, nr="2", name="B"),
        feature(square(1000, 0), nr="1", name="A"),
    ]
    path = write_geojson(tmp_path / "a.geojson", rows)

    status, out, err = call(capsys, str(path), *FIELDS, *dry)

    assert (status, out) == (1, [])
    assert err == [
        "Fehler: 2 hat keinen Umriss.",
        "Fehler: Die Kennung 1 kommt 2-mal vor. Sind es Teile eines Gebiets, vereinen Sie sie bitte.",
        "2 Fehler halten den Import an. Es wurde nichts geschrieben.",
    ]
    assert Area.objects.count() == 0


def test_dissolving_is_offered_and_a_warning_does_not_stop(capsys: Any, tmp_path: Path) -> None:
    rows = [feature(square(0, 0), nr="1", name="A"), feature(square(1000, 0), nr="1", name="A")]
    path = str(write_geojson(tmp_path / "a.geojson", rows))

    assert call(capsys, path, *FIELDS)[2][-1] == (
        "1 Fehler hält den Import an. Es wurde nichts geschrieben. Mit --dissolve wird aus den Teilen je ein Gebiet."
    )
    status, out, err = call(capsys, path, *FIELDS, "--dissolve")
    assert (status, out[0], err) == (0, "Hinweis: 1: 2 Teile wurden zu einem Gebiet vereint.", [])
    assert Area.objects.get().area_m2 == pytest.approx(2_000_000, abs=100)


def test_valid_from_takes_both_ways_of_writing_a_day(capsys: Any, quarters: str) -> None:
    call(capsys, quarters, *FIELDS, "--valid-from", "2021-01-01")
    call(capsys, quarters, *FIELDS, "--valid-from", "01.01.2026")

    assert set(Area.objects.values_list("valid_from", "valid_until")) == {(date(2021, 1, 1), None)}


@pytest.mark.parametrize(
    "arguments",
    [
        (),
        ("a.geojson", "--code", "nr", "--name", "name"),
        ("a.geojson", "--level", "quarter", "--renewal", "--code", "nr", "--name", "name"),
        ("a.geojson", *FIELDS, "--valid-from", "gestern"),
        ("a.geojson", *FIELDS, "--quark"),
    ],
)
def test_wrong_usage_is_exit_two(capsys: Any, arguments: tuple[str, ...]) -> None:
    status, out, err = call(capsys, *arguments)

    assert (status, out, err[0].split()[:2]) == (2, [], ["usage:", "quartierswerk"])


def test_missing_file_is_one_sentence_and_no_traceback(capsys: Any, tmp_path: Path) -> None:
    assert call(capsys, str(tmp_path / "weg.geojson"), *FIELDS) == (
        1,
        [],
        ["Fehler: Die Datei „weg.geojson“ gibt es nicht.", "1 Fehler hält den Import an. Es wurde nichts geschrieben."],
    )


def test_renewal_areas_come_the_same_way(capsys: Any, tmp_path: Path) -> None:
    rows = [feature(square(0, 0), nr="S27", name="Hafen", von="2020", satzung="Satzung vom 01.02.2020")]
    path = str(write_geojson(tmp_path / "a.geojson", rows))

    status, _out, _err = call(
        capsys, path, "--renewal", "--code", "nr", "--name", "name", "--kind", "formal", "--starts-on", "von",
        "--legal-basis", "satzung",
    )  # fmt: skip

    assert status == 0
    assert list(RenewalArea.objects.values_list("code", "kind", "status", "starts_on", "legal_basis")) == [
        ("S27", "formal", "in_force", date(2020, 1, 1), "Satzung vom 01.02.2020")
    ]


@pytest.mark.parametrize("_", [pytest.param(0, marks=needs_reference)])
def test_real_districts_and_planning_areas_are_imported(capsys: Any, _: int) -> None:
    stuttgart = str(REFERENCE / "stuttgart_stadtbezirke.geojson")
    berlin = str(REFERENCE / "berlin_planungsraeume_until_2020.geojson")

    districts = call(capsys, stuttgart, "--level", "district", "--code", "stadtbezirk_nr", "--name", "name")
    stopped = call(capsys, berlin, "--level", "quarter", "--code", "id", "--name", "name", "--dry-run")
    united = call(capsys, berlin, "--level", "quarter", "--code", "id", "--name", "name", "--dissolve")

    assert (districts[0], stopped[0], united[0]) == (0, 1, 0)
    assert (Area.objects.filter(level__key="district").count(), Area.objects.filter(level__key="quarter").count()) == (
        23,
        447,
    )
    assert Area.objects.filter(code="01").values_list("name", flat=True)[0] == "Mitte"


# Streets


def streets(capsys: pytest.CaptureFixture[str], path: Path, *more: str) -> tuple[int, list[str], list[str]]:
    status = run(["import-streets", str(path), "--level", "quarter", "--street", "strasse", "--code", "teil", *more])
    said = capsys.readouterr()
    return status, said.out.splitlines(), said.err.splitlines()


def test_streets_come_from_a_list_in_windows_letters(capsys: Any, tmp_path: Path) -> None:
    make_area("01")
    make_area("02", geom=square(1000, 0))
    path = tmp_path / "strassen.csv"
    path.write_bytes("strasse;teil\nKönigstraße;01\nKönigstraße;02\nKönigstraße;01\n;\n".encode("cp1252"))

    assert streets(capsys, path, "--dry-run")[1] == ["1 Straße in 4 Zeilen.", "Probelauf: Es wurde nichts geschrieben."]
    assert streets(capsys, path) == (0, ["1 Straße in 4 Zeilen.", "Eingelesen."], [])
    assert [(street.name, [area.code for area in street.areas.all()]) for street in Street.objects.all()] == [
        ("Königstraße", ["01", "02"])
    ]


def test_streets_with_unknown_areas_stop_with_near_misses(capsys: Any, tmp_path: Path) -> None:
    make_area("01")
    path = tmp_path / "strassen.csv"
    path.write_text("strasse,teil\nNeue Gasse,1\n,01\nWeg,\n", encoding="utf-8")

    status, out, err = streets(capsys, path)

    assert (status, out, Street.objects.count()) == (1, [], 0)
    assert err == [
        "Zeile 3: Der Name der Straße fehlt oder ist zu lang.",
        "Zeile 4 hat im Feld „teil“ keine Kennung.",
        "Zeile 2: Das Gebiet 1 gibt es nicht. Meinten Sie 01?",
    ]


def test_list_without_the_fields_names_those_it_has(capsys: Any, tmp_path: Path) -> None:
    path = tmp_path / "strassen.csv"
    path.write_text("Strasse;Teil\nA;1\n", encoding="utf-8")

    assert streets(capsys, path)[2] == [
        "Die Datei hat kein Feld „strasse“ für: Name. Sie hat: Strasse, Teil. Meinten Sie Strasse?",
        "Die Datei hat kein Feld „teil“ für: Kennung. Sie hat: Strasse, Teil. Meinten Sie Teil?",
    ]
    assert streets(capsys, tmp_path / "weg.csv")[2] == ["Die Datei „weg.csv“ gibt es nicht."]
