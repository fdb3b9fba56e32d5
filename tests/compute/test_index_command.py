"""The command ``quartierswerk index``: what it writes, what it says, how it ends."""

import csv
import json
import subprocess
import sys
from pathlib import Path

import pytest

from quartierswerk.compute.index_command import main

SPEC = """\
version: 1
id: code
indicators:
  - {id: a, direction: burden}
  - {id: b, direction: resource}
normalise: {method: z}
aggregate: {id: top, method: sum, children: [{id: a, weight: 1}, {id: b, weight: 2}]}
"""
VALUES = "code,a,b\n03,1,5\n01,2,3\n02,4,4\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a specification and a table, and the place where the command runs."""
    (tmp_path / "s.yaml").write_text(SPEC, encoding="utf-8")
    (tmp_path / "v.csv").write_text(VALUES, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def files(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def run(*more: str) -> int:
    return main(["s.yaml", "--values", "v.csv", "--out", "r.csv", *more])


def test_index_is_written_with_its_record(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status = run()

    assert (status, files(folder)) == (0, ["r.csv", "r.csv.json", "s.yaml", "v.csv"])
    assert capsys.readouterr() == ("Berechnete Gebiete: 3, ausgelassen: 0. Ergebnis: r.csv\n", "")
    with (folder / "r.csv").open(encoding="utf-8", newline="") as file:
        assert [(row["id"], row["rank"]) for row in csv.DictReader(file)] == [("01", "1"), ("02", "2"), ("03", "3")]


def test_same_input_gives_the_same_bytes_in_another_language(folder: Path) -> None:
    (folder / "s.yaml").write_text(SPEC + "uncertainty: {draws: 50, weights: {dirichlet: 1}}\n", encoding="utf-8")
    run("--uncertainty-out", "u.csv")
    before = {name: (folder / name).read_bytes() for name in ("r.csv", "r.csv.json", "u.csv")}

    run("--uncertainty-out", "u.csv", "--lang", "en")

    assert {name: (folder / name).read_bytes() for name in before} == before


def test_warnings_are_told_and_recorded(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "s.yaml").write_text(SPEC + "uncertainty: {draws: 50, seed: 9}\n", encoding="utf-8")

    status = run()

    assert (status, capsys.readouterr().err) == (
        0,
        "Hinweis: Die Beschreibung enthält „uncertainty“, aber „--uncertainty-out“ fehlt. Es wurde nichts gezogen.\n",
    )
    record = json.loads((folder / "r.csv.json").read_text(encoding="utf-8"))
    assert (record["seed"], len(record["warnings"])) == (9, 1)


def test_refusal_leaves_everything_as_it_was(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "r.csv").write_text("before")
    (folder / "v.csv").write_text(VALUES.replace("4,4", "4,x"), encoding="utf-8")

    status = run("--lang", "en")

    assert (status, files(folder), (folder / "r.csv").read_text()) == (1, ["r.csv", "s.yaml", "v.csv"], "before")
    assert capsys.readouterr().err == (
        "Column “b”: these are no numbers (area, line): x (02, 4). Name signs for missing values under “na”.\n"
    )


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("s.yaml", b"\x89PNG\r\n", "s.yaml: Die Datei ist keine Textdatei (PNG)."),
        ("s.yaml", b"version: 1\n\tid: x\n", "s.yaml: Zeile 2 ist mit Tabulator eingerückt."),
        ("s.yaml", "id: ü".encode("latin-1"), "s.yaml: Die Datei ist nicht in UTF-8 geschrieben (zuerst in Zeile 1)."),
        ("s.yaml", b"version: 1\nid: code\nid: x\n", "s.yaml: Zeile 3: Der Schlüssel „id“ steht hier doppelt."),
        ("v.csv", b"", "v.csv: Die Datei ist leer."),
        ("v.csv", b"code;a;b\n01;1,5;2\n", "v.csv: Die Spalten sind mit Semikolon getrennt."),
        ("v.csv", b"code,a,b\n01,1\n", "v.csv: Zeile 2 hat 2 Felder, die Kopfzeile 3."),
        ("v.csv", b'code,a,b\n1,"1,5","2"\n2,"2,5",1\n3,1,1\n', "Spalte „a“: Zahlen haben ein Dezimalkomma"),
        ("v.csv", b"code,a,b\n1,1,2\n1,2,1\n3,1,1\n", "Diese Gebiete stehen doppelt in der Tabelle: 1."),
        ("v.csv", b"kode,a,b\n1,1,2\n", "v.csv: Die Spalte „code“ mit den Gebietscodes (id) gibt es nicht."),
    ],
)
def test_broken_file_is_named(
    folder: Path, capsys: pytest.CaptureFixture[str], name: str, data: bytes, said: str
) -> None:
    (folder / name).write_bytes(data)

    status = run()

    assert (status, files(folder)) == (1, ["s.yaml", "v.csv"])
    assert capsys.readouterr().err.startswith(said)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["none.yaml", "--values", "v.csv", "--out", "r.csv"], "Die Datei „none.yaml“ gibt es nicht."),
        (["s.yaml", "--values", "none.csv", "--out", "r.csv"], "Die Datei „none.csv“ gibt es nicht."),
        (["s.yaml", "--values", ".", "--out", "r.csv"], " ist ein Ordner. Nennen Sie eine Datei."),
        (["s.yaml", "--values", "v.csv", "--out", "none/r.csv"], "Den Ordner für „r.csv“ gibt es nicht."),
        (["s.yaml", "--values", "v.csv", "--out", "v.csv"], "Die Datei „v.csv“ ist zweimal genannt."),
        (["s.yaml", "--values", "s.yaml", "--out", "r.csv"], "Die Datei „s.yaml“ ist zweimal genannt."),
        (
            ["s.yaml", "--values", "v.csv", "--out", "r", "--uncertainty-out", "r.json"],
            "Die Datei „r.json“ ist zweimal genannt.",
        ),
        (
            ["s.yaml", "--values", "v.csv", "--out", "r.csv", "--uncertainty-out", "u.csv"],
            "„--uncertainty-out“ verlangt den Abschnitt „uncertainty“",
        ),
        (["s.yaml", "--values", "v.csv", "--out", "/dev/null"], "„null“ gibt es schon und es ist keine gewöhnliche"),
    ],
)
def test_file_that_cannot_be_used_is_refused(
    folder: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], said: str
) -> None:
    status = main(arguments)

    assert (status, files(folder)) == (1, ["s.yaml", "v.csv"])
    assert said in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ([], "Falscher Aufruf: Es fehlen: SPEC.yaml, --values, --out."),
        (["s.yaml", "--out", "r.csv", "--lang", "en"], "Wrong usage: Missing: --values."),
        (["s.yaml", "--values", "v.csv", "--out"], "Falscher Aufruf: Nach --out fehlt eine Angabe."),
        (["s.yaml", "--values", "v.csv", "--out", "r.csv", "--fast"], "Falscher Aufruf: Das gibt es nicht: --fast."),
        (
            ["s.yaml", "--values", "v.csv", "--out", "r.csv", "--lang", "fr"],
            "Falscher Aufruf: --lang: 'fr' gibt es nicht.",
        ),
        (["s.yaml", "--values", "v.csv", "--out", ""], "Falscher Aufruf: „out“ nennt keine Datei."),
    ],
)
def test_wrong_usage_ends_with_two(
    folder: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], said: str
) -> None:
    status = main(arguments)

    assert (status, files(folder)) == (2, ["s.yaml", "v.csv"])
    assert capsys.readouterr().err.splitlines()[-1].startswith(said)


@pytest.mark.parametrize(
    ("lang", "head"), [("de", "Aufruf: quartierswerk index"), ("en", "usage: quartierswerk index")]
)
def test_help_is_there_in_both_languages(capsys: pytest.CaptureFixture[str], lang: str, head: str) -> None:
    status = main(["--help", "--lang", lang])

    assert (status, capsys.readouterr().out[: len(head)]) == (0, head)


def test_link_keeps_pointing_to_the_file_that_is_replaced(folder: Path) -> None:
    (folder / "real.csv").write_text("before")
    (folder / "r.csv").symlink_to("real.csv")

    run()

    assert ((folder / "r.csv").is_symlink(), (folder / "real.csv").read_text()[:2]) == (True, "id")


def test_command_loads_neither_django_nor_pandas(folder: Path) -> None:
    code = (
        "import sys; from quartierswerk.compute.index_command import main;"
        "status = main(['s.yaml', '--values', 'v.csv', '--out', 'r.csv']);"
        "print(status, sorted({'django', 'pandas', 'scipy'} & set(sys.modules)))"
    )
    root = str(Path(__file__).resolve().parents[2])

    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, env={"PYTHONPATH": root}
    )

    assert done.stdout.splitlines()[-1] == "0 []"
