"""Forms of meeting places: facts, rooms, opening hours."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from quartierswerk.places.models import MeetingPlace, Neighbourhood, OpeningException, OpeningHours, Room
from quartierswerk.places.models.meeting_places import ACCESS_FACTS
from quartierswerk.places.rules import WeeklySpan, overlapping_spans
from quartierswerk.ui.forms import Form, LanguageTextsMixin, ModelForm, OnceMixin, SeenVersionMixin

FACTS = ["kind", "name", "street", "postcode", "town", "lon", "lat"]
CONTACT = ["contact_function", "contact_name", "contact_consent_on", "phone", "email", "website"]


class MeetingPlaceForm(OnceMixin, LanguageTextsMixin, SeenVersionMixin, ModelForm):
    """What a meeting place is, where, how accessible, and whom to ask."""

    language_texts = {
        "text": (_("Text for the public"), 5, _("Two or three sentences: what people find here.")),
        "access_note": (_("More about accessibility"), 3, ""),
    }
    neighbourhoods = forms.ModelMultipleChoiceField(
        label=_("Neighbourhoods"),
        queryset=Neighbourhood.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    class Meta:
        model = MeetingPlace
        fields = [*FACTS, *ACCESS_FACTS, *CONTACT, "is_public"]
        widgets = dict.fromkeys(ACCESS_FACTS, forms.RadioSelect)
        help_texts = {
            "lon": _("In degrees, such as 9.1829. You find it on the map, or leave it empty."),
            "lat": _("In degrees, such as 48.7758."),
            "contact_name": _("Only with the person's consent; without it the function is enough."),
            "is_public": _("Everybody can then find this place."),
        }

    def __init__(self, *args: Any, neighbourhoods: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["neighbourhoods"].queryset = (
            neighbourhoods if neighbourhoods is not None else Neighbourhood.objects.none()
        )
        for name in ("lon", "lat"):
            self.fields[name].localize = False

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        lon, lat = cleaned.get("lon"), cleaned.get("lat")
        if (lon is None) != (lat is None) and not {"lon", "lat"} & set(self.errors):
            missing = "lon" if lon is None else "lat"
            self.add_error(missing, _("A point needs both numbers. Please fill in this one, too, or clear the other."))
        for name, value, limit in (("lon", lon, 180), ("lat", lat, 90)):
            if value is not None and abs(value) > limit:
                self.add_error(
                    name,
                    _("%(value)s is no place on earth: the number lies between -%(limit)s and %(limit)s.")
                    % {"value": value, "limit": limit},
                )
        if cleaned.get("contact_name") and not cleaned.get("contact_consent_on"):
            self.add_error("contact_consent_on", _("A name is shown only with consent. When was it given?"))
        return cleaned

    def facts(self) -> dict[str, Any]:
        """Return what the action takes."""
        facts = {name: self.cleaned_data[name] for name in self.Meta.fields}
        return {**facts, "text": self.texts_of("text"), "access_note": self.texts_of("access_note")}


class RoomForm(ModelForm):
    """One room."""

    id = forms.IntegerField(required=False, widget=forms.HiddenInput)

    class Meta:
        model = Room
        fields = ["name", "seats", "step_free", "hearing_loop", "can_be_booked", "note"]


class HoursForm(ModelForm):
    """Open on one weekday from, to."""

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
        help_texts = {"opens": _("Leave both hours empty if the place is closed.")}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("starts_on") and cleaned.get("ends_on") and cleaned["ends_on"] < cleaned["starts_on"]:
            self.add_error("ends_on", _("The last day lies before the first day. Please name a later date."))
        if bool(cleaned.get("opens")) != bool(cleaned.get("closes")):
            self.add_error("closes", _("Please name both hours, or none if the place is closed."))
        return _in_order(self, cleaned, "opens", "closes")


class WhyForm(SeenVersionMixin, Form):
    """The version seen, for pages whose fields are rows."""


class RowSet(forms.BaseFormSet):
    """Rows of which empty ones are left out."""

    def rows(self) -> list[dict[str, Any]]:
        """Return the filled-in rows without those to be removed."""
        return [
            {name: value for name, value in form.cleaned_data.items() if name != "DELETE"}
            for form in self.forms
            if form.cleaned_data and form.has_changed() | bool(form.initial) and not form.cleaned_data.get("DELETE")
        ]


class HoursSet(RowSet):
    """The week of a place; spans on one day must not overlap."""

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
    ExceptionForm, formset=RowSet, extra=1, can_delete=True, max_num=100, absolute_max=120
)


def _in_order(form: forms.ModelForm, cleaned: dict[str, Any], begin: str, end: str) -> dict[str, Any]:
    if cleaned.get(begin) and cleaned.get(end) and cleaned[end] <= cleaned[begin]:
        form.add_error(
            end,
            _("It closes before it opens (%(opens)s). Please name a later time.")
            % {"opens": f"{cleaned[begin]:%H:%M}"},
        )
    return cleaned
