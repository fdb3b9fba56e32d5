"""Filters of the registers of places."""

from typing import Any

import django_filters
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from quartierswerk.places.models import Area, RenewalArea
from quartierswerk.ui.forms import Form


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
