import pytest

from quartierswerk.ui.svg.lettering import clean, cut, safe, text_width, wrap
from quartierswerk.ui.svg.numbers import english, german, number_format, round_steps, signed


def test_safe_text_escapes_markup_and_drops_what_xml_forbids():
    assert safe('<b a="1">Süd\x00\x0b &  Ost\ud800</b>') == "&lt;b a=&quot;1&quot;&gt;Süd &amp; Ost &lt;/b&gt;"


def test_clean_text_is_one_line():
    assert clean("Am\nalten\tGaswerk ") == "Am alten Gaswerk"


def test_cut_text_fits_and_ends_with_an_ellipsis():
    text = cut("Kinder und Jugendliche in Haushalten mit Grundsicherung", 120, 15)

    assert text == "Kinder und Jug…"
    assert text_width(text, 15) <= 120


def test_short_text_is_not_cut():
    assert cut("Mitte", 120, 15) == "Mitte"


def test_wrap_keeps_words_whole_and_cuts_only_the_last_line():
    lines = wrap("Kinder und Jugendliche in Haushalten mit Grundsicherung", 150, 15)

    assert lines == ["Kinder und", "Jugendliche in Hau…"]


def test_wrap_of_nothing_is_one_empty_line():
    assert wrap("", 100, 15) == [""]


@pytest.mark.parametrize(
    ("value", "text"),
    [(1234.5, "1.234,50"), (-0.06, "−0,06"), (0, "0,00"), (-0.001, "0,00"), (2.675, "2,68"), (float("nan"), "–")],
)
def test_numbers_are_written_in_german(value, text):
    assert german(2)(value) == text


def test_numbers_follow_the_language():
    assert (number_format("de")(1234.5), number_format("en-gb")(1234.5)) == ("1.234,50", "1,234.50")
    assert english(0)(-1234) == "−1,234"


@pytest.mark.parametrize(("value", "text"), [(0.32, "+0,32"), (-0.06, "−0,06"), (0.001, "0,00"), (0, "0,00")])
def test_contributions_carry_their_sign(value, text):
    assert signed(value, german(2)) == text


@pytest.mark.parametrize(
    ("low", "high", "steps"),
    [
        (0, 10, [0, 5, 10]),
        (10.0, 16.4, [10, 12, 14, 16, 18]),
        (-0.3, 0.5, [-0.4, -0.2, 0, 0.2, 0.4, 0.6]),
        (5, 5, [4, 4.5, 5, 5.5, 6]),
        (float("nan"), 1, [0, 0.5, 1]),
    ],
)
def test_axis_steps_are_round(low, high, steps):
    assert round_steps(low, high) == steps
