"""What the city writes becomes safe HTML in the page's own outline."""

import pytest

from quartierswerk.portal.markdown import as_html


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("# Eins\n\n## Zwei", "<h2>Eins</h2>\n<h3>Zwei</h3>\n"),
        ("## Eins\n\n### Zwei\n\n## Drei", "<h2>Eins</h2>\n<h3>Zwei</h3>\n<h2>Drei</h2>\n"),
        ("### Nur eins", "<h2>Nur eins</h2>\n"),
        ("# A\n\n## B\n\n### C", "<h2>A</h2>\n<h3>B</h3>\n<h3>C</h3>\n"),
    ],
)
def test_highest_heading_follows_the_title_of_the_page(written: str, expected: str) -> None:
    assert as_html(written) == expected


@pytest.mark.parametrize(
    "written",
    [
        "<script>alert(1)</script>",
        '<img src=x onerror="alert(1)">',
        "[hier](javascript:alert(1))",
        "![Bild](https://fremd.example/zaehler.png)",
        '<a href="https://x.example" onclick="alert(1)">x</a>',
    ],
)
def test_nothing_that_runs_or_fetches_gets_through(written: str) -> None:
    html = as_html(written)

    assert [part for part in ("<script", "<img", 'href="javascript', "<a ") if part in html] == []


def test_links_and_lists_stay() -> None:
    assert as_html("- [Orte](/orte/)\n- [Mail](mailto:a@b.example)") == (
        '<ul>\n<li><a href="/orte/">Orte</a></li>\n<li><a href="mailto:a@b.example">Mail</a></li>\n</ul>\n'
    )
