"""Denominators and missing values: what is divided, what is refused, taken out or filled in."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np

from quartierswerk.compute.arrays import Flags, Floats
from quartierswerk.compute.errors import SpecError
from quartierswerk.compute.spec import Indicator
from quartierswerk.compute.table import LARGEST, Table


@dataclass(frozen=True)
class Raw:
    """The cells of an indicator as numbers: its column and, if it has one, its denominator."""

    values: Floats
    denominators: Floats | None

    @property
    def missing(self) -> Flags:
        """Where the value is missing, because its own cell or the denominator is."""
        absent = np.isnan(self.values)
        return absent if self.denominators is None else absent | np.isnan(self.denominators)

    def only(self, keep: Flags) -> "Raw":
        """The same for some of the areas."""
        return Raw(self.values[keep], None if self.denominators is None else self.denominators[keep])


@dataclass(frozen=True)
class Filled:
    """The values of an indicator with nothing missing, and where a value was filled in."""

    values: Floats
    imputed: Flags


def read_raw(indicator: Indicator, table: Table, rows: Sequence[int], na: Collection[str]) -> Raw:
    """Read the column and the denominator of an indicator for ``rows``."""
    denominators = None if indicator.denominator is None else table.numbers(indicator.denominator, rows, na)
    return Raw(table.numbers(indicator.column, rows, na), denominators)


def filled(indicator: Indicator, raw: Raw, table: Table, rows: Sequence[int], na: Collection[str]) -> Filled:
    """Divide by the denominator and deal with missing values as the indicator declares.

    ``refuse`` names the areas; ``mean`` and ``median`` of the present values after division; ``group-mean`` is the
    mean of the present values of the areas with the same word in another column. Reference: OECD/JRC, Handbook on
    Constructing Composite Indicators (2008), step 3 (unconditional mean and median, hot deck by group).
    Limits: single imputation makes the spread too small and hides its own uncertainty; the filled areas are listed
    with the result. ``exclude`` has been dealt with before.
    """
    ids = [table.ids[row] for row in rows]
    values = _divided(indicator, raw, ids)
    absent = np.isnan(values)
    if not absent.any():
        return Filled(values, absent)
    if indicator.missing.method == "refuse":
        raise SpecError("value-missing", indicator=indicator.id, ids=_chosen(ids, absent))
    if indicator.missing.method == "group-mean":
        words = table.texts(indicator.missing.group or "", rows, na)
        return Filled(_filled_by_group(indicator, values, words, ids), absent)
    if absent.all():
        raise SpecError("values-all-missing", indicator=indicator.id)
    fill = np.mean if indicator.missing.method == "mean" else np.median
    return Filled(np.where(absent, fill(values[~absent]), values), absent)


def _divided(indicator: Indicator, raw: Raw, ids: list[str]) -> Floats:
    if raw.denominators is None:
        return raw.values
    zero = raw.denominators == 0
    if zero.any():
        raise SpecError(
            "denominator-zero", indicator=indicator.id, column=indicator.denominator or "", ids=_chosen(ids, zero)
        )
    quotients: Floats = raw.values / raw.denominators
    endless = np.abs(quotients) > LARGEST
    if endless.any():
        raise SpecError("numbers-too-large", where=indicator.id, ids=_chosen(ids, endless))
    return quotients


def _filled_by_group(indicator: Indicator, values: Floats, words: list[str | None], ids: list[str]) -> Floats:
    absent = np.isnan(values)
    without = [name for name, word, is_absent in zip(ids, words, absent, strict=True) if is_absent and word is None]
    column = indicator.missing.group or ""
    if without:
        raise SpecError("group-missing", indicator=indicator.id, column=column, ids=without)
    members: dict[str, list[int]] = {}
    for place, word in enumerate(words):
        members.setdefault(word or "", []).append(place)
    full = values.copy()
    for group in sorted({word or "" for word, is_absent in zip(words, absent, strict=True) if is_absent}):
        places = np.array(members[group])
        present = places[~absent[places]]
        if not present.size:
            raise SpecError("group-without-values", indicator=indicator.id, column=column, group=group)
        full[places[absent[places]]] = np.mean(values[present])
    return full


def _chosen(ids: Sequence[str], flags: Flags) -> list[str]:
    return [name for name, flag in zip(ids, flags, strict=True) if flag]
