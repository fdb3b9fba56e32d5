"""Filters of the registers of places."""

from typing import Any

import django_filters
from django.db.models import Q, QuerySet
from django.forms import CheckboxSelectMultiple
from django.utils.translation import gettext_lazy as _

from quartierswerk.places.models import Area, MeetingPlace, Neighbourhood, PlaceKind, RenewalArea
from quartierswerk.places.models.meeting_places import ACCESS_FACTS, WEEKDAYS
from quartierswerk.places.queries import neighbourhoods_visible_to
from quartierswerk.ui.forms import Form

ACCESS_NEEDS = [(fact, MeetingPlace._meta.get_field(fact).verbose_name) for fact in ACCESS_FACTS]


class AreaFilter(django_filters.FilterSet):
    """Areas by code or name, and by what they lie in."""

    q = django_filters.CharFilter(label=_("Name or code"), method="named")
    parent = django_filters.ModelChoiceFilter(label=_("Lies in"), queryset=Area.objects.none(), empty_label=_("All"))

    class Meta:
        model = Area
        fields = ["q", "parent"]
        form = Form

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        above = Area.objects.filter(children__in=self.queryset).distinct().defer("geom", "geom_map").order_by("name")
        self.filters["parent"].field.queryset = above
        self.filters["parent"].field.label_from_instance = lambda area: area.name

    def named(self, areas: "QuerySet[Area]", _name: str, value: str) -> "QuerySet[Area]":
        return areas.filter(Q(name__icontains=value) | Q(code__istartswith=value))


class RenewalAreaFilter(django_filters.FilterSet):
    """Renewal areas by name, kind and status."""

    q = django_filters.CharFilter(label=_("Name or code"), method="named")
    kind = django_filters.ChoiceFilter(label=_("Kind"), choices=RenewalArea.Kind.choices, empty_label=_("All"))
    status = django_filters.ChoiceFilter(label=_("Status"), choices=RenewalArea.Status.choices, empty_label=_("All"))

    class Meta:
        model = RenewalArea
        fields = ["q", "kind", "status"]
        form = Form

    def named(self, areas: "QuerySet[RenewalArea]", _name: str, value: str) -> "QuerySet[RenewalArea]":
        return areas.filter(Q(name__icontains=value) | Q(code__istartswith=value))


class MeetingPlaceFilter(django_filters.FilterSet):
    """Meeting places by name or street, kind, neighbourhood, access and weekday; the same for desk and public."""

    q = django_filters.CharFilter(label=_("Name or street"), method="named")
    kind = django_filters.ModelChoiceFilter(label=_("Kind"), queryset=PlaceKind.objects.all(), empty_label=_("All"))
    neighbourhood = django_filters.ModelChoiceFilter(
        field_name="neighbourhoods",
        label=_("Neighbourhood"),
        queryset=Neighbourhood.objects.none(),
        empty_label=_("All"),
    )
    weekday = django_filters.ChoiceFilter(
        label=_("Open on"), choices=WEEKDAYS, method="open_on", empty_label=_("Any day")
    )
    access = django_filters.MultipleChoiceFilter(
        label=_("Needed"), choices=ACCESS_NEEDS, method="accessible", widget=CheckboxSelectMultiple
    )

    class Meta:
        model = MeetingPlace
        fields = ["q", "kind", "neighbourhood", "weekday", "access"]
        form = Form

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        seen = neighbourhoods_visible_to(getattr(self.request, "user", None)).filter(archived_at=None)
        self.filters["neighbourhood"].field.queryset = seen

    def named(self, places: "QuerySet[MeetingPlace]", _name: str, value: str) -> "QuerySet[MeetingPlace]":
        return places.filter(Q(name__icontains=value) | Q(street__icontains=value))

    def open_on(self, places: "QuerySet[MeetingPlace]", _name: str, value: str) -> "QuerySet[MeetingPlace]":
        return places.filter(opening_hours__weekday=value).distinct()

    def accessible(self, places: "QuerySet[MeetingPlace]", _name: str, value: list[str]) -> "QuerySet[MeetingPlace]":
        return places.filter(**dict.fromkeys(value, "yes"))


class NeighbourhoodFilter(django_filters.FilterSet):
    """Neighbourhoods by name and publicity."""

    q = django_filters.CharFilter(label=_("Name"), method="named")
    is_public = django_filters.ChoiceFilter(
        label=_("Public"), choices=[("1", _("yes")), ("0", _("no"))], method="shown", empty_label=_("All")
    )

    class Meta:
        model = Neighbourhood
        fields = ["q", "is_public"]
        form = Form

    def named(self, rows: "QuerySet[Neighbourhood]", _name: str, value: str) -> "QuerySet[Neighbourhood]":
        return rows.filter(Q(name__icontains=value) | Q(name_in_use__icontains=value))

    def shown(self, rows: "QuerySet[Neighbourhood]", _name: str, value: str) -> "QuerySet[Neighbourhood]":
        return rows.filter(is_public=value == "1")
