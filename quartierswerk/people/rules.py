"""Who does what in neighbourhood development: the roles, and when an appointment counts."""

from dataclasses import dataclass
from datetime import date, timedelta

from quartierswerk.kernel.sources import source

SCOPES = ("city", "office", "district", "neighbourhood", "body", "project", "organisation", "application")


def gettext_noop(text: str) -> str:
    """Mark ``text`` for translation; whoever shows it translates it."""
    return text


@dataclass(frozen=True)
class Role:
    """One role: its key, its English name, the scopes it may have, whether it is inside the administration."""

    key: str
    name: str
    scopes: frozenset[str]
    staff: bool
    sources: tuple[str, ...] = ()
    """Chapters that describe the role; empty where only the installation needs it."""


def _role(key: str, name: str, scopes: str, *, staff: bool = False, sources: str = "") -> Role:
    return Role(key, name, frozenset(scopes.split()), staff, tuple(filter(None, sources.split(", "))))


ROLES: dict[str, Role] = {
    role.key: role
    for role in (
        _role("admin", gettext_noop("Administration of the platform"), "city", staff=True),
        _role("city_coordination", gettext_noop("City-wide coordination"), "city", staff=True, sources="RK 5, RK 5.1"),
        _role("planner", gettext_noop("Planning of an office"), "office", staff=True, sources="RK 5, RK 8.1.2"),
        _role("urban_renewal", gettext_noop("Urban renewal"), "office", staff=True, sources="RK 5.1, RK 8.1.2"),
        _role(
            "area_lead",
            gettext_noop("Lead for an area"),
            "office district neighbourhood",
            staff=True,
            sources="RK 5.1, RK 8.1.2",
        ),
        _role("theme_lead", gettext_noop("Lead for a theme"), "city office", staff=True, sources="RK 5.1, RK 8.1.2"),
        _role(
            "intermediary",
            gettext_noop("Intermediary level"),
            "city district neighbourhood",
            staff=True,
            sources="RK 5, RK 5.1, RK 8.1.2",
        ),
        _role("assessor", gettext_noop("Assessment"), "city office application", staff=True, sources="RK Anlage"),
        _role("decision_maker", gettext_noop("Decision"), "city office body", staff=True, sources="RK Anlage"),
        _role(
            "neighbourhood_coordination",
            gettext_noop("Neighbourhood coordination"),
            "neighbourhood project",
            sources="RK 8.1.2",
        ),
        _role("provider", gettext_noop("Provider"), "organisation", sources="RK 5.1"),
        _role("initiative", gettext_noop("Initiative or self-organisation"), "organisation", sources="RK 5.1"),
        _role("housing", gettext_noop("Housing company"), "organisation", sources="RK 5.1"),
        _role("steering_member", gettext_noop("Steering group"), "body project", sources="RK 8.1.2"),
        _role("district_head", gettext_noop("District head"), "district", staff=True, sources="RK 8.1.2"),
        _role("council", gettext_noop("Council"), "city district"),
        _role("resident", gettext_noop("Resident with an account"), "city neighbourhood"),
    )
}
STAFF_ROLES = frozenset(role.key for role in ROLES.values() if role.staff)


def roles_with_scope(scope: str) -> tuple[str, ...]:
    """Keys of the roles that may have ``scope``, in their declared order."""
    return tuple(role.key for role in ROLES.values() if scope in role.scopes)


@source("RK 8.1.2")
def is_current(starts_on: date, ends_on: date | None, today: date) -> bool:
    """Tell whether a term runs on ``today``; it begins with its first day and includes its last one."""
    return starts_on <= today and (ends_on is None or today <= ends_on)


CHANNELS: dict[str, str] = {
    "page": gettext_noop("only on the page"),
    "mail": gettext_noop("mail at once"),
    "digest": gettext_noop("one mail a week"),
    "off": gettext_noop("not at all"),
}
CONTACT_KINDS: dict[str, str] = {
    "tasks": gettext_noop("What waits for me"),
    "deadlines": gettext_noop("Deadlines that come near"),
    "answers": gettext_noop("Answers to what I asked or proposed"),
    "news": gettext_noop("News from neighbourhoods I follow"),
    "invitations": gettext_noop("Invitations to take part"),
}
CHANNEL_AT_FIRST = "mail"
CONSENTS: dict[str, str] = {
    "name_public": gettext_noop("My name and my function may stand on public pages."),
    "contact_public": gettext_noop("My mail address at work may stand on public pages."),
    "contact_shared": gettext_noop("Partners in the network may see how to reach me."),
    "asked_again": gettext_noop("I may be asked how I found taking part."),
}

INVITATION_DAYS = 14
RETRY_AFTER = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 30, 120, 480, 1440))
"""How long a mail waits after its first, second … failed attempt; after the last one it has failed."""
DRAFT_BYTES = 1_000_000
KEPT_FOR = timedelta(hours=24)
"""How long text is kept that somebody sent after their sign-in had ended."""
DRAFT_FORGOTTEN_AFTER = timedelta(days=365)
MAIL_FORGOTTEN_AFTER = timedelta(days=30)
MAIL_LEASE = timedelta(minutes=5)
"""For how long an attempt to send a mail is its alone; after a crash in between it is tried again."""


def last_day_of_invitation(sent_on: date) -> date:
    """The last day on which the link in an invitation works."""
    return sent_on + timedelta(days=INVITATION_DAYS)


def next_attempt(attempts: int) -> timedelta | None:
    """How long to wait after ``attempts`` failed attempts to send a mail; None means to give up."""
    return RETRY_AFTER[attempts - 1] if attempts <= len(RETRY_AFTER) else None


def is_draft(data: object) -> bool:
    """Tell whether ``data`` has the shape of a draft: texts by the name of the field."""
    return isinstance(data, dict) and all(
        isinstance(name, str) and isinstance(texts, list) and all(isinstance(text, str) for text in texts)
        for name, texts in data.items()
    )
