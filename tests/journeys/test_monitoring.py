"""What planners do with values and indices, in a browser: with scripts and without them."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.axe import sideways_overflow, violations

Visit = Callable[..., Page]
BOTH = pytest.mark.parametrize("javascript", [True, False], ids=["with scripts", "without scripts"])
INDEX = "Unterstützungsbedarf in den Quartieren"
CODES = ["0101", "0102", "0103", "0104", "0105"]


def upload(page: Page, path: Path, text: str) -> None:
    """Choose a file as an office program would write it; the page that asks for its columns follows."""
    path.write_bytes(text.encode("cp1252"))
    page.goto("/arbeit/monitoring/importe/neu/")
    page.get_by_label("Datei", exact=False).first.set_input_files(path)
    page.get_by_role("button", name="Datei hochladen").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Was die Spalten sind")


@BOTH
def test_planner_imports_values_mends_mistakes_and_undoes_it(visit: Visit, javascript: bool, tmp_path: Path) -> None:
    page = visit("sozialplanung", javascript=javascript)
    day = "30.06.2026" if javascript else "31.07.2026"
    good = "Nr;Arbeitslosigkeit\n" + "".join(f"{code};{n + 3},5\n" for n, code in enumerate(CODES))
    upload(page, tmp_path / "halbjahr.csv", good.replace("0103;5,5", "103;5,5").replace("0104;6,5", "0104;k.A."))
    page.get_by_label("Stichtag aller Werte").fill(day)
    page.get_by_role("button", name="Werte prüfen").first.click()

    expect(page.locator("#defects")).to_contain_text("Zeile 5, Spalte „Arbeitslosigkeit“: „k.A.“ ist keine Zahl.")
    expect(page.locator("#defects")).to_contain_text("Ist „0103“ gemeint?")
    assert page.get_by_role("button", name="Werte übernehmen").count() == 0

    upload(page, tmp_path / "halbjahr.csv", good)
    page.get_by_label("Stichtag aller Werte").fill("bald")
    page.get_by_role("button", name="Werte prüfen").first.click()
    expect(page.locator("#error-summary")).to_contain_text("„bald“ ist kein Datum.")
    page.get_by_label("Stichtag aller Werte").fill(day)
    page.get_by_role("button", name="Werte prüfen").first.click()
    expect(page.locator("main")).to_contain_text("5 Werte sind neu.")
    page.get_by_role("button", name="Werte übernehmen").click()

    expect(page.locator(".qw-notices")).to_contain_text("Die Werte aus „halbjahr.csv“ sind übernommen.")
    page.get_by_role("link", name="Import rückgängig machen").click()
    page.get_by_role("button", name="Ganzen Import zurücknehmen").click()
    expect(page.locator("main")).to_contain_text("Dieser Import wurde am")


@BOTH
def test_planner_declares_an_index_computes_it_and_reads_the_explanation(visit: Visit, javascript: bool) -> None:
    page = visit("jugendamt", "/arbeit/monitoring/indizes/neu/", javascript=javascript)
    key = "kinder" if javascript else "kinder-zwei"
    text = page.get_by_label("Spezifikation (YAML)")
    begun = text.input_value()
    page.get_by_label("Schlüssel", exact=False).first.fill(key)
    page.get_by_label("Name", exact=True).fill("Kinder und Familien")
    text.fill(begun.replace("k: 5", "k: fünf"))
    page.get_by_role("button", name="Index festlegen").click()
    expect(page.locator("#error-summary")).to_contain_text("fünf")
    expect(text).to_have_value(begun.replace("k: 5", "k: fünf"))
    excluded = 'exclude: {ids: [{id: "0606", reason: fehlt}, {id: "0204", reason: fehlt}]}\nindicators:'
    text.fill(begun.replace("indicators:", excluded, 1))
    page.get_by_role("button", name="Index festlegen").click()

    page.get_by_role("link", name="Index berechnen").click()
    page.get_by_role("button", name="Jetzt berechnen").click()
    expect(page.locator("main")).to_contain_text("Stadtteile liegen in Klasse 5.")
    page.get_by_role("table").get_by_role("link", name="Mühlwiesen").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Mühlwiesen")
    expect(page.locator("main")).to_contain_text("Summe der Beiträge =")


def test_planner_reaches_an_area_from_the_map_by_keyboard(visit: Visit) -> None:
    page = visit("koordination", "/arbeit/monitoring/")
    page.get_by_role("link", name=INDEX).first.click()
    area = page.locator(".qw-map a", has=page.locator("title", has_text="Mühlwiesen"))
    area.focus()
    page.keyboard.press("Enter")

    expect(page.get_by_role("heading", level=1)).to_have_text("Mühlwiesen")
    expect(page.locator("main")).to_contain_text("Mühlwiesen liegt in Klasse 5 von 5 (sehr hoch)")


def test_papers_and_tables_are_downloaded(visit: Visit) -> None:
    page = visit("stadterneuerung", "/arbeit/monitoring/")
    page.get_by_role("link", name=INDEX).first.click()
    names = []
    for link in ("Papier (PDF)", "Papier (ODT)", "XLSX", "GeoJSON"):
        with page.expect_download() as download:
            page.get_by_role("link", name=link, exact=True).first.click()
        names.append(download.value.suggested_filename.rpartition(".")[2])

    assert names == ["pdf", "odt", "xlsx", "geojson"]


def test_import_pages_are_accessible_with_and_without_mistakes(visit: Visit, tmp_path: Path) -> None:
    page = visit("sozialplanung", width=320)
    upload(page, tmp_path / "quartal.csv", "Nr;Arbeitslosigkeit\n0101;3,5\n9999;viel\n")
    assert (violations(page), sideways_overflow(page)) == ([], 0)
    page.get_by_label("Stichtag aller Werte").fill("30.09.2026")
    page.get_by_role("button", name="Werte prüfen").first.click()

    expect(page.locator("#defects")).to_be_visible()
    assert (violations(page), sideways_overflow(page)) == ([], 0)
    page.get_by_role("button", name="Datei verwerfen").click()
    expect(page.locator(".qw-notices")).to_contain_text("Die Datei ist verworfen.")
