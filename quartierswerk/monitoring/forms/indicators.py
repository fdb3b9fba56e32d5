"""The form that describes an indicator."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from quartierswerk.monitoring.models import Direction, Indicator, PeriodKind, Theme, Unit
from quartierswerk.places.models import Level
from quartierswerk.ui.forms import Form, OnceMixin, SeenVersionMixin

LANGUAGES = {"de": _("German"), "easy": _("Easy German"), "en": _("English")}
TEXTS: dict[str, tuple[Any, tuple[str, ...], bool]] = {
    "name": (_("Name"), ("de", "en"), False),
    "explanation": (_("Plain explanation"), ("de", "easy", "en"), True),
    "numerator": (_("What is counted (numerator)"), ("de", "en"), False),
    "denominator": (_("Out of whom or what (denominator)"), ("de", "en"), False),
    "source": (_("Source"), ("de", "en"), False),
    "method_note": (_("Note on the method"), ("de", "en"), True),
}
COMPULSORY = {"name_de", "source_de"}


class IndicatorForm(SeenVersionMixin, OnceMixin, Form):
    """Key, texts, unit and everything needed to read the values rightly."""

    key = forms.SlugField(
        label=_("Key"),
        max_length=60,
        help_text=_("How files and specifications name the indicator: small letters, digits, _ and -."),
    )
    unit = forms.ChoiceField(label=_("Unit"), choices=Unit.choices)
    unit_name = forms.CharField(
        label=_("Name of another unit"), max_length=60, required=False, help_text=_("For example m², years, points.")
    )
    decimals = forms.IntegerField(label=_("Decimals shown"), min_value=0, max_value=6, initial=1)
    direction = forms.ChoiceField(
        label=_("What a high value means"), choices=Direction.choices, widget=forms.RadioSelect
    )
    theme = forms.ModelChoiceField(
        label=_("Theme"), queryset=Theme.objects.all(), required=False, empty_label=_("no theme")
    )
    period_kind = forms.ChoiceField(label=_("Rhythm"), choices=PeriodKind.choices)
    levels = forms.ModelMultipleChoiceField(
        label=_("Levels"),
        queryset=Level.objects.order_by("order"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    licence = forms.CharField(label=_("Licence"), max_length=120, required=False)
    contact = forms.CharField(
        label=_("Contact"), max_length=200, required=False, help_text=_("Which office to ask; no personal names.")
    )

    field_order = ("key", *(f"{n}_{lang}" for n, (_l, langs, _t) in TEXTS.items() for lang in langs))

    def __init__(self, *args: Any, indicator: Indicator | None = None, **kwargs: Any) -> None:
        if indicator is not None:
            kwargs["initial"] = {**_values_of(indicator), **(kwargs.get("initial") or {})}
            kwargs.setdefault("seen_version", indicator.version)
        super().__init__(*args, **kwargs)
        self.indicator = indicator

    def clean_key(self) -> str:
        """A key that is in use is refused here, beside its field."""
        key = str(self.cleaned_data["key"])
        taken = Indicator.objects.filter(key=key)
        if self.indicator is not None:
            taken = taken.exclude(pk=self.indicator.pk)
        elif once := sent_once_key(self.data):
            taken = taken.exclude(once_key=once)
        if taken.exists():
            raise forms.ValidationError(
                _("The key “%(key)s” is in use. Please choose another one."), params={"key": key}
            )
        return key

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("unit") == Unit.OTHER and not cleaned.get("unit_name"):
            self.add_error("unit_name", _("Please name the unit."))
        return cleaned

    @property
    def as_fields(self) -> dict[str, Any]:
        """The cleaned values as ``save_indicator`` takes them."""
        cleaned = self.cleaned_data
        plain = ("key", "unit", "unit_name", "decimals", "direction", "theme", "period_kind", "licence", "contact")
        texts = {
            name: {lang: cleaned[f"{name}_{lang}"] for lang in languages}
            for name, (_label, languages, _long) in TEXTS.items()
        }
        return {**{name: cleaned[name] for name in plain}, **texts}

    def text_fields(self) -> list[tuple[Any, list[Any]]]:
        """Title and fields of each text in several languages, for the template."""
        return [
            (label, [self[f"{name}_{lang}"] for lang in languages]) for name, (label, languages, _long) in TEXTS.items()
        ]


def sent_once_key(data: Mapping[str, Any]) -> UUID | None:
    """The key that came with a form, so that sending it twice is no conflict with itself."""
    try:
        return UUID(str(data.get("once_key")))
    except ValueError:
        return None


def with_version(data: Any, version: int) -> Any:
    """What was sent, with the version that stands now: the next save is a decision and not an accident."""
    fresh = data.copy()
    fresh["seen_version"] = str(version)
    return fresh


def _text_field(label: Any, language: str, long: bool, required: bool) -> forms.CharField:
    named = format_lazy("{label} ({language})", label=label, language=LANGUAGES[language])
    widget = forms.Textarea(attrs={"rows": 3}) if long else forms.TextInput()
    field = forms.CharField(label=named, max_length=2000 if long else 300, required=required, widget=widget)
    field.language = "de" if language == "easy" else language
    return field


for _name, (_label, _languages, _long) in TEXTS.items():
    for _language in _languages:
        IndicatorForm.base_fields[f"{_name}_{_language}"] = _text_field(
            _label, _language, _long, f"{_name}_{_language}" in COMPULSORY
        )


def _values_of(indicator: Indicator) -> dict[str, Any]:
    plain = ("key", "unit", "unit_name", "decimals", "direction", "theme", "period_kind", "licence", "contact")
    texts = {
        f"{name}_{lang}": getattr(indicator, name).get(lang, "")
        for name, (_label, languages, _long) in TEXTS.items()
        for lang in languages
    }
    return {
        **{name: getattr(indicator, name) for name in plain},
        **texts,
        "levels": list(indicator.levels.all()),
    }
