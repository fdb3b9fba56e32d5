"""The papers of an index: one page, tagged, in the reader's language, and only for those who may see values."""

import io
from typing import Any

import pikepdf
import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation
from odfdo import Document

from quartierswerk.monitoring.models import IndexRun
from quartierswerk.monitoring.queries import run_page, story_of
from quartierswerk.reports.index_paper import area_paper, run_paper
from quartierswerk.reports.papers import Figure, Paragraph, Table, blocks_of
from quartierswerk.reports.pdf import make_pdf
from tests.factories.monitoring import SPEC, make_city, make_run, make_spec

pytestmark = pytest.mark.django_db
UNSURE = SPEC + "uncertainty: {draws: 100, seed: 1, weights: {within: 0.25}}\n"


@pytest.fixture
def run() -> IndexRun:
    make_city(12)
    return make_run(make_spec(text=UNSURE))


def address(run: IndexRun, kind: str, code: str = "") -> str:
    if code:
        return reverse("reports:area-paper", args=[run.public_id, code, kind])
    return reverse("reports:index-paper", args=[run.public_id, kind])


def tables(paper: Any) -> dict[str, list[list[str]]]:
    return {one.caption: [list(row) for row in one.rows] for one in blocks_of(paper) if isinstance(one, Table)}


def test_the_paper_of_a_run_says_what_the_page_says(run: IndexRun) -> None:
    page = run_page(run)

    paper = run_paper(page)

    assert (paper.title, paper.finding) == ("Unterstützungsbedarf", f"{page.finding} {page.more}")
    by_class = tables(paper)["Gebiete nach Klasse, in der Reihenfolge ihrer Ränge"]
    assert [row[:2] for row in by_class] == [
        [one.label, str(sum(row.group == one for row in page.standings))] for one in reversed(page.classes)
    ]
    assert [name for row in by_class for name in row[2].split(", ")] == [row.area.name for row in page.standings]


def test_the_paper_of_an_area_sums_to_its_score(run: IndexRun) -> None:
    story = story_of(run, "12")
    assert story is not None

    paper = area_paper(story)

    parts = tables(paper)["Indikatoren mit Wert, Mittel und Beitrag"]
    assert parts[-1] == ["Wert des Index", "", "", story.total_text]
    assert [row[3] for row in parts[:2]] == [part.shown_text for part in story.parts]
    assert all(one.alt for one in blocks_of(paper) if isinstance(one, Figure))
    assert any(one.lead == "Methode:" for one in blocks_of(paper) if isinstance(one, Paragraph))


def test_both_papers_are_one_page_and_tagged(run: IndexRun) -> None:
    story = story_of(run, "12")
    assert story is not None

    for paper in (run_paper(run_page(run)), area_paper(story)):
        document = pikepdf.open(io.BytesIO(make_pdf(paper)))
        assert len(document.pages) == 1
        assert document.Root.MarkInfo.Marked is True
        assert str(document.Root.Lang) == "de-DE"


def test_papers_speak_the_reader_s_language(run: IndexRun, client: Client, sozialplanung: Any) -> None:
    client.force_login(sozialplanung)

    with translation.override("en"):
        pdf = client.get(address(run, "pdf", "12"))
        odt = client.get(address(run, "odt"))

    assert pdf.headers["Content-Type"] == "application/pdf"
    assert str(pikepdf.open(io.BytesIO(pdf.content)).Root.Lang) == "en-GB"
    headings = [head.text_recursive.strip() for head in Document(io.BytesIO(odt.content)).body.headers]
    assert headings == ["Unterstützungsbedarf", "Map and areas", "Method and sources"]


def test_who_may_not_see_values_finds_no_paper(run: IndexRun, client: Client, charlie: Any, bewohnerin: Any) -> None:
    answers = []
    for user in (charlie, bewohnerin):
        client.force_login(user)
        answers += [client.get(address(run, kind, code)).status_code for kind in ("pdf", "odt") for code in ("", "12")]

    assert answers == [404] * 8


def test_a_kind_or_an_area_that_does_not_exist_is_not_found(run: IndexRun, client: Client, sozialplanung: Any) -> None:
    client.force_login(sozialplanung)

    assert [client.get(url).status_code for url in (address(run, "exe"), address(run, "pdf", "99"))] == [404, 404]


def test_an_area_that_was_left_out_gets_a_paper_without_numbers() -> None:
    make_city(8)
    text = SPEC.replace("indicators:", 'exclude: {ids: [{id: "03", reason: Hafen}]}\nindicators:', 1)

    story = story_of(make_run(make_spec(text=text)), "03")

    assert story is not None
    assert tables(area_paper(story)) == {}
