"""The forms of an index: its method, and when to compute it."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from quartierswerk.compute.errors import SpecError
from quartierswerk.compute.sentences import sentence
from quartierswerk.monitoring.forms.indicators import sent_once_key
from quartierswerk.monitoring.models import IndexSpec
from quartierswerk.monitoring.queries import levels_with_values
from quartierswerk.places.models import Level
from quartierswerk.ui.forms import Form, OnceMixin, SeenVersionMixin


def in_words(error: SpecError) -> str:
    """The sentence of the method for the reader."""
    return sentence(error, "en" if (get_language() or "de").startswith("en") else "de")


class SpecForm(SeenVersionMixin, OnceMixin, Form):
    """Key, name, and the specification as YAML."""

    key = forms.SlugField(
        label=_("Key"), max_length=60, help_text=_("Short and lasting: small letters, digits, _ and -.")
    )
    name_de = forms.CharField(label=_("Name"), max_length=200)
    name_en = forms.CharField(label=_("Name (English)"), max_length=200, required=False)
    text = forms.CharField(
        label=_("Specification (YAML)"),
        max_length=200_000,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 26, "spellcheck": "false", "class": "qw-code-field"}),
    )
    why = forms.CharField(label=_("What changes, and why"), max_length=500, required=False)

    def __init__(self, *args: Any, spec: IndexSpec | None = None, **kwargs: Any) -> None:
        if spec is not None:
            own = {"key": spec.key, "name_de": spec.name.get("de", ""), "name_en": spec.name.get("en", "")}
            kwargs["initial"] = {**own, "text": spec.text, **(kwargs.get("initial") or {})}
            kwargs.setdefault("seen_version", spec.version)
        super().__init__(*args, **kwargs)
        self.spec = spec
        if spec is not None:
            del self.fields["key"]

    def clean_key(self) -> str:
        """A key that is in use is refused here, beside its field."""
        key = str(self.cleaned_data["key"])
        taken = IndexSpec.objects.filter(key=key)
        if once := sent_once_key(self.data):
            taken = taken.exclude(once_key=once)
        if taken.exists():
            raise forms.ValidationError(
                _("The key “%(key)s” is in use. Please choose another one."), params={"key": key}
            )
        return key

    def clean_text(self) -> str:
        """Every mistake of the specification is named beside the field."""
        from quartierswerk.compute.reading import read_spec

        text = str(self.cleaned_data["text"]).replace("\r\n", "\n")
        try:
            read_spec(text)
        except SpecError as wrong:
            raise forms.ValidationError(in_words(wrong)) from None
        return text


class RunForm(OnceMixin, Form):
    """For which level and up to which date to compute."""

    level = forms.ModelChoiceField(label=_("Level"), queryset=Level.objects.none(), empty_label=None)
    period_on = forms.DateField(
        label=_("Values up to"),
        help_text=_("Of every indicator the latest values up to this day are taken."),
        initial=timezone.localdate,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["level"].queryset = levels_with_values()
