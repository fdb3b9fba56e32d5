"""Forms of one's own account."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from quartierswerk.people.forms.sign_in import PASSWORD_HINT
from quartierswerk.people.models import User
from quartierswerk.people.rules import CHANNELS, CONTACT_KINDS
from quartierswerk.ui.forms import Form, SeenVersionMixin


class AccountForm(SeenVersionMixin, Form):
    """Name and language."""

    name = forms.CharField(label=_("Your name"), max_length=200, widget=forms.TextInput({"autocomplete": "name"}))
    language = forms.ChoiceField(
        label=_("Language"), choices=settings.LANGUAGES, help_text=_("For mails; pages have their own switch.")
    )


class ContactForm(Form):
    """For each kind of news how to be told."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        channels = [(key, gettext(name)) for key, name in CHANNELS.items()]
        for kind, name in CONTACT_KINDS.items():
            self.fields[kind] = forms.ChoiceField(label=gettext(name), choices=channels)


class NewAccountForm(Form):
    """What somebody who was invited enters: name and password."""

    name = forms.CharField(label=_("Your name"), max_length=200, widget=forms.TextInput({"autocomplete": "name"}))
    password = forms.CharField(
        label=_("Password"),
        help_text=PASSWORD_HINT,
        strip=False,
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
    )

    def __init__(self, *args: Any, email: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.email = email

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        try:
            validate_password(password, User(email=self.email, name=self.cleaned_data.get("name", "")))
        except ValidationError as weak:
            raise ValidationError(weak.messages) from weak
        return password
