"""Files as they come: encodings, separators, mistakes, and files that are something else."""

# ruff: noqa: E501 - a sentence stands in one line, as people read it

import io
import zipfile
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from openpyxl import Workbook

from quartierswerk.monitoring.imports import Unreadable, Unusable, guessed_mapping, plan_file, read_mapping, read_sheet
from quartierswerk.monitoring.models import ImportRun, Indicator, Value
from quartierswerk.monitoring.queries import Plan
from tests.factories.monitoring import make_areas, make_indicator, make_values

pytestmark = pytest.mark.django_db

WIDE = "level: quarter\ncode: Code\nperiod: 2025-12-31\nvalues:\n  - {indicator: unemployment, column: Quote}\n"


@pytest.fixture
def ground() -> None:
    make_areas(4)
    make_indicator()


def planned(text: str | bytes, mapping: str = WIDE, encoding: str = "utf-8") -> Plan:
    content = text if isinstance(text, bytes) else text.encode(encoding)
    return plan_file(content, read_mapping(mapping))


def said(plan: Plan) -> list[str]:
    return [finding.sentence for finding in plan.defects]


def values(plan: Plan) -> dict[str, float | None]:
    return {entry.area: entry.value for entry in plan.new}


def workbook(rows: list[list[Any]]) -> bytes:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


GOOD = {"01": 0.05, "02": 0.06, "03": 0.07, "04": 0.08}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("mark", [";", ",", "\t", "|"])
def test_any_encoding_and_separator_is_recognised(ground: None, encoding: str, mark: str) -> None:
    rows = [
        ["Code", "Straße", "Quote"],
        ["01", "Grüne", "0.05"],
        ["02", "Äußere", "0.06"],
        ["03", "ß", "0.07"],
        ["04", "ö", "0.08"],
    ]
    text = "\r\n".join(mark.join(row) for row in rows)

    plan = planned(text, encoding=encoding)

    assert said(plan) == []
    assert values(plan) == GOOD


def test_decimal_comma_and_thousands_dots_are_read(ground: None) -> None:
    make_indicator("people", unit="number")
    mapping = WIDE.replace("unemployment, column: Quote", "people, column: Zahl")

    plan = planned("Code;Zahl\n01;1.234,5\n02;12.345\n03;7\n04;8,25\n", mapping)

    assert said(plan) == []
    assert values(plan) == {"01": 1234.5, "02": 12345.0, "03": 7.0, "04": 8.25}


def test_a_number_that_could_be_both_is_asked_for(ground: None) -> None:
    make_indicator("people", unit="number")
    mapping = WIDE.replace("unemployment, column: Quote", "people, column: Zahl")

    plan = planned("Code;Zahl\n01;1.234\n02;2.345\n", mapping)

    assert said(plan) == [
        "„1.234“ (Zeile 2, Spalte „Zahl“) kann Tausender oder Nachkommastellen meinen. Bitte wählen Sie das Dezimalzeichen."
    ]
    assert values(planned("Code;Zahl\n01;1.234\n02;2.345\n", mapping + 'decimal: ","\n')) == {
        "01": 1234.0,
        "02": 2345.0,
    }


def test_xlsx_gives_the_same_as_csv_and_says_which_codes_lost_their_zeros(ground: None) -> None:
    good = planned(workbook([["Code", "Quote"], ["01", 0.05], ["02", 0.06], ["03", 0.07], ["04", 0.08]]))
    bare = planned(workbook([["Code", "Quote"], [1, 0.05]]))

    assert (said(good), values(good)) == ([], GOOD)
    assert said(bare) == [
        "Keinen Gebietscode der Datei gibt es auf der Ebene „Quartier“. Vielleicht ist es eine andere Ebene.",
        "Zeile 2: Den Gebietscode „1“ gibt es auf der Ebene „Quartier“ nicht. Ist „01“ gemeint?",
    ]


def test_a_long_file_with_numerators_notes_and_dates(ground: None) -> None:
    mapping = (
        "level: quarter\ncode: Gebiet\nperiod: {column: Stichtag}\n"
        "long: {indicator: Merkmal, numerator: Zähler, denominator: Nenner, note: Vermerk, names: {ALO: unemployment}, leave_out: [X]}\n"
        "notes: {estimated: [geschätzt], protected: [geheim]}\n"
    )
    text = (
        "Gebiet;Stichtag;Merkmal;Zähler;Nenner;Vermerk\n"
        "01;31.12.2024;ALO;5;100;\n"
        "02;2024;ALO;6;100;geschätzt\n"
        "03;2024-12-31;ALO;;100;geheim\n"
        "04;31.12.2024;ALO;;100;\n"
        "04;31.12.2024;X;1;2;\n"
    )

    plan = planned(text, mapping)

    assert said(plan) == []
    assert [(e.area, e.value, e.numerator, e.estimated, e.suppressed) for e in plan.new] == [
        ("01", 0.05, 5.0, False, False),
        ("02", 0.06, 6.0, True, False),
        ("03", None, None, False, True),
    ]
    assert (plan.periods, plan.empty_cells) == ([date(2024, 12, 31)], 1)


def test_empty_cells_are_missing_and_zero_is_a_value(ground: None) -> None:
    plan = planned("Code;Quote\n01;0\n02;\n03;NA\n04;0,08\n")

    assert values(plan) == {"01": 0.0, "04": 0.08}
    assert plan.empty_cells == 2


def test_per_cent_becomes_a_share_where_the_mapping_says_so(ground: None) -> None:
    plan = planned("Code;Quote\n01;5\n02;6 %\n", WIDE.replace("Quote}", "Quote, unit: percent}"))

    assert values(plan) == {"01": 0.05, "02": 0.06}


@pytest.mark.parametrize(
    ("rows", "sentences"),
    [
        ("01;viel\n", ["Zeile 2, Spalte „Quote“: „viel“ ist keine Zahl."]),
        (
            "01;.\n02;0,5\n",
            [
                "Zeile 2, Spalte „Quote“: „.“ ist keine Zahl. Wenn es „nicht verfügbar“ oder „geschützt“ heißt, "
                "nennen Sie es in der Zuordnung."
            ],
        ),
        (
            "01;12,5\n02;0,05\n",
            [
                "Zeile 2, Spalte „Quote“: 12,5 ist kein Anteil. Anteile liegen zwischen 0 und 1. Wenn die Spalte "
                "Prozent enthält, sagen Sie es in der Zuordnung (unit: percent)."
            ],
        ),
        ("01;-0,1\n", ["Zeile 2, Spalte „Quote“: −0,1 ist kein Anteil. Anteile liegen zwischen 0 und 1."]),
        (
            "01;0,1\n01;0,2\n",
            [
                "Die Zeilen 2, 3 nennen verschiedene Werte für „01“ (Arbeitslosigkeit). Bitte lassen Sie nur den richtigen stehen."
            ],
        ),
        ("01;0,1;7\n", ["Zeile 2 hat 3 Zellen, der Kopf hat 2. Vielleicht sind die Zellen verrutscht."]),
        (";0,1\n", ["Zeile 2 hat Werte, aber keinen Gebietscode."]),
        ("01;\n", ["Die Datei enthält keinen Wert."]),
        (
            "01;0,1\n1;0,2\n",
            ["Zeile 3: Den Gebietscode „1“ gibt es auf der Ebene „Quartier“ nicht. Ist „01“ gemeint?"],
        ),
    ],
)
def test_every_mistake_gets_its_sentence(ground: None, rows: str, sentences: list[str]) -> None:
    plan = planned("Code;Quote\n" + rows)

    assert said(plan) == sentences


def test_many_mistakes_of_one_kind_are_counted(ground: None) -> None:
    rows = "".join(f"0{n % 4 + 1};kein Wert {n}\n" for n in range(20))

    sentences = said(planned("Code;Quote\n" + rows))

    assert len(sentences) == 6
    assert sentences[-1] == (
        "15 weitere Zeilen haben denselben Fehler in Spalte „Quote“: 7, 8, 9, 10, 11, 12, 13, 14 und 7 weitere."
    )


def test_doubled_rows_that_agree_count_once(ground: None) -> None:
    plan = planned("Code;Quote\n01;0,1\n01;0,1\n")

    assert values(plan) == {"01": 0.1}
    assert plan.warnings[0].sentence == "Die Zeilen 2, 3 sagen dasselbe über „01“ (Arbeitslosigkeit). Es zählt einmal."


def test_areas_without_a_value_are_named(ground: None) -> None:
    plan = planned("Code;Quote\n01;0,1\n02;0,2\n03;0,3\n")

    assert [w.sentence for w in plan.warnings] == ["1 Gebiet der Ebene „Quartier“ hat in der Datei keinen Wert: 04."]


def test_unknown_areas_may_be_left_out_when_the_mapping_says_so(ground: None) -> None:
    plan = planned("Code;Quote\n01;0,1\n99;0,2\n", WIDE + "unknown_areas: skip\n")

    assert (said(plan), values(plan), plan.skipped) == ([], {"01": 0.1}, 1)


def test_values_are_compared_with_the_last_period(ground: None) -> None:
    make_areas(20, start=5)
    codes = [f"{n:02d}" for n in range(1, 25)]
    make_values(
        Indicator.objects.get(),
        {code: 0.05 + 0.01 * ((n * n) % 7) for n, code in enumerate(codes)},
        on=date(2024, 12, 31),
    )
    now = {code: 0.051 + 0.01 * ((n * n) % 7) for n, code in enumerate(codes)} | {"03": 0.0, "05": 0.0006}

    plan = planned("Code;Quote\n" + "".join(f"{code};{str(value).replace('.', ',')}\n" for code, value in now.items()))

    assert [w.sentence for w in plan.warnings] == [
        "„Arbeitslosigkeit“, 03: 0 nach 0,09. Wenn 0 für „nicht verfügbar“ steht, lassen Sie die Zelle leer.",
        "„Arbeitslosigkeit“, 05: 0,0006 nach 0,07. Vielleicht sind Prozent und Anteil gemischt.",
    ]


def test_a_column_that_slid_by_a_row_is_noticed(ground: None) -> None:
    make_areas(20, start=5)
    row = [0.01 * ((n * n) % 11 + 1) for n in range(25)]
    make_values(Indicator.objects.get(), {f"{n:02d}": row[n] for n in range(1, 25)}, on=date(2024, 12, 31))

    plan = planned("Code;Quote\n" + "".join(f"{n:02d};{row[n - 1]:.2f}\n" for n in range(1, 25)).replace(".", ","))

    assert [w.code for w in plan.warnings if w.code.startswith("rows")] == ["rows-shifted-down"]


def bomb() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * 60_000_000)
    return out.getvalue()


def entities() -> bytes:
    good = io.BytesIO(workbook([["Code", "Quote"], ["01", 0.1]]))
    out = io.BytesIO()
    with zipfile.ZipFile(good) as source, zipfile.ZipFile(out, "w") as target:
        for name in source.namelist():
            text = source.read(name)
            if name.endswith("sheet1.xml"):
                text = text.replace(b"<worksheet", b'<!DOCTYPE x [<!ENTITY a "aaaa">]><worksheet', 1)
            target.writestr(name, text)
    return out.getvalue()


def plain_zip() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("readme.txt", "hello")
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "Die Datei ist leer."),
        (b"\xef\xbb\xbf \r\n", "Die Datei ist leer."),
        (
            b"\x89PNG\r\n\x1a\n" + bytes(200),
            "Die Datei ist keine Tabelle: Sie sieht aus wie PNG. Lesbar sind CSV und XLSX.",
        ),
        (b"%PDF-1.7 ...", "Die Datei ist keine Tabelle: Sie sieht aus wie PDF. Lesbar sind CSV und XLSX."),
        (b"\x7fELF" + bytes(50), "Die Datei ist keine Tabelle: Sie sieht aus wie ELF. Lesbar sind CSV und XLSX."),
        (
            b"\xd0\xcf\x11\xe0" + bytes(50),
            "Das ist eine alte Excel-Datei (XLS). Bitte speichern Sie sie als XLSX oder CSV.",
        ),
        (
            b"PK\x03\x04 broken",
            "Die Datei gibt sich als Tabelle aus, lässt sich aber nicht öffnen. Bitte speichern Sie sie noch einmal als XLSX oder CSV.",
        ),
        (plain_zip(), "Die Datei ist keine Tabelle: Sie sieht aus wie ZIP. Lesbar sind CSV und XLSX."),
        (bomb(), "Die Tabelle würde beim Öffnen weit größer, als sie darf. Sie wird nicht geöffnet."),
        (entities(), "Die Tabelle würde beim Öffnen weit größer, als sie darf. Sie wird nicht geöffnet."),
        (b"Code;Quote\n", "Unter den Spaltenköpfen steht keine Zeile."),
        (b"Code;Code\n1;2\n", "Zwei Spalten heißen „Code“. Bitte benennen Sie eine um."),
        (
            b";".join(b"c%d" % n for n in range(1500)) + b"\n1\n",
            "Die Tabelle hat 1500 Spalten. Höchstens 1000 lassen sich lesen.",
        ),
        (
            b'Code;Quote\n01;"' + b"x" * 300_000,
            "In Zeile 2 steht eine Zelle mit mehr als 100.000 Zeichen, oder ein Anführungszeichen wird nie geschlossen.",
        ),
        (
            b"Code;Qu\x81\x8dote\n1;2\n",
            "Die Zeichen der Datei lassen sich nicht lesen (cp1252). Bitte speichern Sie sie als UTF-8.",
        ),
        (
            b"a\x00b;c\n" * 3 + b"x;y\n" * 50,
            "Die Datei ist keine Tabelle: Sie sieht aus wie binary. Lesbar sind CSV und XLSX.",
        ),
    ],
)
def test_files_that_are_something_else_are_refused_with_a_sentence(content: bytes, sentence: str) -> None:
    with pytest.raises(Unreadable) as refused:
        read_sheet(content)

    assert refused.value.finding.sentence == sentence


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("level: [", "Die Zuordnung lässt sich nicht als YAML lesen: Zeile 1."),
        ("- a", "In der Zuordnung fehlt „level“."),
        ("level: quarter", "In der Zuordnung fehlt „values / long“."),
        (WIDE.replace("code: Code\n", ""), "In der Zuordnung fehlt „code“."),
        (WIDE.replace("period: 2025-12-31\n", ""), "In der Zuordnung fehlt „period“."),
        (
            WIDE.replace("2025-12-31", "bald"),
            "In der Zuordnung kann „period“ nicht „bald“ sein. Möglich sind: 2024-12-31, 31.12.2024, 2024.",
        ),
        (
            WIDE + "colour: blue\n",
            "Die Zuordnung hat einen unbekannten Eintrag „colour“. Möglich sind: version, level, code, period, values, long, decimal, encoding, delimiter, sheet, header_row, missing, protected, unknown_areas, notes, define.",
        ),
        (
            WIDE.replace("Quote}", "Quote, unit: stones}"),
            "In der Zuordnung kann „unit“ nicht „stones“ sein. Möglich sind: share, percent, points, per_1000, number, euro, other.",
        ),
        (WIDE + "header_row: -3\n", "In der Zuordnung kann „header_row“ nicht „-3“ sein. Möglich sind: 1 … 1000."),
        (WIDE + "define:\n  - {key: x, name: X}\n", "In der Beschreibung von „x“ fehlt: unit, direction, source."),
        ("a: &a [1]\nlevel: *a\n" + WIDE, "Die Zuordnung lässt sich nicht als YAML lesen: Zeile 2."),
    ],
)
def test_mistakes_in_a_mapping_are_named_by_their_entry(text: str, sentence: str) -> None:
    with pytest.raises(Unusable) as refused:
        read_mapping(text)

    assert refused.value.finding.sentence == sentence


@pytest.mark.parametrize(
    ("mapping", "sentence"),
    [
        (WIDE.replace("quarter", "galaxy"), "Es gibt keine Ebene „galaxy“. Es gibt: district, quarter."),
        (WIDE.replace("quarter", "district").replace("Quote", "Quote"), None),
        (WIDE.replace("code: Code", "code: Kode"), "Die Datei hat keine Spalte „Kode“. Es gibt: Code, Quote."),
        (
            WIDE.replace("indicator: unemployment", "indicator: unemploymnt"),
            "Es gibt keinen Indikator „unemploymnt“. Ähnlich oder vorhanden: unemployment",
        ),
        (
            WIDE.replace("Quote}", "Quote, unit: euro}"),
            "„unemployment“ wird als Anteil (0 bis 1) geführt; Euro lässt sich nicht umrechnen.",
        ),
        (
            WIDE + "  - {indicator: unemployment, column: Code}\n",
            "„unemployment“ kommt aus zwei Spalten für denselben Stichtag. Eine davon muss weg.",
        ),
    ],
)
def test_a_mapping_that_does_not_fit_the_file_is_named(ground: None, mapping: str, sentence: str | None) -> None:
    plan = planned("Code;Quote\n01;0,1\n", mapping)

    assert plan.defects != []
    if sentence:
        assert said(plan) == [sentence]


def test_the_columns_are_guessed(ground: None) -> None:
    wide = read_sheet(b"Code;Name;Stichtag;unemployment;Bemerkung\n01;A;31.12.2024;0,1;x\n02;B;31.12.2024;0,2;\n")
    long = read_sheet(b"Gebiet,Jahr,Indikator,Wert\n01,2024,unemployment,0.1\n02,2024,unemployment,0.2\n")

    assert guessed_mapping(wide, today=date(2026, 5, 20)) == {
        "version": "1",
        "level": "quarter",
        "code": "Code",
        "period": {"column": "Stichtag"},
        "values": [{"indicator": "unemployment", "column": "unemployment"}],
    }
    assert guessed_mapping(long, today=date(2026, 5, 20)) == {
        "version": "1",
        "level": "quarter",
        "code": "Gebiet",
        "period": {"column": "Jahr"},
        "long": {"indicator": "Indikator", "value": "Wert"},
    }


@pytest.fixture
def files(tmp_path: Path) -> Any:
    def write(table: str, mapping: str = WIDE) -> list[str]:
        (tmp_path / "werte.csv").write_text(table, encoding="utf-8")
        (tmp_path / "zuordnung.yaml").write_text(mapping, encoding="utf-8")
        return [str(tmp_path / "werte.csv"), "--mapping", str(tmp_path / "zuordnung.yaml")]

    return write


def test_the_command_imports_and_a_dry_run_does_not(
    ground: None, files: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    arguments = files("Code;Quote\n01;0,05\n02;0,06\n03;0,07\n04;\n")

    call_command("import_values", *arguments, "--dry-run")
    dry = (capsys.readouterr().out, Value.objects.count(), ImportRun.objects.count())
    call_command("import_values", *arguments)

    assert dry == (
        "Hinweis: 1 Gebiet der Ebene „Quartier“ hat in der Datei keinen Wert: 04.\n"
        "Hinweis: 1 Zelle ist leer. Sie gilt als fehlend, nicht als null.\n"
        "Würde übernommen: 3 neue Werte, 0 geändert, 0 unverändert, 1 leere Zelle.\n",
        0,
        0,
    )
    assert (
        capsys.readouterr().out.splitlines()[-1]
        == "Übernommen: 3 neue Werte, 0 geändert, 0 unverändert, 1 leere Zelle."
    )
    assert (Value.objects.count(), ImportRun.objects.get().file_name) == (3, "werte.csv")


def test_the_command_refuses_with_all_reasons_and_writes_nothing(ground: None, files: Any) -> None:
    with pytest.raises(CommandError) as refused:
        call_command("import_values", *files("Code;Quote\n01;0,05\n02;viel\n99;0,07\n"))

    assert str(refused.value).splitlines() == [
        "Zeile 3, Spalte „Quote“: „viel“ ist keine Zahl.",
        "Zeile 4: Den Gebietscode „99“ gibt es auf der Ebene „Quartier“ nicht.",
        "Es wurde nichts übernommen.",
    ]
    assert (Value.objects.count(), ImportRun.objects.count()) == (0, 0)


def test_the_command_answers_in_english_when_asked(ground: None, files: Any) -> None:
    with pytest.raises(
        CommandError,
        match=r"^Row 2, column “Quote”: “viel” is no number[.]\nNothing was imported[.]$",
    ):
        call_command("import_values", *files("Code;Quote\n01;viel\n"), "--lang", "en")


def test_a_missing_file_is_named(files: Any, tmp_path: Path) -> None:
    arguments = files("x")
    with pytest.raises(CommandError, match=r"weg\.csv lässt sich nicht lesen"):
        call_command("import_values", str(tmp_path / "weg.csv"), *arguments[1:])


def test_a_mapping_may_bring_the_definitions_of_new_indicators(files: Any) -> None:
    make_areas(4)
    define = "define:\n  - {key: unemployment, name: Arbeitslosigkeit, unit: share, direction: burden, source: Amt}\n"

    call_command("import_values", *files("Code;Quote\n01;0,05\n", WIDE + define))

    indicator = Indicator.objects.get()
    assert (indicator.key, indicator.name, indicator.unit, indicator.source) == (
        "unemployment",
        {"de": "Arbeitslosigkeit"},
        "share",
        {"de": "Amt"},
    )
    assert Value.objects.get().value == 0.05


def test_the_documented_mappings_can_be_read() -> None:
    page = (Path(__file__).parents[2] / "docs" / "how-to" / "import-values.md").read_text(encoding="utf-8")
    wide, long, define = (block.split("```")[0] for block in page.split("```yaml\n")[1:])
    head = "level: quarter\ncode: Code\n"

    assert len(read_mapping(wide).values) == 4
    assert read_mapping(head + long).notes == {"geschätzt": "estimated", "e": "estimated", "geheim": "protected"}
    assert read_mapping(WIDE + define).define[0]["source"] == {"de": "MSS Berlin 2017"}
