"""Indices: their declared methods, with versions."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from quartierswerk.compute.errors import SpecError
from quartierswerk.history.queries import history_of
from quartierswerk.kernel.errors import Stale
from quartierswerk.kernel.finding import find
from quartierswerk.kernel.permits import demand, may
from quartierswerk.monitoring.actions import archive_spec, restore_spec, run_index, save_spec
from quartierswerk.monitoring.forms import RunForm, SpecForm
from quartierswerk.monitoring.forms.indicators import with_version
from quartierswerk.monitoring.forms.indices import in_words
from quartierswerk.monitoring.models import IndexSpec
from quartierswerk.monitoring.queries import (
    levels_with_values,
    newest_period,
    offered_columns,
    runs_visible_to,
    spec_start,
    specs_visible_to,
    versions_of,
)
from quartierswerk.people.desk import desk_page
from quartierswerk.ui.conflicts import conflict_between
from quartierswerk.ui.pages import render_form, say_done


@desk_page
def spec_list(request: HttpRequest) -> HttpResponse:
    """List the indices and what was computed."""
    demand(request.user, "monitoring.view_values")
    specs = specs_visible_to(request.user)
    context = {
        "specs": specs.filter(archived_at=None),
        "archived": specs.exclude(archived_at=None),
        "runs": runs_visible_to(request.user).filter(archived_at=None)[:50],
        "may_edit": may(request.user, "monitoring.edit_spec"),
    }
    return render(request, "monitoring/spec_list.html", context)


@desk_page
def spec_detail(request: HttpRequest, key: str) -> HttpResponse:
    """Show one index: method, versions, results."""
    spec = find(specs_visible_to(request.user), key=key)
    context = {
        "spec": spec,
        "versions": versions_of(spec),
        "runs": runs_visible_to(request.user).filter(spec__key=key, archived_at=None)[:50],
        "history": history_of(spec, most=20),
        "may_edit": may(request.user, "monitoring.edit_spec"),
        "may_run": may(request.user, "monitoring.run_index", spec),
        "may_archive": may(request.user, "monitoring.archive_spec", spec),
    }
    return render(request, "monitoring/spec_detail.html", context)


@desk_page
def spec_new(request: HttpRequest) -> HttpResponse:
    """Declare an index."""
    demand(request.user, "monitoring.edit_spec")
    form = SpecForm(request.POST or None, initial={"text": spec_start()})
    if form.is_valid():
        spec = _saved(form, form.cleaned_data["key"], request)
        say_done(request, _("The index “%(name)s” is declared. Next, compute it.") % {"name": spec})
        return redirect("monitoring:spec-detail", spec.key)
    return render_form(request, "monitoring/spec_form.html", form, _columns())


@desk_page
def spec_edit(request: HttpRequest, key: str) -> HttpResponse:
    """Write the next version of an index; if somebody else was faster, show both."""
    spec = find(specs_visible_to(request.user), key=key)
    demand(request.user, "monitoring.edit_spec", spec)
    form = SpecForm(request.POST or None, spec=spec)
    context: dict[str, Any] = {"spec": spec, **_columns()}
    if form.is_valid():
        try:
            saved = _saved(form, key, request)
        except Stale as stale:
            theirs = SpecForm(spec=stale.theirs).initial
            context["conflict"] = conflict_between(
                form, theirs, by=str(stale.theirs.saved_by or ""), at=stale.theirs.saved_at
            )
            form.data = with_version(form.data, stale.theirs.version)
            return render(request, "monitoring/spec_form.html", {"form": form, **context}, status=409)
        say_done(request, _("Version %(version)d is saved.") % {"version": saved.version})
        return redirect("monitoring:spec-detail", key)
    return render_form(request, "monitoring/spec_form.html", form, context)


@desk_page
def spec_run(request: HttpRequest, key: str) -> HttpResponse:
    """Compute an index now and go to its map."""
    spec = find(specs_visible_to(request.user), key=key)
    demand(request.user, "monitoring.run_index", spec)
    newest = newest_period()
    form = RunForm(request.POST or None, initial={"period_on": newest} if newest else None)
    if form.is_valid():
        try:
            run = run_index(
                spec,
                level=form.cleaned_data["level"],
                period_on=form.cleaned_data["period_on"],
                by=request.user,
                once_key=form.cleaned_data["once_key"],
            )
        except SpecError as wrong:
            form.add_error(None, in_words(wrong))
        else:
            return redirect("monitoring:run-detail", run.public_id)
    return render_form(request, "monitoring/spec_run.html", form, {"spec": spec})


@desk_page
def spec_archive(request: HttpRequest, key: str) -> HttpResponse:
    """Ask, then put the index aside."""
    spec = find(specs_visible_to(request.user), key=key)
    demand(request.user, "monitoring.archive_spec", spec)
    if request.method != "POST":
        return render(request, "monitoring/spec_archive.html", {"spec": spec})
    archive_spec(spec, by=request.user)
    undo = reverse("monitoring:spec-restore", args=[key])
    say_done(request, _("The index “%(name)s” is put aside.") % {"name": spec}, undo=undo)
    return redirect("monitoring:spec-list")


@desk_page
@require_POST
def spec_restore(request: HttpRequest, key: str) -> HttpResponse:
    """Bring the index back."""
    spec = find(specs_visible_to(request.user), key=key)
    restore_spec(spec, by=request.user)
    say_done(request, _("The index “%(name)s” is back.") % {"name": spec})
    return redirect("monitoring:spec-detail", key)


@desk_page
def spec_file(request: HttpRequest, key: str, version: int) -> HttpResponse:
    """Give one version as a file for the command line."""
    spec = find(specs_visible_to(request.user), key=key)
    wanted = find(versions_of(spec), version=version)
    answer = HttpResponse(wanted.text, content_type="application/yaml; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{wanted.key}-{wanted.version}.yaml"'
    return answer


def _saved(form: SpecForm, key: str, request: HttpRequest) -> IndexSpec:
    cleaned = form.cleaned_data
    return save_spec(
        key,
        cleaned["text"],
        name={"de": cleaned["name_de"], "en": cleaned["name_en"]},
        class_words=form.spec.class_words if form.spec else None,
        by=request.user,
        seen_version=cleaned["seen_version"] if form.spec else None,
        once_key=cleaned["once_key"],
        why=cleaned["why"],
    )


def _columns() -> dict[str, Any]:
    """What a specification may name, per level that has values."""
    return {"offered": [(level, offered_columns(level)) for level in levels_with_values()]}
