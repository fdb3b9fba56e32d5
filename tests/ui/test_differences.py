from hypothesis import given
from hypothesis import strategies as st

from quartierswerk.ui.differences import LONGEST, Piece, compare_words


def test_equal_texts_have_no_changed_piece() -> None:
    assert compare_words("Bis Mai.", "Bis Mai.") == ([Piece("Bis Mai.", False)], [Piece("Bis Mai.", False)])


def test_changed_words_are_marked_on_both_sides() -> None:
    old, new = compare_words("Bis 31.12.2026 tragen zwölf mit.", "Bis 30.06.2027 trägt ein Verein mit.")

    assert old == [Piece("Bis ", False), Piece("31.12.2026 tragen zwölf", True), Piece(" mit.", False)]
    assert new == [Piece("Bis ", False), Piece("30.06.2027 trägt ein Verein", True), Piece(" mit.", False)]


def test_an_empty_text_is_no_piece() -> None:
    assert compare_words("", "Neu") == ([], [Piece("Neu", True)])
    assert compare_words("", "") == ([], [])


def test_very_long_texts_count_as_changed_altogether() -> None:
    old, new = "a " * LONGEST, "b " * LONGEST

    assert compare_words(old, new) == ([Piece(old, True)], [Piece(new, True)])


@given(st.text(max_size=60), st.text(max_size=60))
def test_the_pieces_give_back_both_texts(old: str, new: str) -> None:
    before, after = compare_words(old, new)

    assert "".join(piece.text for piece in before) == old
    assert "".join(piece.text for piece in after) == new
