"""The mapping: a small YAML text that says which column of a file is what (docs/how-to/import-values.md)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import yaml

from quartierswerk.monitoring.models import Direction, PeriodKind, Unit
from quartierswerk.monitoring.queries.findings import Finding, defect
from quartierswerk.monitoring.rules import read_date

KEYS = (
    "version", "level", "code", "period", "values", "long", "decimal", "encoding", "delimiter", "sheet",
    "header_row", "missing", "protected", "unknown_areas", "notes", "define",
)  # fmt: skip
VALUE_KEYS = ("indicator", "column", "numerator", "denominator", "unit", "period", "note")
LONG_KEYS = ("indicator", "value", "numerator", "denominator", "note", "units", "names", "leave_out")
NOTE_KEYS = ("estimated", "protected")
DEFINE_KEYS = (
    "key", "name", "unit", "unit_name", "direction", "source", "explanation", "numerator", "denominator",
    "method_note", "decimals", "period_kind", "licence", "contact",
)  # fmt: skip
DECIMALS = {",": ",", ".": ".", "comma": ",", "point": ".", "auto": ""}
DELIMITERS = {",": ",", ";": ";", "\t": "\t", "|": "|", "comma": ",", "semicolon": ";", "tab": "\t", "auto": ""}
LONGEST = 200_000


class Unusable(Exception):
    """The mapping cannot be used; ``finding`` says why."""

    def __init__(self, finding: Finding) -> None:
        self.finding = finding
        super().__init__(finding.code)


@dataclass(frozen=True)
class ValueColumn:
    """A column of values, or the two columns whose quotient is the value. ``unit`` "" is the indicator's own."""

    indicator: str
    column: str = ""
    numerator: str = ""
    denominator: str = ""
    unit: str = ""
    period: date | None = None
    note: str = ""


@dataclass(frozen=True)
class LongColumns:
    """Columns of a long table: which indicator, which value. ``names`` is {word of the file: key of the indicator}."""

    indicator: str
    value: str = ""
    numerator: str = ""
    denominator: str = ""
    note: str = ""
    units: Mapping[str, str] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)
    leave_out: frozenset[str] = frozenset()


@dataclass(frozen=True)
class FileMapping:
    """What a mapping says. Either ``values`` (wide) or ``long``; either ``period`` or ``period_column``."""

    level: str
    code: str
    period: date | None = None
    period_column: str = ""
    values: tuple[ValueColumn, ...] = ()
    long: LongColumns | None = None
    decimal: str = ""
    encoding: str = ""
    delimiter: str = ""
    sheet: str = ""
    header_row: int = 1
    missing: frozenset[str] = frozenset({"", "NA"})
    protected: frozenset[str] = frozenset()
    skip_unknown: bool = False
    notes: Mapping[str, str] = field(default_factory=dict)
    """{word of the file, folded: "estimated" or "protected"}"""
    define: tuple[Mapping[str, Any], ...] = ()

    def columns(self) -> list[str]:
        """Every column of the file that the mapping names."""
        named = [self.code, self.period_column]
        for one in self.values:
            named += [one.column, one.numerator, one.denominator, one.note]
        if self.long:
            named += [self.long.indicator, self.long.value, self.long.numerator, self.long.denominator, self.long.note]
        return [name for name in named if name]


class _TextLoader(yaml.SafeLoader):
    """Reads every plain value as text, so that 01 stays 01 and 2024-12-31 stays what was written."""

    def compose_node(self, parent: Any, index: Any) -> Any:
        if self.check_event(yaml.events.AliasEvent):
            event = self.get_event()
            raise yaml.composer.ComposerError(None, None, "no aliases here", event.start_mark)
        return super().compose_node(parent, index)


_TextLoader.yaml_implicit_resolvers = {}


def read_mapping(text: str) -> FileMapping:
    """Read a mapping. Raises Unusable with the entry that is wrong and what would be possible."""
    if len(text) > LONGEST:
        raise Unusable(defect("mapping-unreadable", line=1))
    try:
        given = yaml.load(text, Loader=_TextLoader)  # noqa: S506 - a safe loader without any types
    except (yaml.YAMLError, RecursionError, ValueError) as wrong:
        mark = getattr(wrong, "problem_mark", None)
        raise Unusable(defect("mapping-unreadable", line=mark.line + 1 if mark else 1)) from None
    if not isinstance(given, dict):
        raise Unusable(defect("mapping-lacks", key="level"))
    return _mapping(_known(given, KEYS, ""))


def mapping_as_text(mapping: Mapping[str, Any]) -> str:
    """Write a mapping of plain values as YAML, in the order of KEYS and without empty entries."""
    ordered = {key: mapping[key] for key in KEYS if mapping.get(key) not in ("", None, [], {})}
    return yaml.safe_dump(ordered, allow_unicode=True, sort_keys=False, width=100)


def _mapping(given: Mapping[str, Any]) -> FileMapping:
    if given.get("version", "1") != "1":
        raise Unusable(defect("mapping-wrong", key="version", value=str(given["version"])[:60], known="1"))
    period, period_column = _period(given.get("period"))
    values = tuple(_value(one) for one in _list(given, "values"))
    long = _long(given["long"]) if given.get("long") else None
    if bool(values) == bool(long):
        raise Unusable(defect("mapping-lacks", key="values / long"))
    if period is None and not period_column and not all(one.period for one in values):
        raise Unusable(defect("mapping-lacks", key="period"))
    header = _text(given, "header_row") or "1"
    if not header.isdigit() or not 1 <= int(header) <= 1_000:
        raise Unusable(defect("mapping-wrong", key="header_row", value=header[:60], known="1 … 1000"))
    return FileMapping(
        level=_needed(given, "level"),
        code=_needed(given, "code"),
        period=period,
        period_column=period_column,
        values=values,
        long=long,
        decimal=_choice(given, "decimal", DECIMALS),
        encoding="" if _text(given, "encoding") == "auto" else _text(given, "encoding"),
        delimiter=_choice(given, "delimiter", DELIMITERS),
        sheet=_text(given, "sheet"),
        header_row=int(header),
        missing=frozenset({"", *_words(given, "missing", ["", "NA"])}),
        protected=frozenset(_words(given, "protected", [])),
        skip_unknown=_choice(given, "unknown_areas", {"refuse": "", "skip": "skip"}) == "skip",
        notes=_notes(given.get("notes") or {}),
        define=tuple(_definition(one) for one in _list(given, "define")),
    )


def _value(given: Any) -> ValueColumn:
    one = _known(given, VALUE_KEYS, "values")
    indicator = _needed(one, "indicator")
    column, top, base = _text(one, "column"), _text(one, "numerator"), _text(one, "denominator")
    if not column and not (top and base):
        raise Unusable(defect("mapping-lacks", key=f"values: {indicator}: column"))
    unit = _choice(one, "unit", {key: key for key in Unit.values})
    period, by_column = _period(one.get("period"))
    if by_column:
        raise Unusable(defect("mapping-wrong", key="values: period", value=by_column[:60], known="2024-12-31"))
    return ValueColumn(indicator, column, top, base, unit, period, _text(one, "note"))


def _long(given: Any) -> LongColumns:
    one = _known(given, LONG_KEYS, "long")
    value, top, base = _text(one, "value"), _text(one, "numerator"), _text(one, "denominator")
    if not value and not (top and base):
        raise Unusable(defect("mapping-lacks", key="long: value"))
    units = {str(key): str(unit) for key, unit in _dict(one.get("units"), "units").items()}
    for unit in units.values():
        if unit not in Unit.values:
            raise Unusable(defect("mapping-wrong", key="long: units", value=unit[:60], known=list(Unit.values)))
    names = {str(key): str(name) for key, name in _dict(one.get("names"), "names").items()}
    return LongColumns(
        _needed(one, "indicator"),
        value,
        top,
        base,
        _text(one, "note"),
        units,
        names,
        frozenset(_words(one, "leave_out", [])),
    )


def _period(given: Any) -> tuple[date | None, str]:
    """Return the day or the column that holds it."""
    if given in (None, ""):
        return None, ""
    if isinstance(given, dict):
        return None, _needed(_known(given, ("column",), "period"), "column")
    try:
        return read_date(str(given)), ""
    except ValueError:
        raise Unusable(
            defect("mapping-wrong", key="period", value=str(given)[:60], known="2024-12-31, 31.12.2024, 2024")
        ) from None


def _notes(given: Any) -> dict[str, str]:
    notes = _known(given, NOTE_KEYS, "notes")
    return {word.casefold(): kind for kind in NOTE_KEYS for word in _words(notes, kind, [])}


def _definition(given: Any) -> Mapping[str, Any]:
    one = _known(given, DEFINE_KEYS, "define")
    key = _needed(one, "key")
    lacks = [name for name in ("name", "unit", "direction", "source") if not one.get(name)]
    if lacks:
        raise Unusable(defect("mapping-define", indicator=key[:60], lacks=lacks))
    _choice(one, "unit", {unit: unit for unit in Unit.values})
    _choice(one, "direction", {way: way for way in Direction.values})
    _choice(one, "period_kind", {kind: kind for kind in PeriodKind.values})
    decimals = _text(one, "decimals") or "1"
    if decimals not in set("0123456"):
        raise Unusable(defect("mapping-wrong", key="decimals", value=decimals[:20], known="0 … 6"))
    texts = {"name", "explanation", "numerator", "denominator", "source", "method_note"}
    return {
        **{name: value for name, value in one.items() if name not in texts},
        **{
            name: value if isinstance(value, dict) else {"de": str(value)}
            for name, value in one.items()
            if name in texts
        },
        "decimals": int(decimals),
    }


def _known(given: Any, keys: Iterable[str], where: str) -> dict[str, Any]:
    found = _dict(given, where)
    for key in found:
        if key not in keys:
            named = f"{where}: {key}" if where else str(key)
            raise Unusable(defect("mapping-unknown-key", key=named[:80], known=", ".join(keys)))
    return found


def _dict(given: Any, where: str) -> dict[str, Any]:
    if given in (None, ""):
        return {}
    if not isinstance(given, dict):
        raise Unusable(defect("mapping-wrong", key=where, value=str(given)[:60], known="key: value"))
    return {str(key): value for key, value in given.items()}


def _list(given: Mapping[str, Any], key: str) -> list[Any]:
    found = given.get(key) or []
    if not isinstance(found, list):
        raise Unusable(defect("mapping-wrong", key=key, value=str(found)[:60], known="- …"))
    return found


def _words(given: Mapping[str, Any], key: str, default: list[str]) -> list[str]:
    found = given.get(key)
    if found is None:
        return default
    if not isinstance(found, list):
        found = [found]
    return [str(word).strip() for word in found]


def _text(given: Mapping[str, Any], key: str) -> str:
    found = given.get(key)
    if isinstance(found, dict | list):
        raise Unusable(defect("mapping-wrong", key=key, value=str(found)[:60], known="…"))
    return "" if found is None else str(found).strip() or str(found)


def _needed(given: Mapping[str, Any], key: str) -> str:
    found = _text(given, key)
    if not found:
        raise Unusable(defect("mapping-lacks", key=key))
    return found


def _choice(given: Mapping[str, Any], key: str, known: Mapping[str, str]) -> str:
    found = _text(given, key)
    if not found:
        return ""
    if found not in known:
        raise Unusable(defect("mapping-wrong", key=key, value=found[:60], known=[k for k in known if k.strip()]))
    return known[found]
