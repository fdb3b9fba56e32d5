"""A small, strict reading of YAML: one document, no tags, no key twice, nothing guessed.

Reference: YAML 1.2.2, core schema (10.3). Departures, most towards refusing: a plain scalar that one version of
YAML reads as text and another as something else (``010``, ``1:30``, ``0x1F``, ``2017-01-01``) becomes ``Unclear``,
which is neither text nor number; ``yes``, ``no``, ``on`` and ``off`` are truth values as in YAML 1.1. A code such as
``08111000`` is text: in YAML 1.1 it is no number, and common programs write it without quotation marks.
Limits: at most 10 million characters, 60 levels and 100,000 values repeated by aliases; no merge keys.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import yaml

from quartierswerk.compute.errors import SpecError

MOST_CHARACTERS = 10_000_000
MOST_LEVELS = 60
MOST_COPIES = 100_000

_NOTHING = {"", "~", "null", "Null", "NULL"}
_YES = {"true", "yes", "on"}
_NO = {"false", "no", "off"}
_WHOLE = re.compile(r"[-+]?(0|[1-9][0-9]*(_[0-9]+)*)")
_NUMBER = re.compile(r"[-+]?(0|[1-9][0-9_]*)?(\.[0-9]*)?([eE][-+]?[0-9]+)?")
_CODE = re.compile(r"0[0-7]*[89][0-9]*")
_ENDLESS = re.compile(r"[-+]?\.(inf|Inf|INF|nan|NaN|NAN)")
_UNCLEAR = re.compile(
    r"[-+]?0[0-9_]+(\.[0-9_]*)?([eE][-+]?[0-9]+)?|[-+]?0[xob][0-9a-fA-F_]+|[-+]?[0-9][0-9_]*(:[0-5]?[0-9])+(\.[0-9_]*)?"
    r"|[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}([Tt ].*)?|[-+]?[0-9][0-9_]*|=|<<"
)


@dataclass(frozen=True)
class Unclear:
    """A scalar without quotes that is text for one reader of YAML and a number or a date for another."""

    text: str


def plain_values(text: str) -> Any:
    """Read one YAML document into dicts, lists, text, numbers, truth values, None and ``Unclear``."""
    if len(text) > MOST_CHARACTERS:
        raise SpecError("yaml-too-long", most=MOST_CHARACTERS)
    try:
        return _document(_events(text))
    except yaml.MarkedYAMLError as broken:
        mark = broken.problem_mark or broken.context_mark
        line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        raise SpecError(_kind_of_break(text, line), line=line, column=column) from None
    except yaml.reader.ReaderError as broken:
        line = text.count("\n", 0, int(broken.position)) + 1
        raise SpecError("yaml-character", line=line) from None


def _events(text: str) -> Iterator[Any]:
    loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    return iter(yaml.parse(text, Loader=loader))


def _kind_of_break(text: str, line: int) -> str:
    lines = text.splitlines()
    near = lines[line - 1] if line <= len(lines) else ""
    blank = near[: len(near) - len(near.lstrip())]
    return "yaml-tab" if "\t" in blank else "yaml-broken"


def _document(events: Iterator[Any]) -> Any:
    value: Any = None
    documents = 0
    for event in events:
        if isinstance(event, yaml.DocumentStartEvent):
            documents += 1
            if documents > 1:
                raise SpecError("yaml-several-documents", line=_line(event))
        elif isinstance(event, yaml.NodeEvent):
            value = _Reading(events).value(event, 1)
    if documents == 0 or value is None:
        raise SpecError("yaml-empty")
    return value


class _Reading:
    """One document on its way from events to values, with what its anchors (&) name and its aliases (*) repeat."""

    def __init__(self, events: Iterator[Any]) -> None:
        self.events = events
        self.named: dict[str, Any] = {}
        self.copies = 0

    def value(self, event: Any, level: int) -> Any:
        if level > MOST_LEVELS:
            raise SpecError("yaml-too-deep", line=_line(event), most=MOST_LEVELS)
        if isinstance(event, yaml.AliasEvent):
            return self._repeated(event, level)
        if isinstance(event, yaml.MappingStartEvent):
            _refuse_tag(event)
            found: Any = self._mapping(level)
        elif isinstance(event, yaml.SequenceStartEvent):
            _refuse_tag(event)
            found = self._sequence(level)
        else:
            found = _scalar(event)
        if event.anchor is not None:
            self.named[event.anchor] = found
        return found

    def _mapping(self, level: int) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for event in self.events:
            if isinstance(event, yaml.MappingEndEvent):
                break
            if not isinstance(event, yaml.ScalarEvent):
                raise SpecError("yaml-key-not-text", line=_line(event))
            key = self._key(event, level)
            if key in found:
                raise SpecError("yaml-key-twice", key=key, line=_line(event))
            found[key] = self.value(next(self.events), level + 1)
        return found

    def _sequence(self, level: int) -> list[Any]:
        found = []
        for event in self.events:
            if isinstance(event, yaml.SequenceEndEvent):
                break
            found.append(self.value(event, level + 1))
        return found

    def _key(self, event: Any, level: int) -> str:
        value = self.value(event, level)
        if not isinstance(value, str) and not (isinstance(value, Unclear) and value.text == "<<"):
            raise SpecError("yaml-key-not-text", line=_line(event))
        return str(event.value)

    def _repeated(self, event: Any, level: int) -> Any:
        """What an alias repeats; it counts with its size, so that a few lines cannot grow without end."""
        if event.anchor not in self.named:
            raise SpecError("yaml-alias-unknown", line=_line(event), name=event.anchor)
        found = self.named[event.anchor]
        values, levels = _extent(found)
        self.copies += values
        if self.copies > MOST_COPIES:
            raise SpecError("yaml-too-many-copies", line=_line(event), most=MOST_COPIES)
        if level + levels - 1 > MOST_LEVELS:
            raise SpecError("yaml-too-deep", line=_line(event), most=MOST_LEVELS)
        return found


def _extent(value: Any) -> tuple[int, int]:
    """How many values a value consists of and how many levels it has."""
    inner = list(value.values()) if isinstance(value, dict) else value if isinstance(value, list) else []
    extents = [_extent(part) for part in inner]
    return 1 + sum(values for values, _ in extents), 1 + max((levels for _, levels in extents), default=0)


def _scalar(event: Any) -> Any:
    if any(0xD800 <= ord(sign) <= 0xDFFF or sign == "\0" for sign in event.value):
        raise SpecError("yaml-character", line=_line(event))
    if event.style or event.tag == "tag:yaml.org,2002:str":
        _refuse_tag(event, allowed="tag:yaml.org,2002:str")
        return event.value
    _refuse_tag(event)
    return plain_scalar(event.value)


def plain_scalar(text: str) -> Any:
    """What a scalar without quotes means: None, truth value, number, ``Unclear`` or text."""
    if text in _NOTHING:
        return None
    if text.lower() in _YES | _NO and text in {text.lower(), text.title(), text.upper()}:
        return text.lower() in _YES
    if _ENDLESS.fullmatch(text):
        return float(text.lower().replace(".", ""))
    if len(text) <= 300 and _WHOLE.fullmatch(text):
        return int(text)
    if len(text) <= 300 and _NUMBER.fullmatch(text) and any(sign.isdigit() for sign in re.split("[eE]", text)[0]):
        try:
            return float(text)
        except ValueError:  # an underscore where none may stand
            return Unclear(text)
    return Unclear(text) if _UNCLEAR.fullmatch(text) and not _CODE.fullmatch(text) else text


def _refuse_tag(event: Any, allowed: str = "") -> None:
    if event.tag is not None and event.tag != allowed:
        raise SpecError("yaml-tag", line=_line(event), tag=str(event.tag))


def _line(event: Any) -> int:
    return int(event.start_mark.line) + 1
