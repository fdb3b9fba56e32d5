"""Invite by mail, send again, withdraw, accept."""

from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from allauth.account.adapter import get_adapter
from allauth.account.models import EmailAddress
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from quartierswerk.history.actions import record
from quartierswerk.kernel.errors import NotYet
from quartierswerk.kernel.permits import demand
from quartierswerk.people.actions.appointments import new_appointment
from quartierswerk.people.actions.findable import make_findable
from quartierswerk.people.actions.outbox import full_address, send_later
from quartierswerk.people.models import Appointment, CityAppointment, Invitation, User
from quartierswerk.people.permissions import APPOINTING
from quartierswerk.people.queries import INVITATION_SIGNER
from quartierswerk.people.roles import forget_roles, stands_in_for
from quartierswerk.people.rules import ROLES, last_day_of_invitation


def token_of(invitation: Invitation) -> str:
    """The signed part of the link; sending again makes the older links void."""
    return INVITATION_SIGNER.sign(f"{invitation.public_id.hex}-{invitation.sent_count}")


@transaction.atomic
def invite_person(
    *,
    email: str,
    name: str,
    role: str,
    scope: str,
    thing: Any = None,
    ends_on: date | None = None,
    language: str = "de",
    by: Any,
    once_key: UUID | None = None,
) -> Invitation:
    """Ask somebody by mail to take ``role`` for ``thing``; the same ``once_key`` gives the first invitation again.

    Raises ValidationError when the role does not fit the scope or an invitation to this address for the same
    role is still open.
    """
    if once_key and (first := Invitation.objects.filter(once_key=once_key).first()):
        return first
    now = timezone.now()
    invitation = Invitation(
        email=email.strip(),
        name=name.strip(),
        role=role,
        scope=scope,
        scope_id=thing.pk if thing is not None else None,
        ends_on=ends_on,
        language=language,
        invited_by=by if by.is_authenticated else None,
        sent_at=now,
        expires_at=_end_of_invitation(now),
        once_key=once_key,
    )
    demand(by, "people.invite_person", invitation)
    if scope not in ROLES[role].scopes or Appointment.table_of(scope) is None:
        raise ValidationError(_("This role cannot be held for that."))
    if ends_on is not None and ends_on < timezone.localdate():
        raise ValidationError({"ends_on": _("The last day lies in the past. Please give a later one.")})
    invitation.full_clean(exclude=["once_key"])
    still_open = Invitation.objects.filter(
        email__iexact=invitation.email, role=role, scope=scope, scope_id=invitation.scope_id, state="sent"
    )
    if still_open.filter(expires_at__gt=now).exists():
        raise ValidationError(
            {"email": _("An invitation to this address for this role is still open. You can send it again.")}
        )
    invitation.save()
    _send(invitation)
    record(
        "people.invite_person",
        invitation,
        by=by,
        on_behalf_of=stands_in_for(by, *APPOINTING),
        after={"role": role, "scope": scope, "ends_on": ends_on},
    )
    return invitation


@transaction.atomic
def invite_first_admin(*, email: str, name: str, language: str = "de") -> Invitation:
    """Ask the first person to administer the platform; raises NotYet when somebody does already."""
    if CityAppointment.objects.filter(role="admin", ends_on__isnull=True).exists():
        raise NotYet({"admin"})
    now = timezone.now()
    invitation = Invitation(
        email=email,
        name=name,
        role="admin",
        scope="city",
        language=language,
        sent_at=now,
        expires_at=_end_of_invitation(now),
    )
    invitation.full_clean()
    invitation.save()
    _send(invitation)
    record("people.invite_person", invitation, by=None, after={"role": "admin", "scope": "city"})
    return invitation


@transaction.atomic
def resend_invitation(invitation: Invitation, *, by: Any) -> Invitation:
    """Send the mail again with a new link; the older link no longer works."""
    demand(by, "people.resend_invitation", invitation)
    now = timezone.now()
    invitation.sent_at, invitation.expires_at = now, _end_of_invitation(now)
    invitation.sent_count += 1
    invitation.save(update_fields=["sent_at", "expires_at", "sent_count"])
    _send(invitation)
    record("people.resend_invitation", invitation, by=by, on_behalf_of=stands_in_for(by, *APPOINTING))
    return invitation


@transaction.atomic
def withdraw_invitation(invitation: Invitation, *, by: Any, why: str = "") -> Invitation:
    """Make the link void."""
    demand(by, "people.withdraw_invitation", invitation)
    invitation.state = Invitation.State.WITHDRAWN
    invitation.save(update_fields=["state"])
    record(
        "people.withdraw_invitation",
        invitation,
        by=by,
        on_behalf_of=stands_in_for(by, *APPOINTING),
        why=why,
        before={"state": "sent"},
    )
    return invitation


@transaction.atomic
def accept_invitation(invitation: Invitation, *, by: User) -> Appointment:
    """Take the role with an account that has the invited mail address; the link works once."""
    locked = Invitation.objects.select_for_update().get(pk=invitation.pk)
    demand(by, "people.accept_invitation", locked)
    today = timezone.localdate()
    appointment = new_appointment(
        by,
        locked.role,
        locked.scope,
        locked.scope_thing,
        starts_on=today,
        ends_on=max(locked.ends_on, today) if locked.ends_on else None,
    )
    appointment.full_clean(validate_unique=False)
    appointment.save()
    locked.state = Invitation.State.ACCEPTED
    locked.accepted_at, locked.accepted_by = timezone.now(), by
    locked.save(update_fields=["state", "accepted_at", "accepted_by"])
    record("people.accept_invitation", locked, by=by, before={"state": "sent"}, after={"state": "accepted"})
    after = {"role": appointment.role, "starts_on": appointment.starts_on, "ends_on": appointment.ends_on}
    record("people.accept_invitation", appointment, by=by, after=after)
    forget_roles(by)
    make_findable(by)
    return appointment


@transaction.atomic
def accept_with_new_account(invitation: Invitation, *, name: str, password: str) -> User:
    """Open an account for the invited mail address and take the role with it."""
    user = User(email=invitation.email, name=name.strip(), language=invitation.language)
    user.username = get_adapter().generate_unique_username([invitation.email.partition("@")[0], "person"])
    user.set_password(password)
    user.full_clean()
    user.save()
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    accept_invitation(invitation, by=user)
    return user


def _end_of_invitation(now: datetime) -> datetime:
    """The end of the last local day on which the link works."""
    last = last_day_of_invitation(timezone.localdate(now))
    return timezone.make_aware(datetime.combine(last, time(23, 59, 59)))


def _send(invitation: Invitation) -> None:
    with override(invitation.language):
        role = invitation.role_name
    invitation.mail = send_later(
        invitation.email,
        gettext_lazy("Your invitation to Quartierswerk"),
        "people/mail/invitation",
        {
            "name": invitation.name,
            "role": role,
            "thing": invitation.scope_thing,
            "by": invitation.invited_by,
            "link": full_address("people:invitation-accept", token_of(invitation), language=invitation.language),
            "until": timezone.localdate(invitation.expires_at),
        },
        invitation.language,
    )
    invitation.save(update_fields=["mail"])
