"""Who holds which role now, and for whom somebody acts; below permissions, because conditions ask it."""

from dataclasses import dataclass
from datetime import date
from typing import Any, cast

from django.db.models import BigIntegerField, F, Q, QuerySet, Value
from django.utils import timezone

from quartierswerk.people.models import Appointment, User
from quartierswerk.people.rules import STAFF_ROLES


@dataclass(frozen=True)
class Held:
    """A role that a person exercises now: their own, or that of the person they stand in for."""

    role: str
    scope: str
    scope_id: int | None
    holder_id: int


def held_by(user: Any, today: date | None = None) -> frozenset[Held]:
    """All roles that ``user`` exercises on ``today`` (default: the local day), also as substitute.

    One query for all tables of appointments together; kept on the user object, so once per request.
    """
    if not getattr(user, "is_authenticated", False):
        return frozenset()
    day = today or timezone.localdate()
    kept: dict[date, frozenset[Held]] = user.__dict__.setdefault("_held", {})
    if day not in kept:
        first, *others = [_held_rows(table, user, day) for table in Appointment.tables()]
        kept[day] = frozenset(Held(*row) for row in first.union(*others, all=True))
    return kept[day]


def _held_rows(table: type[Appointment], user: Any, day: date) -> "QuerySet[Any, Any]":
    scope_id = F(f"{table.scope_field}_id") if table.scope_field else Value(None, output_field=BigIntegerField())
    stands_in = Q(substitute=user, substitute_from__lte=day, substitute_until__gte=day)
    return (
        table._default_manager.filter(Q(user=user) | stands_in, starts_on__lte=day)
        .filter(Q(ends_on__isnull=True) | Q(ends_on__gte=day))
        .order_by()
        .values_list("role", Value(table.scope), scope_id, "user_id")
    )


def forget_roles(user: Any) -> None:
    """Let the next question read the roles of ``user`` anew; for actions that change them."""
    user.__dict__.pop("_held", None)
    user.__dict__.pop("_acting_for", None)


def roles_of(user: Any, today: date | None = None) -> frozenset[str]:
    """Keys of the roles that ``user`` exercises on ``today``, also as substitute."""
    return frozenset(held.role for held in held_by(user, today))


def is_staff(user: Any, today: date | None = None) -> bool:
    """Tell whether ``user`` exercises a role inside the administration."""
    return bool(roles_of(user, today) & STAFF_ROLES)


def holds(user: Any, *roles: str, scope: str, thing: Any, today: date | None = None) -> bool:
    """Tell whether ``user`` exercises one of ``roles`` for ``thing`` (a model row or its id)."""
    wanted = getattr(thing, "pk", thing)
    return any(held.role in roles and held.scope == scope and held.scope_id == wanted for held in held_by(user, today))


def acting_for(user: Any, today: date | None = None) -> frozenset[User]:
    """The people whose appointments ``user`` exercises on ``today``: themselves and those they stand in for."""
    if not getattr(user, "is_authenticated", False):
        return frozenset()
    day = today or timezone.localdate()
    kept: dict[date, frozenset[User]] = user.__dict__.setdefault("_acting_for", {})
    if day not in kept:
        others = {held.holder_id for held in held_by(user, day)} - {user.pk}
        absent = User.objects.in_bulk(others).values() if others else ()
        kept[day] = frozenset({cast(User, user), *absent})
    return kept[day]


def stands_in_for(user: Any, *roles: str, scope: str = "", thing: Any = None, today: date | None = None) -> User | None:
    """Whom ``user`` acts for when one of ``roles`` is only theirs as a substitute; None when they hold one themselves.

    For ``record(..., on_behalf_of=stands_in_for(by, "planner"))``; ``scope`` and ``thing`` narrow it where they matter.
    """
    wanted = getattr(thing, "pk", thing)
    fitting = [
        held
        for held in held_by(user, today)
        if held.role in roles and (not scope or held.scope == scope) and (wanted is None or held.scope_id == wanted)
    ]
    holders = {held.holder_id for held in fitting}
    if not holders or user.pk in holders:
        return None
    return next(other for other in acting_for(user, today) if other.pk == min(holders))
