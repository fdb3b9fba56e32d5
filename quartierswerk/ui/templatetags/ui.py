"""Template tags of the shell and the components. They are built in: templates need no ``load``."""

from collections.abc import Sequence
from html import unescape
from typing import Any

from django import template
from django.conf import settings
from django.http import HttpRequest
from django.urls import translate_url
from django.utils.formats import number_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeData, SafeString, mark_safe
from django.utils.translation import get_language, get_language_info
from django.utils.translation import gettext as _

from quartierswerk.ui.differences import Piece, compare_words
from quartierswerk.ui.svg.band import draw_rank_range
from quartierswerk.ui.svg.legend import LegendItem, draw_legend
from quartierswerk.ui.themes import theme_of

register = template.Library()

# The five shapes of a state: the same everywhere, always beside a word.
_SHAPES = {
    "empty": '<circle cx="6" cy="6" r="5"/>',
    "half": '<circle cx="6" cy="6" r="5"/><path class="qw-state__fill" d="M6 1a5 5 0 0 1 0 10z"/>',
    "full": '<circle cx="6" cy="6" r="5"/>',
    "diamond": '<path d="M6 .8 11.2 6 6 11.2.8 6z"/>',
    "dashed": '<circle cx="6" cy="6" r="5"/>',
}
_MARKS = {
    name: mark_safe(  # noqa: S308 - constants of ours
        f'<svg class="qw-state__mark qw-state__mark--{name}" viewBox="0 0 12 12" aria-hidden="true"'
        f' focusable="false">{shape}</svg>'
    )
    for name, shape in _SHAPES.items()
}


@register.simple_tag
def state_mark(state: str) -> SafeString:
    """Draw the mark of a state: empty, half, full, diamond or dashed."""
    return _MARKS[str(state)]


@register.simple_tag(takes_context=True)
def theme_attribute(context: dict[str, Any]) -> SafeString | str:
    """Write the reader's choice of light or dark as an attribute; nothing if the system decides."""
    request = context.get("request")
    theme = theme_of(request) if isinstance(request, HttpRequest) else ""
    return format_html(' data-kern-theme="{}"', theme) if theme else ""


@register.simple_tag(takes_context=True)
def chosen_theme(context: dict[str, Any]) -> str:
    """Return light, dark or system."""
    request = context.get("request")
    return (theme_of(request) if isinstance(request, HttpRequest) else "") or "system"


@register.simple_tag(takes_context=True)
def language_choices(context: dict[str, Any]) -> list[dict[str, Any]]:
    """List the languages with the address of the same page in each."""
    request = context.get("request")
    if not isinstance(request, HttpRequest):
        return []
    here = request.get_full_path()
    return [
        {
            "code": code,
            "name": get_language_info(code)["name_local"].capitalize(),
            "url": translate_url(here, code),
            "current": code == get_language(),
        }
        for code, _label in settings.LANGUAGES
    ]


@register.filter
def undo_address(message: Any) -> str:
    """Return the address that takes back what a notice reports, or nothing."""
    tags = str(getattr(message, "extra_tags", "") or "").split()
    return next((tag.removeprefix("undo:") for tag in tags if tag.startswith("undo:")), "")


@register.filter
def error_list(form: Any) -> list[dict[str, str]]:
    """List the errors of a form (or a list of forms) for the summary: sentence and the id of the field."""
    forms = form if isinstance(form, (list, tuple)) else [form]
    return [error for one in forms for error in _errors_of(one)]


def _errors_of(form: Any) -> list[dict[str, str]]:
    if hasattr(form, "forms"):
        listed = [{"text": str(text), "target": "", "label": ""} for text in form.non_form_errors()]
        return listed + [error for one in form.forms for error in _errors_of(one)]
    listed = []
    for name, errors in form.errors.items():
        field = form[name] if name in form.fields else None
        target = label = ""
        if field is not None and not field.is_hidden:
            # "Ende: …", but "Bis wann? …"
            label = str(field.label)
            label += " " if label.endswith((".", "?", "!", ":")) else ": "
            target = field.auto_id if field.use_fieldset else field.id_for_label
        listed += [{"text": str(text), "target": target, "label": label} for text in errors]
    return listed


@register.filter
def field_unit(field: Any) -> str:
    """Return the unit that the form declares for a field in ``units``."""
    return getattr(field.form, "units", {}).get(field.name, "")


@register.filter
def marks_optional(field: Any) -> bool:
    """Tell whether the label says that the field may stay empty."""
    return not field.field.required and getattr(field.form, "mark_optional", True)


@register.simple_tag
def word_changes(old: Any, new: Any) -> tuple[list[Piece], list[Piece]]:
    """Return the pieces of both texts, each marked as changed or not."""
    return compare_words(_as_typed(old), _as_typed(new))


def _as_typed(text: Any) -> str:
    # A component gets attributes like old="{{ text }}" with their signs escaped already.
    return unescape(str(text)) if isinstance(text, SafeData) else str(text)


@register.simple_tag
def rank_range_drawing(low: int, rank: int, high: int, last: int, key: str = "") -> SafeString:
    """Draw the line of ranks with the range as a band and the rank as a point."""
    title = _("Rank %(rank)s of %(last)s") % {"rank": rank, "last": last}
    drawing = draw_rank_range(int(rank), int(low), int(high), int(last), title=title, key=key)
    return mark_safe(drawing)  # noqa: S308 - our own drawing, its texts are escaped there


@register.simple_tag
def legend_drawing(items: Sequence[LegendItem], key: str = "legend") -> SafeString:
    """Draw the legend under a map."""
    return mark_safe(draw_legend(items, key=key))  # noqa: S308 - our own drawing, its texts are escaped there


@register.filter
def direction_of(listing: Any, key: str) -> str:
    """Return how ``listing`` is sorted by column ``key``: ascending, descending or nothing."""
    return str(listing.direction(key))


@register.filter
def sort_url(listing: Any, key: str) -> str:
    """Return the address that sorts ``listing`` by column ``key``."""
    return str(listing.sort_address(key))


@register.filter
def unlocalize_number(value: Any) -> str:
    """Write a number as attributes need it: with a point, without separators."""
    return str(value)


@register.filter
def hidden_besides(form: Any, shown: str) -> SafeString:
    """Write the hidden fields of ``form`` that ``shown`` does not hold already."""
    missing = [field for field in form.hidden_fields() if f'name="{field.html_name}"' not in shown]
    return format_html_join("", "{}", ((field,) for field in missing))


@register.filter
def per_cent(share: float | None) -> str:
    """Write a share of 0 to 1 as whole per cent in the reader's language; a dash where nothing is known."""
    if share is None:
        return "–"
    return _("%(number)s %%") % {"number": number_format(round(share * 100))}
