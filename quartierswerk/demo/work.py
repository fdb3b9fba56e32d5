"""What is going on in the demo city: the city's own pages, and work that somebody has begun."""

from datetime import date, timedelta

from quartierswerk.demo.city.indicators import values_csv
from quartierswerk.demo.city.tables import table
from quartierswerk.demo.numbers import MAPPING
from quartierswerk.monitoring.actions import choose_mapping, keep_upload
from quartierswerk.people.actions.invitations import invite_person
from quartierswerk.people.models import User
from quartierswerk.portal.actions import write_page

DRAFT_FILE = "kennzahlen-vorlaeufig.csv"
CHECKED_DAYS_AGO = 40


def write_pages(by: User, today: date) -> None:
    """The coordination writes what stands at the foot of every page."""
    for key, texts in table("pages").items():
        write_page(key, by=by, text=texts, checked_on=today - timedelta(days=CHECKED_DAYS_AGO))


def begin_work(cast: dict[str, User], today: date) -> None:
    """A file waits for the planner's decision, an invitation for its answer."""
    lines = values_csv(today).splitlines()
    content = "\n".join([lines[0], *lines[-40:], ""]).encode()
    run = keep_upload(content, file_name=DRAFT_FILE, by=cast["sozialplanung"])
    choose_mapping(run, MAPPING, by=cast["sozialplanung"])
    invite_person(
        email="lotte.brunner@lauterfeld.example",
        name="Lotte Brunner",
        role="intermediary",
        scope="city",
        by=cast["admin"],
    )
