"""The people of the demo city: their accounts, offices and roles."""

from datetime import date, timedelta
from typing import Any

from django.contrib.auth.hashers import make_password

from quartierswerk.demo.city.personas import PASSWORD, Persona, offices, personas
from quartierswerk.demo.city.places import MAIL_DOMAIN
from quartierswerk.people.actions.accounts import open_account
from quartierswerk.people.actions.appointments import appoint_person, set_substitute
from quartierswerk.people.actions.invitations import accept_invitation, invite_first_admin
from quartierswerk.people.actions.offices import add_office
from quartierswerk.people.models import Appointment, Office, User
from quartierswerk.places.actions import appoint_for_district, appoint_for_neighbourhood
from quartierswerk.places.models import Area, Neighbourhood

Cast = dict[str, User]
"""The accounts by login."""


def open_accounts() -> Cast:
    """Everybody's account, and the one person who may appoint the others."""
    shared = make_password(PASSWORD)
    cast = {
        persona.login: open_account(username=persona.login, name=persona.name, email=persona.mail, password_hash=shared)
        for persona in personas()
    }
    admin = cast["admin"]
    accept_invitation(invite_first_admin(email=admin.email, name=admin.name), by=admin)
    return cast


def give_city_and_office_roles(cast: Cast, today: date) -> None:
    """The administration sets up the offices and says who works where."""
    by = cast["admin"]
    made = {key: add_office(key=key, name=name, email=f"{key}@{MAIL_DOMAIN}", by=by) for key, name in offices().items()}
    for persona in personas():
        for post in persona.posts:
            if post.scope == "city" and post.role != "admin":
                _appoint(cast, persona, post.role, "city", None, today)
            elif post.scope == "office":
                _appoint(cast, persona, post.role, "office", made[post.thing], today)


def give_district_roles(cast: Cast, today: date) -> None:
    """The city-wide coordination names the leads and the district head; one lead has somebody standing in."""
    for persona in personas():
        for post in persona.posts:
            if post.scope == "district":
                district = Area.objects.get(level__key="district", code=post.thing, valid_until=None)
                appointment = appoint_for_district(district, _facts(cast, persona, post.role, today), by=_chief(cast))
                _substitute(cast, persona, appointment, today)


def give_neighbourhood_roles(cast: Cast, found: dict[str, Neighbourhood], today: date) -> None:
    """Coordination and residents of a neighbourhood."""
    for persona in personas():
        for post in persona.posts:
            if post.scope == "neighbourhood":
                facts = {**_facts(cast, persona, post.role, today), "office": None}
                appoint_for_neighbourhood(found[post.thing], facts, by=_chief(cast))


def _chief(cast: Cast) -> User:
    return cast["koordination"]


def _appoint(cast: Cast, persona: Persona, role: str, scope: str, thing: Any, today: date) -> None:
    starts_on = _since(today)
    appoint_person(cast[persona.login], role, scope=scope, thing=thing, starts_on=starts_on, by=cast["admin"])


def _facts(cast: Cast, persona: Persona, role: str, today: date) -> dict[str, Any]:
    office = Office.objects.get(key=persona.office) if persona.office else None
    return {"user": cast[persona.login], "role": role, "starts_on": _since(today), "office": office}


def _substitute(cast: Cast, persona: Persona, appointment: Appointment, today: date) -> None:
    if persona.substitute:
        set_substitute(
            appointment,
            cast[persona.substitute],
            first_day=today - timedelta(days=6),
            last_day=today + timedelta(days=8),
            by=cast[persona.login],
        )


def _since(today: date) -> date:
    return date(today.year - 2, 1, 1)
