"""Numbers and dates as people and office programs write them."""

import re
from collections.abc import Iterable
from datetime import date
from typing import Literal

DecimalMark = Literal[",", "."]

_SPACES = dict.fromkeys(map(ord, "\u00a0\u202f\u2009 '\u2019"), "")
_SIGNS = {ord("\u2212"): "-", ord("\u2013"): "-"}
_PLAIN = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?")
_GROUPED = {
    ",": re.compile(r"[+-]?\d{1,3}(\.\d{3})+(,\d*)?"),
    ".": re.compile(r"[+-]?\d{1,3}(,\d{3})+(\.\d*)?"),
}
_DAY_FIRST = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})")
_YEAR = re.compile(r"(1[89]|20|21)\d\d")


class NotANumber(ValueError):
    """A cell that should hold a number holds something else."""


def read_number(text: str, mark: DecimalMark = ".") -> float:
    """Return the number that ``text`` writes with the decimal ``mark``; thousands may be grouped by the other one.

    A real minus and spaces between groups are understood. "nan" and "inf" are no numbers. Raises NotANumber.
    """
    plain = text.strip().translate(_SIGNS).translate(_SPACES)
    if _GROUPED[mark].fullmatch(plain):
        plain = plain.replace("." if mark == "," else ",", "")
    if mark == ",":
        if "." in plain:
            raise NotANumber(text)
        plain = plain.replace(",", ".")
    if not _PLAIN.fullmatch(plain):
        raise NotANumber(text)
    number = float(plain)
    if number in (float("inf"), float("-inf")):
        raise NotANumber(text)
    return number


def decimal_mark(texts: Iterable[str]) -> DecimalMark | None:
    """Return which mark begins the decimals in these texts, None if they do not tell ("1.234" alone could be both).

    Texts without any mark tell nothing; when nothing at all needs telling, the point is returned.
    """
    doubtful = False
    for text in texts:
        if "," not in text and "." not in text:
            continue
        plain = text.strip().translate(_SIGNS).translate(_SPACES)
        comma, point = plain.rfind(","), plain.rfind(".")
        if comma >= 0 and point >= 0:
            return "," if comma > point else "."
        one: DecimalMark = "," if comma >= 0 else "."
        other: DecimalMark = "." if one == "," else ","
        if plain.count(one) > 1:
            if _GROUPED[other].fullmatch(plain):
                return other
            continue
        whole, _mark, rest = plain.lstrip("+-").partition(one)
        if not (whole + rest).isdigit():
            continue
        if len(rest) != 3 or len(whole) > 3 or whole in ("", "0"):
            return one
        doubtful = True
    return None if doubtful else "."


def read_date(text: str) -> date:
    """Return the day that ``text`` names: 2024-12-31, 31.12.2024, or 2024 for its last day. Raises ValueError."""
    plain = text.strip()
    if _YEAR.fullmatch(plain):
        return date(int(plain), 12, 31)
    if match := _DAY_FIRST.fullmatch(plain):
        day, month, year = map(int, match.groups())
        return date(year, month, day)
    return date.fromisoformat(plain)
