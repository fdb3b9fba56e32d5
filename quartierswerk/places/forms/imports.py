"""Handing over a file of areas, and choosing what its fields mean."""

from datetime import date
from typing import Any

from django import forms
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from quartierswerk.places.imports import sentence
from quartierswerk.places.models import AreaImport, Level, RenewalArea
from quartierswerk.places.rules.fields import likely_field
from quartierswerk.places.rules.preview import AREAS, RENEWAL, AreaPreview, Changed, Finding, ImportSpec
from quartierswerk.ui.forms import Form, OnceMixin

RARE = ("valid_until", "partial", "crs", "encoding")
FIELD_CHOICES = ("code", "name", "parent", "residents", "starts_on", "ends_on", "legal_basis")


class UploadForm(OnceMixin, Form):
    """A file and what is in it."""

    subject = forms.ChoiceField(
        label=_("What is in the file?"),
        choices=AreaImport.Subject.choices,
        initial=AreaImport.Subject.AREAS,
        widget=forms.RadioSelect,
    )
    file = forms.FileField(
        label=_("File"),
        help_text=_("GeoJSON, GeoPackage, or a zip file with all parts of a Shapefile; at most 100 MB."),
        max_length=200,
        widget=forms.FileInput(attrs={"accept": ".geojson,.json,.gpkg,.zip"}),
    )


class ChoiceForm(Form):
    """What every import asks: which field means what, and how to read the file."""

    subject = AREAS
    spec_names: tuple[str, ...] = ("code", "name", "dissolve", "partial", "crs", "encoding", "layer")

    code = forms.ChoiceField(label=_("Field with the code"), help_text=_("It is read as text; leading zeros stay."))
    name = forms.ChoiceField(label=_("Field with the name"))
    dissolve = forms.BooleanField(label=_("Unite rows with the same code to one area"), required=False)
    partial = forms.BooleanField(
        label=_("The file holds only a part of the areas"),
        help_text=_("Areas that are not in the file stay as they are."),
        required=False,
    )
    crs = forms.CharField(
        label=_("Coordinate system"),
        help_text=_("Only if the file does not say it, such as EPSG:25832."),
        required=False,
        max_length=60,
    )
    encoding = forms.CharField(
        label=_("Encoding of the texts"), help_text=_("Only if umlauts look wrong, such as CP1252."), required=False
    )
    layer = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, fields: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for choice in FIELD_CHOICES:
            if choice in self.fields:
                empty = _("not in the file") if not self.fields[choice].required else _("Please choose")
                self._offer(choice, [("", empty), *((field, field) for field in fields)])
                self.initial.setdefault(choice, likely_field(choice, fields))

    @property
    def usual_fields(self) -> list[Any]:
        """The choices that nearly every file needs."""
        return [field for field in self.visible_fields() if field.name not in RARE]

    @property
    def rare_fields(self) -> list[Any]:
        """The choices that few files need."""
        return [field for field in self.visible_fields() if field.name in RARE]

    @property
    def asks_rare(self) -> bool:
        """One of the rare choices is made already, or is wrong."""
        return any(field.errors or field.value() for field in self.rare_fields)

    def _offer(self, name: str, choices: list[tuple[str, Any]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices

    def spec(self) -> ImportSpec:
        """What was chosen; only of a form that is valid."""
        chosen = {name: self.cleaned_data.get(name) for name in self.spec_names}
        return ImportSpec(subject=self.subject, **{name: value for name, value in chosen.items() if value})

    def add_findings(self, preview: AreaPreview) -> bool:
        """Put defects that belong to a choice beside its field; tell whether there were any."""
        found = [finding for finding in preview.defects if finding.field in self.fields]
        for finding in found:
            self.add_error(finding.field, sentence(finding))
        return bool(found)


class AreaChoiceForm(ChoiceForm):
    """The choices for statistical areas."""

    subject = AREAS
    spec_names = (*ChoiceForm.spec_names, "level", "parent", "residents", "residents_on", "valid_from", "valid_until")
    field_order = ("level", "code", "name", "parent", "residents", "residents_on", "valid_from", "valid_until")

    level = forms.ChoiceField(label=_("Level"))
    parent = forms.ChoiceField(
        label=_("Field with the code of the area above"),
        help_text=_("Without it, the area above is found by where the ground lies."),
        required=False,
    )
    residents = forms.ChoiceField(label=_("Field with the number of residents"), required=False)
    residents_on = forms.DateField(label=_("Residents as of"), required=False)
    valid_from = forms.DateField(
        label=_("Valid from"),
        help_text=_("With a day, a new version begins and the earlier one ends. Without, the present is corrected."),
        required=False,
    )
    valid_until = forms.DateField(label=_("Valid until"), help_text=_("Only for areas of the past."), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        levels = [(level.key, str(level.name)) for level in Level.objects.all()]
        self._offer("level", [("", _("Please choose")), *levels])


class RenewalChoiceForm(ChoiceForm):
    """The choices for renewal areas; kind and status may be a field or one word for all rows."""

    subject = RENEWAL
    spec_names = (*ChoiceForm.spec_names, "kind", "status", "starts_on", "ends_on", "legal_basis")
    field_order = ("code", "name", "kind", "status", "starts_on", "ends_on", "legal_basis")

    kind = forms.ChoiceField(label=_("Kind"))
    status = forms.ChoiceField(label=_("Status"), required=False)
    starts_on = forms.ChoiceField(label=_("Field with the first day"), required=False)
    ends_on = forms.ChoiceField(label=_("Field with the last day"), required=False)
    legal_basis = forms.ChoiceField(label=_("Field with the legal basis"), required=False)

    def __init__(self, *args: Any, fields: list[str], **kwargs: Any) -> None:
        super().__init__(*args, fields=fields, **kwargs)
        from_file = (_("as the field of the file says"), [(field, field) for field in fields])
        self._offer(
            "kind",
            [("", _("Please choose")), (_("the same for all"), list(RenewalArea.Kind.choices)), from_file],  # type: ignore[list-item]
        )
        self._offer(
            "status",
            [("", _("in force")), (_("the same for all"), list(RenewalArea.Status.choices)), from_file],  # type: ignore[list-item]
        )


def choice_form(run: AreaImport) -> type[ChoiceForm]:
    """The form that fits what is in the file."""
    return RenewalChoiceForm if run.subject == RENEWAL else AreaChoiceForm


def as_lines(findings: list[Finding], most: int) -> list[dict[str, str]]:
    """Findings as sentences for a list, with what they concern."""
    return [{"concerns": finding.concerns, "text": sentence(finding)} for finding in findings[:most]]


def kept_lines(run: AreaImport) -> list[dict[str, str]]:
    """What the preview pointed out when the run was confirmed, as sentences."""
    kept = [Finding(row["code"], row["concerns"], stops=False, facts=row["facts"]) for row in run.findings]
    return as_lines(kept, len(kept))


LABELS = {
    "name": _("Name"),
    "parent_id": _("Lies in"),
    "residents": _("Residents"),
    "residents_on": _("Residents as of"),
    "geom": _("Size"),
    "kind": _("Kind"),
    "status": _("Status"),
    "starts_on": _("From"),
    "ends_on": _("Until"),
    "legal_basis": _("Legal basis"),
}


def as_change(change: Changed) -> dict[str, Any]:
    """One area that changes, each difference in words."""
    lines = [
        {"label": LABELS[name], "before": _in_words(name, before), "after": _in_words(name, after)}
        for name, (before, after) in change.differences.items()
    ]
    return {"code": change.code, "name": change.name, "opens_version": change.opens_version, "lines": lines}


def _in_words(name: str, value: Any) -> str:
    if value is None or value == "":
        return "–"
    if name == "geom":
        return gettext("%(m2)s m²") % {"m2": number_format(value, 0, force_grouping=True)}
    if isinstance(value, date):
        return date_format(value, "SHORT_DATE_FORMAT")
    if name == "kind":
        return str(RenewalArea.Kind(value).label)
    return str(RenewalArea.Status(value).label) if name == "status" else str(value)
