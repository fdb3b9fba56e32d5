"""What the codes of ``errors`` say to people, in German and English; used by the command and by pages alike.

Plain dicts and not gettext, because the command starts without Django. Placeholders are the facts of the error.
"""

from typing import Any, Protocol

from quartierswerk.compute.sentences_files import FILES
from quartierswerk.compute.sentences_spec import SPECIFICATION
from quartierswerk.compute.sentences_values import VALUES

LANGUAGES = ("de", "en")
MOST_NAMED = 20
MOST_SIGNS = 120

SENTENCES: dict[str, dict[str, str]] = {**FILES, **SPECIFICATION, **VALUES}

# Facts that list what may be written; they are never cut short.
_WHOLE_LISTS = {"known", "options"}
_TOP = {"de": "oberste Ebene", "en": "top level"}
_MORE = {"de": " und %d weitere", "en": " and %d more"}
_NEAR = {"de": " Meinten Sie %s?", "en": " Did you mean %s?"}
_OR = {"de": " oder ", "en": " or "}
_QUOTES = {"de": "„%s“", "en": "“%s”"}


class Coded(Protocol):
    """An error or a notice."""

    @property
    def code(self) -> str: ...

    @property
    def facts(self) -> dict[str, Any]: ...


def sentence(said: Coded, lang: str = "de") -> str:
    """The sentence for an error or a notice in German (``de``) or English (``en``)."""
    facts = {name: _shown(name, value, lang) for name, value in said.facts.items()}
    return SENTENCES[said.code][lang] % facts


def _shown(name: str, value: Any, lang: str) -> str:
    if name == "near":
        return _NEAR[lang] % _OR[lang].join(_QUOTES[lang] % _clean(word) for word in value) if value else ""
    if name == "where" and value == "":
        return _TOP[lang]
    if isinstance(value, list | tuple):
        most = len(value) if name in _WHOLE_LISTS else MOST_NAMED
        words = ", ".join(_clean(str(word)) for word in value[:most])
        return words + (_MORE[lang] % (len(value) - most) if len(value) > most else "")
    return _clean(str(value))


def _clean(text: str) -> str:
    """Text that may stand in a line of a terminal: no control signs, not endless."""
    shown = "".join(sign if sign.isprintable() else "�" for sign in text[: MOST_SIGNS + 1])
    return shown if len(text) <= MOST_SIGNS else shown[:MOST_SIGNS] + "…"
