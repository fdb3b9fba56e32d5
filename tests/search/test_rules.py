"""Words made comparable."""

import pytest

from quartierswerk.search.rules import (
    Term,
    errors_between,
    folded,
    folded_words,
    forms_of,
    nearest,
    plain,
    stem_of,
    terms_of,
    weight_of,
)


@pytest.mark.parametrize(
    ("word", "spellings"),
    [
        ("Straße", ("strasse",)),
        ("STRASSE", ("strasse",)),
        ("Häuser", ("haeuser", "hauser")),
        ("Ha\u0308user", ("haeuser", "hauser")),
        ("Öl", ("oel", "ol")),
        ("Café", ("cafe",)),
        ("Løkke", ("loekke", "lokke")),
        ("Iğdır", ("igdir",)),
        ("مرحبا", ("مرحبا",)),
    ],
)
def test_spelling_is_folded(word: str, spellings: tuple[str, ...]) -> None:
    assert folded(word) == spellings


@pytest.mark.parametrize(
    ("word", "stem"),
    [
        ("quartiere", "quartier"),
        ("quartieren", "quartier"),
        ("kinder", "kind"),
        ("treffen", "treff"),
        ("bauer", "bauer"),
        ("park", "park"),
        ("b12es", "b12es"),
    ],
)
def test_ending_is_taken_off_while_four_letters_remain(word: str, stem: str) -> None:
    assert stem_of(word) == stem


def test_query_becomes_few_telling_terms() -> None:
    assert terms_of("Der Spielplatz in der Südstadt, der Spielplatz!") == [
        Term("Spielplatz", ("spielplatz",)),
        Term("Südstadt", ("suedstadt", "sudstadt")),
    ]


def test_query_of_empty_words_only_is_taken_at_its_word() -> None:
    assert [term.typed for term in terms_of("in der")] == ["in", "der"]


@pytest.mark.parametrize("query", ["", "   ", "%", "***", '"', "\x00", "_ _", "--;"])
def test_query_without_words_asks_for_nothing(query: str) -> None:
    assert terms_of(query) == []


def test_long_query_is_cut() -> None:
    assert len(terms_of(" ".join(f"wort{number}" for number in range(10_000)))) == 8


def test_plain_text_has_nothing_a_storage_refuses() -> None:
    assert plain("a\x00b\ud800c") == "a bc"


def test_words_of_a_text_stand_once_between_spaces() -> None:
    assert folded_words(["Treffpunkt Süd", "Treffpunkt: 2026-0042"]) == " treffpunkt sued sud 2026 0042 "


def test_empty_text_has_no_words() -> None:
    assert folded_words(["", "—"]) == ""


@pytest.mark.parametrize(
    ("typed", "meant", "errors"),
    [
        ("quartier", "quartier", 0),
        ("quatier", "quartier", 1),
        ("qaurtier", "quartier", 1),
        ("quartire", "quartier", 1),
        ("kwartir", "quartier", 3),
        ("haus", "park", 3),
        # Examples of the restricted distance: "ca" to "abc" is 3, since no letter is edited twice.
        ("ca", "abc", 3),
    ],
)
def test_errors_are_counted_up_to_the_limit(typed: str, meant: str, errors: int) -> None:
    assert errors_between(typed, meant, 3) == min(errors, 4)


def test_more_errors_than_asked_for_are_not_counted() -> None:
    assert errors_between("kwartir", "quartier", 1) == 2


def test_nearest_words_come_likeliest_first() -> None:
    vocabulary = ["quartier", "quartett", "quader", "turnier", "quartiersfonds"]

    assert (nearest("Quatier", vocabulary), nearest("Quartie", vocabulary)) == (
        ["quartier", "quader", "quartiersfonds"],
        ["quartier", "quartiersfonds", "quartett"],
    )


def test_short_words_are_never_guessed() -> None:
    assert nearest("Rad", ["rat", "rad1"]) == []


@pytest.mark.parametrize(
    ("title", "text", "weight"),
    [
        ("Garten", "", 100),
        ("Gärten", "", 100),
        ("Garte", "", 65),
        ("Gartenhaus", "", 70),
        ("Gemeinschaftsgarten", "", 50),
        ("", "Garten", 40),
        ("", "Gartenhaus", 25),
        ("", "Gemeinschaftsgarten", 12),
        ("Hof", "Baum", 0),
    ],
)
def test_title_counts_before_text_and_whole_words_before_parts(title: str, text: str, weight: int) -> None:
    term = Term("Garten", forms_of("Garten"))

    weighed = weight_of(term, folded_words([title]), folded_words([text]))

    assert weighed == weight
