"""A computed index: map and list, one area, and the frozen files."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from quartierswerk.kernel.finding import find
from quartierswerk.kernel.permits import demand, may
from quartierswerk.kernel.sources import source
from quartierswerk.monitoring.actions import archive_run
from quartierswerk.monitoring.exports import run_features, run_table
from quartierswerk.monitoring.models import IndexRun
from quartierswerk.monitoring.queries import run_page, runs_visible_to, story_of
from quartierswerk.monitoring.tables import area_drawings, run_map
from quartierswerk.people.desk import desk_page
from quartierswerk.ui.downloads import TABLE_FORMATS, geojson_file, table_file
from quartierswerk.ui.lists import Listing
from quartierswerk.ui.pages import say_done

FILES = {
    "ergebnis": ("result_text", "csv", "text/csv"),
    "protokoll": ("details_text", "json", "application/json"),
    "werte": ("values_text", "csv", "text/csv"),
    "spezifikation": ("spec_text", "yaml", "application/yaml"),
    "unsicherheit": ("uncertainty_text", "csv", "text/csv"),
}
SORTS: dict[str, Any] = {
    "rank": lambda row: (row.result.rank is None, row.result.rank or 0, row.area.code),
    "name": lambda row: (row.area.name, row.area.code),
    "class": lambda row: (-(row.group.position if row.group else 0), row.result.rank or 0),
    "certainty": lambda row: (row.result.same_class_share is None, row.result.same_class_share or 0.0, row.area.code),
}


@desk_page
@source("RK 8.1.1")
def run_detail(request: HttpRequest, public_id: str) -> HttpResponse:
    """Show the finding, the map, and the same areas as a list."""
    run = find(runs_visible_to(request.user).defer(None).defer("result_text", "uncertainty_text"), public_id=public_id)
    page = run_page(run)
    rows = page.in_district(request.GET.get("district", ""))
    listing = Listing(request, rows, sorts=SORTS, per_page=(50, 100, 200), formats=(*TABLE_FORMATS, "geojson"))
    if listing.wanted_format == "geojson":
        return geojson_file(_file_name(run), run_features(run, listing.rows))
    if listing.wanted_format:
        return table_file(listing.wanted_format, _file_name(run), *run_table(run, listing.rows))
    context = {
        "run": run,
        "page": page,
        "listing": listing,
        "district": request.GET.get("district", ""),
        "map": run_map(page, rows),
        "may_archive": may(request.user, "monitoring.archive_run", run),
    }
    return render(request, "monitoring/run_detail.html", context)


@desk_page
@source("RK 8.1.1")
def run_area(request: HttpRequest, public_id: str, code: str) -> HttpResponse:
    """Show what the index says about one area, and where that comes from."""
    run = find(runs_visible_to(request.user).defer(None).defer("result_text", "uncertainty_text"), public_id=public_id)
    story = story_of(run, code)
    if story is None:
        raise Http404
    return render(request, "monitoring/run_area.html", {"run": run, "story": story, **area_drawings(story)})


@desk_page
def area_newest(request: HttpRequest, public_id: str) -> HttpResponse:
    """Lead from an area to what the newest index says about it."""
    demand(request.user, "monitoring.view_values")
    run = runs_visible_to(request.user).filter(archived_at=None, results__area__public_id=public_id).first()
    if run is None:
        messages.info(request, _("No index has been computed for this area yet."))
        return redirect("monitoring:overview")
    code = run.results.get(area__public_id=public_id).area.code
    return redirect("monitoring:run-area", run.public_id, code)


@desk_page
def run_file(request: HttpRequest, public_id: str, part: str) -> HttpResponse:
    """Give one of the frozen texts, byte for byte."""
    if part not in FILES:
        raise Http404
    column, ending, kind = FILES[part]
    run = find(runs_visible_to(request.user).defer(None), public_id=public_id)
    content = getattr(run, column)
    if not content:
        raise Http404
    answer = HttpResponse(content.encode(), content_type=f"{kind}; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{_file_name(run)}-{part}.{ending}"'
    return answer


@desk_page
@require_POST
def run_archive(request: HttpRequest, public_id: str) -> HttpResponse:
    """Put a result aside; its address keeps working."""
    run = find(runs_visible_to(request.user), public_id=public_id)
    archive_run(run, by=request.user)
    say_done(request, _("The result is put aside. Its address still works."))
    return redirect(reverse("monitoring:spec-detail", args=[run.spec.key]))


def _file_name(run: IndexRun) -> str:
    return f"{run.spec.key}-{run.spec.version}-{run.period_on.isoformat()}"
