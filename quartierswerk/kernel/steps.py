"""The life of a thing as a table of steps."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Step:
    """One step in the life of a thing: the verb of its button, the states it leaves, the state it reaches."""

    name: str
    from_: frozenset[str]
    to: str
    permission: str
    label: Any

    def __init__(self, name: str, from_: Iterable[str], to: str, permission: str, label: Any) -> None:
        for field, value in {
            "name": name,
            "from_": frozenset(from_),
            "to": to,
            "permission": permission,
            "label": label,
        }.items():
            object.__setattr__(self, field, value)


def steps_from(steps: Sequence[Step], state: str) -> list[Step]:
    """List the steps that can be taken in ``state``, in their declared order."""
    return [step for step in steps if state in step.from_]


def step_named(steps: Sequence[Step], name: str) -> Step:
    """Return the step called ``name``; raise LookupError if there is none."""
    for step in steps:
        if step.name == name:
            return step
    raise LookupError(f"there is no step {name!r}")
