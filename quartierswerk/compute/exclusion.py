"""Which areas are taken out before anything is computed, and why."""

from collections.abc import Collection, Iterator, Sequence

from quartierswerk.compute.errors import SpecError, near_misses
from quartierswerk.compute.spec import Exclusion
from quartierswerk.compute.table import Table


def excluded_by_rule(
    rules: Sequence[Exclusion], table: Table, rows: Sequence[int], na: Collection[str]
) -> dict[int, str]:
    """The rows that a rule takes out, with the reason of the first rule that does.

    Exclusion is a declared and reasoned choice, not a filter: published monitors take out areas with few
    inhabitants or an untypical population (MSS Berlin 2017: fewer than 300 inhabitants or untypical structure).
    """
    reasons: dict[int, str] = {}
    for rule in rules:
        still_in = [row for row in rows if row not in reasons]
        reasons.update(_matching(rule, table, still_in, na))
    return reasons


def _matching(rule: Exclusion, table: Table, rows: list[int], na: Collection[str]) -> Iterator[tuple[int, str]]:
    if rule.kind == "ids":
        _refuse_unknown_ids(rule, table)
        reasons = dict(rule.ids)
        return ((row, reasons[table.ids[row]]) for row in rows if table.ids[row] in reasons)
    if rule.kind == "empty":
        texts = table.texts(rule.column, rows, na)
        return ((row, rule.reason) for row, text in zip(rows, texts, strict=True) if text is None)
    below = table.numbers(rule.column, rows, na) < rule.below
    return ((row, rule.reason) for row, is_below in zip(rows, below, strict=True) if is_below)


def _refuse_unknown_ids(rule: Exclusion, table: Table) -> None:
    known = set(table.ids)
    unknown = [name for name, _ in rule.ids if name not in known]
    if unknown:
        raise SpecError("excluded-id-unknown", ids=unknown, near=near_misses(unknown[0], known))
