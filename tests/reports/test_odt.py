"""What an office program finds in the ODT."""

import io
import zipfile
from dataclasses import replace

import pytest
from odfdo import Document

from quartierswerk.reports.odt import make_odt
from quartierswerk.reports.papers import Column, Figure, Paper, Paragraph, Section, Table


def opened(made):
    return Document(io.BytesIO(made))


def text_of(element):
    return element.text_recursive.strip()


def test_headings_are_headings_in_order(paper):
    body = opened(make_odt(paper)).body

    assert [(head.get_attribute_integer("text:outline-level"), text_of(head), head.style) for head in body.headers] == [
        (1, "Quartiere nach Unterstützungsbedarf", "Heading_20_1"),
        (2, "Karte und Liste", "Heading_20_2"),
        (2, "Methode", "Heading_20_2"),
        (3, "Rechnung", "Heading_20_3"),
        (2, "Quellen", "Heading_20_2"),
    ]


def test_tables_have_head_rows_and_head_columns(paper):
    body = opened(make_odt(paper)).body

    heads = [
        [text_of(cell) for cell in row.get_elements("table:table-cell")]
        for row in body.get_elements("//table:table-header-rows/table:table-row")
    ]
    assert heads == [["Quartier", "Klasse", "Rang"], ["A", "B"]]
    assert [len(t.get_elements("table:table-header-columns/table:table-column")) for t in body.tables] == [1, 0]
    assert [
        [text_of(c) for c in row.get_elements("table:table-cell")]
        for row in body.get_elements("//table:table/table:table-row")
    ] == [
        ["Mühlwiesen", "5", "1"],
        ["Am Gaswerk", "4", "2"],
        ["1", "2"],
    ]


def test_pictures_have_titles_and_descriptions_and_are_there(paper):
    made = make_odt(paper)

    frames = opened(made).body.get_elements("//draw:frame")
    assert [(frame.svg_title, frame.svg_description) for frame in frames] == [
        ("Karte: fünf Quartiere", "Karte: fünf Quartiere"),
        ("Zeichen", "Legende"),
    ]
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        manifest = archive.read("META-INF/manifest.xml").decode()
        addresses = [frame.get_element("draw:image").get_attribute("xlink:href") for frame in frames]
        assert [archive.read(address)[:4] for address in addresses] == [b"\x89PNG", b"\x89PNG"]
        assert [manifest.count(f'"{address}"') for address in addresses] == [1, 1]


@pytest.mark.parametrize(("lang", "country", "foot"), [("de", "DE", "Seite 1 von 1"), ("en", "GB", "Page 1 of 1")])
def test_language_title_and_foot_are_set(paper, lang, country, foot):
    document = opened(make_odt(replace(paper, lang=lang)))

    languages = {
        (text.get_attribute("fo:language"), text.get_attribute("fo:country"))
        for text in document.styles.get_elements("//style:default-style/style:text-properties")
        if text.get_attribute("fo:language")
    }
    assert languages == {(lang, country)}
    assert (document.meta.title, document.meta.language) == (paper.title, f"{lang}-{country}")
    footer = document.get_style("master-page", "Standard").get_page_footer()
    fields = [one.tag for one in footer.get_elements("descendant::text:page-number | descendant::text:page-count")]
    assert fields == ["text:page-number", "text:page-count"]
    words = foot.replace("1", "").split()
    assert footer.serialize().count(words[0]) == 1
    assert text_of(footer).startswith("Stadt Lauterfeld · 14. Mai 2026")


def test_headings_carry_no_automatic_numbers(paper):
    document = opened(make_odt(paper))

    levels = document.styles.get_elements("//text:outline-style/text:outline-level-style")
    assert {level.get_attribute("style:num-format") for level in levels} == {""}


def test_the_same_paper_gives_the_same_bytes_with_its_type_first(paper):
    made = make_odt(paper)

    assert made == make_odt(paper)
    assert made[30:38] == b"mimetype"
    assert made[38:77] == b"application/vnd.oasis.opendocument.text"


def test_scripts_and_forbidden_characters_stay_text():
    bad = '<script>alert(1)</script> & "Süd" \x00\ud800'
    shown = '<script>alert(1)</script> & "Süd"'
    svg = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'
    paper = Paper(
        title=bad,
        organisation=bad,
        date=bad,
        sections=[Section(bad, [Paragraph(bad), Table(bad, [Column(bad)], [[bad]]), Figure(svg, bad, bad)])],
    )

    body = opened(make_odt(paper)).body

    assert [text_of(head) for head in body.headers] == [shown, shown]
    assert [text_of(cell) for cell in body.get_elements("//table:table-cell")] == [shown, shown]
    assert body.get_elements("//draw:frame")[0].svg_description == shown


def test_a_table_of_three_hundred_rows_is_whole():
    rows = [[f"Gebiet {n}", str(n)] for n in range(300)]
    table = Table("Alle", [Column("Gebiet"), Column("Rang", numeric=True)], rows)

    body = opened(make_odt(Paper(title="T", organisation="S", date="", sections=[Section("A", [table])]))).body

    found = body.get_elements("//table:table/table:table-row")
    assert [[text_of(c) for c in row.get_elements("table:table-cell")] for row in found] == rows


def test_a_picture_that_is_none_is_refused():
    paper = Paper(title="T", organisation="S", date="", sections=[Section("A", [Figure(b"GIF89a", "Bild")])])

    with pytest.raises(ValueError, match=r"^A figure is SVG text or the bytes of a PNG\.$"):
        make_odt(paper)
