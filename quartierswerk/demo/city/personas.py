"""The people who sign in to the demo: one for each job the platform is made for, and Charlie."""

from __future__ import annotations

from dataclasses import dataclass

from quartierswerk.demo.city.places import MAIL_DOMAIN
from quartierswerk.demo.city.tables import table

PASSWORD = "quartier"  # noqa: S105 - known to everyone, only in a demo


@dataclass(frozen=True)
class Post:
    """A role and what it is held for: scope kind and the key of the thing ("" for the whole city)."""

    role: str
    scope: str
    thing: str


@dataclass(frozen=True)
class Persona:
    """`office` is a key of `offices()` or ""; `substitute` the login of who stands in at the moment, or ""."""

    login: str
    name: str
    mail: str
    office: str
    posts: tuple[Post, ...]
    substitute: str
    comes_to: str


def personas() -> tuple[Persona, ...]:
    """All personas, in the order in which they are printed."""
    return tuple(
        Persona(
            login=row["login"],
            name=row["name"],
            mail=f"{row['login']}@{MAIL_DOMAIN}",
            office=row["office"],
            posts=tuple(Post(role, scope, thing) for role, (scope, thing) in row["roles"]),
            substitute=row.get("substitute", ""),
            comes_to=row["comes_to"],
        )
        for row in table("personas")["personas"]
    )


def offices() -> dict[str, str]:
    """Office key → name."""
    return dict(table("personas")["offices"])


def organisations() -> dict[str, str]:
    """Organisation key → name."""
    return dict(table("personas")["organisations"])
