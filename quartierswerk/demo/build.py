"""Build the demo city in an empty storage: every step is an action, done by the person whose job it is."""

from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from quartierswerk.demo import ground, numbers, people, work
from quartierswerk.demo.city.personas import PASSWORD, personas
from quartierswerk.people.models import User


@transaction.atomic
def build_city(today: date | None = None) -> None:
    """Build the whole city as seen on ``today`` (default: the local day), all of it or nothing."""
    today = today or timezone.localdate()
    cast = people.open_accounts()
    people.give_city_and_office_roles(cast, today)
    planner = cast["sozialplanung"]
    ground.import_areas_of_city(planner, today)
    ground.count_residents(planner, today)
    ground.list_streets(planner)
    people.give_district_roles(cast, today)
    ground.draw_renewal_areas(cast["stadterneuerung"], today)
    found = ground.name_neighbourhoods(planner, today)
    people.give_neighbourhood_roles(cast, found, today)
    ground.open_meeting_places(planner, cast["quartier"], found, today)
    numbers.describe_indicators(planner)
    numbers.load_values(planner, today)
    numbers.compute_index(planner, today)
    work.write_pages(cast["koordination"], today)
    work.begin_work(cast, today)


def is_demo() -> bool:
    """Tell whether this storage was built by `build_city`: Charlie is there, at the invented city's address."""
    charlie = next(persona for persona in personas() if persona.login == "charlie")
    return User.objects.filter(username=charlie.login, email=charlie.mail).exists()


def persona_lines() -> list[str]:
    """The people to sign in as, one line each, and their password."""
    head = _("Sign in as one of these people (password for all: %(password)s)") % {"password": PASSWORD}
    return [head, "", *(f"  {one.login:<16} {one.name:<16} {one.comes_to}" for one in personas())]
