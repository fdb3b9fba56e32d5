"""The tags of a PDF, read back with another library than the one that wrote them."""

import io
import re
import subprocess
import time
from dataclasses import replace
from pathlib import Path

import pikepdf
import pytest

from quartierswerk.reports.papers import Bullets, Column, Facts, Figure, Heading, Paper, Paragraph, Section, Table
from quartierswerk.reports.pdf import FontsMissing, column_widths, make_pdf, picture_of


def opened(made):
    return pikepdf.open(io.BytesIO(made))


def elements(document):
    """Every structure element in reading order."""
    found = []

    def walk(element):
        if not isinstance(element, pikepdf.Dictionary):
            return
        if "/S" in element:
            found.append(element)
        kids = element.get("/K")
        for kid in kids if isinstance(kids, pikepdf.Array) else [kids] if kids is not None else []:
            walk(kid)

    walk(document.Root.StructTreeRoot)
    return found


def tags(document, *kinds):
    return [str(element.S)[1:] for element in elements(document) if str(element.S)[1:] in kinds]


def attribute(cell, name):
    return next((one.get(name) for one in cell.A if one.get("/O") == "/Table"), None)


def words(made):
    return subprocess.run(
        ["pdftotext", "-layout", "-", "-"], input=made, capture_output=True, check=True
    ).stdout.decode()


def test_paper_claims_pdf_ua_and_carries_language_and_title(paper):
    document = opened(make_pdf(paper))

    assert document.Root.MarkInfo.Marked is True
    assert str(document.Root.Lang) == "de-DE"
    assert document.Root.ViewerPreferences.DisplayDocTitle is True
    with document.open_metadata() as metadata:
        assert (metadata["pdfuaid:part"], metadata["dc:title"]) == ("1", "Quartiere nach Unterstützungsbedarf")


def test_headings_follow_each_other_without_gap(paper):
    assert tags(opened(make_pdf(paper)), "H1", "H2", "H3", "H4") == ["H1", "H2", "H2", "H3", "H2"]


def test_every_figure_says_what_it_shows(paper):
    document = opened(make_pdf(paper))

    found = elements(document)
    assert [str(one.get("/Alt")) for one in found if one.S == "/Figure"] == ["Karte: fünf Quartiere", "Legende"]


def test_tables_have_head_row_and_head_column(paper):
    document = opened(make_pdf(paper))

    heads = [cell for cell in elements(document) if cell.S == "/TH"]
    assert [str(attribute(cell, "/Scope"))[1:] for cell in heads] == [
        *("Column", "Column", "Column", "Row", "Row"),
        *("Column", "Column"),
    ]
    assert len(tags(document, "TD")) == 4 + 2
    assert len(tags(document, "Caption")) == 2


def test_each_cell_names_its_column_and_its_row_and_both_can_be_found(paper):
    document = opened(make_pdf(paper))

    found = elements(document)
    ids = pikepdf.NameTree(document.Root.StructTreeRoot.IDTree)
    cells = [[str(name) for name in attribute(cell, "/Headers")] for cell in found if cell.S == "/TD"]
    heads = {str(cell.ID): cell for cell in found if cell.S == "/TH"}
    assert [len(names) for names in cells] == [2, 2, 2, 2, 1, 1]
    assert {name for names in cells for name in names} <= set(heads)
    assert {name: ids[name].objgen for name in heads} == {name: cell.objgen for name, cell in heads.items()}


def test_lists_facts_and_links_are_tagged(paper):
    document = opened(make_pdf(paper))

    assert tags(document, "L", "LI", "Link") == ["L", "LI", "LI", "L", "LI", "LI", "L", "LI", "Link", "LI"]


def test_all_words_are_there_and_the_foot_counts_pages(paper):
    text = words(make_pdf(paper))

    for word in ("Mühlwiesen", "Entwurf", "Sozialausschuss", "z-Werte", "https://lauterfeld.example/daten", "123/2026"):
        assert text.count(word) == 1
    assert text.count("Seite 1 von 1") == 1
    assert text.count("Leer") == 0


def test_english_paper_speaks_english(paper):
    made = make_pdf(replace(paper, lang="en"))

    assert str(opened(made).Root.Lang) == "en-GB"
    assert words(made).count("Page 1 of 1") == 1


def test_the_same_paper_gives_the_same_bytes(paper):
    assert make_pdf(paper) == make_pdf(paper)


def test_a_usual_paper_takes_less_than_a_second(paper):
    start = time.perf_counter()
    make_pdf(paper)

    assert time.perf_counter() - start < 1


def test_markup_of_any_kind_stays_text():
    bad = '<script>alert(1)</script> #let x = 1 $x^2$ *fett* _leise_ @ref = Titel \\ "Zitat" [Klammer] {geschweift}'
    paper = Paper(
        title=bad,
        organisation=bad,
        date=bad,
        finding=bad,
        sections=[
            Section(
                bad,
                [
                    Heading(bad),
                    Paragraph(bad, lead=bad),
                    Bullets([bad]),
                    Facts([(bad, bad)]),
                    Table(bad, [Column(bad), Column(bad, numeric=True)], [[bad, bad]], note=bad),
                    Figure('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>', bad, bad),
                ],
            )
        ],
    )

    made = make_pdf(paper)

    assert tags(opened(made), "H1", "H2", "H3", "H4") == ["H1", "H2", "H3"]
    assert re.sub(r"\s+", " ", words(made)).count("#let x = 1 $x^2$ *fett* _leise_ @ref") >= 6


@pytest.mark.parametrize(
    "name",
    ["漢字", "\U0001f3e0", "\ufdd0", "\x07", "\ud800", "\u202eabc", "\ue000", "قلب", "Œuvre Ş İ ğ Київ"],
    ids=ascii,
)
def test_no_character_stops_a_paper(name):
    paper = Paper(
        title=f"A{name}",
        organisation=name,
        date="",
        sections=[Section(f"B{name}", [Table("", [Column(f"C{name}")], [[name]]), Figure(svg_with(name), f"D{name}")])],
    )

    assert tags(opened(make_pdf(paper)), "H1", "H2", "TH") == ["H1", "H2", "TH", "TH"]


def svg_with(name):
    return f'<svg xmlns="http://www.w3.org/2000/svg" width="90" height="20"><text y="15">{name}</text></svg>'


def test_long_table_repeats_its_head_and_keeps_every_row():
    columns = [Column("Gebiet"), Column("Anteil der Kinder in Grundsicherung", numeric=True)]
    rows = [[f"Gebiet {n}" + ("A" * 150 if n == 7 else ""), f"{n},5"] for n in range(300)]
    paper = Paper(title="Liste", organisation="Stadt", date="", sections=[Section("Alle", [Table("T", columns, rows)])])

    made = make_pdf(paper)

    document = opened(made)
    pages = len(document.pages)
    assert (tags(document, "TH").count("TH"), pages > 5) == (2 + 300, True)
    assert len(re.findall(r"Anteil der Kinder", words(made))) == pages


def test_columns_fill_the_room_and_a_monster_does_not_starve_the_others():
    columns = [Column("Gebiet"), Column("Bezirk"), Column("Wert", numeric=True)]
    rows = [["Am Gaswerk", "Lauterauen", "12,4"]] * 60 + [["A" * 300, "Lauterauen", "12,4"]]

    widths = column_widths(Table("", columns, rows))

    assert sum(widths) == pytest.approx(467, abs=0.5)
    assert (widths[0] > 60, widths[1] > 60, 30 < widths[2] < 60) == (True, True, True)


@pytest.mark.parametrize("count", [1, 9, 14])
def test_any_number_of_columns_fits(count):
    table = Table("", [Column(f"Spalte mit Namen {n}") for n in range(count)], [["Wert"] * count])

    assert sum(column_widths(table)) == pytest.approx(467, abs=1)
    make_pdf(Paper(title="T", organisation="S", date="", sections=[Section("A", [table])]))


def test_empty_tables_and_papers_work():
    make_pdf(Paper(title="T", organisation="", date=""))
    made = make_pdf(Paper(title="T", organisation="", date="", sections=[Section("A", [Table("", [Column("X")], [])])]))

    assert tags(opened(made), "TH", "TD") == ["TH"]


def test_missing_fonts_say_what_to_do(paper):
    with pytest.raises(FontsMissing, match=r"make setup"):
        make_pdf(paper, fonts=Path("/nowhere"))


def test_a_drawing_becomes_a_picture(drawing):
    picture = picture_of(drawing, width=450)

    assert (picture[:4], int.from_bytes(picture[16:20], "big")) == (b"\x89PNG", 900)
