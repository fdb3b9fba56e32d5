"""Handing over the list of streets, and confirming it after a look."""

from typing import Any

from django import forms
from django.core import signing
from django.utils.translation import gettext_lazy as _

from quartierswerk.places.models import Level
from quartierswerk.ui.forms import Form

SALT = "quartierswerk.places.streets"
LONGEST_WAIT = 24 * 60 * 60


class StreetsForm(Form):
    """A table of streets and what its columns mean."""

    file = forms.FileField(
        label=_("File"),
        help_text=_("CSV with one row for each street and each area it runs through."),
        widget=forms.FileInput(attrs={"accept": ".csv,.txt"}),
    )
    street = forms.CharField(label=_("Column with the street"), max_length=100, initial=_("Street"))
    code = forms.CharField(label=_("Column with the code of the area"), max_length=100, initial=_("Area"))
    level = forms.ModelChoiceField(
        label=_("The codes belong to"), queryset=Level.objects.none(), to_field_name="key", empty_label=None
    )

    def __init__(self, *args: Any, levels: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["level"].queryset = levels
        self.fields["level"].label_from_instance = lambda level: str(level.plural)


class ConfirmForm(Form):
    """The list as it was shown, signed so that it comes back unchanged."""

    streets = forms.CharField(widget=forms.HiddenInput)

    def clean_streets(self) -> dict[str, Any]:
        try:
            kept = signing.loads(self.cleaned_data["streets"], salt=SALT, max_age=LONGEST_WAIT)
        except signing.BadSignature as wrong:
            raise forms.ValidationError(_("This preview is too old. Please hand over the file once more.")) from wrong
        return dict(kept)

    @staticmethod
    def kept(streets: dict[str, list[str]], level: Level) -> str:
        """Return the value of the field for a list."""
        return signing.dumps({"streets": streets, "level": level.key}, salt=SALT, compress=True)
