"""Who may do what with persons, offices, appointments and accounts."""

from collections.abc import Callable
from typing import Any

from allauth.mfa.utils import is_mfa_enabled
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from quartierswerk.kernel.permits import permit
from quartierswerk.people.models import Appointment, Invitation
from quartierswerk.people.roles import roles_of
from quartierswerk.people.rules import STAFF_ROLES

APPOINTING = ("admin", "city_coordination")


def has_role(*roles: str) -> Callable[[Any, Any], bool]:
    """Return the condition that somebody exercises one of ``roles``, for whatever thing, also as substitute."""

    def check(user: Any, thing: Any) -> bool:
        return not roles_of(user).isdisjoint(roles)

    check.roles = frozenset(roles)  # type: ignore[attr-defined]
    return check


def is_signed_in(user: Any, thing: Any) -> bool:
    """Somebody with an account."""
    return bool(user.is_authenticated)


def is_oneself(user: Any, thing: Any) -> bool:
    """The person whom the thing belongs to, or the person themselves."""
    owner = getattr(thing, "user_id", None) or thing.pk
    return bool(user.is_authenticated) and user.pk == owner


def is_oneself_or_admin(user: Any, person: Any) -> bool:
    """The person themselves, or the administration of the platform."""
    return is_oneself(user, person) or "admin" in roles_of(user)


def may_give_role(user: Any, thing: Any) -> bool:
    """Only an administrator makes or ends an administrator; ``thing`` (may be None) has a role."""
    return getattr(thing, "role", "") != "admin" or "admin" in roles_of(user)


def is_holder_or_appointing(user: Any, appointment: Any) -> bool:
    """The person who holds the appointment, or whoever may appoint."""
    return is_oneself(user, appointment) or not roles_of(user).isdisjoint(APPOINTING)


def is_not_over(user: Any, appointment: Any) -> bool:
    """The appointment has not ended before today."""
    return appointment is None or appointment.ends_on is None or appointment.ends_on >= timezone.localdate()


def is_not_last_admin(user: Any, appointment: Any) -> bool:
    """Somebody else would still hold the administration without an end."""
    if getattr(appointment, "role", "") != "admin":
        return True
    table = Appointment.table_of("city")
    assert table is not None
    lasting = table._default_manager.filter(role="admin", ends_on__isnull=True, user__is_active=True)
    return lasting.exclude(user_id=appointment.user_id).exists()


def is_without_role(user: Any, person: Any) -> bool:
    """The person holds no role now."""
    return person is None or not roles_of(person)


def has_second_factor(user: Any, person: Any) -> bool:
    """The person has set up a second step of the sign-in."""
    return person is None or is_mfa_enabled(person)


def is_archived(user: Any, thing: Any) -> bool:
    """The thing is archived."""
    return thing is None or thing.archived_at is not None


def is_not_archived(user: Any, thing: Any) -> bool:
    """The thing is not archived."""
    return thing is None or thing.archived_at is None


def has_nobody(user: Any, office: Any) -> bool:
    """Nobody holds a role in the office now or later."""
    today = timezone.localdate()
    return office is None or not office.appointments.exclude(ends_on__lt=today).exists()


def is_not_answered(user: Any, invitation: Any) -> bool:
    """The invitation was neither accepted nor withdrawn."""
    return invitation is None or invitation.state == Invitation.State.SENT


def is_not_accepted(user: Any, invitation: Any) -> bool:
    """The invitation was not accepted yet."""
    return invitation is None or invitation.state != Invitation.State.ACCEPTED


def is_not_withdrawn(user: Any, invitation: Any) -> bool:
    """The invitation was not withdrawn."""
    return invitation is None or invitation.state != Invitation.State.WITHDRAWN


def is_in_time(user: Any, invitation: Any) -> bool:
    """The link in the invitation still works."""
    return invitation is None or timezone.now() < invitation.expires_at


def is_invited(user: Any, invitation: Any) -> bool:
    """The account has the mail address that was invited."""
    return bool(user.is_authenticated) and (invitation is None or user.email.casefold() == invitation.email.casefold())


_appoints = (
    has_role(*APPOINTING),
    _("Only the administration of the platform and the city-wide coordination do this."),
)
_gives_role = (may_give_role, _("Only the administration of the platform decides who belongs to it."))
_admin = (has_role("admin"), _("Only the administration of the platform does this."))
_oneself = (is_oneself, _("Only the person concerned does this."))
_not_over = (is_not_over, _("This appointment has ended already."))
_not_answered = (is_not_answered, _("This invitation was answered or withdrawn already."))

permit(
    "people.view_people",
    (has_role(*sorted(STAFF_ROLES)), _("Only the administration sees who holds which role.")),
    label=_("See who holds which role"),
)
permit(
    "people.view_roles",
    (is_signed_in, _("Please sign in first.")),
    label=_("Read what each role may do"),
)
permit("people.appoint_person", _appoints, _gives_role, label=_("Appoint a person to a role"))
permit(
    "people.end_appointment",
    _appoints,
    _gives_role,
    _not_over,
    (is_not_last_admin, _("The platform needs at least one person who administers it. Please appoint another first.")),
    label=_("End an appointment"),
)
permit(
    "people.set_substitute",
    (is_holder_or_appointing, _("Only the person who holds the role, and those who appoint, name a substitute.")),
    _not_over,
    label=_("Name a substitute"),
)
permit("people.invite_person", _appoints, _gives_role, label=_("Invite a person by mail"))
permit("people.resend_invitation", _appoints, _gives_role, _not_answered, label=_("Send an invitation again"))
permit("people.withdraw_invitation", _appoints, _gives_role, _not_answered, label=_("Withdraw an invitation"))
permit(
    "people.accept_invitation",
    (is_not_accepted, _("This invitation was accepted already. Please sign in.")),
    (is_not_withdrawn, _("This invitation was withdrawn.")),
    (is_in_time, _("This invitation has expired.")),
    (is_invited, _("This invitation went to another mail address.")),
    label=_("Accept an invitation"),
)
permit("people.edit_office", _appoints, label=_("Add and change offices"))
permit(
    "people.archive_office",
    _appoints,
    (is_not_archived, _("This office is archived already.")),
    (has_nobody, _("People still hold roles in this office. Please end their appointments first.")),
    label=_("Archive an office"),
)
permit(
    "people.edit_person",
    (is_oneself_or_admin, _("Only the person themselves and the administration of the platform do this.")),
    label=_("Change name and language of an account"),
)
permit(
    "people.archive_person",
    _admin,
    (is_not_archived, _("This account is closed already.")),
    (is_without_role, _("This person still holds a role. Please end the appointment first.")),
    label=_("Close an account"),
)
permit(
    "people.restore_person",
    _admin,
    (is_archived, _("This account is open.")),
    label=_("Open a closed account again"),
)
permit(
    "people.remove_second_factor",
    _admin,
    (has_second_factor, _("This account has no second step of the sign-in.")),
    label=_("Remove the second step of somebody who lost it"),
)
permit("people.register_resident", _oneself, label=_("Register as a resident"))
permit("people.set_contact_preference", _oneself, label=_("Choose how to be told of news"))
permit("people.give_consent", _oneself, label=_("Give a consent"))
permit("people.withdraw_consent", _oneself, label=_("Withdraw a consent"))
permit("people.export_account", _oneself, label=_("Download one's own data"))
permit("people.save_draft", _oneself, label=_("Keep a draft"))
permit("people.discard_draft", _oneself, label=_("Discard a draft"))
