"""Which field of a file could mean what, so that a form can propose it."""

from collections.abc import Sequence

CODE = ("code", "id", "nr", "nummer", "schluessel", "schlüssel", "key", "kennung")
NAME = ("name", "bezeichnung", "bez", "titel", "gebiet", "label")
RESIDENTS = ("einwohner", "residents", "bevoelkerung", "bevölkerung", "population", "inhabitants")
WANTED = {"code": CODE, "name": NAME, "residents": RESIDENTS}


def likely_field(choice: str, fields: Sequence[str]) -> str:
    """The field that most likely means ``choice`` (code, name, residents), or "" when none does."""
    for fits in (_is_same, _ends_with, _starts_with, _holds):
        for word in WANTED.get(choice, ()):
            for field in fields:
                if fits(field.casefold(), word):
                    return field
    return ""


def _is_same(field: str, word: str) -> bool:
    return field == word


def _ends_with(field: str, word: str) -> bool:
    return field.endswith((f"_{word}", f"-{word}", f" {word}"))


def _starts_with(field: str, word: str) -> bool:
    return field.startswith(word)


def _holds(field: str, word: str) -> bool:
    return len(word) > 3 and word in field
