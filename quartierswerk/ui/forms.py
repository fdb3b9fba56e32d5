"""Forms in KERN's clothes.

``Renderer`` (set as FORM_RENDERER) dresses every form of the product, those of other packages too: field template,
classes, no ``required`` attribute. ``Form`` and ``ModelForm`` add what our own forms share: dates and numbers as
people here write them, plain error messages, units.
"""

import uuid
from collections.abc import Collection, Mapping
from typing import Any

from django import forms
from django.conf import settings
from django.forms.boundfield import BoundField
from django.forms.renderers import TemplatesSetting
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

DATE_FORMATS = ["%d.%m.%Y", "%d.%m.%y", "%Y-%m-%d"]
LONGEST_KEY = 18
PLAIN_WIDGETS = {"hidden", "multiplehidden", "splithiddendatetime"}


class KernField(BoundField):
    """A field of a form that knows KERN's classes and what a screen reader needs."""

    @property
    def kind(self) -> str:
        """Say how the field template draws it: hidden, check, group, select, file or input."""
        widget = self.field.widget
        if self.is_hidden:
            return "hidden"
        if isinstance(widget, forms.CheckboxInput):
            return "check"
        if isinstance(widget, forms.RadioSelect):
            return "group"
        if isinstance(widget, forms.Select):
            return "select"
        if isinstance(widget, forms.FileInput):
            return "file"
        if isinstance(widget, forms.MultiWidget):
            return "several"
        return "input"

    @property
    def horizontal(self) -> bool:
        """Tell whether the options of a group stand beside each other (the form lists such fields)."""
        return self.name in getattr(self.form, "horizontal", ())

    @property
    def option_class(self) -> str:
        """Return the class of one option of a group."""
        many = isinstance(self.field.widget, forms.CheckboxSelectMultiple)
        return "kern-form-check__checkbox" if many else "kern-form-check__radio"

    def build_widget_attrs(self, attrs: dict[str, Any], widget: Any = None) -> dict[str, Any]:
        attrs = super().build_widget_attrs(attrs, widget)
        if attrs.pop("required", False) and self.kind in {"input", "select", "file"}:
            attrs["aria-required"] = "true"
        if self.kind in {"group", "several"}:
            attrs.pop("aria-invalid", None)
            attrs.pop("aria-describedby", None)
        name = {
            "check": "kern-form-check__checkbox",
            "group": self.option_class,
            "select": "kern-form-input__select",
            "file": "kern-form-input__input",
            "several": "kern-form-input__input",
            "input": "kern-form-input__input",
        }.get(self.kind)
        if name:
            own = (widget or self.field.widget).attrs.get("class", "")
            wrong = f"{name}--error" if self.errors and name != "kern-form-input__select" else ""
            wrong = "kern-form-input__select--error" if self.errors and self.kind == "select" else wrong
            attrs["class"] = " ".join(part for part in (own, name, wrong) if part)
        return attrs


class Renderer(TemplatesSetting):
    """Draws forms with our templates."""

    form_template_name = "ui/form.html"
    field_template_name = "ui/field.html"
    formset_template_name = "ui/formset.html"
    bound_field_class = KernField


class KernMixin:
    """What our forms share.

    Class attributes a form may set: ``units`` {field: unit shown behind it}, ``horizontal`` (groups whose options stand
    beside each other), ``mark_optional`` (False in search forms, where nothing has to be filled in).
    """

    use_required_attribute = False
    units: dict[str, Any] = {}
    horizontal: Collection[str] = ()
    mark_optional = True

    fields: dict[str, forms.Field]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            _speak_plainly(field)
            _read_as_people_write(field)


def _speak_plainly(field: forms.Field) -> None:
    given = type(field).default_error_messages
    if field.error_messages.get("required") == forms.Field.default_error_messages["required"]:
        field.error_messages["required"] = _("This is empty. Please fill it in.")
        if isinstance(field, forms.ChoiceField | forms.ModelChoiceField):
            field.error_messages["required"] = _("This is still open. Please choose.")
        if isinstance(field, forms.FileField):
            field.error_messages["required"] = _("The file is missing. Please choose one.")
        if isinstance(field, forms.BooleanField):
            field.error_messages["required"] = _("This is not ticked. Please tick it if it is so.")
    if isinstance(field, forms.DateField) and field.error_messages.get("invalid") == given.get("invalid"):
        field.error_messages["invalid"] = _("This is no date. Please write it like 31.12.2027.")
    if isinstance(field, forms.IntegerField) and field.error_messages.get("invalid") == given.get("invalid"):
        whole = not isinstance(field, forms.DecimalField | forms.FloatField)
        field.error_messages["invalid"] = (
            _("This is no whole number. Please write it like 1250.")
            if whole
            else _("This is no number. Please write it like 1.250,50.")
        )


def _read_as_people_write(field: forms.Field) -> None:
    """Take dates as 31.12.2027 or 2027-12-31, numbers with a comma (or a point), and say which file is there."""
    if isinstance(field, forms.DateField) and type(field.widget) is forms.DateInput:
        field.input_formats = DATE_FORMATS
        field.widget.format = "%d.%m.%Y"
        _add_class(field.widget, "qw-width-date")
        field.widget.attrs.setdefault("inputmode", "numeric")
    if type(field.widget) is forms.ClearableFileInput:
        field.widget.template_name = "ui/file_input.html"
    if isinstance(field, forms.IntegerField) and type(field.widget) is forms.NumberInput:
        whole = not isinstance(field, forms.DecimalField | forms.FloatField)
        kept = {key: value for key, value in field.widget.attrs.items() if key not in {"min", "max", "step"}}
        field.widget = forms.TextInput(attrs={"inputmode": "numeric" if whole else "decimal", **kept})
        field.localize = field.widget.is_localized = True
        _add_class(field.widget, "qw-width-number")


def _add_class(widget: forms.Widget, name: str) -> None:
    widget.attrs["class"] = f"{widget.attrs.get('class', '')} {name}".strip()


class Form(KernMixin, forms.Form):
    """A form of ours."""


class ModelForm(KernMixin, forms.ModelForm):
    """A form of ours over a model. It only cleans values: the view gives them to an action."""


class SeveralField(forms.ModelMultipleChoiceField):
    """Several rows of a table. A number that no database can hold is answered like any other wrong choice."""

    def clean(self, value: Any) -> Any:
        for one in value if isinstance(value, list | tuple) else []:
            if str(one).isdecimal() and len(str(one)) > LONGEST_KEY:
                raise forms.ValidationError(
                    self.error_messages["invalid_choice"], code="invalid_choice", params={"value": one}
                )
        return super().clean(value)


class OnceMixin:
    """A form whose sending twice does the thing once.

    The hidden ``once_key`` is made when the form is shown and comes back with it. The action stores it in a unique
    column and returns the first result when it meets the key again.
    """

    fields: dict[str, forms.Field]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["once_key"] = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4, required=False)

    def clean_once_key(self) -> uuid.UUID:
        """Return the key; a form that lost it gets a new one."""
        return self.cleaned_data.get("once_key") or uuid.uuid4()


class SeenVersionMixin:
    """A form that remembers which version of a thing its reader saw, for ``Stale``."""

    fields: dict[str, forms.Field]

    def __init__(self, *args: Any, seen_version: int = 0, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["seen_version"] = forms.IntegerField(
            widget=forms.HiddenInput, initial=seen_version, required=False, min_value=0
        )

    def clean_seen_version(self) -> int:
        return self.cleaned_data.get("seen_version") or 0


class LanguageTextsMixin:
    """A form with texts in several languages: one field for each language, ``texts_of(name)`` gives them back.

    The class says which: ``language_texts = {"text": (label, rows, help text)}``. Only German is ever compulsory.
    """

    language_texts: dict[str, tuple[Any, int, Any]] = {}
    compulsory_texts: frozenset[str] = frozenset()
    longest_text = 20_000

    fields: dict[str, forms.Field]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, (label, rows, help_text) in self.language_texts.items():
            for code, language in settings.CONTENT_LANGUAGES:
                first = code == "de"
                lines = rows if first else max(2, rows // 2)
                field = forms.CharField(
                    label=label if first else format_lazy("{label} ({language})", label=label, language=language),
                    required=first and name in self.compulsory_texts,
                    max_length=self.longest_text,
                    widget=forms.Textarea(attrs={"rows": lines, "lang": "de" if code == "easy" else code}),
                    help_text=help_text if first else "",
                )
                _speak_plainly(field)
                self.fields[f"{name}_{code}"] = field

    @classmethod
    def initial_texts(cls, name: str, texts: Mapping[str, str]) -> dict[str, str]:
        """Return the initial values of the fields of one text."""
        return {f"{name}_{code}": texts.get(code, "") for code, _language in settings.CONTENT_LANGUAGES}

    def texts_of(self, name: str) -> dict[str, str]:
        """Return what was written, by language, without empty ones."""
        cleaned: dict[str, Any] = self.cleaned_data
        written = {code: cleaned.get(f"{name}_{code}", "") for code, _language in settings.CONTENT_LANGUAGES}
        return {code: text for code, text in written.items() if text.strip()}
