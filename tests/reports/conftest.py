import pytest

from quartierswerk.reports.papers import (
    Bullets,
    Column,
    Facts,
    Figure,
    Heading,
    NextSteps,
    Paper,
    Paragraph,
    Section,
    SideBySide,
    Source,
    Sources,
    Table,
)
from quartierswerk.ui.svg.legend import LegendItem, draw_paper_legend
from quartierswerk.ui.svg.map import MapArea, draw_map


def square(x, y, size=0.01):
    ring = [[x, y], [x + size, y], [x + size, y + size], [x, y + size], [x, y]]
    return {"type": "Polygon", "coordinates": [ring]}


@pytest.fixture
def drawing():
    areas = [MapArea(str(n), f"Q{n}", square(9 + n * 0.01, 48), level=n, unstable=n == 2) for n in range(1, 6)]
    return draw_map(areas, title="Karte", style="paper")


@pytest.fixture
def paper(drawing):
    """A paper with every kind of block."""
    legend = draw_paper_legend([LegendItem("5", "sehr hoch"), LegendItem("unstable", "nicht stabil")])
    ranking = Table(
        "Quartiere mit dem höchsten Bedarf",
        [Column("Quartier"), Column("Klasse", numeric=True), Column("Rang", numeric=True)],
        [["Mühlwiesen", "5", "1"], ["Am Gaswerk", "4", "2"]],
        note="Quelle: Statistisches Amt.",
    )
    return Paper(
        title="Quartiere nach Unterstützungsbedarf",
        subtitle="Grundlage für die Beratung",
        organisation="Stadt Lauterfeld",
        number="123/2026",
        date="14. Mai 2026",
        status="Entwurf",
        finding="Zwei Quartiere haben einen hohen Bedarf an Unterstützung.",
        next_steps=NextSteps([("Bis wann", "18. Mai 2026"), ("Wer entscheidet", "Sozialausschuss")]),
        sections=[
            Section(
                "Karte und Liste",
                [SideBySide(Figure(drawing, "Karte: fünf Quartiere"), ranking), Figure(legend, "Legende", "Zeichen")],
            ),
            Section(
                "Methode",
                [
                    Heading("Rechnung"),
                    Paragraph("Erster Absatz.\n\nZweiter Absatz.", lead="Vorab."),
                    Paragraph("Leise.", quiet=True),
                    Facts([("Indikatoren", "4"), ("Verfahren", "z-Werte")]),
                    Bullets(["Eins", "Zwei"]),
                    Table("", [Column("A"), Column("B")], [["1", "2"]], row_header=False),
                ],
            ),
            Section("Leer"),
            Section(
                "Quellen", [Sources([Source("Amt", "https://lauterfeld.example/daten"), Source("Befragung 2024")])]
            ),
        ],
    )
