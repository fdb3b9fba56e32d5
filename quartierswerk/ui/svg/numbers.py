"""Numbers as people write them, and round steps for an axis."""

from __future__ import annotations

import math
from collections.abc import Callable
from decimal import ROUND_HALF_UP, Decimal

Format = Callable[[float], str]
MINUS = "−"


def written(value: float, *, places: int = 2, decimal: str = ",", group: str = ".") -> str:
    """Write a number with a real minus; the defaults are German. What is no number becomes a dash."""
    if not math.isfinite(value):
        return "–"
    rounded = Decimal(repr(float(value))).quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
    whole, _, rest = f"{abs(rounded):,f}".partition(".")
    text = whole.replace(",", group) + (decimal + rest if rest else "")
    return MINUS + text if rounded < 0 else text


def german(places: int = 2) -> Format:
    """Return a function that writes numbers as 1.234,50."""
    return lambda value: written(value, places=places)


def english(places: int = 2) -> Format:
    """Return a function that writes numbers as 1,234.50."""
    return lambda value: written(value, places=places, decimal=".", group=",")


def number_format(lang: str, places: int = 2) -> Format:
    """Return the way of writing numbers that belongs to a language; German unless the language is English."""
    return english(places) if lang.startswith("en") else german(places)


def signed(value: float, number: Format) -> str:
    """Write the number with its sign; what rounds to nothing gets none."""
    text = number(abs(value))
    if not any(digit in text for digit in "123456789"):
        return text
    return ("+" if value > 0 else MINUS) + text


def round_steps(low: float, high: float, *, about: int = 4) -> list[float]:
    """Return round values that span low to high in about so many steps of 1, 2 or 5 times a power of ten."""
    if not (math.isfinite(low) and math.isfinite(high)) or low == high:
        low, high = (low - 1, low + 1) if math.isfinite(low) else (0.0, 1.0)
    raw = (high - low) / max(about, 1)
    power = 10.0 ** math.floor(math.log10(raw))
    step = next(m * power for m in (1, 2, 5, 10) if m * power >= raw * 0.999)
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    return [round(n * step, 12) for n in range(first, last + 1)]
