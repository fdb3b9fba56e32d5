"""Forms for corrections of areas and for renewal areas."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from quartierswerk.places.models import Area, RenewalArea
from quartierswerk.ui.forms import ModelForm, OnceMixin, SeenVersionMixin


class CorrectionForm(SeenVersionMixin, ModelForm):
    """Name and residents of an area; its outline comes by the import."""

    why = forms.CharField(label=_("Reason"), required=False, max_length=500, help_text=_("It stands in the history."))

    class Meta:
        model = Area
        fields = ["name", "residents", "residents_on"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("residents") is not None and not cleaned.get("residents_on"):
            self.add_error("residents_on", _("On which day was this the number of residents? Please name the date."))
        return cleaned


class RenewalAreaForm(OnceMixin, SeenVersionMixin, ModelForm):
    """What is known of a renewal area besides its outline."""

    class Meta:
        model = RenewalArea
        fields = ["code", "name", "kind", "status", "starts_on", "ends_on", "legal_basis", "office_note"]
        error_messages = {"code": {"unique": _("Another renewal area has this code. Please give a different one.")}}
        widgets = {"office_note": forms.Textarea(attrs={"rows": 4})}
        help_texts = {
            "code": _("The short name by which the office knows it."),
            "legal_basis": _("For example the statute and its date."),
            "office_note": _("Only staff of the city reads this."),
        }

    def validate_unique(self) -> None:
        """The code is unique; a form that was sent twice meets its own area and is let through to the action."""
        once_key = self.cleaned_data.get("once_key")
        if not (once_key and RenewalArea.objects.filter(once_key=once_key).exists()):
            super().validate_unique()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        starts, ends = cleaned.get("starts_on"), cleaned.get("ends_on")
        if starts and ends and ends < starts:
            self.add_error(
                "ends_on",
                _("The end lies before the beginning (%(start)s). Please name a later date.")
                % {"start": f"{starts:%d.%m.%Y}"},
            )
        return cleaned
