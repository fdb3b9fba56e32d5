"""Naming who is in charge of a district or a neighbourhood; ending and substitution stand at the person."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from quartierswerk.kernel.finding import find
from quartierswerk.kernel.permits import demand
from quartierswerk.kernel.sources import source
from quartierswerk.people.desk import desk_page
from quartierswerk.people.queries import offices_open, people_visible_to
from quartierswerk.places.actions import appoint_for_district, appoint_for_neighbourhood
from quartierswerk.places.forms.appointments import ChargeForm
from quartierswerk.places.queries import areas_visible_to, neighbourhoods_visible_to
from quartierswerk.ui.pages import render_form, say_done


@source("RK 5.1", "RK 8.1.2")
@desk_page
def appoint_in_neighbourhood(request: HttpRequest, slug: str) -> HttpResponse:
    """Name who is in charge of a neighbourhood."""
    thing = find(neighbourhoods_visible_to(request.user).filter(archived_at=None), slug=slug)
    demand(request.user, "places.appoint", thing)
    back = reverse("places:neighbourhood-detail", args=[slug])
    return _appoint(request, thing, "neighbourhood", appoint_for_neighbourhood, back)


@source("RK 5.1", "RK 8.1.2")
@desk_page
def appoint_in_district(request: HttpRequest, public_id: str) -> HttpResponse:
    """Name who is in charge of a district."""
    districts = areas_visible_to(request.user).filter(level__key="district", valid_until=None)
    thing = find(districts, public_id=public_id)
    demand(request.user, "places.appoint", thing)
    return _appoint(request, thing, "district", appoint_for_district, reverse("places:area-detail", args=[public_id]))


def _appoint(request: HttpRequest, thing: Any, scope: str, appoint: Callable[..., Any], back: str) -> HttpResponse:
    form = ChargeForm(
        request.POST or None,
        initial={"starts_on": timezone.localdate()},
        scope=scope,
        people=people_visible_to(request.user),
        offices=offices_open(),
    )
    if request.method == "POST" and form.is_valid():
        try:
            made = appoint(thing, form.cleaned_data, by=request.user)
        except ValidationError as wrong:
            form.add_error("user", wrong.messages)
        else:
            say_done(request, _("%(person)s is in charge now.") % {"person": made.user})
            return redirect(back)
    return render_form(request, "places/appoint.html", form, {"thing": thing, "scope": scope, "back": back})
