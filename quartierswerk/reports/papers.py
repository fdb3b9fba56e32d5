"""What a paper consists of, before it becomes a PDF or an ODT: plain values in reading order.

Every word is in the paper's language already; numbers and dates come as they are to be read.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading inside a section."""

    text: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text; blank lines begin a new paragraph. ``lead`` is a bold beginning."""

    text: str
    lead: str = ""
    quiet: bool = False


@dataclass(frozen=True, slots=True)
class Bullets:
    """A list of short sentences."""

    items: Sequence[str]


@dataclass(frozen=True, slots=True)
class Facts:
    """Names with their values: term and description."""

    items: Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class NextSteps:
    """Who does what until when, in up to three cells of label and text."""

    cells: Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Source:
    """Where something comes from; a paper shows the address itself."""

    text: str
    address: str = ""


@dataclass(frozen=True, slots=True)
class Sources:
    """A list of sources."""

    items: Sequence[Source]


@dataclass(frozen=True, slots=True)
class Column:
    """The head of a column; numbers stand right."""

    label: str
    numeric: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under a head that repeats on every page. The first column names the row unless ``row_header`` is off."""

    caption: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[str]]
    note: str = ""
    row_header: bool = True

    def __post_init__(self) -> None:
        if not self.columns:
            raise ValueError("A table needs at least one column.")
        wrong = [number for number, row in enumerate(self.rows, start=1) if len(row) != len(self.columns)]
        if wrong:
            raise ValueError(f"Row {wrong[0]} of {self.caption!r} has not {len(self.columns)} cells.")


@dataclass(frozen=True, slots=True)
class Figure:
    """A drawing (SVG text with its own greys, or the bytes of a PNG) and what it shows in words.

    ``alt`` says what the drawing says; it is never empty. ``width`` is the share of the text width.
    """

    drawing: str | bytes
    alt: str
    caption: str = ""
    width: float = 1.0

    def __post_init__(self) -> None:
        if not self.alt.strip():
            raise ValueError("A figure needs a text that says what it shows.")
        if not 0.1 <= self.width <= 1:
            raise ValueError("The width of a figure is a share between 0.1 and 1.")


@dataclass(frozen=True, slots=True)
class SideBySide:
    """Two blocks beside each other (a map and its list); where there are no columns, one after the other."""

    first: Block
    second: Block
    share: float = 0.58


Block = Heading | Paragraph | Bullets | Facts | NextSteps | Sources | Table | Figure | SideBySide


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and what stands below it. A section without blocks is left out."""

    title: str
    blocks: Sequence[Block] = ()


@dataclass(frozen=True, slots=True)
class Paper:
    """One paper, beginning with its finding.

    ``organisation`` is the city or office that stands in head and foot; ``number`` the number of the paper,
    ``date`` and ``status`` as they are to be read ("14. Mai 2026", "Entwurf").
    """

    title: str
    organisation: str
    date: str
    finding: str = ""
    subtitle: str = ""
    number: str = ""
    status: str = ""
    next_steps: NextSteps | None = None
    sections: Sequence[Section] = field(default_factory=tuple)
    lang: str = "de"

    def __post_init__(self) -> None:
        if not self.title.strip():
            raise ValueError("A paper needs a title.")


def blocks_of(paper: Paper) -> list[Block]:
    """Return every block in reading order, the pairs side by side taken apart."""
    found: list[Block] = [paper.next_steps] if paper.next_steps else []
    for section in paper.sections:
        for block in section.blocks:
            found += [block.first, block.second] if isinstance(block, SideBySide) else [block]
    return found
