"""The words: German complete, spoken as look.md asks, nothing taken over from the sources."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from babel.messages.pofile import read_po

from tests.house.project import ROOT, listed, own_files, short, templates

CATALOGUE = ROOT / "locale" / "de" / "LC_MESSAGES" / "django.po"
REFERENCE = Path(os.environ.get("QUARTIERSWERK_REFERENCE", ROOT.parent / "shared"))
GENDER_SIGNS = re.compile(
    r"\w(?:[*:_·]|/-?)in(?:nen)?\b"  # Nutzer*in, Nutzer:innen, Nutzer_innen, Nutzer/-in
    r"|\w\(in(?:nen)?\)"  # Nutzer(innen)
    r"|[a-zäöüß]In(?:nen)?\b"  # NutzerInnen
    r"|\w[*:](?:r|n|e[rn]?)\b"  # jede*r
)
FORBIDDEN = {
    r"Brennpunkt\w*": "Quartier mit hohem Unterstützungsbedarf",
    r"Problem(?:viertel|gebiet|quartier)\w*": "Quartier mit hohem Unterstützungsbedarf",
    r"(?:struktur|sozial)?schwach\w*|schwäch\w*": "say what is needed",
    r"Defizit\w*": "say what is needed",
    r"Fälle[n]?": "Menschen",
    r"Scores?": "Wert des Index",
    r"Ampel\w*": "say the state in words",
    r"(?<!Bürgerinnen und )Bürger[ns]?": "Bewohnerschaft, Menschen vor Ort",
    r"[Ll]eider": "say what and why",
    r"[Ee]rfolgreich\w*": "say what happened",
    r"[Bb]itte beachten\w*": "say what to do",
    r"[Uu]ngültig\w*": "say what is wrong with it and what to do",
}
NOT_ON_BUTTONS = {"OK", "Ok", "Absenden", "Senden", "Hier", "hier", "Mehr", "mehr", "Klicken Sie hier", "Hier klicken"}
WORDS_IN_A_ROW = 9
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|\{\w*\}")


def german() -> Iterator[tuple[str, str]]:
    """Yield each English text with each of its German strings, with … for what is filled in."""
    with CATALOGUE.open("rb") as file:
        for message in read_po(file, locale="de"):
            if message.id:
                english = message.id if isinstance(message.id, str) else message.id[0]
                strings = [message.string] if isinstance(message.string, str) else message.string
                yield from ((english, PLACEHOLDER.sub("…", text)) for text in strings)


def test_german_is_complete_and_used() -> None:
    done = subprocess.run(
        [sys.executable, ROOT / "tools" / "messages.py", "check"], cwd=ROOT, capture_output=True, text=True, check=False
    )

    assert done.returncode == 0, done.stdout + done.stderr


def test_german_speaks_without_signs_for_gender() -> None:
    faults = [f"{text!r}: {found.group()}" for _english, text in german() if (found := GENDER_SIGNS.search(text))]

    assert faults == [], listed(faults)


@pytest.mark.parametrize(
    ("text", "sign"),
    [
        ("Nutzer*innen", True),
        ("Nutzer:in", True),
        ("Nutzer_innen", True),
        ("Nutzer/innen", True),
        ("Nutzer/-innen", True),
        ("Nutzer(innen)", True),
        ("NutzerInnen", True),
        ("jede*r", True),
        ("Bewohnerinnen und Bewohner", False),
        ("Termin: in der Halle", False),
        ("10:30 Uhr", False),
        ("und/oder", False),
    ],
)
def test_the_look_for_signs_works(text: str, sign: bool) -> None:
    assert bool(GENDER_SIGNS.search(text)) is sign


def test_german_does_without_words_that_hurt_or_say_nothing() -> None:
    faults = [
        f"{found.group()!r} in {text!r}: {instead}"
        for _english, text in german()
        for pattern, instead in FORBIDDEN.items()
        if (found := re.search(rf"\b(?:{pattern})\b", text))
    ]

    assert faults == [], listed(faults)


def test_no_text_is_a_word_that_names_nothing() -> None:
    assert [text for _english, text in german() if text in NOT_ON_BUTTONS] == []


def test_german_uses_its_own_quotation_marks_and_minus() -> None:
    faults = [
        text
        for _english, text in german()
        if re.search(r"(?<![=\w])\"[^\"<>=]+\"(?![>\w])|“[^“”]+”", text) or re.search(r"(?<![\w.])-\d", text)
    ]

    assert faults == [], listed(faults)


def test_german_addresses_people_formally() -> None:
    informal = re.compile(r"\b(?:du|dich|dir|dein(?:e[mnrs]?)?|Du|Dich|Dir|Dein(?:e[mnrs]?)?)\b")

    assert [text for _english, text in german() if informal.search(text)] == []


# Nothing taken over


def words_of(text: str) -> list[str]:
    return re.findall(r"\w+", text.casefold())


def rows_of(words: list[str]) -> Iterator[tuple[str, ...]]:
    return (tuple(words[at : at + WORDS_IN_A_ROW]) for at in range(len(words) - WORDS_IN_A_ROW + 1))


def source_rows() -> set[tuple[str, ...]]:
    """All rows of nine words in the two sources and in what was transcribed from them."""
    folder = REFERENCE / "reference"
    texts = [
        (folder / name).read_text(encoding="utf-8") for name in ("rahmenkonzeption-2023.txt", "gesunde-quartiere.txt")
    ]
    for name in ("criteria.yaml", "framework.yaml"):
        texts += german_texts(yaml.safe_load((folder / name).read_text(encoding="utf-8")))
    return {row for text in texts for row in rows_of(words_of(text))}


def german_texts(data: object, key: str = "") -> Iterator[str]:
    """The texts of the transcription that are the source's wording, not ours."""
    if isinstance(data, dict):
        for name, value in data.items():
            yield from german_texts(value, name)
    elif isinstance(data, list):
        for value in data:
            yield from german_texts(value, key)
    elif isinstance(data, str) and key not in {"note", "finding", "handling", "rights", "rule", "crosswalk_note"}:
        yield data


def our_texts() -> Iterator[tuple[str, str]]:
    """Place and text of everything people read: docs, templates, German, catalogues, docstrings."""
    endings = {".md", ".html", ".txt", ".po", ".yaml", ".yml", ".py"}
    for path in own_files():
        if path.suffix in endings and not short(path).startswith(("requirements/", "LICENSES/")):
            text = path.read_text(encoding="utf-8")
            if path.suffix == ".po":
                text = re.sub(r'"\n"', "", text)
            yield short(path), re.sub(r"<[^>]+>|{%.*?%}", " ", text) if path.suffix == ".html" else text


@pytest.mark.reference
@pytest.mark.skipif(not (REFERENCE / "reference").is_dir(), reason="the source texts are not here")
def test_nine_words_in_a_row_are_never_the_sources() -> None:
    taken = source_rows()
    faults = [
        f"{place}: {' '.join(row)}" for place, text in our_texts() for row in rows_of(words_of(text)) if row in taken
    ]

    assert faults == [], listed(faults[:20])


def test_every_template_has_texts_in_one_language_only() -> None:
    """English in templates, German in the catalogue; names of streets and samples of the kit are German on purpose."""
    umlauts = [
        short(path)
        for path in templates()
        if "/samples/" not in short(path) and re.search(r"[äöüßÄÖÜ](?!e\b)", path.read_text(encoding="utf-8"))
    ]

    assert umlauts == []
