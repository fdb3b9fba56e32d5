"""What the sign-in library (allauth) asks of us: mails through the outbox, our sentences, who may register."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.http import HttpRequest
from django.shortcuts import resolve_url
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from quartierswerk.people.actions.accounts import register_resident
from quartierswerk.people.actions.outbox import send_later
from quartierswerk.people.models import User
from quartierswerk.people.queries import account_with_mail, roles_of

# Mail of allauth -> subject and our text.
MAILS: dict[str, tuple[Any, str]] = {
    "account/email/login_code": (_("Your code for signing in"), "login_code"),
    "account/email/email_confirmation_signup": (_("Please confirm your mail address"), "confirm_registration"),
    "account/email/email_confirmation": (_("Please confirm your mail address"), "confirm_mail"),
    "account/email/password_reset_key": (_("Choose a new password"), "new_password"),
    "account/email/unknown_account": (_("There is no account for this mail address"), "no_account"),
    "account/email/account_already_exists": (_("You have an account already"), "account_exists"),
}
# Note of allauth about a change of the account -> what we say has happened.
CHANGES: dict[str, Any] = {
    "account/email/password_changed": _("The password of your account was changed."),
    "account/email/password_set": _("A password was set for your account."),
    "account/email/password_reset": _("The password of your account was changed with a link from a mail."),
    "account/email/email_changed": _("The mail address of your account was changed."),
    "account/email/email_deleted": _("A mail address was removed from your account."),
    "account/email/email_confirm": _("The mail address of your account was confirmed."),
    "mfa/email/totp_activated": _("Codes from an app were set up as the second step of your sign-in."),
    "mfa/email/totp_deactivated": _("Codes from an app were removed as the second step of your sign-in."),
    "mfa/email/recovery_codes_generated": _("New recovery codes were made for your account."),
    "mfa/email/webauthn_added": _("A passkey or security key was added to your account."),
    "mfa/email/webauthn_removed": _("A passkey or security key was removed from your account."),
    "socialaccount/email/account_connected": _("A sign-in of your organisation was connected with your account."),
    "socialaccount/email/account_disconnected": _("A sign-in of your organisation was taken off your account."),
}


class AccountAdapter(DefaultAccountAdapter):
    """Accounts with our sentences."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "account_inactive": _("This account is closed."),
        "duplicate_email": _("Your account has this mail address already."),
        "email_password_mismatch": _("Mail address and password do not fit together. Please check both."),
        "username_password_mismatch": _("User name and password do not fit together. Please check both."),
        "email_taken": _("There is already an account with this mail address."),
        "enter_current_password": _("This is not your present password."),
        "incorrect_code": _("This code is wrong or has expired. Please check it or ask for a new one."),
        "incorrect_password": _("This password is wrong."),
        "invalid_or_expired_key": _("This link has expired or was used already."),
        "invalid_login": _("This sign-in does not work. Please check what you entered."),
        "invalid_password_reset": _("This link has expired or was used already."),
        "too_many_login_attempts": _("Too many attempts. Please wait five minutes, then try again."),
        "unknown_email": _("There is no account with this mail address."),
        "unverified_primary_email": _("Please confirm your mail address first."),
        "username_taken": _("This user name is taken already."),
        "same_as_current": _("This is what you have already. Please enter a new one."),
        "rate_limited": _("Too many attempts. Please wait a few minutes, then try again."),
    }

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Write the mail into the outbox, in the language of the account or of the page."""
        account = account_with_mail(email)
        language = account.language if account else translation.get_language() or "de"
        given: dict[str, Any] = {
            name: context[name]
            for name in ("code", "activate_url", "password_reset_url", "signup_url", "email")
            if name in context
        }
        if template_prefix in CHANGES:
            with translation.override(language):
                change = str(CHANGES[template_prefix])
            send_later(email, _("Your account was changed"), "people/mail/changed", {"change": change}, language)
            return
        subject, text = MAILS[template_prefix]
        send_later(email, subject, f"people/mail/{text}", given, language)

    def save_user(self, request: HttpRequest, user: User, form: Any, commit: bool = True) -> User:
        """Register a resident."""
        user.name = form.cleaned_data.get("name", "")
        user.language = translation.get_language() or "de"
        super().save_user(request, user, form, commit=commit)
        if commit:
            register_resident(user)
        return user

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """Whoever works here comes to the desk, everybody else to their account."""
        works_here = roles_of(request.user) - {"resident"}
        return super().get_login_redirect_url(request) if works_here else resolve_url("people:account")

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return resolve_url("people:security")


class OrganisationAdapter(DefaultSocialAccountAdapter):
    """Sign-in of the city's own identity provider (OIDC)."""

    def populate_user(self, request: HttpRequest, sociallogin: Any, data: dict[str, Any]) -> User:
        """Take the name over as one text."""
        user: User = super().populate_user(request, sociallogin, data)
        parts = [data.get("first_name") or "", data.get("last_name") or ""]
        user.name = data.get("name") or " ".join(part for part in parts if part)
        return user


class SecondFactorAdapter(DefaultMFAAdapter):
    """Second factors with our sentences."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "unverified_email": _("Please confirm your mail address first. Then you can set up a second step."),
        "add_email_blocked": _("Your sign-in has a second step. Please remove it before you change the mail address."),
        "cannot_delete_authenticator": _("You cannot remove the second step."),
        "cannot_generate_recovery_codes": _("Recovery codes need a second step. Please set one up first."),
        "incorrect_code": _("This code or key does not fit, or has expired. Please try again."),
    }
