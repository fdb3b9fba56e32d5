"""Reading the mappings of a specification key by key: every key known, every value of its kind, all by name."""

from collections.abc import Mapping, Sequence
from math import isfinite
from typing import Any

from quartierswerk.compute.errors import SpecError, near_misses
from quartierswerk.compute.strict_yaml import Unclear


def within(where: str, part: str) -> str:
    """The name of a place inside a specification, as it is shown to people."""
    return f"{where}/{part}" if where else part


def shown(value: object) -> str:
    """A value as it may stand in a sentence."""
    if isinstance(value, Unclear):
        return value.text
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Mapping):
        return "{…}"
    if isinstance(value, list | tuple):
        return "[…]"
    return str(value)


def as_text(value: object, where: str) -> str:
    """``value`` if it is text that says something, else refused by name."""
    if not isinstance(value, str):
        raise SpecError("text-needed", where=where, value=shown(value))
    if not value.strip():
        raise SpecError("text-empty", where=where)
    return value


def as_number(value: object, where: str) -> float:
    """``value`` if it is a finite number; a truth value or text in quotes is none."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise SpecError("number-needed", where=where, value=shown(value))
    try:
        number = float(value)
    except OverflowError:
        number = float("inf")
    if not isfinite(number):
        raise SpecError("number-endless", where=where, value=shown(value))
    return number


def as_list(value: object, where: str) -> Sequence[Any]:
    """``value`` if it is a list with at least one entry."""
    if not isinstance(value, list | tuple):
        raise SpecError("list-needed", where=where, value=shown(value))
    if not value:
        raise SpecError("list-empty", where=where)
    return value


def as_mapping(value: object, where: str) -> Mapping[str, Any]:
    """``value`` if it is a mapping whose keys are text."""
    if not isinstance(value, Mapping):
        raise SpecError("mapping-needed", where=where, value=shown(value))
    for key in value:
        as_text(key, where)
    return value


class Fields:
    """One mapping of a specification; an unknown key is refused with the known keys most like it."""

    def __init__(self, value: object, where: str, keys: Sequence[str]) -> None:
        self.values = as_mapping(value, where)
        self.where = where
        for key in self.values:
            if key not in keys:
                raise SpecError("unknown-key", key=key, where=where, near=near_misses(key, keys), known=list(keys))

    def __contains__(self, key: str) -> bool:
        return key in self.values

    def at(self, key: str) -> str:
        """The name of the place of ``key``."""
        return within(self.where, key)

    def given(self, key: str) -> Any:
        """The raw value of a key that must be there."""
        if key not in self.values:
            raise SpecError("key-missing", key=key, where=self.where)
        return self.values[key]

    def text(self, key: str) -> str:
        """Text that must be there."""
        return as_text(self.given(key), self.at(key))

    def text_or_none(self, key: str) -> str | None:
        """Text that may be left out."""
        return self.text(key) if key in self else None

    def number(self, key: str, default: float | None = None) -> float:
        """A finite number; without a default it must be there."""
        if default is not None and key not in self:
            return default
        return as_number(self.given(key), self.at(key))

    def whole(self, key: str, *, least: int, default: int | None = None, most: int | None = None) -> int:
        """A whole number not below ``least`` nor above ``most``; without a default it must be there."""
        if default is not None and key not in self:
            return default
        value = self.given(key)
        if isinstance(value, bool) or not isinstance(value, int):
            raise SpecError("whole-number-needed", where=self.at(key), value=shown(value))
        if value < least:
            raise SpecError("number-too-small", where=self.at(key), value=str(value), least=str(least))
        if most is not None and value > most:
            raise SpecError("number-too-large", where=self.at(key), value=str(value)[:40], most=str(most))
        return value

    def choice(self, key: str, options: Sequence[str], default: str | None = None) -> str:
        """One of the words ``options``; without a default it must be there."""
        if default is not None and key not in self:
            return default
        word = self.text(key)
        if word not in options:
            raise SpecError(
                "unknown-choice", where=self.at(key), value=word, options=list(options), near=near_misses(word, options)
            )
        return word

    def flag(self, key: str, default: bool) -> bool:
        """True or false."""
        if key not in self:
            return default
        value = self.given(key)
        if not isinstance(value, bool):
            raise SpecError("flag-needed", where=self.at(key), value=shown(value))
        return value
