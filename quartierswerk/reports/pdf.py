"""A paper as PDF, tagged to PDF/UA-1 by typst; the checker of typst refuses what has no alt text or title.

Nothing of the paper becomes typst source: all of it travels as JSON and is shown as text.
"""

from __future__ import annotations

import io
import json
import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

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
    blocks_of,
)
from quartierswerk.ui.svg.lettering import clean, cut, is_drawable, text_width

TEMPLATE = Path(__file__).with_name("typst") / "paper.typ"
FONTS = Path(__file__).parents[1] / "ui" / "static" / "vendor" / "papers"
NAME = "Quartierswerk"
SIGN = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32" width="32" height="32"><path fill="#1a1a1a" d="M15 15'
    "H2C2 7.8 7.8 2 15 2zM17 15h13C30 7.8 24.2 2 17 2zM15 17H2c0 7.2 5.8 13 13 13zM18.5 18.5H31V31H18.5z"
    '"/></svg>'
)
WORDS = {"de": {"page": "Seite {page} von {pages}"}, "en": {"page": "Page {page} of {pages}"}}
REGIONS = {"de": "DE", "en": "GB"}
TEXT_WIDTH = 467.0
"""Points between the margins of A4."""
GUTTER = 12.0
"""Points that a cell of a table keeps free at its sides."""
WIDEST_WORD = 105.0
"""Points a column gives to its longest word at the cost of the others."""
LONGEST = 32
"""Letters of a word that may stand without a place to break."""
PIECE = 14
"""Letters between two places to break in a longer one."""
UNKNOWN = "▯"
"""Stands for a character that no font at hand can show."""


class FontsMissing(Exception):
    """The fonts for papers are not there; ``make setup`` prepares them."""


def make_pdf(paper: Paper, *, fonts: Path = FONTS) -> bytes:
    """Return the paper as PDF/UA-1. The same paper gives the same bytes on the same installation.

    ``fonts`` is a folder with Fira Sans as TTF. Characters that no installed font knows become a box.
    """
    import typst

    collection = _fonts(str(fonts))
    values = _values(paper)
    while True:
        compiler = typst.Compiler(
            TEMPLATE.read_bytes(),
            font_paths=collection,
            sys_inputs={"paper": json.dumps(values, ensure_ascii=False)},
        )
        try:
            made = compiler.compile(format="pdf", pdf_standards=["ua-1"], timestamp=0)
        except typst.TypstError as problem:
            unknown = _characters_without_font(problem.diagnostic)
            if not unknown:
                raise
            values = _replaced(values, unknown)
            continue
        headed = [block.row_header for block in blocks_of(paper) if isinstance(block, Table)]
        return _with_row_headers(_single(made), headed)


def picture_of(drawing: str, *, width: float = 900, fonts: Path = FONTS) -> bytes:
    """Return an SVG drawing as PNG, ``width`` points wide at twice the resolution of a screen."""
    import typst

    source = b"""
        #set page(width: auto, height: auto, margin: 0pt)
        #image(bytes(sys.inputs.svg), format: "svg", width: float(sys.inputs.width) * 1pt)
    """
    compiler = typst.Compiler(source, font_paths=_fonts(str(fonts)), sys_inputs={"svg": drawing, "width": f"{width:g}"})
    return _single(compiler.compile(format="png", ppi=144.0))


def _single(made: bytes | list[bytes] | None) -> bytes:
    """Return the one file; typst gives a list where pages become pictures."""
    whole = made[0] if isinstance(made, list) else made
    if whole is None:
        raise ValueError("Nothing was drawn.")
    return whole


@lru_cache(maxsize=4)
def _fonts(folder: str) -> Any:
    import typst

    if not list(Path(folder).glob("FiraSans-*.ttf")):
        raise FontsMissing(f"No fonts for papers in {folder}. `make setup` prepares them.")
    return typst.Fonts(include_system_fonts=True, include_embedded_fonts=True, font_paths=[folder])


def _values(paper: Paper) -> dict[str, Any]:
    lang = paper.lang.lower()[:2]
    return {
        "lang": lang,
        "region": REGIONS.get(lang, lang.upper()),
        "words": WORDS.get(lang, WORDS["en"]),
        "name": NAME,
        "sign": SIGN,
        "plain_title": clean(paper.title),
        "title": _line(paper.title),
        "subtitle": _line(paper.subtitle),
        "organisation": _line(paper.organisation),
        "number": _line(paper.number),
        "running_title": cut(clean(paper.title), 330, 9),
        "running_foot": cut(" · ".join(filter(None, (clean(paper.organisation), clean(paper.date)))), 380, 9),
        "date": _line(paper.date),
        "status": _line(paper.status),
        "finding": _line(paper.finding),
        "steps": _steps(paper.next_steps) if paper.next_steps and paper.next_steps.cells else None,
        "sections": [
            {"title": _line(section.title), "blocks": [_block(block) for block in section.blocks]}
            for section in paper.sections
            if section.blocks
        ],
    }


def _block(block: Block, room: float = TEXT_WIDTH) -> dict[str, Any]:
    match block:
        case Heading():
            return {"block": "heading", "text": _line(block.text)}
        case Paragraph():
            parts = [_line(part) for part in re.split(r"\n\s*\n", block.text)]
            return {"block": "paragraph", "parts": parts, "lead": _line(block.lead), "quiet": block.quiet}
        case Bullets():
            return {"block": "bullets", "items": [_line(item) for item in block.items]}
        case Facts():
            return {"block": "facts", "items": [[_line(name), _line(value)] for name, value in block.items]}
        case NextSteps():
            return _steps(block)
        case Sources():
            items = [
                {"text": _line(one.text), "address": clean(one.address), "shown": _address(one.address)}
                for one in block.items
            ]
            return {"block": "sources", "items": items}
        case Table():
            return _table(block, room)
        case Figure():
            return _figure(block)
        case SideBySide():
            return {
                "block": "pair",
                "share": block.share,
                "first": _block(block.first, (room - 16) * block.share),
                "second": _block(block.second, (room - 16) * (1 - block.share)),
            }


def _steps(block: NextSteps) -> dict[str, Any]:
    return {"block": "steps", "cells": [[_line(label), _line(text)] for label, text in block.cells]}


def _figure(block: Figure) -> dict[str, Any]:
    values = {
        "block": "figure",
        "alt": clean(block.alt),
        "caption": _line(block.caption),
        "width": block.width,
    }
    if isinstance(block.drawing, bytes):
        return {**values, "kind": "png", "png": list(block.drawing)}
    return {**values, "kind": "svg", "svg": "".join(c for c in block.drawing if is_drawable(c))}


def _table(block: Table, room: float) -> dict[str, Any]:
    size = 9.5 if len(block.columns) <= 8 else 8.0 if len(block.columns) <= 11 else 7.0
    return {
        "block": "table",
        "caption": _line(block.caption),
        "note": _line(block.note),
        "size": size,
        "row_header": block.row_header,
        "columns": [
            {
                "label": _line(column.label),
                "numeric": column.numeric,
                "width": width,
                "head_fits": max(_word_widths(column.label, size, bold=True), default=0.0) < width - 9,
                "body_fits": _longest_word(block, index, size) < width - 9,
            }
            for index, (column, width) in enumerate(zip(block.columns, column_widths(block, room, size), strict=True))
        ],
        "rows": [[_line(cell) for cell in row] for row in block.rows],
    }


def column_widths(block: Table, room: float = TEXT_WIDTH, size: float = 9.5) -> list[float]:
    """Divide the room (points) among the columns: words stay whole where they can, numbers in one line."""
    wished, least = [], []
    for index, column in enumerate(block.columns):
        strong = block.row_header and index == 0
        head = _word_widths(column.label, size, bold=True)
        cells = [clean(row[index]) for row in block.rows]
        words = sorted(max(_word_widths(cell, size, bold=strong), default=0.0) for cell in cells)
        lines = sorted(text_width(cell, size, bold=strong) for cell in cells)
        # One monster among many does not set the width of its column.
        usual = min(words[len(words) * 97 // 100], WIDEST_WORD) if words else 0.0
        word = max(max(head, default=0.0), usual)
        line = lines[-1] if column.numeric and lines else lines[len(lines) * 9 // 10] if lines else 0.0
        # The head of a column may take three lines.
        line = max(line, word, text_width(clean(column.label), size, bold=True) / 3)
        wished.append(line + GUTTER)
        least.append(min(line if column.numeric else word, WIDEST_WORD) + GUTTER)
    if sum(wished) <= room:
        texts = [0.0 if column.numeric else 1.0 for column in block.columns]
        texts = texts if any(texts) else [1.0] * len(texts)
        spare = (room - sum(wished)) / sum(texts)
        return [round(wish + spare * share, 1) for wish, share in zip(wished, texts, strict=True)]
    if sum(least) >= room:
        return [round(room * one / sum(least), 1) for one in least]
    wanting = [wish - one for wish, one in zip(wished, least, strict=True)]
    share = (room - sum(least)) / sum(wanting)
    return [round(one + want * share, 1) for one, want in zip(least, wanting, strict=True)]


def _word_widths(text: str, size: float, *, bold: bool) -> list[float]:
    return [text_width(word, size, bold=bold) for word in clean(text).split()]


def _longest_word(block: Table, index: int, size: float) -> float:
    strong = block.row_header and index == 0
    return max((max(_word_widths(row[index], size, bold=strong), default=0.0) for row in block.rows), default=0.0)


def _line(text: str) -> str:
    """Return one clean line in which no word is longer than a page is wide."""
    return re.sub(
        rf"\S{{{LONGEST},}}",
        lambda word: "\u200b".join(word[0][n : n + PIECE] for n in range(0, len(word[0]), PIECE)),
        clean(text),
    )


def _address(address: str) -> str:
    """Return the address with places to break where it is long; the link itself stays as it is."""
    text = clean(address)
    return text if len(text) <= 70 else _line(re.sub(r"(?<=[/?&=.-])(?=[^/])", "\u200b", text))


def _characters_without_font(diagnostic: str) -> set[str]:
    """Read from typst's refusal which characters no font could show."""
    found: set[str] = set()
    for quoted in re.findall(r'the text `"((?:[^"\\]|\\.)*)"` could not be displayed', diagnostic):
        plain = re.sub(r"\\u\{([0-9a-f]+)\}", lambda code: chr(int(code[1], 16)), quoted)
        found |= set(re.sub(r"\\(.)", r"\1", plain))
    return found - {UNKNOWN}


def _replaced(value: Any, unknown: set[str]) -> Any:
    if isinstance(value, str):
        return "".join(UNKNOWN if character in unknown else character for character in value)
    if isinstance(value, Mapping):
        return {key: _replaced(one, unknown) for key, one in value.items()}
    if isinstance(value, list):
        return [_replaced(one, unknown) for one in value]
    return value


def _with_row_headers(made: bytes, headed: Sequence[bool]) -> bytes:
    """Make the first cell of each body row a header of its row; typst itself tags the head of columns only."""
    import pikepdf

    if not any(headed):
        return made
    with pikepdf.open(io.BytesIO(made)) as document:
        tables = _elements(document.Root.StructTreeRoot, "/Table")
        for number, (table, wanted) in enumerate(zip(tables, headed, strict=True)):
            if wanted:
                _head_rows(document, table, number)
        out = io.BytesIO()
        document.save(out, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return out.getvalue()


def _elements(element: Any, kind: str) -> list[Any]:
    """Return the elements of a kind below a structure element, in reading order."""
    import pikepdf

    kids = element.get("/K")
    if kids is None:
        return []
    found: list[Any] = []
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(kid, pikepdf.Dictionary) and kid.get("/S") is not None:
            found += [kid] if kind == kid.S else _elements(kid, kind)
    return found


def _head_rows(document: Any, table: Any, number: int) -> None:
    import pikepdf

    names: list[Any] = []
    for body in _elements(table, "/TBody"):
        for line, row in enumerate(_elements(body, "/TR")):
            cells = [kid for kid in row.K if kid.get("/S") in ("/TD", "/TH")]
            first, others = cells[0], cells[1:]
            name = pikepdf.String(f"T{number}R{line}")
            first.S = pikepdf.Name.TH
            first.ID = name
            attributes = _table_attributes(first)
            attributes.Scope = pikepdf.Name.Row
            names += [name, document.make_indirect(first) if not first.is_indirect else first]
            for cell in others:
                headers = _table_attributes(cell).get("/Headers", pikepdf.Array())
                _table_attributes(cell).Headers = pikepdf.Array([*headers, name])
    _enter(document, names)


def _table_attributes(cell: Any) -> Any:
    """Return the table attributes of a cell, made where there are none."""
    import pikepdf

    held = cell.get("/A")
    for one in held if isinstance(held, pikepdf.Array) else [held] if held is not None else []:
        if isinstance(one, pikepdf.Dictionary) and one.get("/O") == "/Table":
            return one
    made = pikepdf.Dictionary(O=pikepdf.Name.Table)
    cell.A = pikepdf.Array([*held, made]) if isinstance(held, pikepdf.Array) else pikepdf.Array([made])
    return cell.A[-1]


def _enter(document: Any, names: Sequence[Any]) -> None:
    """Add the ids of row headers to the document's tree of ids, where cells look them up."""
    import pikepdf

    root = document.Root.StructTreeRoot
    if "/IDTree" not in root:
        root.IDTree = document.make_indirect(pikepdf.Dictionary(Names=pikepdf.Array()))
    tree = pikepdf.NameTree(root.IDTree)
    for name, element in zip(names[::2], names[1::2], strict=True):
        tree[str(name)] = element
