"""Persona × state → yes, or the reason: one table for each app, asserted whole.

An app's ``tests/<app>/test_permissions.py`` feeds it::

    MATRIX = {
        "fund.pay_out": {
            "decided": only("koordination", otherwise="Das zahlt nur die Gesamtkoordination aus."),
            "open": {EVERYBODY: "Über den Antrag ist noch nicht entschieden."},
        },
    }
    THINGS = {"decided": lambda personas: make_application(decided=True), "open": lambda personas: make_application()}

    @pytest.mark.parametrize(("permission", "state"), rows_of(MATRIX))
    def test_matrix(permission, state, personas):
        assert_row(MATRIX, permission, state, THINGS, personas)

Each row names every persona, those without a line through ``EVERYBODY``. ``""`` is a visitor without an account.
Instead of a row a set of personas may stand: those are allowed and all others are not, for whatever reason; then
the thing is None. ``tests/house/test_permissions.py`` takes care that each permission stands in some matrix.
"""

import importlib
from collections.abc import Callable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from pathlib import Path
from typing import Any

from quartierswerk.kernel.permits import why_not

EVERYBODY = "*"
Row = Mapping[str, bool | str]
Matrix = Mapping[str, Mapping[str, Row] | AbstractSet[str]]
Things = Mapping[str, Callable[[dict[str, Any]], Any]]


def only(*allowed: str, otherwise: str, **reasons: str) -> dict[str, bool | str]:
    """A row in which ``allowed`` may, the personas in ``reasons`` get their reason and all others ``otherwise``."""
    return {EVERYBODY: otherwise, **reasons, **dict.fromkeys(allowed, True)}


def rows_of(matrix: Matrix) -> list[tuple[str, str]]:
    """Permission and state of each row, for ``parametrize``."""
    return [
        (permission, state)
        for permission, states in sorted(matrix.items())
        for state in (states if isinstance(states, Mapping) else [""])
    ]


def assert_row(matrix: Matrix, permission: str, state: str, things: Things, personas: dict[str, Any]) -> None:
    """Hold one row against what the permission says to each persona."""
    states = matrix[permission]
    thing = things[state](personas) if state in things else None
    said = {name: why_not(user, permission, thing) or True for name, user in personas.items()}
    if not isinstance(states, Mapping):
        assert {name for name, answer in said.items() if answer is True} == set(states)
        return
    row = states[state]
    assert set(row) - set(personas) <= {EVERYBODY}, "a persona in the row does not exist"
    assert said == {name: row.get(name, row.get(EVERYBODY)) for name in personas}


def matrices() -> Iterator[tuple[str, Matrix]]:
    """App and matrix of each ``test_permissions.py`` that has one."""
    for path in sorted(Path(__file__).parent.glob("*/test_permissions.py")):
        module = importlib.import_module(f"tests.{path.parent.name}.test_permissions")
        if hasattr(module, "MATRIX"):
            yield path.parent.name, module.MATRIX
