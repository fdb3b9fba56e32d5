"""Markdown as the city writes it, made into safe HTML."""

import re
from functools import cache

from django.utils.safestring import SafeString, mark_safe

ALLOWED = {"h2", "h3", "p", "ul", "ol", "li", "strong", "em", "a", "br", "blockquote", "hr", "table", "thead", "tbody"}
ALLOWED |= {"tr", "th", "td"}


@cache
def _converter():
    from markdown_it import MarkdownIt

    return MarkdownIt("commonmark", {"html": False}).enable("table")


def as_html(text: str) -> SafeString:
    """Return ``text`` as safe HTML whose headings follow the page's own without a gap: the highest becomes h2."""
    import nh3

    made = _converter().render(text)
    used = sorted(set(re.findall(r"<h([1-6])>", made)))
    rank = {level: min(2 + place, 3) for place, level in enumerate(used)}
    ranked = re.sub(r"<(/?)h([1-6])>", lambda found: f"<{found[1]}h{rank[found[2]]}>", made)
    clean = nh3.clean(
        ranked, tags=ALLOWED, attributes={"a": {"href"}}, url_schemes={"http", "https", "mailto", "tel"}, link_rel=None
    )
    return mark_safe(clean)  # noqa: S308 - cleaned in the line above
