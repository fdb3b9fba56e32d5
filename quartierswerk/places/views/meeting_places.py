"""Meeting places at the desk: register with map, one place, editing in three short forms."""

from collections.abc import Callable
from copy import copy
from typing import Any

from django.db.models import QuerySet
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
from quartierswerk.people import drafts
from quartierswerk.people.desk import desk_page
from quartierswerk.people.queries import draft_for
from quartierswerk.places.actions import (
    PlaceParts,
    archive_meeting_place,
    create_meeting_place,
    edit_meeting_place,
    restore_meeting_place,
)
from quartierswerk.places.exports import meeting_places_file
from quartierswerk.places.filters import MeetingPlaceFilter
from quartierswerk.places.forms.meeting_places import (
    ExceptionFormSet,
    HoursFormSet,
    MeetingPlaceForm,
    RoomFormSet,
    SeenForm,
)
from quartierswerk.places.models import MeetingPlace, Neighbourhood
from quartierswerk.places.queries import ground_for_drawing, meeting_places_visible_to, neighbourhoods_visible_to
from quartierswerk.places.views.conflicts import conflict_with, draft_of, last_line, typed_again
from quartierswerk.places.views.maps import place_map, places_map
from quartierswerk.ui.lists import Listing
from quartierswerk.ui.pages import render_form, say_done

SORTS = {"name": ["name"], "kind": ["kind__order", "name"], "street": ["street", "name"]}
FORMATS = ("geojson", "xlsx", "ods", "csv")


@desk_page
def place_list(request: HttpRequest) -> HttpResponse:
    """The register of meeting places."""
    demand(request.user, "places.view_areas")
    rows = meeting_places_visible_to(request.user).filter(archived_at=None)
    listing = Listing(request, rows, sorts=SORTS, filters=MeetingPlaceFilter, formats=FORMATS)
    if listing.wanted_format:
        return meeting_places_file(listing.wanted_format, _("Places"), listing.rows)
    return render(
        request,
        "places/meeting_place_list.html",
        {
            "listing": listing,
            "map": places_map(list(listing), public=False),
            "archived": meeting_places_visible_to(request.user).exclude(archived_at=None),
            "may_create": may(request.user, "places.create_meeting_place"),
        },
    )


@desk_page
def place_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """One meeting place with everything known of it, and its history."""
    place = find(meeting_places_visible_to(request.user), slug=slug)
    demand(request.user, "places.view_areas")
    return render(
        request,
        "places/meeting_place_detail.html",
        {
            "place": place,
            "map": place_map(place),
            "lines": history_of(place, most=20),
            "may_edit": may(request.user, "places.edit_meeting_place", place),
            "may_archive": may(request.user, "places.archive_meeting_place", place),
            "may_restore": may(request.user, "places.restore_meeting_place", place),
        },
    )


@desk_page
def place_create(request: HttpRequest) -> HttpResponse:
    """Enter a new meeting place; rooms and hours follow on their own pages."""
    demand(request.user, "places.create_meeting_place")
    own = _own(request)
    initial = {"neighbourhoods": [one.pk for one in own] if own is not None and len(own) == 1 else []}
    choices = _choosable(request) if own is None else _choosable(request).filter(pk__in=[one.pk for one in own])
    form = MeetingPlaceForm(request.POST or None, initial=initial, neighbourhoods=choices, needs_own=own is not None)
    draft = draft_of(request, form)
    if request.method == "POST" and form.is_valid():
        parts = PlaceParts(neighbourhoods=form.cleaned_data["neighbourhoods"])
        place = create_meeting_place(form.facts(), parts, by=request.user, once_key=form.cleaned_data["once_key"])
        drafts.done(request)
        say_done(request, _("The place is entered. Opening hours and rooms come next."))
        return redirect("places:meeting-place-hours", place.slug)
    return render_form(
        request, "places/meeting_place_form.html", form, {"place": None, "draft": draft, "ground": _ground()}
    )


@desk_page
def place_edit(request: HttpRequest, slug: str) -> HttpResponse:
    """Change the facts of a meeting place."""
    place = _editable(request, slug)
    conflict = None
    form = MeetingPlaceForm(
        request.POST or None,
        instance=copy(place),
        initial=_initial(place),
        seen_version=place.version,
        neighbourhoods=_choosable(request),
    )
    draft = draft_of(request, form, place)
    if request.method == "POST" and form.is_valid():
        seen, parts = form.cleaned_data["seen_version"], PlaceParts(neighbourhoods=form.cleaned_data["neighbourhoods"])
        try:
            edit_meeting_place(place, form.facts(), parts, by=request.user, seen_version=seen)
        except Stale as stale:
            theirs = stale.theirs
            saved = {name: getattr(theirs, name) for name in form.Meta.fields} | _initial(theirs)
            form = MeetingPlaceForm(
                typed_again(form, theirs), instance=copy(theirs), neighbourhoods=_choosable(request)
            )
            conflict = conflict_with(form, theirs, saved)
        else:
            drafts.done(request)
            say_done(request, _("The changes are saved."))
            return redirect(_address(place))
    context = {"place": place, "conflict": conflict, "draft": draft, "ground": _ground()}
    return render_form(request, "places/meeting_place_form.html", form, context)


@desk_page
def place_rooms(request: HttpRequest, slug: str) -> HttpResponse:
    """Change the rooms of a meeting place."""
    place = _editable(request, slug)
    initial = list(place.rooms.values("id", *RoomFormSet.form.Meta.fields))
    return _save_parts(
        request,
        place,
        "places/meeting_place_rooms.html",
        lambda typed: {"rooms": RoomFormSet(typed, initial=initial, prefix="rooms")},
    )


@desk_page
def place_hours(request: HttpRequest, slug: str) -> HttpResponse:
    """Change opening hours and exceptions of a meeting place."""
    place = _editable(request, slug)
    weekly = list(place.opening_hours.values(*HoursFormSet.form.Meta.fields))
    other = list(place.opening_exceptions.values(*ExceptionFormSet.form.Meta.fields))
    return _save_parts(
        request,
        place,
        "places/meeting_place_hours.html",
        lambda typed: {
            "hours": HoursFormSet(typed, initial=weekly, prefix="hours"),
            "exceptions": ExceptionFormSet(typed, initial=other, prefix="exceptions"),
        },
    )


@desk_page
@require_POST
def place_archive(request: HttpRequest, slug: str) -> HttpResponse:
    """Put a meeting place away; the next page offers to take it back."""
    place = find(meeting_places_visible_to(request.user), slug=slug)
    archive_meeting_place(place, by=request.user, seen_version=place.version)
    say_done(request, _("The place is archived."), undo=reverse("places:meeting-place-restore", args=[slug]))
    return redirect("places:meeting-place-list")


@desk_page
@require_POST
def place_restore(request: HttpRequest, slug: str) -> HttpResponse:
    """Bring an archived meeting place back."""
    place = find(meeting_places_visible_to(request.user), slug=slug)
    restore_meeting_place(place, by=request.user)
    say_done(request, _("The place is back."))
    return redirect(_address(place))


def _save_parts(
    request: HttpRequest, place: MeetingPlace, template: str, sets_of: Callable[[Any], dict[str, Any]]
) -> HttpResponse:
    """Show the sets of rows (what is there, what was typed, or a draft), or save them together as one edit."""
    seen = SeenForm(request.POST or None, seen_version=place.version)
    draft = draft_of(request, seen, place)
    kept = drafts.as_posted(draft_for(request.user, draft.form)) if draft.restored else None
    sets = sets_of(request.POST or kept)
    context: dict[str, Any] = {"place": place, "seen": seen, "draft": draft, "sets": list(sets.values()), **sets}
    if request.method != "POST":
        return render(request, template, context)
    if not all([seen.is_valid(), *(rows.is_valid() for rows in sets.values())]):
        return render(request, template, {**context, "page_has_errors": True}, status=422)
    parts = PlaceParts(**{name: rows.rows() for name, rows in sets.items()})
    try:
        edit_meeting_place(place, {}, parts, by=request.user, seen_version=seen.cleaned_data["seen_version"])
    except Stale as stale:
        newer = SeenForm(seen_version=stale.theirs.version)
        stale_context = {**context, "seen": newer, "theirs": stale.theirs, "last": last_line(stale.theirs)}
        return render(request, template, stale_context, status=409)
    drafts.done(request)
    say_done(request, _("The changes are saved."))
    return redirect(_address(place))


def _ground() -> dict[str, Any]:
    """What the map for setting the point shows."""
    return {"areas": ground_for_drawing(timezone.localdate()), "outline": None}


def _editable(request: HttpRequest, slug: str) -> MeetingPlace:
    place = find(meeting_places_visible_to(request.user), slug=slug)
    demand(request.user, "places.edit_meeting_place", place)
    return place


def _choosable(request: HttpRequest) -> QuerySet[Neighbourhood]:
    return neighbourhoods_visible_to(request.user).filter(archived_at=None).defer("geom", "geom_map")


def _own(request: HttpRequest) -> list[Neighbourhood] | None:
    """The neighbourhoods in which the reader may enter places; None for those who may do so everywhere."""
    if may(request.user, "places.edit_meeting_place"):
        return None
    return [one for one in _choosable(request) if may(request.user, "places.edit_neighbourhood", one)]


def _initial(place: MeetingPlace) -> dict[str, Any]:
    return {
        **MeetingPlaceForm.initial_texts("text", place.text),
        **MeetingPlaceForm.initial_texts("access_note", place.access_note),
        "neighbourhoods": list(place.neighbourhoods.values_list("pk", flat=True)),
    }


def _address(place: MeetingPlace) -> str:
    return reverse("places:meeting-place-detail", args=[place.slug])
