"""Values of indicators and scores as people read them, in the reader's language."""

from decimal import Decimal
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from quartierswerk.monitoring.models import Indicator
from quartierswerk.ui.svg.numbers import Format, number_format, signed

SCORE_DECIMALS = 2


def numbers(decimals: int = SCORE_DECIMALS) -> Format:
    """Return the way of writing numbers in the reader's language."""
    return number_format(get_language() or "de", decimals)


def score_text(score: float | Decimal | None) -> str:
    """Write a score; a missing one becomes a dash."""
    return "–" if score is None else numbers()(float(score))


def signed_score(part: float | Decimal) -> str:
    """Write a part of a score with its sign."""
    return signed(float(part), numbers())


def value_number(indicator: Indicator, value: float) -> float:
    """Return the number as it is shown: shares are shown as per cent."""
    return value * 100 if indicator.unit == "share" else value


def unit_text(indicator: Indicator) -> str:
    """Name the unit as it stands behind a number."""
    return {
        "share": "%",
        "percent": "%",
        "points": _("percentage points"),
        "per_1000": _("per 1,000"),
        "euro": "€",
        "number": "",
    }.get(indicator.unit, indicator.unit_name)


def value_text(indicator: Indicator, value: float | None, *, suppressed: bool = False, unit: bool = True) -> str:
    """Write a value with its unit; missing and protected are words, never numbers."""
    if suppressed:
        return _("protected")
    if value is None:
        return _("missing")
    text = numbers(indicator.decimals)(value_number(indicator, value))
    behind = unit_text(indicator) if unit else ""
    return f"{text}\N{NO-BREAK SPACE}{behind}" if behind else text


def class_text(label: str) -> str:
    """Name a class in a sentence: a number stands bare, a word in quotation marks."""
    return label if label.isdigit() else f"“{label}”" if (get_language() or "de").startswith("en") else f"„{label}“"


def plural_of(level: Any) -> str:
    """The areas of a level in the plural."""
    return str(level.plural) or str(level)
