"""A paper as OpenDocument text, for offices that go on writing in it."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from quartierswerk.reports import odt_styles
from quartierswerk.reports.papers import (
    Block,
    Bullets,
    Facts,
    Figure,
    Heading,
    NextSteps,
    Paper,
    Paragraph,
    SideBySide,
    Sources,
    Table,
)
from quartierswerk.reports.pdf import FONTS, NAME, REGIONS, WORDS, column_widths, picture_of
from quartierswerk.ui.svg.lettering import clean, safe

TEXT_WIDTH = 16.5
"""Centimetres between the margins of A4."""
POINTS = 72 / 2.54
"""Points in a centimetre."""
NAMES = {"de": {"table": "Tabelle", "figure": "Abbildung"}, "en": {"table": "Table", "figure": "Figure"}}
# A fixed moment, so that the same paper gives the same bytes.
STAMP = (1980, 1, 1, 0, 0, 0)


def make_odt(paper: Paper, *, fonts: Path = FONTS) -> bytes:
    """Return the paper as ODT. Drawings become pictures, because not every office program shows SVG well."""
    from odfdo import Document

    document = Document("text")
    document.body.clear()
    lang = paper.lang.lower()[:2]
    _prepare(document, paper, lang)
    _Writer(document, lang, fonts).write(paper)
    out = io.BytesIO()
    document.save(out)
    return _steady(out.getvalue())


def _prepare(document: Any, paper: Paper, lang: str) -> None:
    """Set styles, language, title and the foot of the page."""
    from odfdo import Element, Paragraph, Tab, VarPageCount, VarPageNumber

    for style in document.get_styles():
        for text in style.get_elements("descendant-or-self::style:text-properties"):
            if text.get_attribute("fo:language"):
                text.set_attribute("fo:language", lang)
                text.set_attribute("fo:country", REGIONS.get(lang, lang.upper()))
    for part in (document.content, document.styles):
        part.get_element("//office:font-face-decls").append(Element.from_tag(odt_styles.FONT_FACE))
    outline = document.styles.get_element("//text:outline-style")
    outline.parent.replace_element(outline, Element.from_tag(odt_styles.OUTLINE))
    document.insert_style(Element.from_tag(odt_styles.BULLETS))
    for xml in odt_styles.TABLES:
        document.insert_style(Element.from_tag(xml), automatic=True)
    for xml in [*odt_styles.PARAGRAPHS, *odt_styles.TEXTS, *odt_styles.GRAPHICS]:
        style = Element.from_tag(xml)
        old = document.get_style(style.get_attribute("style:family"), style.get_attribute("style:name"))
        if old is not None:
            old.delete()
        document.insert_style(style)
    master = document.get_style("master-page", "Standard")
    layout = master.get_attribute("style:page-layout-name")
    old = document.get_style("page-layout", layout)
    old.parent.replace_element(old, Element.from_tag(odt_styles.PAGE_LAYOUT.format(name=layout)))
    foot = Paragraph(" · ".join(filter(None, (clean(paper.organisation), clean(paper.date)))), style="Footer")
    foot.append(Tab())
    for part in re.split(r"(\{pages?\})", WORDS.get(lang, WORDS["en"])["page"]):
        foot.append({"{page}": VarPageNumber(), "{pages}": VarPageCount()}.get(part, part))
    master.set_page_footer(foot)
    meta = document.meta
    meta.title = clean(paper.title)
    meta.language = f"{lang}-{REGIONS.get(lang, lang.upper())}"
    meta.generator = NAME
    for moment in document.meta.get_elements("//meta:creation-date | //dc:date"):
        moment.delete()


class _Writer:
    """Writes one paper; keeps count of tables and figures."""

    def __init__(self, document: Any, lang: str, fonts: Path) -> None:
        self.document = document
        self.body = document.body
        self.names = NAMES.get(lang, NAMES["en"])
        self.fonts = fonts
        self.tables = 0
        self.figures = 0
        self.pictures = 0

    def write(self, paper: Paper) -> None:
        self.paragraph("Letterhead", clean(paper.organisation), lead=NAME)
        if paper.number:
            self.paragraph("Letterhead", clean(paper.number))
        self.heading(1, paper.title)
        if paper.subtitle:
            self.paragraph("Subtitle", clean(paper.subtitle))
        self.paragraph("Small", " · ".join(filter(None, (clean(paper.date), clean(paper.status)))))
        if paper.finding:
            self.paragraph("Finding", clean(paper.finding))
        if paper.next_steps:
            self.block(paper.next_steps)
        for section in paper.sections:
            if section.blocks:
                self.heading(2, section.title)
                for block in section.blocks:
                    self.block(block)

    def block(self, block: Block) -> None:
        match block:
            case Heading():
                self.heading(3, block.text)
            case Paragraph():
                for number, part in enumerate(re.split(r"\n\s*\n", block.text)):
                    style = "Small" if block.quiet else "Text_20_body"
                    self.paragraph(style, clean(part), lead=clean(block.lead) if number == 0 else "")
            case Bullets():
                self.bullets([self.text("Text_20_body", clean(item)) for item in block.items])
            case Facts():
                for name, value in block.items:
                    self.paragraph("Text_20_body", clean(value), lead=clean(name))
            case NextSteps():
                for label, text in block.cells:
                    self.paragraph("Step", clean(text), lead=f"{clean(label)}:")
            case Sources():
                self.sources(block)
            case Table():
                self.table(block)
            case Figure():
                self.figure(block)
            case SideBySide():
                # Below each other here; a drawing keeps nearly its size, so that both still fit on the page.
                for one, share in ((block.first, block.share), (block.second, 1 - block.share)):
                    if isinstance(one, Figure):
                        one = replace(one, width=max(0.1, one.width * min(share + 0.1, 1)))
                    self.block(one)

    def heading(self, level: int, text: str) -> None:
        from odfdo import Header

        made = Header(level, clean(text))
        made.style = f"Heading_20_{level}"
        self.body.append(made)

    def text(self, style: str, text: str, *, lead: str = "") -> Any:
        from odfdo import Paragraph as Text
        from odfdo import Span

        made = Text("", style=style)
        if lead:
            made.append(Span(lead, style="Strong"))
            made.append(f" {text}")
        else:
            made.append(text)
        return made

    def paragraph(self, style: str, text: str, *, lead: str = "") -> None:
        self.body.append(self.text(style, text, lead=lead))

    def bullets(self, items: list[Any]) -> None:
        from odfdo import List, ListItem

        made = List(style="Bullets")
        for item in items:
            entry = ListItem()
            entry.append(item)
            made.append(entry)
        self.body.append(made)

    def sources(self, block: Sources) -> None:
        from odfdo import Link

        items = []
        for one in block.items:
            address = clean(one.address)
            text = self.text("Text_20_body", clean(one.text) + (", " if one.text and address else ""))
            if address:
                text.append(Link(address, text=address))
            items.append(text)
        self.bullets(items)

    def table(self, block: Table) -> None:
        from odfdo import Element

        self.tables += 1
        name = f"{self.names['table']} {self.tables}"
        if block.caption:
            self.paragraph("Caption", f"{name}: {clean(block.caption)}")
        columns = []
        for number, width in enumerate(column_widths(block)):
            style = f"T{self.tables}C{number}"
            xml = odt_styles.COLUMN.format(name=style, width=round(width / POINTS, 2))
            self.document.insert_style(Element.from_tag(xml), automatic=True)
            columns.append(f'<table:table-column table:style-name="{style}"/>')
        if block.row_header:
            columns[0] = f"<table:table-header-columns>{columns[0]}</table:table-header-columns>"
        heads = ["Table_20_Heading_20_Number" if column.numeric else "Table_20_Heading" for column in block.columns]
        looks = ["Table_20_Number" if column.numeric else "Table_20_Contents" for column in block.columns]
        if block.row_header:
            looks[0] = "Table_20_Row_20_Name"
        head = _row("Head", heads, [column.label for column in block.columns])
        rows = "".join(_row("Body", looks, row) for row in block.rows)
        self.body.append(
            Element.from_tag(
                f'<table:table table:name="{name}" table:style-name="Table">{"".join(columns)}'
                f"<table:table-header-rows>{head}</table:table-header-rows>{rows}</table:table>"
            )
        )
        if block.note:
            self.paragraph("Small", clean(block.note))

    def figure(self, block: Figure) -> None:
        from odfdo import Frame
        from odfdo import Paragraph as Text

        self.pictures += 1
        picture = block.drawing if isinstance(block.drawing, bytes) else picture_of(block.drawing, fonts=self.fonts)
        wide, high = _size_of(picture)
        width = TEXT_WIDTH * block.width
        address = f"Pictures/{self.pictures:03}.png"
        self.document.container.set_part(address, picture)
        self.document.manifest.add_full_path(address, "image/png")
        frame = Frame.image_frame(
            address,
            name=f"{self.names['figure']} {self.pictures}",
            style="Picture",
            size=(f"{width:.2f}cm", f"{width * high / wide:.2f}cm"),
            anchor_type="as-char",
        )
        frame.svg_title = clean(block.caption) or clean(block.alt)[:80]
        frame.svg_description = clean(block.alt)
        holder = Text("", style="Figure_20_with_20_caption" if block.caption else "Figure")
        holder.append(frame)
        self.body.append(holder)
        if block.caption:
            self.figures += 1
            self.paragraph("Caption", f"{self.names['figure']} {self.figures}: {clean(block.caption)}")


def _row(face: str, styles: Sequence[str], texts: Sequence[str]) -> str:
    """Write a row of a table; for tables of hundreds of rows this is ten times faster than element by element."""
    cells = "".join(
        f'<table:table-cell table:style-name="{face}" office:value-type="string">'
        f'<text:p text:style-name="{style}">{safe(text)}</text:p></table:table-cell>'
        for style, text in zip(styles, texts, strict=True)
    )
    return f'<table:table-row table:style-name="Row">{cells}</table:table-row>'


def _size_of(picture: bytes) -> tuple[int, int]:
    """Read width and height from the head of a PNG."""
    if picture[:8] != b"\x89PNG\r\n\x1a\n":
        raise ValueError("A figure is SVG text or the bytes of a PNG.")
    return int.from_bytes(picture[16:20], "big"), int.from_bytes(picture[20:24], "big")


def _steady(made: bytes) -> bytes:
    """Write the archive anew without the time of day, its type first and uncompressed, without the sample picture."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(made)) as old, zipfile.ZipFile(out, "w") as new:
        names = sorted(old.namelist(), key=lambda name: (name != "mimetype", name))
        for name in names:
            if name.startswith("Thumbnails/") or name.endswith("/"):
                continue
            content = old.read(name)
            if name == "META-INF/manifest.xml":
                content = re.sub(rb'\s*<manifest:file-entry[^>]*manifest:full-path="Thumbnails[^>]*/>', b"", content)
            entry = zipfile.ZipInfo(name, STAMP)
            entry.compress_type = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
            new.writestr(entry, content)
    return out.getvalue()
