"""Areas of urban renewal: register, one area, editing, archiving."""

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
from quartierswerk.people import drafts
from quartierswerk.people.desk import desk_page
from quartierswerk.places.actions import (
    archive_renewal_area,
    create_renewal_area,
    edit_renewal_area,
    restore_renewal_area,
)
from quartierswerk.places.exports import renewal_areas_file
from quartierswerk.places.filters import RenewalAreaFilter
from quartierswerk.places.forms.areas import RenewalAreaForm
from quartierswerk.places.models import RenewalArea
from quartierswerk.places.queries import levels_with_areas, renewal_areas_visible_to, shares_by_area
from quartierswerk.places.views.conflicts import conflict_with, draft_of, typed_again
from quartierswerk.places.views.maps import around_map, outlines_map
from quartierswerk.ui.lists import Listing
from quartierswerk.ui.pages import render_form, say_done

SORTS = {"name": ["name"], "kind": ["kind", "name"], "status": ["status", "name"], "end": ["ends_on", "name"]}
FORMATS = ("geojson", "xlsx", "ods", "csv")


@desk_page
def renewal_list(request: HttpRequest) -> HttpResponse:
    """The register of renewal areas, archived ones left out unless asked for."""
    demand(request.user, "places.view_areas")
    rows = renewal_areas_visible_to(request.user).filter(archived_at=None).defer("geom", "geom_map")
    listing = Listing(request, rows, sorts=SORTS, filters=RenewalAreaFilter, formats=FORMATS)
    if listing.wanted_format:
        return renewal_areas_file(listing.wanted_format, _("Renewal areas"), listing.rows.defer(None))
    return render(
        request,
        "places/renewal_list.html",
        {
            "listing": listing,
            "map": outlines_map(list(listing), title=_("Map of the renewal areas"), href=_address),
            "levels": levels_with_areas(request.user),
            "archived": renewal_areas_visible_to(request.user).exclude(archived_at=None).defer("geom", "geom_map"),
            "may_create": may(request.user, "places.create_renewal_area"),
            "may_import": may(request.user, "places.import_areas"),
        },
    )


@desk_page
def renewal_detail(request: HttpRequest, public_id: str) -> HttpResponse:
    """One renewal area: what it is, which quarters it touches, its history."""
    area = find(renewal_areas_visible_to(request.user), public_id=public_id)
    return render(
        request,
        "places/renewal_detail.html",
        {
            "area": area,
            "map": around_map(area, title=_("Map: %(names)s") % {"names": area.name}),
            "shares": shares_by_area(area, "quarter", day=timezone.localdate()),
            "lines": history_of(area, most=20),
            "sees_notes": may(request.user, "places.view_office_notes", area),
            "may_edit": may(request.user, "places.edit_renewal_area", area),
            "may_archive": may(request.user, "places.archive_renewal_area", area),
            "may_restore": may(request.user, "places.restore_renewal_area", area),
        },
    )


@desk_page
def renewal_create(request: HttpRequest) -> HttpResponse:
    """Enter a renewal area by hand; its outline comes from a file later."""
    demand(request.user, "places.create_renewal_area")
    form = RenewalAreaForm(request.POST or None)
    draft = draft_of(request, form)
    if request.method == "POST" and form.is_valid():
        facts = dict(form.cleaned_data)
        facts.pop("seen_version")
        area = create_renewal_area(facts, by=request.user, once_key=facts.pop("once_key"))
        drafts.done(request)
        say_done(request, _("The renewal area is entered."))
        return redirect(_address(area))
    return render_form(request, "places/renewal_form.html", form, {"area": None, "draft": draft})


@desk_page
def renewal_edit(request: HttpRequest, public_id: str) -> HttpResponse:
    """Change what is known of a renewal area."""
    area = find(renewal_areas_visible_to(request.user), public_id=public_id)
    demand(request.user, "places.edit_renewal_area", area)
    conflict = None
    form = RenewalAreaForm(request.POST or None, instance=copy(area), seen_version=area.version)
    draft = draft_of(request, form, area)
    if request.method == "POST" and form.is_valid():
        facts = dict(form.cleaned_data)
        facts.pop("once_key")
        try:
            edit_renewal_area(area, facts, by=request.user, seen_version=facts.pop("seen_version"))
        except Stale as stale:
            saved: dict[str, Any] = {name: getattr(stale.theirs, name) for name in form.Meta.fields}
            form = RenewalAreaForm(typed_again(form, stale.theirs), instance=copy(stale.theirs))
            conflict = conflict_with(form, stale.theirs, saved)
        else:
            drafts.done(request)
            say_done(request, _("The changes are saved."))
            return redirect(_address(area))
    context = {"area": area, "conflict": conflict, "draft": draft}
    return render_form(request, "places/renewal_form.html", form, context)


@desk_page
@require_POST
def renewal_archive(request: HttpRequest, public_id: str) -> HttpResponse:
    """Put a renewal area away; the next page offers to take it back."""
    area = find(renewal_areas_visible_to(request.user), public_id=public_id)
    archive_renewal_area(area, by=request.user, seen_version=area.version)
    say_done(request, _("The renewal area is archived."), undo=reverse("places:renewal-area-restore", args=[public_id]))
    return redirect("places:renewal-area-list")


@desk_page
@require_POST
def renewal_restore(request: HttpRequest, public_id: str) -> HttpResponse:
    """Bring an archived renewal area back."""
    area = find(renewal_areas_visible_to(request.user), public_id=public_id)
    restore_renewal_area(area, by=request.user)
    say_done(request, _("The renewal area is back."))
    return redirect(_address(area))


def _address(area: RenewalArea) -> str:
    return reverse("places:renewal-area-detail", args=[area.public_id])
