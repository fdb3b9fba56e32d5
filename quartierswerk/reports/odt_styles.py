"""The look of a paper as OpenDocument styles: the same sizes and greys as the PDF."""

FONT = 'style:font-name="Fira Sans"'
GREY = "#545454"
HAIR = "0.5pt solid #b3b3b3"

FONT_FACE = (
    '<style:font-face style:name="Fira Sans" svg:font-family="\'Fira Sans\'"'
    ' style:font-family-generic="swiss" style:font-pitch="variable"/>'
)

PAGE_LAYOUT = (
    '<style:page-layout style:name="{name}"><style:page-layout-properties fo:page-width="21cm" fo:page-height="29.7cm"'
    ' style:num-format="1" style:print-orientation="portrait" fo:margin-top="2.2cm" fo:margin-right="2cm"'
    ' fo:margin-bottom="1.4cm" fo:margin-left="2.5cm" style:writing-mode="lr-tb"/><style:header-style/>'
    '<style:footer-style><style:header-footer-properties fo:min-height="1cm" fo:margin-top="0.4cm"/>'
    "</style:footer-style></style:page-layout>"
)


def _paragraph(name: str, text: str, shape: str = "", *, parent: str = "Standard", more: str = "") -> str:
    display = name.replace("_20_", " ")
    shown = f' style:display-name="{display}"' if display != name else ""
    return (
        f'<style:style style:name="{name}"{shown} style:family="paragraph" style:parent-style-name="{parent}" {more}>'
        f"<style:paragraph-properties {shape}/><style:text-properties {text}/></style:style>"
    )


def _heading(level: int, size: float, above: float, below: float, rule: str = "") -> str:
    return _paragraph(
        f"Heading_20_{level}",
        f'{FONT} fo:font-size="{size}pt" fo:font-weight="600" fo:hyphenate="false"',
        f'fo:margin-top="{above}pt" fo:margin-bottom="{below}pt" fo:keep-with-next="always" {rule}',
        more=f'style:default-outline-level="{level}" style:next-style-name="Text_20_body" style:class="text"',
    )


PARAGRAPHS = [
    '<style:style style:name="Standard" style:family="paragraph" style:class="text"><style:paragraph-properties'
    f' fo:line-height="15pt"/><style:text-properties {FONT} fo:font-size="10.5pt" fo:color="#1a1a1a"/></style:style>',
    _paragraph("Text_20_body", "", 'fo:margin-top="0pt" fo:margin-bottom="6pt"'),
    _heading(1, 18, 14, 4).replace('fo:margin-top="14pt"', 'fo:margin-top="14pt" fo:line-height="23pt"'),
    _heading(2, 13, 16, 8, f'fo:border-bottom="{HAIR}" fo:padding-bottom="3pt"'),
    _heading(3, 11, 10, 4),
    _paragraph("Letterhead", f'fo:font-size="9.5pt" fo:color="{GREY}"'),
    _paragraph("Subtitle", 'fo:font-size="11pt"', 'fo:margin-bottom="3pt"'),
    _paragraph("Small", f'fo:font-size="9.5pt" fo:color="{GREY}"', 'fo:line-height="13pt" fo:margin-bottom="8pt"'),
    _paragraph("Finding", 'fo:font-size="12pt"', 'fo:line-height="17pt" fo:margin-bottom="8pt"'),
    _paragraph("Step", "", 'fo:background-color="#f2f2f2" fo:border-left="3pt solid #1a1a1a" fo:padding="4pt"'),
    _paragraph(
        "Caption", 'fo:font-size="9.5pt"', 'fo:margin-top="8pt" fo:margin-bottom="4pt" fo:keep-with-next="always"'
    ),
    _paragraph("Figure", "", 'fo:margin-top="6pt" fo:margin-bottom="4pt" fo:line-height="100%"'),
    _paragraph("Figure_20_with_20_caption", "", 'fo:keep-with-next="always"', parent="Figure"),
    _paragraph("Table_20_Contents", 'fo:font-size="9.5pt"', 'fo:line-height="12pt"'),
    _paragraph("Table_20_Heading", 'fo:font-weight="600"', 'fo:keep-with-next="always"', parent="Table_20_Contents"),
    _paragraph("Table_20_Number", "", 'fo:text-align="end"', parent="Table_20_Contents"),
    _paragraph("Table_20_Heading_20_Number", 'fo:font-weight="600"', 'fo:text-align="end"', parent="Table_20_Contents"),
    _paragraph("Table_20_Row_20_Name", 'fo:font-weight="600"', "", parent="Table_20_Contents"),
    _paragraph(
        "Footer",
        f'fo:font-size="9pt" fo:color="{GREY}"',
        f'fo:border-top="{HAIR}" fo:padding-top="4pt"',
        more='style:class="extra"',
    ).replace(
        "/><style:text-properties",
        '><style:tab-stops><style:tab-stop style:position="16.5cm" style:type="right"/></style:tab-stops>'
        "</style:paragraph-properties><style:text-properties",
    ),
]

TEXTS = [
    '<style:style style:name="Strong" style:family="text"><style:text-properties fo:font-weight="600"/></style:style>',
]

GRAPHICS = [
    '<style:style style:name="Picture" style:family="graphic"><style:graphic-properties style:wrap="none"'
    ' style:vertical-pos="top" style:vertical-rel="baseline" fo:border="none" fo:padding="0cm"/></style:style>',
]

OUTLINE = (
    '<text:outline-style style:name="Outline">'
    + "".join(f'<text:outline-level-style text:level="{n}" style:num-format=""/>' for n in range(1, 11))
    + "</text:outline-style>"
)

BULLETS = (
    '<text:list-style style:name="Bullets"><text:list-level-style-bullet text:level="1" text:bullet-char="•">'
    '<style:list-level-properties text:list-level-position-and-space-mode="label-alignment">'
    '<style:list-level-label-alignment text:label-followed-by="listtab" text:list-tab-stop-position="0.5cm"'
    ' fo:text-indent="-0.5cm" fo:margin-left="0.5cm"/></style:list-level-properties>'
    "</text:list-level-style-bullet></text:list-style>"
)

# Writer reads the styles of tables from the content only.
TABLES = [
    '<style:style style:name="Table" style:family="table"><style:table-properties style:width="16.5cm"'
    ' fo:margin-bottom="8pt" table:align="left" table:border-model="collapsing"'
    ' style:may-break-between-rows="true"/></style:style>',
    '<style:style style:name="Row" style:family="table-row"><style:table-row-properties fo:keep-together="always"/>'
    "</style:style>",
    '<style:style style:name="Head" style:family="table-cell"><style:table-cell-properties fo:padding="3pt"'
    ' fo:border="none" fo:border-bottom="1pt solid #1a1a1a" style:vertical-align="bottom"/></style:style>',
    '<style:style style:name="Body" style:family="table-cell"><style:table-cell-properties fo:padding="3pt"'
    f' fo:border="none" fo:border-bottom="{HAIR}"/></style:style>',
]

COLUMN = (
    '<style:style style:name="{name}" style:family="table-column"><style:table-column-properties'
    ' style:column-width="{width}cm"/></style:style>'
)
