"""Forms of meeting places: facts, rooms, opening hours."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from quartierswerk.places.models import MeetingPlace, Neighbourhood, OpeningException, OpeningHours, Room
from quartierswerk.places.models.meeting_places import ACCESS_FACTS, WEEKDAYS
from quartierswerk.places.rules import WeeklySpan, overlapping_spans
from quartierswerk.ui.forms import Form, LanguageTextsMixin, ModelForm, OnceMixin, SeenVersionMixin, SeveralField

FACTS = ["kind", "name", "street", "postcode", "town", "lat", "lon"]
CONTACT = ["contact_function", "contact_name", "contact_consent_on", "phone", "email", "website"]
WEEK = range(7)
LARGEST_ID = 2**31 - 1


class DegreeField(forms.FloatField):
    """Degrees with a point or a comma, as maps show them."""

    def __init__(self, **kwargs: Any) -> None:
        messages = {"invalid": _("This is no number of degrees. Please write it like 48.7758.")}
        widget = forms.TextInput(attrs={"inputmode": "decimal", "class": "qw-width-number"})
        super().__init__(widget=widget, error_messages=messages, **kwargs)

    def to_python(self, value: Any) -> Any:
        return super().to_python(value.strip().replace(",", ".") if isinstance(value, str) else value)


class MeetingPlaceForm(OnceMixin, LanguageTextsMixin, SeenVersionMixin, ModelForm):
    """What a meeting place is, where, how accessible, and whom to ask."""

    horizontal = frozenset(ACCESS_FACTS)
    language_texts = {
        "text": (_("Text for the public"), 4, _("Two or three sentences: what people find here.")),
        "access_note": (_("More about accessibility"), 3, ""),
    }
    lat = DegreeField(label=_("Latitude"), required=False, min_value=-90, max_value=90, help_text=_("Such as 48.7758"))
    lon = DegreeField(
        label=_("Longitude"), required=False, min_value=-180, max_value=180, help_text=_("Such as 9.1829")
    )
    website = forms.URLField(label=_("Website"), required=False, assume_scheme="https")
    neighbourhoods = SeveralField(
        label=_("Neighbourhoods"),
        queryset=Neighbourhood.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    class Meta:
        model = MeetingPlace
        fields = [*FACTS, *ACCESS_FACTS, *CONTACT, "is_public"]
        widgets = dict.fromkeys(ACCESS_FACTS, forms.RadioSelect)
        labels = {
            "contact_function": _("Function"),
            "contact_name": _("Name of the person"),
            "is_public": _("Everybody can find this place"),
        }
        help_texts = {
            "contact_function": _("Such as: neighbourhood coordination."),
            "contact_name": _("Only with the person's consent; without it the function is enough."),
        }

    def __init__(self, *args: Any, neighbourhoods: Any = None, needs_own: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen = self.fields["neighbourhoods"]
        if neighbourhoods is not None:
            chosen.queryset = neighbourhoods
        if needs_own:
            chosen.required = True
            chosen.error_messages["required"] = _("Please choose the neighbourhood that you coordinate.")
        self.fields["kind"].empty_label = _("Please choose")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        lon, lat = cleaned.get("lon"), cleaned.get("lat")
        if (lon is None) != (lat is None) and not {"lon", "lat"} & set(self.errors):
            missing = "lon" if lon is None else "lat"
            self.add_error(missing, _("A point needs both numbers. Please fill in this one, too, or clear the other."))
        if cleaned.get("contact_name") and "contact_consent_on" in cleaned and not cleaned["contact_consent_on"]:
            self.add_error("contact_consent_on", _("A name is shown only with consent. When was it given?"))
        return cleaned

    @property
    def access_fields(self) -> list[Any]:
        """The single answers on accessibility."""
        return [self[fact] for fact in ACCESS_FACTS]

    @property
    def other_languages(self) -> list[Any]:
        """The texts in other languages than German."""
        german = {"text_de", "access_note_de"}
        return [self[name] for name in self.fields if name.startswith(("text_", "access_note_")) and name not in german]

    def facts(self) -> dict[str, Any]:
        """Return what the action takes."""
        facts = {name: self.cleaned_data[name] for name in self.Meta.fields}
        return {**facts, "text": self.texts_of("text"), "access_note": self.texts_of("access_note")}


class RoomForm(ModelForm):
    """One room."""

    id = forms.IntegerField(required=False, max_value=LARGEST_ID, widget=forms.HiddenInput)

    class Meta:
        model = Room
        fields = ["name", "seats", "step_free", "hearing_loop", "can_be_booked", "note"]


class HoursForm(ModelForm):
    """Open on one weekday from, to; a row with nothing but its weekday counts as empty."""

    weekday = forms.TypedChoiceField(label=_("Weekday"), choices=[("", _("Please choose")), *WEEKDAYS], coerce=int)

    class Meta:
        model = OpeningHours
        fields = ["weekday", "opens", "closes", "note"]
        widgets = {"opens": forms.TimeInput(format="%H:%M"), "closes": forms.TimeInput(format="%H:%M")}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        return _in_order(self, cleaned, "opens", "closes")


class ExceptionForm(ModelForm):
    """Other hours, or closed, on some days."""

    class Meta:
        model = OpeningException
        fields = ["starts_on", "ends_on", "opens", "closes", "note"]
        widgets = {"opens": forms.TimeInput(format="%H:%M"), "closes": forms.TimeInput(format="%H:%M")}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("starts_on") and cleaned.get("ends_on") and cleaned["ends_on"] < cleaned["starts_on"]:
            self.add_error("ends_on", _("The last day lies before the first day. Please name a later date."))
        if bool(cleaned.get("opens")) != bool(cleaned.get("closes")):
            self.add_error("closes", _("Please name both hours, or none if the place is closed."))
        return _in_order(self, cleaned, "opens", "closes")


class SeenForm(SeenVersionMixin, Form):
    """The version seen, for pages whose fields are rows."""


class RowSet(forms.BaseFormSet):
    """Rows of which empty ones are left out; only rows that are there already can be removed.

    What comes back from the browser is judged without the rows of the database: somebody may have changed them.
    """

    def __init__(self, data: Any = None, *, initial: Any = None, prefix: str | None = None) -> None:
        super().__init__(data or None, initial=None if data else initial, prefix=prefix)

    def rows(self) -> list[dict[str, Any]]:
        """Return the filled-in rows without those to be removed."""
        kept = [form for form in self.forms if form.has_changed() or form in self.initial_forms]
        return [
            {name: value for name, value in form.cleaned_data.items() if name != "DELETE"}
            for form in kept
            if form.cleaned_data and not form.cleaned_data.get("DELETE")
        ]

    def add_fields(self, form: Any, index: int | None) -> None:
        super().add_fields(form, index)
        if "DELETE" in form.fields:
            form.fields["DELETE"].label = _("Take this row away")
            form.mark_optional = False


class HoursSet(RowSet):
    """The week of a place; spans on one day must not overlap. Of an empty week each day gets a row."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.is_bound and not self.initial:
            self.extra = len(WEEK)

    def get_form_kwargs(self, index: int | None) -> dict[str, Any]:
        kwargs = super().get_form_kwargs(index)
        was_empty = self.initial_form_count() == 0
        return {**kwargs, "initial": {"weekday": index}} if was_empty and index in WEEK else kwargs

    def clean(self) -> None:
        if any(self.errors):
            return
        spans = [WeeklySpan(row["weekday"], row["opens"], row["closes"]) for row in self.rows()]
        for first, second in overlapping_spans(spans):
            raise forms.ValidationError(
                _("Two spans overlap: %(first)s and %(second)s. Please join them or change one.")
                % {
                    "first": f"{first.opens:%H:%M}–{first.closes:%H:%M}",
                    "second": f"{second.opens:%H:%M}–{second.closes:%H:%M}",
                }
            )


class RoomSet(RowSet):
    """The rooms of a place; no two have one name."""

    def clean(self) -> None:
        if any(self.errors):
            return
        names = [row["name"].strip().casefold() for row in self.rows()]
        if doubled := {name for name in names if names.count(name) > 1}:
            raise forms.ValidationError(
                _("Two rooms have the same name: %(names)s.") % {"names": ", ".join(sorted(doubled))}
            )


RoomFormSet = forms.formset_factory(RoomForm, formset=RoomSet, extra=2, can_delete=True, max_num=100, absolute_max=120)
HoursFormSet = forms.formset_factory(HoursForm, formset=HoursSet, extra=3, can_delete=True, max_num=60, absolute_max=80)
ExceptionFormSet = forms.formset_factory(
    ExceptionForm, formset=RowSet, extra=2, can_delete=True, max_num=100, absolute_max=120
)


def _in_order(form: forms.ModelForm, cleaned: dict[str, Any], begin: str, end: str) -> dict[str, Any]:
    if cleaned.get(begin) and cleaned.get(end) and cleaned[end] <= cleaned[begin]:
        form.add_error(
            end,
            _("It closes before it opens (%(opens)s). Please name a later time.")
            % {"opens": f"{cleaned[begin]:%H:%M}"},
        )
    return cleaned
