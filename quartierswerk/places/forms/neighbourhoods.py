"""Forms of neighbourhoods: names and texts, and the three ways to an outline."""

import json
from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from quartierswerk.places.models import Area, Neighbourhood
from quartierswerk.places.rules import shape_columns_of
from quartierswerk.places.rules.shapes import from_geojson
from quartierswerk.ui.forms import Form, LanguageTextsMixin, ModelForm, OnceMixin, SeenVersionMixin, SeveralField

LONGEST_OUTLINE = 2_000_000


class NeighbourhoodForm(OnceMixin, LanguageTextsMixin, SeenVersionMixin, ModelForm):
    """Names, the text for the public, and what makes it a neighbourhood."""

    language_texts = {"text": (_("Text for the public"), 4, _("Two or three sentences that a newcomer understands."))}

    class Meta:
        model = Neighbourhood
        fields = ["name", "name_in_use", "is_public"]
        labels = {"is_public": _("Everybody can read its page")}
        help_texts = {
            "name_in_use": _("What people there call it, if that differs."),
        }

    def __init__(self, *args: Any, points: Any = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.points = list(points)
        for point in self.points:
            self.fields[f"idea_{point.key}"] = forms.CharField(
                label=format_lazy("{question}", question=str(point.question) or str(point.name)),
                required=False,
                max_length=4000,
                widget=forms.Textarea(attrs={"rows": 3}),
            )

    @property
    def idea_fields(self) -> list[Any]:
        """The answers on what makes it a neighbourhood, in their order."""
        return [self[f"idea_{point.key}"] for point in self.points]

    @property
    def other_languages(self) -> list[Any]:
        """The text in other languages than German."""
        return [self[name] for name in self.fields if name.startswith("text_") and name != "text_de"]

    def facts(self) -> dict[str, Any]:
        """Return what the action takes; answers in languages that this form does not show stay as they are."""
        kept = self.instance.idea or {}
        idea = {key: answer for key, answer in kept.items() if key not in {point.key for point in self.points}}
        for point in self.points:
            answer = {**kept.get(point.key, {}), "de": self.cleaned_data[f"idea_{point.key}"].strip()}
            if any(answer.values()):
                idea[point.key] = {language: text for language, text in answer.items() if text}
        names = {name: self.cleaned_data[name] for name in self.Meta.fields}
        return {**names, "text": self.texts_of("text"), "idea": idea}

    @classmethod
    def initial_idea(cls, idea: dict[str, dict[str, str]]) -> dict[str, str]:
        """Return the initial values of the answers."""
        return {f"idea_{key}": answer.get("de", "") for key, answer in idea.items()}


class OutlineForm(SeenVersionMixin, Form):
    """What every way to an outline asks."""

    reason = forms.CharField(
        label=_("Why this outline?"),
        required=False,
        max_length=1000,
        help_text=_("It is kept with the outline that was there before."),
    )


class AreasForm(OutlineForm):
    """An outline composed of areas."""

    areas = SeveralField(
        label=_("Areas"),
        queryset=Area.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("No area is chosen yet. Please choose at least one.")},
    )
    field_order = ["areas", "reason"]

    def __init__(self, *args: Any, areas: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["areas"].queryset = areas
        self.fields["areas"].label_from_instance = lambda area: area.name

    @property
    def groups(self) -> list[tuple[str, list[Any]]]:
        """The boxes to tick, by the area above."""
        groups: dict[str, list[Any]] = {}
        for option in self["areas"]:
            area = option.data["value"].instance
            groups.setdefault(area.parent.name if area.parent else "", []).append(option)
        return list(groups.items())


class DrawnForm(OutlineForm):
    """An outline drawn on the map, or typed as GeoJSON; ``near`` is the box of the city (degrees)."""

    geom = forms.CharField(
        label=_("Outline as text (GeoJSON)"),
        max_length=LONGEST_OUTLINE,
        widget=forms.Textarea(attrs={"rows": 5, "spellcheck": "false", "data-outline": ""}),
        help_text=_("The map writes it here. Without the map you can paste a polygon in degrees (EPSG:4326)."),
        error_messages={"required": _("No outline is drawn yet. Please set at least three corners on the map.")},
    )
    field_order = ["geom", "reason"]

    def __init__(self, *args: Any, near: tuple[float, float, float, float] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.near = near

    def clean_geom(self) -> dict[str, Any]:
        try:
            given = json.loads(self.cleaned_data["geom"])
        except (ValueError, RecursionError) as wrong:
            raise forms.ValidationError(_("This is no GeoJSON. Please draw on the map or paste a polygon.")) from wrong
        geom = _geometry_in(given)
        try:
            made = from_geojson(geom)
            if self.near and not made.is_empty and not _meet(self.near, made.bounds):
                raise forms.ValidationError(
                    _("This outline lies outside the city. Please check: longitude comes first, then latitude.")
                )
            shape_columns_of(geom)
        except ValueError as wrong:
            raise forms.ValidationError(
                _("This outline is no area: it needs at least three corners and must not cross itself.")
            ) from wrong
        return geom


class UploadForm(OutlineForm):
    """An outline from a file."""

    file = forms.FileField(label=_("File"), help_text=_("GeoJSON, GeoPackage or a zipped Shapefile, up to 100 MB."))
    crs = forms.CharField(
        label=_("Coordinate system"),
        required=False,
        max_length=40,
        help_text=_("Only if the file does not say it itself, for example EPSG:25832."),
    )
    field_order = ["file", "crs", "reason"]


def _geometry_in(given: Any) -> dict[str, Any]:
    """Return the geometry of a feature or of the only feature of a collection; what is none becomes an empty one."""
    features = given.get("features") if isinstance(given, dict) else None
    if isinstance(features, list) and len(features) == 1:
        given = features[0]
    geom = given.get("geometry", given) if isinstance(given, dict) else None
    return geom if isinstance(geom, dict) else {}


def _meet(one: Iterable[float], other: Iterable[float]) -> bool:
    west, south, east, north = one
    their_west, their_south, their_east, their_north = other
    return west <= their_east and their_west <= east and south <= their_north and their_south <= north
