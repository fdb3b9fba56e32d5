"""Reads about people."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.contrib.contenttypes.models import ContentType
from django.core.signing import BadSignature, Signer
from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext

from quartierswerk.history.models import Entry
from quartierswerk.history.queries import Line, history_of, lines_from
from quartierswerk.kernel.permits import may, permits
from quartierswerk.people.models import Appointment, Draft, Invitation, Office, OutboxMail, User
from quartierswerk.people.roles import Held, acting_for, held_by, holds, is_staff, roles_of, stands_in_for
from quartierswerk.people.rules import CHANNEL_AT_FIRST, CONSENTS, CONTACT_KINDS, ROLES, SCOPES, Role

__all__ = ["Held", "acting_for", "held_by", "holds", "is_staff", "roles_of", "stands_in_for"]

INVITATION_SIGNER = Signer(salt="quartierswerk.people.invitation")


def people_visible_to(user: Any) -> QuerySet[User]:
    """The accounts that ``user`` may see: all for the administration of the platform, for the other offices those
    who hold or held a role other than that of a resident, for everybody else none."""
    if "admin" in roles_of(user):
        return User.objects.order_by("name", "username")
    if not may(user, "people.view_people"):
        return User.objects.none()
    return _with_appointment(~Q(role="resident")).filter(archived_at=None).order_by("name", "username")


def people_with_role(role: str, today: date) -> QuerySet[User]:
    """Who holds ``role`` on ``today``, for whatever thing."""
    return _with_appointment(Q(role=role) & _runs_on(today))


def people_in_office(office: Office, today: date) -> QuerySet[User]:
    """Who holds a role in ``office`` on ``today``."""
    return User.objects.filter(Exists(office.appointments.filter(_runs_on(today), user=OuterRef("pk"))))


def people_without_role(today: date) -> QuerySet[User]:
    """Accounts that hold no role on ``today``."""
    return User.objects.exclude(pk__in=_with_appointment(_runs_on(today)).values("pk"))


def _with_appointment(condition: Q) -> QuerySet[User]:
    somewhere = Q()
    for table in Appointment.tables():
        somewhere |= Q(Exists(table._default_manager.filter(condition, user=OuterRef("pk"))))
    return User.objects.filter(somewhere)


def _runs_on(day: date) -> Q:
    return Q(starts_on__lte=day) & (Q(ends_on__isnull=True) | Q(ends_on__gte=day))


def appointments_of(people: Iterable[User]) -> dict[int, list[Appointment]]:
    """All appointments of ``people`` by the person's id, running ones first; one query for each table."""
    ids = [person.pk for person in people]
    found: dict[int, list[Appointment]] = {pk: [] for pk in ids}
    for table in Appointment.tables():
        related = ["user", "substitute", *([table.scope_field] if table.scope_field else [])]
        for appointment in table._default_manager.filter(user__in=ids).select_related(*related):
            found[appointment.user_id].append(appointment)
    for appointments in found.values():
        appointments.sort(key=lambda one: (one.ends_on or date.max, one.starts_on), reverse=True)
    return found


def appointments_substituted_by(user: User, today: date) -> list[Appointment]:
    """Appointments of others that ``user`` exercises on ``today`` or will later, soonest first."""
    found: list[Appointment] = []
    for table in Appointment.tables():
        related = ["user", *([table.scope_field] if table.scope_field else [])]
        found += table._default_manager.filter(substitute=user, substitute_until__gte=today).select_related(*related)
    return sorted(found, key=lambda one: one.substitute_from or today)


def appointment_with(label: str, pk: int) -> QuerySet[Appointment]:
    """The appointment ``pk`` of the table called ``label`` (app_label.model), as a queryset for ``find``."""
    table = next((table for table in Appointment.tables() if table._meta.label_lower == label), None)
    if table is None:
        return Appointment.tables()[0]._default_manager.none()
    return table._default_manager.filter(pk=pk).select_related("user", "substitute")


def appointment_choices() -> list[tuple[str, list[tuple[str, str]]]]:
    """What roles can be held for, by scope: ("office", [("office:3", "Youth office"), …]); one query for each table."""
    found: list[tuple[str, list[tuple[str, str]]]] = []
    for scope in SCOPES:
        if (table := Appointment.table_of(scope)) is None:
            continue
        things = [(f"{scope}:{thing.pk}", str(thing)) for thing in table.things()] if table.scope_field else []
        if things or not table.scope_field:
            found.append((scope, things or [(scope, "")]))
    return found


def thing_chosen(choice: str) -> tuple[str, Any]:
    """Scope and thing of one of the ``appointment_choices``; the thing is None for the whole city."""
    scope, _colon, pk = choice.partition(":")
    table = Appointment.table_of(scope)
    return scope, table.things().get(pk=pk) if table and table.scope_field else None


def history_of_person(person: User, appointments: Iterable[Appointment]) -> list[Line]:
    """What happened to the account and the roles of ``person``, newest first; one query for each table.

    It tells what was done *to* the account, never what the person did.
    """
    lines = history_of(person)
    by_table: dict[type[Appointment], dict[int, Appointment]] = {}
    for appointment in appointments:
        by_table.setdefault(type(appointment), {})[appointment.pk] = appointment
    for table, rows in by_table.items():
        kind = ContentType.objects.get_for_model(table)
        for entry in Entry.objects.filter(thing_type=kind, thing_id__in=rows).select_related("by", "on_behalf_of"):
            (line,) = lines_from(rows[entry.thing_id], [entry])
            lines.append(replace(line, what=f"{line.what}: {rows[entry.thing_id]}"))
    return sorted(lines, key=lambda line: line.at, reverse=True)


def offices_open() -> QuerySet[Office]:
    """Offices that are not archived."""
    return Office.objects.filter(archived_at=None)


def offices_with_people(today: date) -> QuerySet[Office]:
    """Open offices, each with ``people``: how many hold a role there now."""
    running = Q(appointments__starts_on__lte=today) & (
        Q(appointments__ends_on__isnull=True) | Q(appointments__ends_on__gte=today)
    )
    return offices_open().annotate(people=Count("appointments__user", filter=running, distinct=True))


def invitations_visible_to(user: Any) -> QuerySet[Invitation]:
    """Invitations for those who may invite, nobody else."""
    if not may(user, "people.invite_person"):
        return Invitation.objects.none()
    return Invitation.objects.select_related("invited_by", "accepted_by", "mail")


def invitation_of_link(token: str) -> Invitation | None:
    """The invitation whose link was opened; None for a forged link or one that a newer mail replaced."""
    try:
        public_id, _dash, count = INVITATION_SIGNER.unsign(token).rpartition("-")
    except BadSignature:
        return None
    return Invitation.objects.filter(public_id=UUID(public_id), sent_count=int(count)).first()


def account_with_mail(email: str) -> User | None:
    """The account that has this mail address, in whatever case it is written."""
    return User.objects.filter(email__iexact=email).first() if email else None


def draft_for(user: Any, form: str) -> Draft | None:
    """The draft of ``user`` for ``form``, or None."""
    return Draft.objects.filter(user=user, form=form).first() if user.is_authenticated else None


def drafts_of(user: User) -> QuerySet[Draft]:
    """Open drafts of ``user``, newest first."""
    return Draft.objects.filter(user=user)


def mails_waiting(now: datetime) -> QuerySet[OutboxMail]:
    """Mails whose turn it is."""
    return OutboxMail.objects.filter(state=OutboxMail.State.WAITING, try_at__lte=now)


def mails_failed() -> QuerySet[OutboxMail]:
    """Mails that were given up."""
    return OutboxMail.objects.filter(state=OutboxMail.State.FAILED)


def channel_for(user: User, kind: str) -> str:
    """How ``user`` wants to hear of ``kind``."""
    chosen = user.contact_preferences.filter(kind=kind).values_list("channel", flat=True).first()
    return chosen or CHANNEL_AT_FIRST


def channels_of(user: User) -> dict[str, str]:
    """The channel of each kind of news."""
    chosen = dict(user.contact_preferences.values_list("kind", "channel"))
    return {kind: chosen.get(kind, CHANNEL_AT_FIRST) for kind in CONTACT_KINDS}


def has_consented(user: User, purpose: str) -> bool:
    """Tell whether the consent for ``purpose`` stands now."""
    return user.consents.filter(purpose=purpose, withdrawn_at__isnull=True).exists()


@dataclass
class ConsentState:
    """One purpose, whether a consent stands, and what was given and withdrawn before."""

    purpose: str
    wording: str
    standing: Any = None
    earlier: list[Any] = field(default_factory=list)


def consents_of(user: User) -> list[ConsentState]:
    """Every purpose with its consents, in one query."""
    states = {purpose: ConsentState(purpose, gettext(wording)) for purpose, wording in CONSENTS.items()}
    for consent in user.consents.all():
        if consent.withdrawn_at is None:
            states[consent.purpose].standing = consent
        else:
            states[consent.purpose].earlier.append(consent)
    return list(states.values())


@dataclass(frozen=True)
class MayDo:
    """One thing a role may do, and the further conditions under which."""

    label: str
    name: str
    conditions: tuple[str, ...]


@dataclass(frozen=True)
class RoleAbilities:
    """A role with all it may do, by area of the product."""

    role: Role
    may_do: tuple[tuple[str, tuple[MayDo, ...]], ...]


def abilities_by_role() -> list[RoleAbilities]:
    """For every role what it may do, read from the registered permissions."""
    return [RoleAbilities(role, _abilities(role.key)) for role in ROLES.values()]


def abilities_of_everybody() -> tuple[tuple[str, tuple[MayDo, ...]], ...]:
    """What asks for no role at all."""
    return _abilities(None)


def _abilities(role: str | None) -> tuple[tuple[str, tuple[MayDo, ...]], ...]:
    areas: dict[str, list[MayDo]] = {}
    for permit in permits():
        if role not in permit.roles and not (role is None and not permit.roles):
            continue
        reasons = tuple(str(reason) for check, reason in permit.conditions if not getattr(check, "roles", None))
        areas.setdefault(permit.name.partition(".")[0], []).append(MayDo(str(permit.label), permit.name, reasons))
    return tuple((area, tuple(entries)) for area, entries in areas.items())
