"""The people of the mission as fixtures, plus Charlie, who must see nothing.

``koordination``, ``sozialplanung`` … ``charlie`` each give one ``User``; ``personas`` gives all of them by name.
A role in a scope whose table belongs to an upper app gets its thing from ``SCOPES``; while no app keeps such a
table the persona is there without that role.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth.models import AnonymousUser

from quartierswerk.people.models import Appointment, Office, User
from tests.factories.places import home_district, home_neighbourhood


@dataclass(frozen=True)
class Persona:
    """Name and roles of one persona; ``roles`` lists (role, scope, key of the thing in the scope)."""

    name: str
    roles: tuple[tuple[str, str, str], ...] = ()


PERSONAS = {
    "admin": Persona("Adele Amt", (("admin", "city", ""),)),
    "koordination": Persona("Konrad Koch", (("city_coordination", "city", ""),)),
    "sozialplanung": Persona(
        "Sonja Sommer", (("planner", "office", "sozialamt"), ("area_lead", "office", "sozialamt"))
    ),
    "jugendamt": Persona("Jan Jung", (("planner", "office", "jugendamt"),)),
    "gesundheitsamt": Persona("Gesa Gut", (("planner", "office", "gesundheitsamt"),)),
    "stadterneuerung": Persona("Stefan Stein", (("urban_renewal", "office", "stadterneuerung"),)),
    "mittler": Persona("Mira Mitte", (("intermediary", "city", ""),)),
    "bewertung1": Persona("Berta Baum", (("assessor", "office", "sozialamt"),)),
    "bewertung2": Persona("Bela Berg", (("assessor", "office", "jugendamt"),)),
    "quartier": Persona("Quirin Quast", (("neighbourhood_coordination", "neighbourhood", ""),)),
    "traeger": Persona("Tara Thal", (("provider", "organisation", ""),)),
    "initiative": Persona("Ida Imhof", (("initiative", "organisation", ""),)),
    "wohnen": Persona("Wolf Wiese", (("housing", "organisation", ""),)),
    "begleitgruppe": Persona("Bruno Bach", (("steering_member", "body", ""),)),
    "bezirk": Persona("Beate Born", (("district_head", "district", ""),)),
    "rat": Persona("Rita Rath", (("council", "city", ""),)),
    "bewohnerin": Persona("Bilge Blum", (("resident", "city", ""),)),
    "charlie": Persona("Charlie Chaos"),
}
OFFICES = {
    "sozialamt": "Sozialamt",
    "jugendamt": "Jugendamt",
    "gesundheitsamt": "Gesundheitsamt",
    "stadterneuerung": "Amt für Stadterneuerung",
}
EMPLOYED_SINCE = date(2024, 1, 1)


def office(key: str) -> Office:
    """The office of a persona, made when it is first asked for."""
    return Office.objects.get_or_create(key=key, defaults={"name": OFFICES[key]})[0]


# Scope -> the thing in it, by the key in ``Persona.roles``. The owner of a scope adds its line here.
SCOPES: dict[str, Callable[[str], object]] = {
    "city": lambda key: None,
    "office": office,
    "district": home_district,
    "neighbourhood": home_neighbourhood,
}


def appoint(user: User, role: str, scope: str, thing: object = None, **term: object) -> Appointment:
    """Give ``user`` the role ``role`` for ``thing``, from the start of the tests' time unless ``term`` says else."""
    table = Appointment.table_of(scope)
    assert table is not None
    held_for = {table.scope_field: thing} if table.scope_field else {}
    user.__dict__.pop("_held", None)
    user.__dict__.pop("_acting_for", None)
    return table._default_manager.create(user=user, role=role, **{"starts_on": EMPLOYED_SINCE, **held_for, **term})


def make_persona(username: str) -> User:
    """Return the account of the persona with its roles, made when it is first asked for."""
    found = User.objects.filter(username=username).first()
    if found is not None:
        return found
    persona = PERSONAS[username]
    user = User.objects.create_user(username, f"{username}@lauterfeld.example", "quartier", name=persona.name)
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    for role, scope, key in persona.roles:
        if scope in SCOPES and Appointment.table_of(scope) is not None:
            appoint(user, role, scope, SCOPES[scope](key))
    return user


def _fixture(username: str) -> Callable[..., User]:
    @pytest.fixture(name=username)
    def persona(db: None) -> User:
        return make_persona(username)

    return persona


for _username in PERSONAS:
    globals()[f"persona_{_username}"] = _fixture(_username)


@pytest.fixture
def personas(db: None) -> dict[str, User | AnonymousUser]:
    """All personas by name, and ``""`` for a visitor without an account."""
    return {"": AnonymousUser(), **{username: make_persona(username) for username in PERSONAS}}
