"""The entries of accounts, roles and messages in the register of processing."""

from importlib import import_module
from importlib.util import find_spec

from django.apps import apps
from django.utils.translation import gettext_lazy as _

from quartierswerk.kernel.privacy import PrivacyEntry

_people = _("People with an account.")
_support = _("The administration of the platform, when the person asks for help.")
_with_account = _("As long as the account.")

PRIVACY = [
    PrivacyEntry(
        model="people.User",
        fields=("username", "name", "email", "language", "date_joined", "last_login", "archived_at"),
        purpose=_("Signing in, and telling who did something that others rely on."),
        groups=_people,
        recipients=_("People in the administration see name and role; the mail address also those who appoint."),
        keep_for=_("Until the account is closed; then until nothing refers to it any more, at most ten years."),
    ),
    PrivacyEntry(
        model="people.CityAppointment",
        fields=("user", "role", "starts_on", "ends_on", "substitute", "substitute_from", "substitute_until"),
        purpose=_("Who holds which role for the city, and who stands in."),
        groups=_("People who work in neighbourhood development."),
        recipients=_("People in the administration."),
        keep_for=_("Ten years after the role ended, as long as decisions can be questioned."),
    ),
    PrivacyEntry(
        model="people.OfficeAppointment",
        fields=("user", "office", "role", "starts_on", "ends_on", "substitute", "substitute_from", "substitute_until"),
        purpose=_("Who holds which role in an office, and who stands in."),
        groups=_("People who work in neighbourhood development."),
        recipients=_("People in the administration."),
        keep_for=_("Ten years after the role ended, as long as decisions can be questioned."),
    ),
    PrivacyEntry(
        model="people.Office",
        fields=("email",),
        purpose=_("Reaching an office; the address may belong to a person."),
        groups=_("People who look after the mail of an office."),
        recipients=_("People in the administration."),
        keep_for=_("As long as the office exists."),
    ),
    PrivacyEntry(
        model="people.Invitation",
        fields=(
            "email",
            "name",
            "language",
            "role",
            "invited_by",
            "sent_at",
            "expires_at",
            "accepted_at",
            "accepted_by",
            "mail",
        ),
        purpose=_("Asking people by mail to take a role."),
        groups=_("People who were invited."),
        recipients=_("Those who may invite."),
        keep_for=_("One year after it was answered, withdrawn or expired."),
    ),
    PrivacyEntry(
        model="people.Consent",
        fields=("user", "purpose", "wording", "given_at", "withdrawn_at"),
        purpose=_("Proof of what a person agreed to, and until when."),
        groups=_people,
        recipients=_support,
        keep_for=_("Three years after it was withdrawn."),
    ),
    PrivacyEntry(
        model="people.ContactPreference",
        fields=("user", "kind", "channel", "changed_at"),
        purpose=_("Telling people of news in the way they chose."),
        groups=_people,
        recipients=_("Nobody else."),
        keep_for=_with_account,
    ),
    PrivacyEntry(
        model="people.Draft",
        fields=("user", "form", "data", "saved_at"),
        purpose=_("Keeping what was typed and not sent yet."),
        groups=_people,
        recipients=_("Nobody else."),
        keep_for=_("Until it is sent or discarded, at most one year; a day for people who are not signed in."),
    ),
    PrivacyEntry(
        model="people.OutboxMail",
        fields=("to", "subject", "state", "created_at", "sent_at"),
        purpose=_("Sending mails, and knowing which did not arrive."),
        groups=_("People who receive mails from the platform."),
        recipients=_support,
        keep_for=_("The text until it is sent, the rest for 30 days."),
    ),
    PrivacyEntry(
        model="account.EmailAddress",
        fields=("user", "email", "verified"),
        purpose=_("Knowing that a mail address belongs to the person."),
        groups=_people,
        recipients=_("Nobody else."),
        keep_for=_with_account,
    ),
    PrivacyEntry(
        model="mfa.Authenticator",
        fields=("user", "type", "created_at", "last_used_at"),
        purpose=_("The second step of the sign-in. Secrets are never part of a download."),
        groups=_people,
        recipients=_("Nobody else."),
        keep_for=_("Until it is removed, at most as long as the account."),
    ),
    PrivacyEntry(
        model="usersessions.UserSession",
        fields=("user", "created_at", "ip", "user_agent"),
        purpose=_("Showing people where they are signed in."),
        groups=_people,
        recipients=_("Nobody else."),
        keep_for=_("Until the person signs out there, at most twelve hours."),
    ),
    PrivacyEntry(
        model="socialaccount.SocialAccount",
        fields=("user", "provider", "uid", "date_joined", "last_login"),
        purpose=_("Signing in with the account of one's organisation."),
        groups=_people,
        recipients=_("Nobody else."),
        keep_for=_("Until it is disconnected, at most as long as the account."),
    ),
]


def privacy_entries() -> list[PrivacyEntry]:
    """All entries of all apps, in the order of the apps: each app that has a ``privacy.py`` is asked."""
    found: list[PrivacyEntry] = []
    for app in apps.get_app_configs():
        if app.name.startswith("quartierswerk.") and find_spec(f"{app.name}.privacy"):
            found += import_module(f"{app.name}.privacy").PRIVACY
    return found
