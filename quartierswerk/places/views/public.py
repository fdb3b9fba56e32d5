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
from quartierswerk.places.queries import idea_points, opening_of
from quartierswerk.places.views.maps import around_map, neighbourhoods_map, place_map, places_map
from quartierswerk.ui.lists import Listing

SORTS = {"name": ["name"], "kind": ["kind__order", "name"]}
FORMATS = ("geojson", "csv")


def neighbourhood_list(request: HttpRequest) -> HttpResponse:
    """All public neighbourhoods on a map and as a list."""
    rows = list(_public_neighbourhoods().defer("geom", "geom_map"))
    context = {"neighbourhoods": rows, "map": neighbourhoods_map(rows, public=True)}
    return render(request, "places/neighbourhood_public_list.html", context)


def neighbourhood_page(request: HttpRequest, slug: str) -> HttpResponse:
    """One neighbourhood: what it is, which places are there and open today."""
    neighbourhood = find(_public_neighbourhoods(), slug=slug)
    today = timezone.localdate()
    places = list(_public_places().filter(neighbourhoods=neighbourhood).order_by("name"))
    answers = [(point, str(Texts(neighbourhood.idea.get(point.key, {})))) for point in idea_points()]
    title = _("Map: %(names)s") % {"names": neighbourhood.shown_name}
    return render(
        request,
        "places/neighbourhood_public_page.html",
        {
            "neighbourhood": neighbourhood,
            "places": [opening_of(place, today) for place in places],
            "answers": [(point, answer) for point, answer in answers if answer],
            "map": around_map(neighbourhood, title=title, places=places, public=True),
        },
    )


def place_list(request: HttpRequest) -> HttpResponse:
    """All public places with filters for what people need."""
    listing = Listing(request, _public_places(), sorts=SORTS, filters=MeetingPlaceFilter, formats=FORMATS)
    if wanted := listing.wanted_format:
        # Open data for everybody: the CSV has commas and points.
        return meeting_places_file("geojson" if wanted == "geojson" else "data", _("Places"), listing.rows)
    shown = list(listing)
    today = timezone.localdate()
    context = {
        "listing": listing,
        "places": [opening_of(place, today) for place in shown],
        "map": places_map(shown, public=True),
    }
    return render(request, "places/meeting_place_public_list.html", context)


def place_page(request: HttpRequest, slug: str) -> HttpResponse:
    """One place: open today?, how accessible, which rooms, whom to ask."""
    place = find(_public_places().prefetch_related("rooms"), slug=slug)
    today = timezone.localdate()
    return render(
        request,
        "places/meeting_place_public_page.html",
        {
            "place": place,
            "map": place_map(place),
            "opening": opening_of(place, today),
            "exceptions": [days for days in place.opening_exceptions.all() if days.ends_on >= today],
            "neighbourhoods": place.neighbourhoods.filter(is_public=True, archived_at=None).defer("geom", "geom_map"),
        },
    )


def _public_neighbourhoods() -> QuerySet[Neighbourhood]:
    return Neighbourhood.objects.filter(is_public=True, archived_at=None)


def _public_places() -> QuerySet[MeetingPlace]:
    places = MeetingPlace.objects.filter(is_public=True, archived_at=None).select_related("kind")
    return places.prefetch_related("opening_hours", "opening_exceptions")
