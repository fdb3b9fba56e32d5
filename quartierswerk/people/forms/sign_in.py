"""The forms of allauth in our words."""

from typing import Any

from allauth.account import forms as account
from allauth.mfa.base import forms as mfa
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as webauthn
from django import forms
from django.utils.translation import gettext_lazy as _

from quartierswerk.ui.forms import KernMixin

PASSWORD_HINT = _("At least 10 characters. A short sentence is easy to remember and hard to guess.")


class OurWords(KernMixin):
    """Give the fields of a library's form our labels and hints; no placeholder takes the place of a label."""

    labels: dict[str, Any] = {}
    hints: dict[str, Any] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.widget.attrs.pop("placeholder", None)
            if name in self.labels:
                field.label = self.labels[name]
            field.help_text = self.hints.get(name, "")
            if isinstance(field, forms.EmailField):
                field.error_messages["invalid"] = _("This is no mail address. Please write it like name@example.org.")


class LoginForm(OurWords, account.LoginForm):
    labels = {"login": _("Mail address or user name"), "password": _("Password")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].widget.attrs["autocomplete"] = "username"


class SignupForm(OurWords, account.SignupForm):
    labels = {"email": _("Mail address"), "password1": _("Password")}
    hints = {
        "name": _("As others should address you; a first name is enough."),
        "password1": PASSWORD_HINT,
    }

    name = forms.CharField(label=_("Your name"), max_length=200, widget=forms.TextInput({"autocomplete": "name"}))
    field_order = ["name", "email", "password1"]


class RequestLoginCodeForm(OurWords, account.RequestLoginCodeForm):
    labels = {"email": _("Mail address")}


class ConfirmLoginCodeForm(OurWords, account.ConfirmLoginCodeForm):
    labels = {"code": _("Code from the mail")}


class ResetPasswordForm(OurWords, account.ResetPasswordForm):
    labels = {"email": _("Mail address")}


class ResetPasswordKeyForm(OurWords, account.ResetPasswordKeyForm):
    labels = {"password1": _("New password"), "password2": _("New password once more")}
    hints = {"password1": PASSWORD_HINT}


class ChangePasswordForm(OurWords, account.ChangePasswordForm):
    labels = {
        "oldpassword": _("Present password"),
        "password1": _("New password"),
        "password2": _("New password once more"),
    }
    hints = {"password1": PASSWORD_HINT}


class SetPasswordForm(OurWords, account.SetPasswordForm):
    labels = {"password1": _("New password"), "password2": _("New password once more")}
    hints = {"password1": PASSWORD_HINT}


class ChangeEmailForm(OurWords, account.AddEmailForm):
    labels = {"email": _("New mail address")}


class ReauthenticateForm(OurWords, account.ReauthenticateForm):
    labels = {"password": _("Password")}


class AuthenticateForm(OurWords, mfa.AuthenticateForm):
    labels = {"code": _("Code from the app, or a recovery code")}


class ReauthenticateCodeForm(OurWords, mfa.ReauthenticateForm):
    labels = {"code": _("Code from the app, or a recovery code")}


class ActivateTotpForm(OurWords, totp.ActivateTOTPForm):
    labels = {"code": _("Code that the app shows")}


class NeedsDevice(OurWords):
    """A form that the device fills in: say so when it did not."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        silent = _("The passkey or security key did not answer. It needs JavaScript; otherwise choose another way.")
        self.fields["credential"].error_messages.update(required=silent, invalid=silent)


class LoginKeyForm(NeedsDevice, webauthn.LoginWebAuthnForm):
    """Signing in with a passkey."""


class AuthenticateKeyForm(NeedsDevice, webauthn.AuthenticateWebAuthnForm):
    """The second step with a key."""


class ReauthenticateKeyForm(NeedsDevice, webauthn.ReauthenticateWebAuthnForm):
    """Confirming with a key that it is oneself."""


class AddKeyForm(NeedsDevice, webauthn.AddWebAuthnForm):
    labels = {"name": _("Name of the key"), "passwordless": _("Use it as a passkey: sign in without a password")}
    hints = {"name": _("So that you can tell several keys apart, for instance “Phone” or “Work laptop”.")}


class EditKeyForm(OurWords, webauthn.EditWebAuthnForm):
    labels = {"name": _("Name of the key")}
