"""Persons in the search of the workspace; only who may see the list of people finds them."""

from django.conf import settings
from django.urls import reverse
from django.utils.translation import override

from quartierswerk.people.models import Appointment, User
from quartierswerk.people.queries import appointments_of
from quartierswerk.search.actions import put, remove

AUDIENCE = "people.view_people"


def make_findable(person: User) -> None:
    """Bring the line of ``person`` in the search up to date; who holds no role but a resident's is not in it."""
    roles = [one for one in appointments_of([person])[person.pk] if one.role != "resident"]
    if person.archived_at is not None or not roles:
        remove(person)
        return
    put(
        person,
        kind="person",
        title=str(person),
        text={language: _roles_in(language, roles) for language, _name in settings.LANGUAGES},
        url=reverse("people:person-detail", args=[person.public_id]),
        audience=AUDIENCE,
    )


def _roles_in(language: str, roles: list[Appointment]) -> str:
    with override(language):
        return ", ".join(dict.fromkeys(str(role) for role in roles))
