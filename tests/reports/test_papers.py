import pytest

from quartierswerk.reports.papers import Column, Figure, Paper, Table


def test_a_row_that_does_not_fit_its_table_is_refused():
    with pytest.raises(ValueError, match=r"^Row 2 of 'T' has not 2 cells\.$"):
        Table("T", [Column("A"), Column("B")], [["1", "2"], ["1"]])


def test_a_table_without_columns_is_refused():
    with pytest.raises(ValueError, match=r"^A table needs at least one column\.$"):
        Table("T", [], [])


@pytest.mark.parametrize("alt", ["", "  "])
def test_a_figure_without_words_is_refused(alt):
    with pytest.raises(ValueError, match=r"^A figure needs a text that says what it shows\.$"):
        Figure("<svg/>", alt)


def test_a_paper_without_title_is_refused():
    with pytest.raises(ValueError, match=r"^A paper needs a title\.$"):
        Paper(title=" ", organisation="Stadt", date="")
