"""The import of areas and renewal areas: hand over a file, choose its fields, look, confirm; and take it back."""

from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from quartierswerk.kernel.errors import NotYet, Refused, Stale
from quartierswerk.kernel.finding import find
from quartierswerk.kernel.permits import demand, why_not
from quartierswerk.people.desk import desk_page
from quartierswerk.places.actions import hand_over_file, import_areas, put_aside, undo_import
from quartierswerk.places.forms.imports import ChoiceForm, UploadForm, as_change, as_lines, choice_form, kept_lines
from quartierswerk.places.imports import preview_file, read_fields
from quartierswerk.places.models import AreaImport
from quartierswerk.places.queries import imports_visible_to
from quartierswerk.places.rules.preview import AreaPreview
from quartierswerk.ui.lists import Listing
from quartierswerk.ui.pages import render_form, say_done, say_problem
from quartierswerk.ui.svg.map import MapArea, draw_map

MOST_LINES = 100
MOST_ON_MAP = 800


@desk_page
def import_list(request: HttpRequest) -> HttpResponse:
    """All files that were handed over, and what became of them."""
    demand(request.user, "places.import_areas")
    listing = Listing(request, imports_visible_to(request.user), sorts={"at": ["uploaded_at", "id"]})
    return render(request, "places/import_list.html", {"listing": listing})


@desk_page
def import_create(request: HttpRequest) -> HttpResponse:
    """Hand over a file."""
    demand(request.user, "places.import_areas")
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            run = hand_over_file(data["file"], subject=data["subject"], by=request.user, once_key=data["once_key"])
        except ValidationError as wrong:
            form.add_error("file", wrong)
        else:
            return redirect("places:import-choose", run.public_id)
    return render_form(request, "places/import_create.html", form)


@desk_page
def import_choose(request: HttpRequest, public_id: str) -> HttpResponse:
    """Say which field means what."""
    run = _waiting(request, public_id)
    if (path := _kept(run)) is None:
        return _expired(request, run)
    fields, layers, defects = read_fields(path, layer=request.GET.get("layer", ""))
    chosen = request.GET.get("layer") or next(iter(layers), "")
    chosen_before = {**request.GET.dict(), "layer": chosen if len(layers) > 1 else ""}
    form = choice_form(run)(fields=fields, initial=chosen_before)
    context = {"form": form, "run": run, "layers": layers, "layer": chosen, "defects": as_lines(defects, MOST_LINES)}
    return render(request, "places/import_choose.html", context, status=422 if defects else 200)


@desk_page
def import_preview(request: HttpRequest, public_id: str) -> HttpResponse:
    """Look at what the import would do; confirm by sending."""
    run = find(imports_visible_to(request.user), public_id=public_id)
    if run.state == AreaImport.State.IMPORTED:
        return redirect("places:import-detail", run.public_id)
    run = _waiting(request, public_id)
    if (path := _kept(run)) is None:
        return _expired(request, run)
    fields, layers, _defects = read_fields(path, layer=request.GET.get("layer", ""))
    form = choice_form(run)(request.GET, fields=fields)
    choices = {"run": run, "layers": layers, "layer": request.GET.get("layer", "")}
    if not form.is_valid():
        return render_form(request, "places/import_choose.html", form, choices)
    preview = preview_file(path, form.spec(), today=timezone.localdate(), file_name=run.file_name)
    if form.add_findings(preview):
        return render_form(request, "places/import_choose.html", form, choices)
    if request.method == "POST":
        return _carry_out(request, run, preview)
    return _show(request, run, preview, form)


@desk_page
def import_detail(request: HttpRequest, public_id: str) -> HttpResponse:
    """What one import did."""
    run = find(imports_visible_to(request.user), public_id=public_id)
    changes = run.changes.select_related("area", "renewal_area").defer(
        "area__geom", "area__geom_map", "renewal_area__geom", "renewal_area__geom_map"
    )
    context = {
        "run": run,
        "listing": Listing(request, changes, sorts={"id": ["id"]}),
        "findings": kept_lines(run),
        "why_no_undo": why_not(request.user, "places.undo_import", run),
    }
    return render(request, "places/import_detail.html", context)


@desk_page
def import_undo(request: HttpRequest, public_id: str) -> HttpResponse:
    """Take an import back, after one question."""
    run = find(imports_visible_to(request.user), public_id=public_id)
    demand(request.user, "places.undo_import", run)
    if request.method != "POST":
        return render(request, "places/import_undo.html", {"run": run})
    try:
        undo_import(run, by=request.user)
    except Refused as refused:
        return render(request, "places/import_undo.html", {"run": run, "reason": refused.reason}, status=409)
    say_done(request, _("The import is undone. Everything stands as before."))
    return redirect("places:import-detail", run.public_id)


@desk_page
@require_POST
def import_put_aside(request: HttpRequest, public_id: str) -> HttpResponse:
    """Decide against a file."""
    run = find(imports_visible_to(request.user), public_id=public_id)
    put_aside(run, by=request.user)
    say_done(request, _("The file is put aside. Nothing was imported."))
    return redirect("places:import-list")


def _waiting(request: HttpRequest, public_id: str) -> AreaImport:
    run = find(imports_visible_to(request.user), public_id=public_id)
    demand(request.user, "places.confirm_import", run)
    return run


def _kept(run: AreaImport) -> Path | None:
    """Where the uploaded file lies, while it is kept."""
    if run.file is None:
        return None
    path = Path(run.file.content.path)
    return path if path.exists() else None


def _expired(request: HttpRequest, run: AreaImport) -> HttpResponse:
    return render(request, "places/import_expired.html", {"run": run}, status=410)


def _carry_out(request: HttpRequest, run: AreaImport, preview: AreaPreview) -> HttpResponse:
    try:
        done = import_areas(preview, by=request.user, run=run)
    except (Stale, NotYet):
        say_problem(request, _("Somebody wrote to these areas in the meantime. Please look at the preview again."))
        return redirect(request.get_full_path())
    written = done.counts["new"] + done.counts["changed"]
    text = ngettext("%(count)s area is imported.", "%(count)s areas are imported.", written) % {"count": written}
    say_done(request, text, undo=reverse("places:import-undo", args=[done.public_id]))
    return redirect("places:import-detail", done.public_id)


def _show(request: HttpRequest, run: AreaImport, preview: AreaPreview, form: ChoiceForm) -> HttpResponse:
    context: dict[str, Any] = {
        "run": run,
        "form": form,
        "preview": preview,
        "level": dict(form.fields["level"].choices).get(preview.spec.level) if "level" in form.fields else "",
        "defects": as_lines(preview.defects, MOST_LINES),
        "warnings": as_lines(preview.warnings, MOST_LINES),
        "more_defects": max(0, len(preview.defects) - MOST_LINES),
        "more_warnings": max(0, len(preview.warnings) - MOST_LINES),
        "offers_dissolve": {finding.code for finding in preview.defects} == {"code_twice"},
        "lists": [
            (title, rows[:MOST_LINES], max(0, len(rows) - MOST_LINES))
            for title, rows in (
                (_("New"), preview.new),
                (_("Not in the file"), preview.vanished),
                (_("Unchanged"), preview.unchanged),
            )
            if rows
        ],
        "changed": [as_change(change) for change in preview.changed[:MOST_LINES]],
        "more_changed": max(0, len(preview.changed) - MOST_LINES),
        "map": _map(preview),
    }
    return render(request, "places/import_preview.html", context, status=422 if preview.defects else 200)


def _map(preview: AreaPreview) -> str:
    if not preview.rows or len(preview.rows) > MOST_ON_MAP:
        return ""
    written = {present.code for present in preview.new} | {change.code for change in preview.changed}
    areas = [
        MapArea(
            id=str(number),
            name=f"{row.code} {row.facts['name']}",
            geometry=row.shape["geom_map"],
            active=row.code in written,
        )
        for number, row in enumerate(preview.rows)
    ]
    drawing = draw_map(areas, title=_("The areas of the file"), kind="land")
    return mark_safe(drawing) if drawing else SafeString("")  # noqa: S308 - names are made safe where it is drawn
