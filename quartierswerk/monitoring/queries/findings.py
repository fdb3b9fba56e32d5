"""What was noticed about a file of values: a code, its facts, and the sentence for people."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils import formats
from django.utils.text import get_text_list
from django.utils.translation import gettext, ngettext_lazy
from django.utils.translation import gettext_lazy as _

LISTED = 8
"""How many codes or rows a sentence names before it counts the rest."""

SENTENCES: dict[str, Any] = {
    # the file
    "file-empty": _("The file is empty."),
    "file-too-large": _("The file has %(size)s MB. At most %(limit)s MB can be read."),
    "file-no-table": _("The file is no table: it looks like %(kind)s. CSV and XLSX can be read."),
    "file-broken": _("The file says it is a spreadsheet but cannot be opened. Please save it again as XLSX or CSV."),
    "file-bomb": _("The spreadsheet unpacks to far more than it may. It is not opened."),
    "file-old-spreadsheet": _("This is an old Excel file (XLS). Please save it as XLSX or CSV."),
    "file-encoding": _("The characters of the file cannot be read (%(encoding)s). Please save it as UTF-8."),
    "file-wide": _("The table has %(columns)s columns. At most %(limit)s can be read."),
    "file-long": _("The table has more than %(limit)s rows. Please split the file."),
    "file-cell": _("Row %(row)s holds a cell with more than 100,000 characters, or a quotation mark is never closed."),
    "no-sheet": _("The spreadsheet has no sheet “%(sheet)s”. It has: %(sheets)s."),
    "no-rows": _("Below the heads of the columns there is no row."),
    "head-doubled": _("Two columns are called “%(column)s”. Please rename one of them."),
    "row-longer": _("Row %(row)s has %(cells)s cells, the head has %(columns)s. Perhaps its cells are shifted."),
    # the mapping
    "mapping-unreadable": _("The mapping cannot be read as YAML: line %(line)s."),
    "mapping-unknown-key": _("The mapping has an unknown entry “%(key)s”. Possible are: %(known)s."),
    "mapping-lacks": _("The mapping lacks “%(key)s”."),
    "mapping-wrong": _("In the mapping, “%(key)s” cannot be “%(value)s”. Possible are: %(known)s."),
    "mapping-column": _("The file has no column “%(column)s”. It has: %(columns)s."),
    "mapping-level": _("There is no level “%(level)s”. There are: %(known)s."),
    "mapping-no-areas": _("The level “%(level)s” has no areas yet. Please import the areas first."),
    "mapping-indicator": _("There is no indicator “%(indicator)s”. %(hint)s"),
    "mapping-unit": _("“%(indicator)s” is kept as %(unit)s; %(given)s does not turn into it."),
    "mapping-twice": _("“%(indicator)s” is given by two columns for the same date. One of them must go."),
    "mapping-define": _("The definition of “%(indicator)s” lacks: %(lacks)s."),
    "decimal-unclear": _(
        "“%(text)s” (row %(row)s, column “%(column)s”) could be thousands or decimals. Please choose the decimal mark."
    ),
    # cells
    "text-in-number": _("Row %(row)s, column “%(column)s”: “%(text)s” is no number."),
    "text-in-number-marker": _(
        "Row %(row)s, column “%(column)s”: “%(text)s” is no number. If it means “not available” or “protected”, "
        "name it in the mapping."
    ),
    "date-unreadable": _("Row %(row)s, column “%(column)s”: “%(text)s” is no date. Possible are 31.12.2024 and 2024."),
    "code-empty": _("Row %(row)s has values but no area code."),
    "denominator-zero": _("Row %(row)s, column “%(column)s”: the denominator is 0, so there is no rate."),
    "numerator-larger": _("Row %(row)s: the numerator %(value)s is larger than the denominator %(before)s."),
    "count-negative": _("Row %(row)s, column “%(column)s”: %(value)s is a count and cannot be negative."),
    "outside-share": _("Row %(row)s, column “%(column)s”: %(value)s is no share. Shares lie between 0 and 1."),
    "outside-share-percent": _(
        "Row %(row)s, column “%(column)s”: %(value)s is no share. Shares lie between 0 and 1. If the column holds "
        "per cent, say so in the mapping (unit: percent)."
    ),
    "outside-percent": _("Row %(row)s, column “%(column)s”: %(value)s is no percentage. It lies between 0 and 100."),
    "outside-per_1000": _("Row %(row)s, column “%(column)s”: %(value)s lies outside 0 to 1,000."),
    "more-of-these": ngettext_lazy(
        "%(count)d more row has the same mistake in column “%(column)s”: %(rows)s.",
        "%(count)d more rows have the same mistake in column “%(column)s”: %(rows)s.",
        "count",
    ),
    # areas
    "area-unknown": _("Row %(row)s: the area code “%(area)s” does not exist at the level “%(level)s”."),
    "area-unknown-near": _(
        "Row %(row)s: the area code “%(area)s” does not exist at the level “%(level)s”. Is %(near)s meant?"
    ),
    "area-unknown-more": ngettext_lazy(
        "%(count)d further area code is unknown: %(areas)s.",
        "%(count)d further area codes are unknown: %(areas)s.",
        "count",
    ),
    "area-skipped": ngettext_lazy(
        "The values of %(count)d unknown area are left out.",
        "The values of %(count)d unknown areas are left out.",
        "count",
    ),
    "area-all-unknown": _(
        "No area code of the file exists at the level “%(level)s”. Perhaps the level is another one."
    ),
    "area-other-outline": ngettext_lazy(
        "%(count)d area was drawn differently on the date of its values: %(areas)s.",
        "%(count)d areas were drawn differently on the date of their values: %(areas)s.",
        "count",
    ),
    "area-without": ngettext_lazy(
        "%(count)d area of the level “%(level)s” has no value in the file: %(areas)s.",
        "%(count)d areas of the level “%(level)s” have no value in the file: %(areas)s.",
        "count",
    ),
    "doubled-same": _("Rows %(rows)s say the same of “%(area)s” (%(indicator)s). It counts once."),
    "doubled-different": _(
        "Rows %(rows)s give different values for “%(area)s” (%(indicator)s). Please keep the right one only."
    ),
    # against the last period
    "unit-mixed": _(
        "“%(indicator)s”: all values lie between 0 and 1. If they are shares, say so in the mapping (unit: share)."
    ),
    "change-factor-100": _(
        "“%(indicator)s”, %(area)s: %(value)s after %(before)s. Perhaps per cent and share are mixed."
    ),
    "change-zero": _("“%(indicator)s”, %(area)s: 0 after %(before)s. If 0 stands for “not available”, leave it empty."),
    "change-jump": _("“%(indicator)s”, %(area)s: %(value)s after %(before)s is an unusually large change."),
    "change-more": ngettext_lazy(
        "“%(indicator)s”: %(count)d more area stands out in the same way: %(areas)s.",
        "“%(indicator)s”: %(count)d more areas stand out in the same way: %(areas)s.",
        "count",
    ),
    "column-shifted": _(
        "The values of “%(indicator)s” look like those of “%(other)s” last time. Perhaps the columns are shifted."
    ),
    "rows-shifted-down": _(
        "The values of “%(indicator)s” look like those of the area before last time. "
        "Perhaps the column slid down by a row."
    ),
    "rows-shifted-up": _(
        "The values of “%(indicator)s” look like those of the next area last time. Perhaps the column slid up by a row."
    ),
    "cells-empty": ngettext_lazy(
        "%(count)d cell is empty. It counts as missing, not as zero.",
        "%(count)d cells are empty. They count as missing, not as zero.",
        "count",
    ),
    "cells-protected": ngettext_lazy(
        "%(count)d value is marked as protected.", "%(count)d values are marked as protected.", "count"
    ),
    "nothing-to-do": _("Every value of the file is already there."),
    "no-values": _("The file holds no value."),
}


@dataclass(frozen=True)
class Finding:
    """One remark about a file. A defect stops the import, a warning does not."""

    code: str
    facts: Mapping[str, Any] = field(default_factory=dict)
    stops: bool = False

    @property
    def sentence(self) -> str:
        """What is wrong, where, and what helps, in the reader's language."""
        return str(SENTENCES[self.code] % {name: _written(name, fact) for name, fact in self.facts.items()})


def defect(code: str, **facts: Any) -> Finding:
    """Make a finding that stops the import."""
    return Finding(code, facts, stops=True)


def warning(code: str, **facts: Any) -> Finding:
    """Make a finding that is shown and stops nothing."""
    return Finding(code, facts)


def listed(things: Iterable[Any]) -> str:
    """Name up to LISTED things and count the rest."""
    everything = [str(thing) for thing in things]
    named, rest = everything[:LISTED], len(everything) - LISTED
    if rest > 0:
        return gettext("%(named)s and %(count)d more") % {"named": ", ".join(named), "count": rest}
    return ", ".join(named)


def shown(value: float | None) -> str:
    """Write a value with at most six significant digits in the reader's format."""
    if value is None:
        return gettext("protected")
    text = f"{value:.6g}"
    places = 0 if "e" in text else len(text.partition(".")[2])
    return str(formats.number_format(value, decimal_pos=places)).replace("-", "\N{MINUS SIGN}")


def _written(name: str, fact: Any) -> Any:
    if name == "near":
        return get_text_list([gettext("“%(code)s”") % {"code": code} for code in fact], gettext("or"))
    if isinstance(fact, float):
        return shown(fact)
    if isinstance(fact, date):
        return formats.date_format(fact, "SHORT_DATE_FORMAT")
    if isinstance(fact, list | tuple):
        return listed(fact)
    return fact
