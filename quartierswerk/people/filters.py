"""Filters of the list of people."""

from typing import Any

import django_filters as filters
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from quartierswerk.people.models import ROLE_CHOICES, Office, User
from quartierswerk.people.queries import offices_open, people_in_office, people_with_role, people_without_role

STATES = [("none", _("without a role")), ("closed", _("closed account"))]


class PersonFilter(filters.FilterSet):
    """By name or mail address, role, office and state of the account."""

    q = filters.CharFilter(label=_("Name or mail address"), method="by_words")
    role = filters.ChoiceFilter(label=_("Role"), choices=ROLE_CHOICES, method="by_role", empty_label=_("All roles"))
    office = filters.ModelChoiceFilter(
        label=_("Office"), queryset=lambda request: offices_open(), method="by_office", empty_label=_("All offices")
    )
    state = filters.ChoiceFilter(label=_("Account"), choices=STATES, method="by_state", empty_label=_("All accounts"))

    class Meta:
        model = User
        fields: list[str] = []

    def by_words(self, people: QuerySet[User], name: str, value: str) -> QuerySet[User]:
        for word in value.split()[:5]:
            people = people.filter(Q(name__icontains=word) | Q(email__icontains=word) | Q(username__icontains=word))
        return people

    def by_role(self, people: QuerySet[User], name: str, value: str) -> QuerySet[User]:
        return people.filter(pk__in=people_with_role(value, timezone.localdate()).values("pk"))

    def by_office(self, people: QuerySet[User], name: str, value: Office) -> QuerySet[User]:
        return people.filter(pk__in=people_in_office(value, timezone.localdate()).values("pk"))

    def by_state(self, people: QuerySet[User], name: str, value: Any) -> QuerySet[User]:
        if value == "closed":
            return people.filter(archived_at__isnull=False)
        return people.filter(pk__in=people_without_role(timezone.localdate()).values("pk"))
