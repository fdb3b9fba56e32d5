"""Every code has its sentence in both languages, and every placeholder has its fact."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import quartierswerk.compute
from quartierswerk.compute.errors import SpecError
from quartierswerk.compute.sentences import LANGUAGES, SENTENCES, sentence

FOLDER = Path(quartierswerk.compute.__file__).parent
SOURCES = [path for path in sorted(FOLDER.glob("*.py")) if not path.name.startswith("sentences")]
# Codes that are put together of parts at the place where they are raised.
COMPOSED = {
    "csv-semicolon", "csv-tab", "log-outside", "logit-outside", "log-outside-in-draw", "logit-outside-in-draw",
    "geometric-not-positive-in-draw",
}  # fmt: skip


def placeholders(text: str) -> set[str]:
    return set(re.findall(r"%\((\w+)\)s", text))


def calls_with_code() -> Iterator[tuple[str, set[str]]]:
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in {"SpecError", "notice"}:
                code = node.args[0]
                if isinstance(code, ast.Constant):
                    yield str(code.value), {str(word.arg) for word in node.keywords}


def words_in_sources() -> set[str]:
    trees = [ast.parse(path.read_text(encoding="utf-8")) for path in SOURCES]
    return {node.value for tree in trees for node in ast.walk(tree) if isinstance(node, ast.Constant)}


def test_every_code_has_both_languages_with_the_same_facts() -> None:
    wrong = [
        code
        for code, texts in SENTENCES.items()
        if tuple(sorted(texts)) != LANGUAGES
        or placeholders(texts["de"]) != placeholders(texts["en"])
        or "%" in re.sub(r"%\(\w+\)s", "", texts["de"] + texts["en"])
    ]

    assert wrong == []


def test_every_call_gives_the_facts_that_its_sentence_names() -> None:
    found = list(calls_with_code())

    assert [code for code, _ in found if code not in SENTENCES] == []
    assert [(code, facts) for code, facts in found if not placeholders(SENTENCES[code]["de"]) <= facts] == []


def test_every_sentence_has_a_code_that_is_raised() -> None:
    assert sorted(set(SENTENCES) - words_in_sources() - COMPOSED) == []


def test_sentence_names_at_most_twenty_and_counts_the_rest() -> None:
    error = SpecError("area-twice", ids=[f"{n}" for n in range(23)])

    assert sentence(error, "de") == (
        "Diese Gebiete stehen doppelt in der Tabelle: "
        "0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19 und 3 weitere."
    )


@pytest.mark.parametrize(
    ("near", "said"),
    [
        ((), "Unter „aggregate“ hat „x“ ein Gewicht, ist aber kein Indikator."),
        (("y",), "Unter „aggregate“ hat „x“ ein Gewicht, ist aber kein Indikator. Meinten Sie „y“?"),
        (("y", "z"), "Unter „aggregate“ hat „x“ ein Gewicht, ist aber kein Indikator. Meinten Sie „y“ oder „z“?"),
    ],
)
def test_near_misses_are_asked_for(near: tuple[str, ...], said: str) -> None:
    assert sentence(SpecError("weight-without-indicator", indicator="x", near=near), "de") == said


def test_control_signs_and_endless_text_do_not_reach_the_terminal() -> None:
    error = SpecError("yaml-key-twice", key="\x1b[31m" + "x" * 200, line=1)

    assert sentence(error, "en") == "Line 1: the key “�[31m" + "x" * 115 + "…” stands here twice."


def test_german_does_without_words_we_avoid() -> None:
    avoided = re.compile(r"leider|bitte beachten|erfolgreich|ungültig|[*_:](in|innen)\b", re.IGNORECASE)

    assert [code for code, texts in SENTENCES.items() if avoided.search(texts["de"])] == []
