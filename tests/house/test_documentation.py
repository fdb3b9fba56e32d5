"""The docs say what is: words of the screen, libraries, environment, commands, the files of the lesson."""

import csv
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from babel.messages.pofile import read_po

from quartierswerk.compute.reading import read_spec
from tests.house.project import ROOT, listed, short
from tools import commands

DOCS = ROOT / "docs"
LESSON = DOCS / "start" / "files"
# Read by other programs of ours or by the tests, not by an installation.
NOT_OF_AN_INSTALLATION = {"DJANGO_SETTINGS_MODULE"}


# Words of the screen


def pages_with_words_of_the_screen() -> list[Path]:
    return sorted([*(DOCS / "start").glob("*.md"), *(DOCS / "how-to").glob("*.md")])


def quoted(path: Path) -> Iterator[str]:
    """The words in “quotation marks”, each on one line; code is left out."""
    text = re.sub(r"```.*?```|`[^`\n]*`", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
    yield from (" ".join(words.split()) for words in re.findall(r"“([^”]+)”", text))


def german_of_the_screen() -> re.Pattern[str]:
    """One pattern for everything that a page can say: texts, shipped words, words of the demo city."""
    said: set[str] = set()
    with (ROOT / "locale" / "de" / "LC_MESSAGES" / "django.po").open("rb") as file:
        for message in read_po(file, locale="de"):
            said |= {message.string} if isinstance(message.string, str) else set(message.string)
    for path in [*(ROOT / "catalogues").glob("*.yaml"), *(ROOT / "quartierswerk" / "demo" / "city").glob("*.yaml")]:
        said |= set(texts_in(yaml.safe_load(path.read_text(encoding="utf-8"))))
    patterns = [re.sub(r"%\\\((?:\w|\\_)+\\\)[sd]", ".+", re.escape(" ".join(text.split()))) for text in said if text]
    return re.compile("|".join(patterns))


def texts_in(data: Any) -> Iterator[str]:
    if isinstance(data, dict):
        data = list(data.values())
    if isinstance(data, list):
        for value in data:
            yield from texts_in(value)
    elif isinstance(data, str):
        yield data


def test_words_in_quotation_marks_stand_on_the_screen() -> None:
    screen = german_of_the_screen()
    faults = [
        f"{short(path)}: “{words}”"
        for path in pages_with_words_of_the_screen()
        for words in quoted(path)
        if not screen.fullmatch(words)
    ]

    assert faults == [], listed(faults)


def test_the_look_for_words_of_the_screen_works(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("Press “Jetzt\n   einlesen”, not “Los gehts”, see `“code”`.", encoding="utf-8")

    screen = german_of_the_screen()

    assert [(words, bool(screen.fullmatch(words))) for words in quoted(page)] == [
        ("Jetzt einlesen", True),
        ("Los gehts", False),
    ]


# Reference


def direct_dependencies() -> set[str]:
    """What we name ourselves: Python, front end, tests."""
    names = set()
    for path in (ROOT / "requirements").glob("*.in"):
        lines = path.read_text(encoding="utf-8").splitlines()
        names |= {re.split(r"[\[=<>~! ]", line)[0] for line in lines if line and not line.startswith(("#", "-"))}
    package = json.loads((ROOT / "package.json").read_text(encoding="utf-8"))
    return names | set(package["dependencies"]) | set(package["devDependencies"])


def test_every_direct_dependency_is_explained_and_none_besides() -> None:
    page = (DOCS / "reference" / "dependencies.md").read_text(encoding="utf-8")
    explained = re.findall(r"^\| `([^`]+)` \|", page, re.MULTILINE)

    assert sorted(explained) == sorted(direct_dependencies())


def test_every_variable_of_the_environment_is_explained_and_none_besides() -> None:
    page = (DOCS / "reference" / "environment.md").read_text(encoding="utf-8")
    code = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "quartierswerk" / "config").rglob("*.py"))
    read = set(re.findall(r"(?:text|flag|words)\(\s*\"([A-Z_]+)\"", code)) | set(
        re.findall(r"environ(?:\.get)?[\[(]\s*\"([A-Z_]+)\"", code)
    )

    assert set(re.findall(r"^\| `([A-Z_]+)` \|", page, re.MULTILINE)) == read - NOT_OF_AN_INSTALLATION


def test_page_of_the_commands_is_current() -> None:
    assert commands.PAGE.read_text(encoding="utf-8") == commands.page(), "tools/commands.py write"


def test_every_page_is_reached_from_the_front_page() -> None:
    """Whoever starts at docs/README.md finds every page by links or in one of the folders it names."""
    front = (DOCS / "README.md").read_text(encoding="utf-8")
    named = set(re.findall(r"\]\(([^)#]+)", front))
    pages = {path.relative_to(DOCS).as_posix() for path in DOCS.rglob("*.md")} - {"README.md"}

    assert {page for page in pages if page not in named and not page.startswith("decisions/")} == set()


# The lesson


def test_files_of_the_lesson_fit_each_other() -> None:
    features = json.loads((LESSON / "bloecke-hafen.geojson").read_text(encoding="utf-8"))["features"]
    codes = [feature["properties"]["block"] for feature in features]
    with (LESSON / "werte-hafen.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter=";"))

    assert [row["Block"] for row in rows] == sorted(set(codes))
    assert sorted(code for code in set(codes) if codes.count(code) > 1) == ["060202"]


def test_index_of_the_lesson_can_be_read() -> None:
    spec = read_spec((LESSON / "index-hafen.yaml").read_text(encoding="utf-8"))

    assert [indicator.id for indicator in spec.indicators] == [
        "children_in_basic_support",
        "living_space",
        "unemployment",
    ]


@pytest.mark.parametrize("name", ["start", "how-to", "reference", "explain"])
def test_every_mode_has_pages(name: str) -> None:
    assert list((DOCS / name).glob("*.md")) != []
