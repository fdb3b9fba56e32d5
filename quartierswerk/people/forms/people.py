"""Forms of the desk pages: invite, appoint, end, substitute, offices, accounts."""

from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from quartierswerk.people.models import ROLE_CHOICES, Appointment, User
from quartierswerk.people.queries import appointment_choices, thing_chosen
from quartierswerk.people.rules import ROLES
from quartierswerk.ui.forms import Form, OnceMixin, SeenVersionMixin

SCOPE_NAMES = {
    "city": _("Whole city"),
    "office": _("Offices"),
    "district": _("Districts"),
    "neighbourhood": _("Neighbourhoods"),
    "body": _("Committees"),
    "project": _("Projects"),
    "organisation": _("Organisations"),
    "application": _("Applications"),
}


def named_choices() -> list[Any]:
    """What a role can be held for, grouped for a select."""
    groups: list[Any] = []
    for scope, choices in appointment_choices():
        name = SCOPE_NAMES[scope]
        groups.append((choices[0][0], name) if len(choices) == 1 and not choices[0][1] else (name, choices))
    return groups


class RoleFields(Form):
    """A role and what it is held for: each role knows for what it can be held."""

    role = forms.ChoiceField(label=_("Role"))
    thing = forms.ChoiceField(label=_("Held for"))

    def __init__(self, *args: Any, by: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kept = {scope for scope, _choices in appointment_choices()}
        possible = [(key, name) for key, name in ROLE_CHOICES if ROLES[key].scopes & kept]
        self.fields["role"].choices = [("", _("Please choose")), *possible]
        self.fields["thing"].choices = [("", _("Please choose")), *named_choices()]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        role, chosen = data.get("role"), data.get("thing")
        if role and chosen:
            scope, thing = thing_chosen(chosen)
            if scope not in ROLES[role].scopes:
                self.add_error("thing", _fits_instead(role))
            data["scope"], data["scope_thing"] = scope, thing
        return data


def _fits_instead(role: str) -> ValidationError:
    scopes = ", ".join(str(SCOPE_NAMES[scope]) for scope in SCOPE_NAMES if scope in ROLES[role].scopes)
    return ValidationError(
        _("“%(role)s” is not held for this. Possible: %(scopes)s."),
        params={"role": gettext(ROLES[role].name), "scopes": scopes},
    )


class InvitationForm(OnceMixin, RoleFields):
    """Whom to invite, to which role, until when."""

    name = forms.CharField(label=_("Name"), max_length=200)
    email = forms.EmailField(
        label=_("Mail address"),
        error_messages={"invalid": _("This is no mail address. Please write it like name@example.org.")},
    )
    ends_on = forms.DateField(label=_("Last day of the role"), required=False)
    language = forms.ChoiceField(label=_("Language of the mail"), choices=settings.LANGUAGES, initial="de")
    field_order = ["name", "email", "role", "thing", "ends_on", "language"]


class AppointmentForm(OnceMixin, RoleFields):
    """Which role a person gets, from when to when, and why."""

    starts_on = forms.DateField(label=_("First day"))
    ends_on = forms.DateField(label=_("Last day"), required=False)
    why = forms.CharField(
        label=_("Reason"), max_length=500, required=False, help_text=_("It stands in the history of the role.")
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        first, last = data.get("starts_on"), data.get("ends_on")
        if first and last and last < first:
            self.add_error("ends_on", _("The last day lies before the first day. Please give a later one."))
        return data


class EndForm(Form):
    """The last day of a role, and why it ends."""

    ends_on = forms.DateField(label=_("Last day"))
    why = forms.CharField(label=_("Reason"), max_length=500, help_text=_("It stands in the history of the role."))


class ReasonForm(Form):
    """Why something is done."""

    why = forms.CharField(label=_("Reason"), max_length=500)


class SubstituteForm(Form):
    """Who stands in, from when to when; nobody ends the substitution."""

    mark_optional = False

    substitute = forms.ModelChoiceField(
        label=_("Who stands in"), queryset=User.objects.none(), required=False, empty_label=_("Nobody")
    )
    first_day = forms.DateField(label=_("First day"), required=False)
    last_day = forms.DateField(label=_("Last day"), required=False)

    def __init__(self, *args: Any, people: Any, appointment: Appointment, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = people.exclude(pk=appointment.user_id).filter(is_active=True)
        self.fields["substitute"].queryset = choices

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("substitute"):
            for name in ("first_day", "last_day"):
                if not data.get(name) and name not in self.errors:
                    self.add_error(name, _("Please give the first and the last day of the substitution."))
        first, last = data.get("first_day"), data.get("last_day")
        if first and last and last < first:
            self.add_error("last_day", _("The last day lies before the first day. Please give a later one."))
        return data


class NewOfficeForm(OnceMixin, Form):
    """An office to add."""

    name = forms.CharField(label=_("Name"), max_length=200)
    key = forms.SlugField(
        label=_("Short key"),
        max_length=40,
        help_text=_("Small letters, digits and hyphens; used in files and addresses, never changed later."),
        error_messages={"invalid": _("Only letters without accents, digits and hyphens are possible here.")},
    )
    email = forms.EmailField(label=_("Mail address of the office"), required=False)


class OfficeForm(SeenVersionMixin, Form):
    """What may change about an office."""

    name = forms.CharField(label=_("Name"), max_length=200)
    email = forms.EmailField(label=_("Mail address of the office"), required=False)
