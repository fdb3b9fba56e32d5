"""One's account: name, language, contact preferences, consents; and what the administration does with accounts."""

from datetime import datetime, timedelta
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext, override
from django.utils.translation import gettext_lazy as _

from quartierswerk.history.actions import record
from quartierswerk.kernel.errors import Stale
from quartierswerk.kernel.permits import demand
from quartierswerk.people.actions.findable import make_findable
from quartierswerk.people.actions.outbox import send_later
from quartierswerk.people.models import CityAppointment, Consent, ContactPreference, User
from quartierswerk.people.roles import forget_roles
from quartierswerk.people.rules import CHANNEL_AT_FIRST, CONSENTS


@transaction.atomic
def open_account(*, username: str, name: str, email: str, password_hash: str, language: str = "de") -> User:
    """Open an account whose mail address counts as confirmed; for set-up and demo, people get an invitation.

    ``password_hash`` comes from Django's ``make_password``: making it takes time, and the demo needs it once.
    """
    user = User(username=username, name=name, email=email, language=language, password=password_hash)
    user.save()
    EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
    record("people.open_account", user, by=None)
    return user


@transaction.atomic
def edit_person(person: User, *, name: str, language: str, by: Any, seen_version: int) -> User:
    """Change name and language; raises Stale when somebody else changed them since ``seen_version``."""
    demand(by, "people.edit_person", person)
    locked = User.objects.select_for_update().get(pk=person.pk)
    if locked.version != seen_version:
        raise Stale(locked)
    before = {"name": locked.name, "language": locked.language}
    locked.name, locked.language = name.strip(), language
    locked.version += 1
    locked.full_clean(exclude=["password"])
    locked.save(update_fields=["name", "language", "version"])
    make_findable(locked)
    record("people.edit_person", locked, by=by, before=before, after={"name": locked.name, "language": language})
    return locked


@transaction.atomic
def archive_person(person: User, *, by: Any, why: str) -> User:
    """Close an account: nobody can sign in with it, what was done with it stays readable."""
    demand(by, "people.archive_person", person)
    person.archived_at, person.is_active = timezone.now(), False
    person.save(update_fields=["archived_at", "is_active"])
    make_findable(person)
    record("people.archive_person", person, by=by, why=why)
    return person


@transaction.atomic
def restore_person(person: User, *, by: Any, why: str) -> User:
    """Open a closed account again; roles do not come back by themselves."""
    demand(by, "people.restore_person", person)
    person.archived_at, person.is_active = None, True
    person.save(update_fields=["archived_at", "is_active"])
    make_findable(person)
    record("people.restore_person", person, by=by, why=why)
    return person


@transaction.atomic
def remove_second_factor(person: User, *, by: Any, why: str) -> User:
    """Remove app, keys and recovery codes of somebody who lost them, and tell them by mail."""
    demand(by, "people.remove_second_factor", person)
    Authenticator.objects.filter(user=person).delete()
    record("people.remove_second_factor", person, by=by, why=why)
    with override(person.language):
        change = gettext("The second step of your sign-in was removed by the administration of the platform.")
    send_later(person.email, _("Your account was changed"), "people/mail/changed", {"change": change}, person.language)
    return person


@transaction.atomic
def register_resident(person: User) -> CityAppointment:
    """Give somebody who registered themselves the role of a resident."""
    demand(person, "people.register_resident", person)
    appointment = CityAppointment.objects.create(user=person, role="resident", starts_on=timezone.localdate())
    record("people.register_resident", person, by=person)
    forget_roles(person)
    return appointment


@transaction.atomic
def set_contact_preferences(person: User, channels: dict[str, str], *, by: Any) -> None:
    """Choose the channel for each kind of news; only what changed is recorded."""
    demand(by, "people.set_contact_preference", person)
    before = dict(person.contact_preferences.values_list("kind", "channel"))
    changed = {kind: channel for kind, channel in channels.items() if before.get(kind, CHANNEL_AT_FIRST) != channel}
    for kind, channel in changed.items():
        ContactPreference.objects.update_or_create(
            user=person, kind=kind, defaults={"channel": channel, "changed_at": timezone.now()}
        )
    if changed:
        was = {kind: before.get(kind, CHANNEL_AT_FIRST) for kind in changed}
        record("people.set_contact_preference", person, by=by, before=was, after=changed)


@transaction.atomic
def give_consent(person: User, purpose: str, *, by: Any) -> Consent:
    """Write down a consent with the sentence as the person saw it; giving it twice changes nothing."""
    demand(by, "people.give_consent", person)
    standing = person.consents.filter(purpose=purpose, withdrawn_at__isnull=True).first()
    if standing is not None:
        return standing
    consent: Consent = person.consents.create(
        purpose=purpose, wording=gettext(CONSENTS[purpose]), given_at=timezone.now()
    )
    record("people.give_consent", person, by=by, after={"purpose": purpose})
    return consent


@transaction.atomic
def withdraw_consent(person: User, purpose: str, *, by: Any) -> None:
    """Withdraw a consent; that it stood until now stays on record."""
    demand(by, "people.withdraw_consent", person)
    if person.consents.filter(purpose=purpose, withdrawn_at__isnull=True).update(withdrawn_at=timezone.now()):
        record("people.withdraw_consent", person, by=by, before={"purpose": purpose})


def forget_old_sign_ins(now: datetime) -> int:
    """Forget where people were signed in once it is over."""
    ended, _models = Session.objects.filter(expire_date__lt=now).delete()
    age = timedelta(seconds=settings.SESSION_COOKIE_AGE)
    listed, _models = UserSession.objects.filter(last_seen_at__lt=now - age).delete()
    return ended + listed
