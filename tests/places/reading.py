"""What a reader finds on a page, without its marks."""

import html
import re
from typing import Any


def main_of(answer: Any) -> str:
    """The text of the main part of a page, each piece once more separated by a space."""
    page = answer.content.decode()
    inner = page[page.index("<main") : page.index("</main>")]
    inner = re.sub(r"<(script|template)\b.*?</\1>", " ", inner, flags=re.DOTALL)
    return " ".join(html.unescape(re.sub(r"<[^>]*>", " ", inner)).split())


def errors_of(answer: Any) -> list[str]:
    """The lines of the error summary."""
    page = answer.content.decode()
    if 'id="error-summary"' not in page:
        return []
    summary = page[page.index('id="error-summary"') :]
    lines = re.findall(r"<li>(.*?)</li>", summary[: summary.index("</ul>")], flags=re.DOTALL)
    return [html.unescape(re.sub(r"<[^>]*>", "", line)).strip() for line in lines]


def notices_of(answer: Any) -> list[str]:
    """What the next page says was done."""
    return [str(message) for message in answer.context["messages"]]


def fields_of(answer: Any) -> dict[str, str]:
    """The hidden fields of the forms of a page."""
    page = answer.content.decode()
    return {
        name: html.unescape(value)
        for name, value in re.findall(r'<input type="hidden" name="([\w-]+)" value="([^"]*)"', page)
        if name != "csrfmiddlewaretoken"
    }


def row_names(answer: Any) -> list[str]:
    """The names of the rows of the first table, in their order."""
    page = answer.content.decode()
    table = page[page.index("<tbody>") : page.index("</tbody>")]
    heads = re.findall(r'<th scope="row">(.*?)</th>', table, flags=re.DOTALL)
    return [html.unescape(re.sub(r"<div.*?</div>|<[^>]*>", "", head)).strip() for head in heads]
