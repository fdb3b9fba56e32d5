"""Statistical areas: list with map, one area, its correction."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from quartierswerk.history.queries import history_of
from quartierswerk.kernel.errors import Stale
from quartierswerk.kernel.finding import find
from quartierswerk.kernel.permits import demand, may
from quartierswerk.people.desk import desk_page
from quartierswerk.places.actions import correct_area
from quartierswerk.places.exports import areas_file
from quartierswerk.places.filters import AreaFilter
from quartierswerk.places.forms.areas import CorrectionForm
from quartierswerk.places.models import Area, Level
from quartierswerk.places.queries import (
    areas_visible_to,
    current_areas,
    leads_of_area,
    levels,
    neighbourhoods_over,
    renewal_shares,
    versions_of,
)
from quartierswerk.places.views.maps import land_map
from quartierswerk.ui.conflicts import conflict_between
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
    filled = set(areas_visible_to(request.user).values_list("level__key", flat=True).distinct())
    known = [level.key for level in levels()]
    wanted = next((key for key in ("quarter", "district", *known) if key in filled), None)
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
    if listing.wanted_format:
        return areas_file(listing.wanted_format, str(shown.plural), listing.rows.defer(None))
    found: Any = listing.rows
    return render(
        request,
        "places/area_list.html",
        {
            "level": shown,
            "levels": _levels_with_areas(areas_visible_to(request.user)),
            "listing": listing,
            "map": _map_of(list(found), str(shown.plural)),
            "may_import": may(request.user, "places.import_areas"),
        },
    )


@desk_page
def area_detail(request: HttpRequest, public_id: str) -> HttpResponse:
    """One area: where it lies, what is in it, who is in charge, its versions and its history."""
    area = find(areas_visible_to(request.user), public_id=public_id)
    today = timezone.localdate()
    siblings = list(current_areas(request.user, area.level, day=today))
    return render(
        request,
        "places/area_detail.html",
        {
            "area": area,
            "map": _map_of(siblings, str(area.level.plural), chosen=area) if area in siblings else "",
            "children": area.children.defer("geom", "geom_map").filter(valid_until=area.valid_until),
            "leads": leads_of_area(area, day=today),
            "neighbourhoods": neighbourhoods_over(request.user, area),
            "renewal": renewal_shares(area, day=today),
            "versions": versions_of(area),
            "lines": history_of(area, most=20),
            "may_correct": may(request.user, "places.correct_area", area),
        },
    )


@desk_page
def area_correct(request: HttpRequest, public_id: str) -> HttpResponse:
    """Correct the name or the residents of an area."""
    area = find(areas_visible_to(request.user), public_id=public_id)
    demand(request.user, "places.correct_area", area)
    conflict = None
    form = CorrectionForm(request.POST or None, instance=area, seen_version=area.version)
    if request.method == "POST" and form.is_valid():
        facts = dict(form.cleaned_data)
        why, seen = facts.pop("why"), facts.pop("seen_version")
        fresh = find(areas_visible_to(request.user), public_id=public_id)
        try:
            correct_area(fresh, facts, by=request.user, seen_version=seen, why=why)
        except Stale as stale:
            saved = {name: getattr(stale.theirs, name) for name in ("name", "residents", "residents_on")}
            form = CorrectionForm(form.data.copy() | {"seen_version": str(stale.theirs.version)}, instance=stale.theirs)
            conflict = conflict_between(form, saved)
        else:
            say_done(request, _("The correction is saved."))
            return redirect("places:area-detail", area.public_id)
    return render_form(request, "places/area_correct.html", form, {"area": area, "conflict": conflict})


def _levels_with_areas(areas: "QuerySet[Area]") -> list[Level]:
    filled = set(areas.order_by().values_list("level_id", flat=True).distinct())
    return [level for level in levels() if level.pk in filled]


def _map_of(areas: list[Area], plural: str, *, chosen: Area | None = None) -> str:
    return land_map(
        areas,
        title=_("Map: %(areas)s") % {"areas": plural},
        href=lambda area: reverse("places:area-detail", args=[area.public_id]),
        groups={str(area.pk): area.parent.name for area in areas if area.parent},
        chosen=chosen,
    )
