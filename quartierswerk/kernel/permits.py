"""Permissions: who may do what, when, and the sentence for a refusal.

The one registry of the product. Apps fill it in ``permissions.py``, loaded by ``apps.py``.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from rules.permissions import add_perm
from rules.predicates import predicate

from quartierswerk.kernel.errors import Refused

Predicate = Callable[[Any, Any], bool]


@dataclass(frozen=True)
class Permit:
    """One permission: its name ``app.verb_noun``, a label for people, and its conditions with their reasons."""

    name: str
    label: Any
    conditions: tuple[tuple[Predicate, Any], ...]

    @property
    def roles(self) -> frozenset[str]:
        """Role keys that can satisfy it; empty when it does not ask for a role."""
        return frozenset().union(*(getattr(check, "roles", frozenset()) for check, _ in self.conditions))


_permits: dict[str, Permit] = {}


def permit(name: str, *conditions: tuple[Predicate, Any], label: Any) -> None:
    """Register permission ``name``: every condition must hold; the first that fails gives the reason."""
    if name in _permits:
        raise ValueError(f"permission {name} is registered twice")
    _permits[name] = Permit(name, label, conditions)
    add_perm(name, predicate(lambda user, thing: _failing(name, user, thing) is None, name=name))


def permits() -> list[Permit]:
    """All permissions, by name."""
    return [_permits[name] for name in sorted(_permits)]


def why_not(user: Any, name: str, thing: Any = None) -> str | None:
    """Return the reason why ``user`` may not do ``name`` with ``thing``, or None if they may."""
    reason = _failing(name, user, thing)
    return None if reason is None else str(reason)


def may(user: Any, name: str, thing: Any = None) -> bool:
    """Tell whether ``user`` may do ``name`` with ``thing``."""
    return _failing(name, user, thing) is None


def demand(user: Any, name: str, thing: Any = None) -> None:
    """Raise Refused with the reason unless ``user`` may do ``name`` with ``thing``."""
    reason = _failing(name, user, thing)
    if reason is not None:
        raise Refused(reason, permission=name)


def _failing(name: str, user: Any, thing: Any) -> Any | None:
    return next((reason for check, reason in _permits[name].conditions if not check(user, thing)), None)
