"""Two people saved the same thing: show both texts, lose none."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.forms import BaseForm

from quartierswerk.ui.differences import Piece, compare_words


@dataclass(frozen=True)
class FieldDifference:
    """One field in which the two texts differ."""

    label: str
    theirs: list[Piece]
    mine: list[Piece]


@dataclass(frozen=True)
class Conflict:
    """What the panel shows: who saved, when, and the fields that differ."""

    by: str
    at: datetime | None
    fields: list[FieldDifference]


def conflict_between(
    form: BaseForm, theirs: Mapping[str, Any], *, by: str = "", at: datetime | None = None
) -> Conflict:
    """Compare what ``form`` was sent with and what is saved now.

    ``theirs`` holds the saved values by field name, as the form's ``initial`` would. Give the form a fresh
    ``seen_version`` before showing it again, so that the next save is a decision and not an accident.
    """
    differences = []
    for name, saved in theirs.items():
        if name not in form.fields or form[name].is_hidden:
            continue
        shown, sent = _as_text(form, name, saved), _as_text(form, name, form[name].value())
        if shown != sent:
            old, new = compare_words(shown, sent)
            differences.append(FieldDifference(str(form[name].label), old, new))
    return Conflict(by, at, differences)


def _as_text(form: BaseForm, name: str, value: Any) -> str:
    field = form.fields[name]
    choices = {
        str(key): str(text) for key, text in getattr(field, "choices", []) if not isinstance(text, (list, tuple))
    }
    values = value if isinstance(value, (list, tuple, set)) else [value]
    prepared = [field.prepare_value(one) for one in values]
    return ", ".join(
        choices.get(str(one), str(form[name].field.widget.format_value(one) or "") if one not in (None, "") else "")
        for one in prepared
    ).replace("\r\n", "\n")
