"""Texts in several languages in one column."""

import pytest
from django.core.exceptions import ValidationError
from django.utils.translation import override

from quartierswerk.kernel.texts import LanguageText, Texts


@pytest.mark.parametrize(
    ("texts", "language", "shown"),
    [
        ({"de": "Haus", "en": "House"}, "en", "House"),
        ({"de": "Haus", "en": "House"}, "en-gb", "House"),
        ({"de": "Haus", "en": "House"}, "de", "Haus"),
        ({"de": "Haus", "en": "House"}, "tr", "Haus"),
        ({"de": "Haus", "en": ""}, "en", "Haus"),
        ({"en": "House"}, "de", "House"),
        ({"de": "", "en": "House"}, "de", "House"),
        ({}, "de", ""),
    ],
)
def test_reader_gets_their_language_else_german_else_any(texts: dict[str, str], language: str, shown: str) -> None:
    with override(language):
        assert str(Texts(texts)) == shown


def test_field_gives_texts_whatever_the_storage_gives() -> None:
    field = LanguageText()

    assert [field.to_python({"de": "a"}), field.to_python(Texts(de="a")), field.get_default()] == [
        Texts(de="a"),
        Texts(de="a"),
        Texts(),
    ]
    assert {type(field.to_python({"de": "a"})), type(field.get_default())} == {Texts}


def test_empty_texts_are_each_their_own() -> None:
    field = LanguageText()

    assert field.get_default() is not field.get_default()


@pytest.mark.parametrize("value", [{"xx": "a"}, {"de": 1}, ["a"], {"de": None}, "a"])
def test_only_texts_by_known_language_are_taken(value: object) -> None:
    with pytest.raises(ValidationError) as refused:
        LanguageText(blank=True).validate(value, None)

    with override("en"):
        messages = refused.value.messages
    assert messages == ["Only texts by language are allowed."]


@pytest.mark.parametrize("value", [{"de": "a", "easy": "b", "en": "c"}, {}])
def test_known_languages_are_taken(value: dict[str, str]) -> None:
    assert LanguageText(blank=True).validate(value, None) is None
