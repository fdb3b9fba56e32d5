"""The list of streets for the public finder: hand over, look, confirm."""

import tempfile
from pathlib import Path
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from quartierswerk.kernel.permits import demand
from quartierswerk.people.desk import desk_page
from quartierswerk.places.actions import replace_streets
from quartierswerk.places.forms.streets import ConfirmForm, StreetsForm
from quartierswerk.places.imports.sentences import sentence
from quartierswerk.places.imports.streets import StreetsPreview, preview_streets
from quartierswerk.places.models import Level
from quartierswerk.places.queries import levels, levels_with_areas, streets_compared
from quartierswerk.ui.pages import render_form, say_done, say_problem

MOST_LINES = 20


@desk_page
def streets(request: HttpRequest) -> HttpResponse:
    """What is there, and a form for a new list; the answer to a file is its preview."""
    demand(request.user, "places.import_streets")
    filled = [level.pk for level in levels_with_areas(request.user)]
    choices = levels().filter(pk__in=filled)
    initial = {"level": "quarter"}
    form = StreetsForm(request.POST or None, request.FILES or None, levels=choices, initial=initial)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        preview = _read(data["file"], data["level"], data["street"], data["code"])
        if not preview.defects and preview.streets:
            return _show(request, preview, data["level"], data["file"].name)
        _tell_defects(form, preview)
    return render_form(request, "places/streets.html", form, {"compared": streets_compared({}), "levels": filled})


@desk_page
def streets_confirm(request: HttpRequest) -> HttpResponse:
    """Take over the list that was looked at."""
    demand(request.user, "places.import_streets")
    form = ConfirmForm(request.POST or None)
    if not form.is_valid():
        for error in form.errors.get("streets", []):
            say_problem(request, str(error))
        return redirect("places:streets")
    level = levels().get(key=form.cleaned_data["streets"]["level"])
    try:
        count = replace_streets(form.cleaned_data["streets"]["streets"], level=level, by=request.user)
    except LookupError as unknown:
        codes = ", ".join(list(unknown.args[0])[:MOST_LINES])
        gone = _("In the meantime these areas have gone: %(codes)s. Nothing was written.")
        say_problem(request, gone % {"codes": codes})
    else:
        done = ngettext("%(count)d street is in the list now.", "%(count)d streets are in the list now.", count)
        say_done(request, done % {"count": count})
    return redirect("places:streets")


def _read(file: UploadedFile, level: Level, street: str, code: str) -> StreetsPreview:
    with tempfile.NamedTemporaryFile(suffix=".csv") as kept:
        for chunk in file.chunks():
            kept.write(chunk)
        kept.flush()
        return preview_streets(Path(kept.name), level=level, street=street, code=code)


def _show(request: HttpRequest, preview: StreetsPreview, level: Level, name: str | None) -> HttpResponse:
    context: dict[str, Any] = {
        "preview": preview,
        "compared": streets_compared(preview.streets),
        "level": level,
        "name": name,
        "form": ConfirmForm(initial={"streets": ConfirmForm.kept(preview.streets, level)}),
    }
    return render(request, "places/streets_preview.html", context)


def _tell_defects(form: StreetsForm, preview: StreetsPreview) -> None:
    fields = {"name": "street", "code": "code"}
    for finding in preview.defects[:MOST_LINES]:
        form.add_error(fields.get(finding.field or "", "file"), sentence(finding))
    if (more := len(preview.defects) - MOST_LINES) > 0:
        form.add_error("file", ngettext("… and one more.", "… and %(count)s more.", more) % {"count": more})
    if not preview.defects:
        form.add_error("file", _("There is no street in this file."))
