"""Statistical areas: list with map, one area, its correction."""

from copy import copy

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from quartierswerk.history.queries import history_of
from quartierswerk.kernel.errors import Stale
from quartierswerk.kernel.finding import find
from quartierswerk.kernel.permits import demand, may
from quartierswerk.people import drafts
from quartierswerk.people.desk import desk_page
from quartierswerk.places.actions import correct_area
from quartierswerk.places.exports import areas_file
from quartierswerk.places.filters import AreaFilter
from quartierswerk.places.forms.areas import CorrectionForm
from quartierswerk.places.models import Area, Level
from quartierswerk.places.queries import (
    areas_visible_to,
    changes_of,
    current_areas,
    leads_of_area,
    levels_with_areas,
    neighbourhoods_over,
    renewal_shares,
    versions_of,
)
from quartierswerk.places.views.conflicts import conflict_with, draft_of, typed_again
from quartierswerk.places.views.maps import areas_map
from quartierswerk.ui.lists import Listing
from quartierswerk.ui.pages import render_form, say_done

SORTS = {
    "code": ["code"],
    "name": ["name", "code"],
    "parent": ["parent__name", "code"],
    "residents": ["residents", "code"],
    "size": ["area_m2", "code"],
}
FORMATS = ("geojson", "xlsx", "ods", "csv")


@desk_page
def area_list(request: HttpRequest) -> HttpResponse:
    """The areas of the first level that has any below the city."""
    demand(request.user, "places.view_areas")
    filled = [level.key for level in levels_with_areas(request.user)]
    wanted = next((key for key in ("quarter", "district", *filled) if key in filled), None)
    if wanted is None:
        return render(request, "places/area_list_empty.html", {"may_import": may(request.user, "places.import_areas")})
    return redirect("places:area-level", wanted)


@desk_page
def area_level(request: HttpRequest, level: str) -> HttpResponse:
    """The areas of one level: list, map, files."""
    demand(request.user, "places.view_areas")
    shown = find(Level.objects.all(), key=level)
    areas = current_areas(request.user, shown, day=timezone.localdate())
    listing = Listing(request, areas, sorts=SORTS, filters=AreaFilter, formats=FORMATS)
    if wanted := listing.wanted_format:
        heavy = ("geom_map", "parent__geom", "parent__geom_map") + (("geom",) if wanted != "geojson" else ())
        return areas_file(wanted, str(shown.plural), listing.rows.defer(None).defer(*heavy))
    found = list(listing.rows.defer("geom", "geom_map", "parent__geom", "parent__geom_map"))
    return render(
        request,
        "places/area_list.html",
        {
            "level": shown,
            "levels": levels_with_areas(request.user),
            "listing": listing,
            "residents": sum(area.residents or 0 for area in found),
            "map": _map_of(found, str(shown.plural)),
            "may_import": may(request.user, "places.import_areas"),
            "may_import_streets": may(request.user, "places.import_streets"),
        },
    )


@desk_page
def area_detail(request: HttpRequest, public_id: str) -> HttpResponse:
    """One area: where it lies, what is in it, who is in charge, its versions and its history."""
    area = find(areas_visible_to(request.user), public_id=public_id)
    today = timezone.localdate()
    siblings = list(current_areas(request.user, area.level, day=today).defer("geom", "geom_map", "parent__geom"))
    neighbourhoods = neighbourhoods_over(request.user, area)
    return render(
        request,
        "places/area_detail.html",
        {
            "area": area,
            "map": _map_of(siblings, str(area.level.plural), chosen=area) if area in siblings else "",
            "children": area.children.defer("geom", "geom_map").filter(valid_until=area.valid_until),
            "leads": leads_of_area(area, day=today),
            "neighbourhoods": neighbourhoods,
            "renewal": renewal_shares(area, day=today),
            "versions": versions_of(area),
            "imports": [change for change in changes_of(area) if change.run.state == "imported"],
            "lines": history_of(area, most=20),
            "may_appoint": area.level.key == "district" and may(request.user, "places.appoint", area),
            "may_correct": may(request.user, "places.correct_area", area),
            "may_see_imports": may(request.user, "places.import_areas"),
            "may_see_people": may(request.user, "people.view_people"),
            "may_see_values": may(request.user, "monitoring.view_values"),
        },
    )


@desk_page
def area_correct(request: HttpRequest, public_id: str) -> HttpResponse:
    """Correct the name or the residents of an area."""
    area = find(areas_visible_to(request.user), public_id=public_id)
    demand(request.user, "places.correct_area", area)
    conflict = None
    form = CorrectionForm(request.POST or None, instance=copy(area), seen_version=area.version)
    draft = draft_of(request, form, area)
    if request.method == "POST" and form.is_valid():
        facts = dict(form.cleaned_data)
        why, seen = facts.pop("why"), facts.pop("seen_version")
        try:
            correct_area(area, facts, by=request.user, seen_version=seen, why=why)
        except Stale as stale:
            saved = {name: getattr(stale.theirs, name) for name in ("name", "residents", "residents_on")}
            form = CorrectionForm(typed_again(form, stale.theirs), instance=copy(stale.theirs))
            conflict = conflict_with(form, stale.theirs, saved)
        else:
            drafts.done(request)
            say_done(request, _("The correction is saved."))
            return redirect("places:area-detail", area.public_id)
    return render_form(request, "places/area_correct.html", form, {"area": area, "conflict": conflict, "draft": draft})


def _map_of(areas: list[Area], plural: str, *, chosen: Area | None = None) -> str:
    return areas_map(
        areas,
        title=_("Map: %(areas)s") % {"areas": plural},
        href=lambda area: reverse("places:area-detail", args=[area.public_id]),
        chosen=chosen,
    )
