"""Markdown as the city writes it, made into safe HTML."""

from functools import cache

from django.utils.safestring import SafeString, mark_safe

ALLOWED = {"h2", "h3", "p", "ul", "ol", "li", "strong", "em", "a", "br", "blockquote", "hr", "table", "thead", "tbody"}
ALLOWED |= {"tr", "th", "td"}


@cache
def _converter():  # type: ignore[no-untyped-def]
    from markdown_it import MarkdownIt

    return MarkdownIt("commonmark", {"html": False}).enable("table")


def as_html(text: str) -> SafeString:
    """Return ``text`` as HTML: headings begin at the second rank, scripts and foreign elements are dropped."""
    import nh3

    raised = _converter().render(text).replace("<h2>", "<h3>").replace("</h2>", "</h3>")
    raised = raised.replace("<h1>", "<h2>").replace("</h1>", "</h2>")
    clean = nh3.clean(
        raised, tags=ALLOWED, attributes={"a": {"href"}}, url_schemes={"http", "https", "mailto", "tel"}, link_rel=None
    )
    return mark_safe(clean)  # noqa: S308 - cleaned in the line above
