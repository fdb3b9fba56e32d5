"""Neighbourhoods at the desk: register, one neighbourhood, names and texts, outline, archiving."""

import tempfile
from pathlib import Path
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from quartierswerk.history.queries import history_of
from quartierswerk.kernel.errors import NotYet, Stale
from quartierswerk.kernel.finding import find
from quartierswerk.kernel.permits import demand, may
from quartierswerk.kernel.sources import source
from quartierswerk.kernel.texts import Texts
from quartierswerk.people.desk import desk_page
from quartierswerk.places.actions import (
    archive_neighbourhood,
    create_neighbourhood,
    edit_neighbourhood,
    restore_neighbourhood,
    set_outline,
)
from quartierswerk.places.exports import neighbourhoods_file
from quartierswerk.places.filters import NeighbourhoodFilter
from quartierswerk.places.forms.neighbourhoods import AreasForm, DrawnForm, NeighbourhoodForm, UploadForm
from quartierswerk.places.imports.outline import read_outline
from quartierswerk.places.imports.sentences import sentence
from quartierswerk.places.models import Area, Neighbourhood
from quartierswerk.places.queries import (
    current_areas,
    districts_of_city,
    idea_points,
    leads_of_neighbourhood,
    meeting_places_visible_to,
    neighbourhoods_visible_to,
    renewal_shares,
    shares_by_area,
)
from quartierswerk.places.rules import united
from quartierswerk.places.views.maps import land_map, neighbourhoods_map, one_outline
from quartierswerk.ui.conflicts import conflict_between
from quartierswerk.ui.lists import Listing
from quartierswerk.ui.pages import render_form, say_done, say_problem

SORTS = {"name": ["name"], "size": ["area_m2", "name"], "since": ["outline_since", "name"]}
FORMATS = ("geojson", "xlsx", "ods", "csv")


@desk_page
def neighbourhood_list(request: HttpRequest) -> HttpResponse:
    """The register of neighbourhoods."""
    demand(request.user, "places.view_areas")
    rows = neighbourhoods_visible_to(request.user).filter(archived_at=None)
    listing = Listing(request, rows, sorts=SORTS, filters=NeighbourhoodFilter, formats=FORMATS)
    if listing.wanted_format:
        return neighbourhoods_file(listing.wanted_format, _("Neighbourhoods"), listing.rows)
    return render(
        request,
        "places/neighbourhood_list.html",
        {
            "listing": listing,
            "map": neighbourhoods_map(list(listing.page.object_list), public=False),
            "archived": neighbourhoods_visible_to(request.user).exclude(archived_at=None),
            "may_create": may(request.user, "places.create_neighbourhood"),
        },
    )


@source("RK 3", "RK 6.1", "RK 8.1.2")
@desk_page
def neighbourhood_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """One neighbourhood: what it is to the people there, its outline, who is in charge, its history."""
    demand(request.user, "places.view_areas")
    neighbourhood = find(neighbourhoods_visible_to(request.user), slug=slug)
    today = timezone.localdate()
    return render(
        request,
        "places/neighbourhood_detail.html",
        {
            "neighbourhood": neighbourhood,
            "points": [(point, _answer(neighbourhood, point.key)) for point in idea_points()],
            "map": neighbourhoods_map([neighbourhood], public=False),
            "leads": leads_of_neighbourhood(neighbourhood, day=today),
            "shares": shares_by_area(neighbourhood, "quarter", day=today),
            "renewal": renewal_shares(neighbourhood, day=today),
            "places": meeting_places_visible_to(request.user).filter(neighbourhoods=neighbourhood, archived_at=None),
            "previous": [
                (outline, _outline_map(outline)) for outline in neighbourhood.previous_outlines.select_related()
            ],
            "lines": history_of(neighbourhood, most=20),
            "may_edit": may(request.user, "places.edit_neighbourhood", neighbourhood),
            "may_archive": may(request.user, "places.archive_neighbourhood", neighbourhood),
            "may_restore": may(request.user, "places.restore_neighbourhood", neighbourhood),
        },
    )


@desk_page
def neighbourhood_create(request: HttpRequest) -> HttpResponse:
    """Name a new neighbourhood; its outline comes next."""
    demand(request.user, "places.create_neighbourhood")
    form = NeighbourhoodForm(request.POST or None, points=idea_points())
    if request.method == "POST" and form.is_valid():
        made = create_neighbourhood(form.facts(), by=request.user, once_key=form.cleaned_data["once_key"])
        say_done(request, _("The neighbourhood is entered. Its outline comes next."))
        return redirect("places:neighbourhood-outline", made.slug)
    return render_form(request, "places/neighbourhood_form.html", form, {"neighbourhood": None})


@desk_page
def neighbourhood_edit(request: HttpRequest, slug: str) -> HttpResponse:
    """Change names, texts and the answers on what makes it a neighbourhood."""
    present = _editable(request, slug)
    conflict = None
    form = NeighbourhoodForm(
        request.POST or None,
        instance=present,
        initial=_initial(present),
        seen_version=present.version,
        points=idea_points(),
    )
    if request.method == "POST" and form.is_valid():
        try:
            edit_neighbourhood(
                _editable(request, slug),
                form.facts(),
                by=request.user,
                seen_version=form.cleaned_data["seen_version"],
            )
        except Stale as stale:
            theirs = stale.theirs
            saved = {name: getattr(theirs, name) for name in form.Meta.fields} | _initial(theirs)
            data = form.data.copy()
            data["seen_version"] = str(theirs.version)
            form = NeighbourhoodForm(data, instance=theirs, points=idea_points())
            conflict = conflict_between(form, saved)
        else:
            say_done(request, _("The changes are saved."))
            return redirect(_address(present))
    return render_form(
        request, "places/neighbourhood_form.html", form, {"neighbourhood": present, "conflict": conflict}
    )


@source("RK 3")
@desk_page
def neighbourhood_outline(request: HttpRequest, slug: str, way: str = "areas") -> HttpResponse:
    """Give the neighbourhood its outline: composed of areas, drawn, or from a file."""
    present = _editable(request, slug)
    areas = current_areas(request.user, "quarter", day=timezone.localdate()).exclude(geom=None)
    form = _outline_form(request, way, present, areas)
    if request.method == "POST" and form.is_valid():
        chosen, geom = _chosen_outline(way, form)
        if form.is_valid():
            try:
                set_outline(
                    present,
                    by=request.user,
                    seen_version=form.cleaned_data["seen_version"],
                    today=timezone.localdate(),
                    areas=chosen,
                    geom=geom,
                    uploaded=way == "file",
                    reason=form.cleaned_data["reason"],
                )
            except Stale:
                say_problem(
                    request,
                    _("Somebody else changed this neighbourhood meanwhile. Please look at it, then decide again."),
                )
                return redirect(_address(present))
            except NotYet as missing:
                form.add_error("areas", _("No outline is known of: %(codes)s.") % {"codes": ", ".join(missing.lacking)})
            else:
                say_done(request, _("The outline is saved. The one before is kept."))
                return redirect(_address(present))
    context = {
        "neighbourhood": present,
        "way": way,
        "map": land_map(
            list(areas),
            title=_("Map of the quarters"),
            href=lambda area: reverse("places:area-detail", args=[area.public_id]),
            groups={str(area.pk): area.parent.name for area in areas if area.parent},
        ),
        "ground": _ground(present) if way == "draw" else None,
    }
    return render_form(request, "places/neighbourhood_outline.html", form, context)


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
    return redirect(_address(present))


def _editable(request: HttpRequest, slug: str) -> Neighbourhood:
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


def _outline_form(request: HttpRequest, way: str, present: Neighbourhood, areas: "QuerySet[Area]") -> Any:
    data = request.POST if request.method == "POST" else None
    seen: dict[str, Any] = {"seen_version": present.version}
    if way == "draw":
        return DrawnForm(data, **seen)
    if way == "file":
        return UploadForm(data, request.FILES if data is not None else None, **seen)
    return AreasForm(data, areas=areas, initial={"areas": present.areas.values_list("pk", flat=True)}, **seen)


def _chosen_outline(way: str, form: Any) -> tuple[list[Area] | None, dict[str, Any] | None]:
    """Return areas or geometry; a file without one puts its sentences beside the field."""
    if way == "areas":
        return list(Area.objects.filter(pk__in=[area.pk for area in form.cleaned_data["areas"]])), None
    if way == "draw":
        return None, form.cleaned_data["geom"]
    geom, findings = _read(form.cleaned_data["file"], form.cleaned_data["crs"])
    if geom is None:
        for finding in findings[:10]:
            form.add_error("crs" if finding.field == "crs" else "file", sentence(finding))
    return None, geom


def _read(file: UploadedFile, crs: str) -> tuple[dict[str, Any] | None, list[Any]]:
    with tempfile.NamedTemporaryFile(suffix=Path(file.name or "").suffix[:10]) as kept:
        for chunk in file.chunks():
            kept.write(chunk)
        kept.flush()
        return read_outline(Path(kept.name), crs=crs)


def _ground(present: Neighbourhood) -> dict[str, Any]:
    """What the drawing map shows: the city, and the outline as it is."""
    districts = [district.geom_map for district in districts_of_city(timezone.localdate()) if district.geom_map]
    return {"city": united(districts), "outline": present.geom}


def _outline_map(outline: Any) -> str:
    return one_outline(outline.geom, title=str(outline))


def _address(neighbourhood: Neighbourhood) -> str:
    return reverse("places:neighbourhood-detail", args=[neighbourhood.slug])
