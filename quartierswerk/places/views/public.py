"""Neighbourhoods and places for everybody: no burdens, no numbers of problems."""

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from quartierswerk.kernel.finding import find
from quartierswerk.kernel.texts import Texts
from quartierswerk.places.exports import meeting_places_file
from quartierswerk.places.filters import MeetingPlaceFilter
from quartierswerk.places.models import MeetingPlace, Neighbourhood
from quartierswerk.places.queries import idea_points
from quartierswerk.places.rules import OtherDays, WeeklySpan, next_open_day, open_on
from quartierswerk.places.views.maps import neighbourhoods_map, places_map
from quartierswerk.ui.lists import Listing

SORTS = {"name": ["name"], "kind": ["kind__order", "name"]}
FORMATS = ("geojson", "csv")


def neighbourhood_list(request: HttpRequest) -> HttpResponse:
    """All public neighbourhoods on a map and as a list."""
    rows = list(_public_neighbourhoods())
    context = {"neighbourhoods": rows, "map": neighbourhoods_map(rows, public=True)}
    return render(request, "places/neighbourhood_public_list.html", context)


def neighbourhood_page(request: HttpRequest, slug: str) -> HttpResponse:
    """One neighbourhood: what it is, and which places are there."""
    neighbourhood = find(_public_neighbourhoods(), slug=slug)
    places = list(_public_places().filter(neighbourhoods=neighbourhood).order_by("name"))
    answers = [(point, str(Texts(neighbourhood.idea.get(point.key, {})))) for point in idea_points()]
    return render(
        request,
        "places/neighbourhood_public_page.html",
        {
            "neighbourhood": neighbourhood,
            "places": places,
            "answers": [(point, answer) for point, answer in answers if answer],
            "map": neighbourhoods_map([neighbourhood], public=True, places=places),
        },
    )


def place_list(request: HttpRequest) -> HttpResponse:
    """All public places with filters for what people need."""
    rows = _public_places().prefetch_related("opening_hours", "neighbourhoods")
    listing = Listing(request, rows, sorts=SORTS, filters=MeetingPlaceFilter, formats=FORMATS)
    if listing.wanted_format == "geojson":
        return meeting_places_file("geojson", _("Places"), listing.rows)
    if listing.wanted_format:
        return meeting_places_file("data", _("Places"), listing.rows)
    context = {"listing": listing, "map": places_map(list(listing.page.object_list), public=True)}
    return render(request, "places/meeting_place_public_list.html", context)


def place_page(request: HttpRequest, slug: str) -> HttpResponse:
    """One place: open today?, how accessible, which rooms, whom to ask."""
    place = find(_public_places().prefetch_related("opening_hours", "opening_exceptions", "rooms"), slug=slug)
    today = timezone.localdate()
    weekly = [WeeklySpan(span.weekday, span.opens, span.closes) for span in place.opening_hours.all()]
    other = [
        OtherDays(days.starts_on, days.ends_on, days.opens, days.closes) for days in place.opening_exceptions.all()
    ]
    return render(
        request,
        "places/meeting_place_public_page.html",
        {
            "place": place,
            "map": places_map([place], public=True),
            "open_today": open_on(today, weekly, other),
            "next_day": next_open_day(today, weekly, other),
            "exceptions": [days for days in place.opening_exceptions.all() if days.ends_on >= today],
            "neighbourhoods": place.neighbourhoods.filter(is_public=True, archived_at=None),
        },
    )


def _public_neighbourhoods() -> QuerySet[Neighbourhood]:
    return Neighbourhood.objects.filter(is_public=True, archived_at=None)


def _public_places() -> QuerySet[MeetingPlace]:
    return MeetingPlace.objects.filter(is_public=True, archived_at=None).select_related("kind")
