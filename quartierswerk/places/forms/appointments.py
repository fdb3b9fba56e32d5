"""Naming who is in charge of a district or a neighbourhood."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from quartierswerk.people.models import Office, User
from quartierswerk.people.rules import ROLES, roles_with_scope
from quartierswerk.places.queries.neighbourhoods import IN_CHARGE
from quartierswerk.ui.forms import Form


class ChargeForm(Form):
    """Who takes which role here, for which office, from when to when."""

    user = forms.ModelChoiceField(label=_("Person"), queryset=User.objects.none(), empty_label=_("Please choose"))
    role = forms.ChoiceField(label=_("Role"), widget=forms.RadioSelect)
    office = forms.ModelChoiceField(
        label=_("For the office"),
        queryset=Office.objects.none(),
        required=False,
        empty_label=_("No office"),
        help_text=_("A lead for an area is named by an office; others need none."),
    )
    starts_on = forms.DateField(label=_("First day"))
    ends_on = forms.DateField(label=_("Last day"), required=False)

    def __init__(self, *args: Any, scope: str, people: Any, offices: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        possible = [role for role in roles_with_scope(scope) if role in IN_CHARGE]
        self.fields["role"].choices = [(role, gettext(ROLES[role].name)) for role in possible]
        self.fields["user"].queryset = people.filter(is_active=True)
        self.fields["office"].queryset = offices

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("role") == "area_lead" and not data.get("office") and "office" not in self.errors:
            self.add_error("office", _("For which office? Each office names its own lead."))
        first, last = data.get("starts_on"), data.get("ends_on")
        if first and last and last < first:
            self.add_error("ends_on", _("The last day lies before the first day. Please name a later date."))
        return data
