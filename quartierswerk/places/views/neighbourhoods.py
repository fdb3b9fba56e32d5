"""Neighbourhoods at the desk: register, one neighbourhood, names and texts, archiving. Outlines: beside it."""

from copy import copy
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from quartierswerk.history.queries import history_of
from quartierswerk.kernel.errors import Stale
from quartierswerk.kernel.finding import find
from quartierswerk.kernel.permits import demand, may
from quartierswerk.kernel.sources import source
from quartierswerk.kernel.texts import Texts
from quartierswerk.people import drafts
from quartierswerk.people.desk import desk_page
from quartierswerk.places.actions import (
    archive_neighbourhood,
    create_neighbourhood,
    edit_neighbourhood,
    restore_neighbourhood,
)
from quartierswerk.places.exports import neighbourhoods_file
from quartierswerk.places.filters import NeighbourhoodFilter
from quartierswerk.places.forms.neighbourhoods import NeighbourhoodForm
from quartierswerk.places.models import Neighbourhood
from quartierswerk.places.queries import (
    idea_points,
    leads_of_neighbourhood,
    meeting_places_visible_to,
    neighbourhoods_on_closed_areas,
    neighbourhoods_visible_to,
    renewal_shares,
    shares_by_area,
)
from quartierswerk.places.views.conflicts import conflict_with, draft_of, typed_again
from quartierswerk.places.views.maps import around_map, neighbourhoods_map, one_outline
from quartierswerk.ui.lists import Listing
from quartierswerk.ui.pages import render_form, say_done

SORTS = {"name": ["name"], "size": ["area_m2", "name"], "since": ["outline_since", "name"]}
FORMATS = ("geojson", "xlsx", "ods", "csv")


@desk_page
def neighbourhood_list(request: HttpRequest) -> HttpResponse:
    """The register of neighbourhoods."""
    demand(request.user, "places.view_areas")
    every = neighbourhoods_visible_to(request.user).defer("geom", "geom_map")
    rows = every.filter(archived_at=None)
    listing = Listing(request, rows, sorts=SORTS, filters=NeighbourhoodFilter, formats=FORMATS)
    if listing.wanted_format:
        return neighbourhoods_file(listing.wanted_format, _("Neighbourhoods"), listing.rows.defer(None))
    return render(
        request,
        "places/neighbourhood_list.html",
        {
            "listing": listing,
            "map": neighbourhoods_map(list(listing), public=False),
            "archived": every.exclude(archived_at=None),
            "outdated": neighbourhoods_on_closed_areas(timezone.localdate()).defer("geom", "geom_map"),
            "may_create": may(request.user, "places.create_neighbourhood"),
        },
    )


@source("RK 3", "RK 6.1", "RK 8.1.2")
@desk_page
def neighbourhood_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """One neighbourhood: what it is to the people there, its outline, who is in charge, its history."""
    neighbourhood = find(neighbourhoods_visible_to(request.user), slug=slug)
    demand(request.user, "places.view_areas")
    today = timezone.localdate()
    places = meeting_places_visible_to(request.user).filter(neighbourhoods=neighbourhood, archived_at=None)
    return render(
        request,
        "places/neighbourhood_detail.html",
        {
            "neighbourhood": neighbourhood,
            "points": [(point, _answer(neighbourhood, point.key)) for point in idea_points()],
            "map": around_map(neighbourhood, title=_map_title(neighbourhood), places=list(places)),
            "leads": leads_of_neighbourhood(neighbourhood, day=today),
            "shares": shares_by_area(neighbourhood, "quarter", day=today),
            "renewal": renewal_shares(neighbourhood, day=today),
            "places": places,
            "previous": [(one, one_outline(one.geom, title=str(one))) for one in neighbourhood.previous_outlines.all()],
            "is_outdated": neighbourhoods_on_closed_areas(today).filter(pk=neighbourhood.pk).exists(),
            "lines": history_of(neighbourhood, most=20),
            "may_edit": may(request.user, "places.edit_neighbourhood", neighbourhood),
            "may_archive": may(request.user, "places.archive_neighbourhood", neighbourhood),
            "may_restore": may(request.user, "places.restore_neighbourhood", neighbourhood),
            "may_appoint": may(request.user, "places.appoint", neighbourhood),
            "may_see_people": may(request.user, "people.view_people"),
        },
    )


@desk_page
def neighbourhood_create(request: HttpRequest) -> HttpResponse:
    """Name a new neighbourhood; its outline comes next."""
    demand(request.user, "places.create_neighbourhood")
    form = NeighbourhoodForm(request.POST or None, points=idea_points())
    draft = draft_of(request, form)
    if request.method == "POST" and form.is_valid():
        made = create_neighbourhood(form.facts(), by=request.user, once_key=form.cleaned_data["once_key"])
        drafts.done(request)
        say_done(request, _("The neighbourhood is entered. Its outline comes next."))
        return redirect("places:neighbourhood-outline", made.slug)
    return render_form(request, "places/neighbourhood_form.html", form, {"neighbourhood": None, "draft": draft})


@desk_page
def neighbourhood_edit(request: HttpRequest, slug: str) -> HttpResponse:
    """Change names, texts and the answers on what makes it a neighbourhood."""
    present = editable_neighbourhood(request, slug)
    points = list(idea_points())
    conflict = None
    form = NeighbourhoodForm(
        request.POST or None,
        instance=copy(present),
        initial=_initial(present),
        seen_version=present.version,
        points=points,
    )
    draft = draft_of(request, form, present)
    if request.method == "POST" and form.is_valid():
        seen = form.cleaned_data["seen_version"]
        try:
            edit_neighbourhood(present, form.facts(), by=request.user, seen_version=seen)
        except Stale as stale:
            theirs = stale.theirs
            saved = {name: getattr(theirs, name) for name in form.Meta.fields} | _initial(theirs)
            form = NeighbourhoodForm(typed_again(form, theirs), instance=copy(theirs), points=points)
            conflict = conflict_with(form, theirs, saved)
        else:
            drafts.done(request)
            say_done(request, _("The changes are saved."))
            return redirect("places:neighbourhood-detail", slug)
    context = {"neighbourhood": present, "conflict": conflict, "draft": draft}
    return render_form(request, "places/neighbourhood_form.html", form, context)


@desk_page
@require_POST
def neighbourhood_archive(request: HttpRequest, slug: str) -> HttpResponse:
    """Put a neighbourhood away; the next page offers to take it back."""
    present = find(neighbourhoods_visible_to(request.user), slug=slug)
    archive_neighbourhood(present, by=request.user, seen_version=present.version)
    say_done(request, _("The neighbourhood is archived."), undo=reverse("places:neighbourhood-restore", args=[slug]))
    return redirect("places:neighbourhood-list")


@desk_page
@require_POST
def neighbourhood_restore(request: HttpRequest, slug: str) -> HttpResponse:
    """Bring an archived neighbourhood back."""
    present = find(neighbourhoods_visible_to(request.user), slug=slug)
    restore_neighbourhood(present, by=request.user)
    say_done(request, _("The neighbourhood is back."))
    return redirect("places:neighbourhood-detail", slug)


def editable_neighbourhood(request: HttpRequest, slug: str) -> Neighbourhood:
    """Return the neighbourhood that the reader may edit: 404 when they may not see it, else 403 with the reason."""
    present = find(neighbourhoods_visible_to(request.user), slug=slug)
    demand(request.user, "places.edit_neighbourhood", present)
    return present


def _initial(neighbourhood: Neighbourhood) -> dict[str, Any]:
    return {
        **NeighbourhoodForm.initial_texts("text", neighbourhood.text),
        **NeighbourhoodForm.initial_idea(neighbourhood.idea),
    }


def _answer(neighbourhood: Neighbourhood, key: str) -> str:
    return str(Texts(neighbourhood.idea.get(key, {})))


def _map_title(neighbourhood: Neighbourhood) -> str:
    return _("Map: %(names)s") % {"names": neighbourhood.shown_name}
