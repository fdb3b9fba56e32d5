"""Filters of the lists."""

from typing import Any

import django_filters
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from quartierswerk.monitoring.models import Direction, Indicator, Theme


class IndicatorFilter(django_filters.FilterSet):
    """Words, theme, direction, and whether archived ones are shown."""

    q = django_filters.CharFilter(label=_("Name, key or source"), method="filter_words")
    theme = django_filters.ModelChoiceFilter(
        label=_("Theme"), queryset=Theme.objects.all(), to_field_name="key", empty_label=_("All themes")
    )
    direction = django_filters.ChoiceFilter(
        label=_("A high value is"),
        choices=[(Direction.BURDEN, _("a burden")), (Direction.RESOURCE, _("a strength"))],
        empty_label=_("both"),
    )
    archived = django_filters.ChoiceFilter(
        label=_("Put aside"),
        choices=[("yes", _("only those put aside"))],
        empty_label=_("not shown"),
        method="filter_archived",
    )

    class Meta:
        model = Indicator
        fields: list[str] = []

    def filter_words(self, queryset: QuerySet[Indicator], name: str, value: str) -> QuerySet[Indicator]:
        """Find a word in key, name or source."""
        return queryset.filter(Q(key__icontains=value) | Q(name__icontains=value) | Q(source__icontains=value))

    def filter_archived(self, queryset: QuerySet[Indicator], name: str, value: str) -> QuerySet[Indicator]:
        """The choice is applied in ``qs``, where it also counts when it was not made."""
        return queryset

    @property
    def qs(self) -> Any:
        """Archived indicators only when asked for."""
        found = super().qs
        wanted = bool(self.data) and self.data.get("archived") == "yes"
        return found.exclude(archived_at=None) if wanted else found.filter(archived_at=None)
