"""Imports of values: choose a file, say what its columns are, look at what would happen, take it over, undo it."""

from typing import Any

import yaml
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from quartierswerk.history.queries import history_of
from quartierswerk.kernel.errors import NotYet
from quartierswerk.kernel.finding import find
from quartierswerk.kernel.permits import demand, may, why_not
from quartierswerk.monitoring.actions import (
    choose_mapping,
    discard_upload,
    import_values,
    keep_upload,
    save_mapping,
    undo_import,
)
from quartierswerk.monitoring.forms import MappingForm, MappingTextForm, UploadForm
from quartierswerk.monitoring.imports import (
    Sheet,
    Unreadable,
    Unusable,
    guessed_mapping,
    mapping_as_text,
    plan_file,
    read_mapping,
    read_sheet,
)
from quartierswerk.monitoring.models import ImportRun
from quartierswerk.monitoring.queries import Plan, imports_visible_to, mappings
from quartierswerk.monitoring.tables import changed_rows, new_rows
from quartierswerk.people.desk import desk_page
from quartierswerk.ui.lists import Listing
from quartierswerk.ui.pages import render_form, say_done, say_problem


@desk_page
def import_list(request: HttpRequest) -> HttpResponse:
    """List all imports, newest first."""
    demand(request.user, "monitoring.view_values")
    runs = imports_visible_to(request.user)
    listing = Listing(request, runs, sorts={"at": ["-uploaded_at"], "file": ["file_name"]})
    context = {"listing": listing, "may_import": may(request.user, "monitoring.import_values")}
    return render(request, "monitoring/import_list.html", context)


@desk_page
def import_new(request: HttpRequest) -> HttpResponse:
    """Take a file; what is no table is refused beside the field."""
    demand(request.user, "monitoring.import_values")
    form = UploadForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        file = form.cleaned_data["file"]
        content = file.read()
        try:
            read_sheet(content)
        except Unreadable as wrong:
            form.add_error("file", wrong.finding.sentence)
        else:
            run = keep_upload(content, file_name=file.name, by=request.user, once_key=form.cleaned_data["once_key"])
            return redirect("monitoring:import-mapping", run.public_id)
    return render_form(request, "monitoring/import_new.html", form)


@desk_page
def import_mapping(request: HttpRequest, public_id: str) -> HttpResponse:
    """Ask what the columns are; the guess is filled in."""
    run = _waiting(request, public_id)
    sheet = read_sheet(bytes(run.content or b""))
    if request.method == "POST" and "text" in request.POST:
        text_form = MappingTextForm(request.POST, auto_id="yaml_%s")
        if text_form.is_valid():
            choose_mapping(run, text_form.cleaned_data["text"], by=request.user)
            return redirect("monitoring:import-preview", run.public_id)
        form = _form(None, sheet, run, request)
        return _mapping_page(request, run, sheet, form, text_form, status=422)
    form = _form(request.POST or None, sheet, run, request)
    if form.is_valid():
        text = form.mapping_text()
        choose_mapping(run, text, by=request.user)
        if name := form.cleaned_data["save_as"]:
            save_mapping(name, text, by=request.user)
        return redirect("monitoring:import-preview", run.public_id)
    text_form = MappingTextForm(initial={"text": run.mapping_text or mapping_as_text(form.given)}, auto_id="yaml_%s")
    return _mapping_page(request, run, sheet, form, text_form, status=422 if form.is_bound else 200)


@desk_page
def import_preview(request: HttpRequest, public_id: str) -> HttpResponse:
    """Show what would happen; take it over when it is confirmed and still the same."""
    run = _waiting(request, public_id)
    try:
        plan = plan_file(bytes(run.content or b""), read_mapping(run.mapping_text))
    except Unusable as wrong:
        plan = Plan(None, findings=[wrong.finding])
    moved = request.method == "POST" and request.POST.get("fingerprint") != plan.fingerprint
    if request.method == "POST" and not moved and not plan.defects:
        import_values(plan, by=request.user, mapping_text=run.mapping_text, run=run)
        undo = reverse("monitoring:import-undo", args=[run.public_id])
        say_done(request, _("The values of “%(file)s” are taken over.") % {"file": run.file_name}, undo=undo)
        return redirect("monitoring:import-detail", run.public_id)
    context = {
        "run": run,
        "plan": plan,
        "moved": moved,
        "changed": changed_rows(plan),
        "new": new_rows(plan),
        "page_has_errors": bool(plan.defects),
    }
    return render(request, "monitoring/import_preview.html", context, status=422 if plan.defects or moved else 200)


@desk_page
def import_detail(request: HttpRequest, public_id: str) -> HttpResponse:
    """Show one import: what it did and whether it can be undone."""
    run = find(imports_visible_to(request.user).defer("content"), public_id=public_id)
    if run.state == ImportRun.State.WAITING and may(request.user, "monitoring.import_values"):
        return redirect("monitoring:import-mapping", run.public_id)
    context = {
        "run": run,
        "history": history_of(run),
        "why_not_undo": why_not(request.user, "monitoring.undo_import", run),
    }
    return render(request, "monitoring/import_detail.html", context)


@desk_page
def import_undo(request: HttpRequest, public_id: str) -> HttpResponse:
    """Ask, then take the whole import back."""
    run = find(imports_visible_to(request.user), public_id=public_id)
    demand(request.user, "monitoring.undo_import", run)
    if request.method != "POST":
        return render(request, "monitoring/import_undo.html", {"run": run})
    try:
        undo_import(run, by=request.user)
    except NotYet:
        say_problem(
            request, _("A later import has changed some of these values. Please undo that one first, then this one.")
        )
    else:
        say_done(request, _("The import of “%(file)s” is undone.") % {"file": run.file_name})
    return redirect("monitoring:import-detail", run.public_id)


@desk_page
@require_POST
def import_discard(request: HttpRequest, public_id: str) -> HttpResponse:
    """Forget an uploaded file."""
    discard_upload(_waiting(request, public_id), by=request.user)
    say_done(request, _("The file is discarded. No value was taken over."))
    return redirect("monitoring:import-list")


def _waiting(request: HttpRequest, public_id: str) -> ImportRun:
    """The upload that waits for its mapping or its confirmation."""
    demand(request.user, "monitoring.import_values")
    run = find(imports_visible_to(request.user).defer(None), public_id=public_id)
    if run.state != ImportRun.State.WAITING:
        raise Http404
    return run


def _form(data: Any, sheet: Sheet, run: ImportRun, request: HttpRequest) -> MappingForm:
    """The form, filled with the mapping already chosen, a saved one that was asked for, or a guess."""
    text = run.mapping_text
    saved = request.GET.get("mapping", "")
    if saved.isdigit() and (kept := mappings().filter(pk=int(saved)).first()):
        text = kept.text
    given = yaml.load(text, Loader=yaml.BaseLoader) if text else None  # noqa: S506 - texts only
    if not isinstance(given, dict) or not _fits(given, sheet):
        given = guessed_mapping(sheet, today=timezone.localdate())
    return MappingForm(data, sheet=sheet, given=given)


def _fits(given: dict[str, Any], sheet: Sheet) -> bool:
    """Whether a mapping speaks of this file: its columns are there."""
    try:
        return set(read_mapping(mapping_as_text(given)).columns()) <= set(sheet.columns)
    except Unusable:
        return False


def _mapping_page(
    request: HttpRequest, run: ImportRun, sheet: Sheet, form: MappingForm, text_form: MappingTextForm, *, status: int
) -> HttpResponse:
    context = {
        "run": run,
        "form": form,
        "text_form": text_form,
        "sheet": sheet,
        "sample": list(zip(sheet.lines[:4], sheet.rows[:4], strict=True)),
        "mappings": mappings(),
        "page_has_errors": status == 422,
    }
    return render(request, "monitoring/import_mapping.html", context, status=status)
