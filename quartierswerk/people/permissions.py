"""Who may do what with persons, offices, appointments and accounts."""

from collections.abc import Callable
from typing import Any

from quartierswerk.people.roles import roles_of


def has_role(*roles: str) -> Callable[[Any, Any], bool]:
    """Return the condition that somebody exercises one of ``roles``, for whatever thing, also as substitute."""

    def check(user: Any, thing: Any) -> bool:
        return not roles_of(user).isdisjoint(roles)

    check.roles = frozenset(roles)  # type: ignore[attr-defined]
    return check
