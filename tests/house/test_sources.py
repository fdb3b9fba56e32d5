"""From chapter to code and back."""

import ast
import os
import re
from pathlib import Path

import pytest
import yaml

from tests.house.project import ROOT, listed
from tools import permissions, sources

REFERENCE = Path(os.environ.get("QUARTIERSWERK_REFERENCE", ROOT.parent / "shared")) / "reference"
needs_reference = pytest.mark.skipif(not REFERENCE.is_dir(), reason="the source texts are not here")
GLOSSARY = ROOT / "docs" / "reference" / "glossary.md"


def test_every_citation_is_known_and_the_page_is_up_to_date() -> None:
    citations, faults = sources.read()
    faults += sources.out_of_date(citations)

    assert faults == [], listed(faults)


def test_every_chapter_has_code_or_is_listed_as_not_built_or_never_software() -> None:
    text = sources.PAGE.read_text(encoding="utf-8")
    listed_chapters = re.findall(r"^(?:## |- )((?:RK|GQ)[^:]*):", text, re.MULTILINE)

    assert sorted(listed_chapters) == sorted(sources.CHAPTERS)


def test_permissions_page_is_up_to_date() -> None:
    assert permissions.PAGE.read_text(encoding="utf-8") == permissions.page(), "tools/permissions.py write"


def test_criteria_are_counted() -> None:
    assert (len(sources.CRITERIA), sources.CRITERIA[2], sources.CRITERIA[-1]) == (69, "1.K.3", "7.P.3")


@pytest.mark.reference
@needs_reference
def test_known_criteria_are_those_of_the_annex() -> None:
    annex = yaml.safe_load((REFERENCE / "criteria.yaml").read_text(encoding="utf-8"))
    keys = set(re.findall(r"\b[1-7]\.[KP]\.\d+\b", str(annex["sections"])))

    assert (keys, [section["number"] for section in annex["sections"]]) == (set(sources.CRITERIA), list("1234567"))


@pytest.mark.reference
@needs_reference
def test_known_chapters_are_those_of_the_sources() -> None:
    framework = (REFERENCE / "rahmenkonzeption-2023.txt").read_text(encoding="utf-8")
    body = framework[framework.index("Anlage\n") :]
    numbers = set(
        re.findall(r"^([1-9](?:\.[1-9])*)\.? [A-ZÄÖÜ]", body[: body.index("Mitglieder der Projektlenkung")], re.M)
    )
    recommendations = (REFERENCE / "gesunde-quartiere.txt").read_text(encoding="utf-8")
    tail = recommendations[recommendations.index("10 Empfehlungen") :]
    given = set(re.findall(r"^(\d+)\. ", tail, re.M))

    assert {f"RK {number}" for number in numbers if f"RK {number}" in sources.CHAPTERS} == {
        code for code in sources.CHAPTERS if re.fullmatch(r"RK [\d.]+", code)
    }
    assert {f"GQ {number}" for number in given} == {code for code in sources.CHAPTERS if re.fullmatch(r"GQ \d+", code)}


@pytest.mark.parametrize(
    ("code", "marks"),
    [
        ('@source("RK 4", "GQ 2")\ndef f(): ...', [("f", ["RK 4", "GQ 2"])]),
        ('@kernel.source("RK 4")\nclass A: ...', [("A", ["RK 4"])]),
        ('class A:\n    sources = ("RK 9",)', [("A", ["RK 9"])]),
        ('sources: tuple[str, ...] = ("RK 9", "1.K.3")', [("", ["RK 9", "1.K.3"])]),
        ('Role("admin", sources=["RK 5"])', [("admin", ["RK 5"])]),
        ('Role("admin", sources="RK 5, RK 5.1")', [("admin", ["RK 5", "RK 5.1"])]),
        ('@other("RK 4")\ndef f(): ...', []),
    ],
)
def test_citations_are_read_from_the_code(code: str, marks: list[tuple[str, list[str]]]) -> None:
    found = [
        (name, [ast.literal_eval(one) for one in given])
        for node in ast.walk(ast.parse(code))
        for name, given in sources._marks(node)
    ]

    assert found == marks


# Glossary


def glossary_rows() -> list[list[str]]:
    rows = re.findall(r"^\| (?!German term|---)(.*) \|$", GLOSSARY.read_text(encoding="utf-8"), re.MULTILINE)
    return [row.split(" | ") for row in rows]


def test_glossary_has_four_columns_and_cites_what_is_known() -> None:
    faults = [
        " | ".join(row)
        for row in glossary_rows()
        if len(row) != 4 or not all(row) or any(code not in {*sources.KNOWN, "–"} for code in row[2].split(", "))
    ]

    assert faults == [], listed(faults)


def test_glossary_has_one_word_per_idea() -> None:
    english = [name.strip() for row in glossary_rows() for name in re.split(r", (?![^(]*\))", row[1])]
    german = [row[0] for row in glossary_rows()]

    assert sorted(name for name in set(english) if english.count(name) > 1) == []
    assert sorted(name for name in set(german) if german.count(name) > 1) == []


def test_models_in_the_glossary_are_named_as_in_the_code() -> None:
    from tests.house.test_shelves import our_models

    known = {
        name.casefold() for row in glossary_rows() for name in re.split(r"[,(`)]+", row[1]) for name in [name.strip()]
    }
    models = {model.__name__: re.sub(r"(?<!^)([A-Z])", r" \1", model.__name__).casefold() for model in our_models()}
    named = {name for name, words in models.items() if words in known or name.casefold() in known}

    # The words of the domain that have a table by now; the rest of the tables are parts of these.
    assert {
        "Neighbourhood",
        "Area",
        "Level",
        "RenewalArea",
        "MeetingPlace",
        "Indicator",
        "IndexSpec",
        "IndexRun",
    } <= named
