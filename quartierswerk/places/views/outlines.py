"""The outline of a neighbourhood: composed of areas, drawn on a map, or from a file."""

import tempfile
from pathlib import Path
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from quartierswerk.kernel.errors import NotYet, Stale
from quartierswerk.kernel.sources import source
from quartierswerk.people import drafts
from quartierswerk.people.desk import desk_page
from quartierswerk.places.actions import set_outline
from quartierswerk.places.forms.neighbourhoods import AreasForm, DrawnForm, UploadForm
from quartierswerk.places.imports.outline import read_outline
from quartierswerk.places.imports.preview import box_of_areas
from quartierswerk.places.imports.sentences import sentence
from quartierswerk.places.models import Area, Level, Neighbourhood
from quartierswerk.places.queries import current_areas, ground_for_drawing, levels_with_areas
from quartierswerk.places.views.conflicts import draft_of, last_line, typed_again
from quartierswerk.places.views.maps import areas_map, around_map
from quartierswerk.places.views.neighbourhoods import editable_neighbourhood
from quartierswerk.ui.pages import render_form, say_done


@source("RK 3")
@desk_page
def outline_of_areas(request: HttpRequest, slug: str) -> HttpResponse:
    """Compose the outline of areas of one level."""
    present = editable_neighbourhood(request, slug)
    levels = [level for level in levels_with_areas(request.user) if level.parent_id]
    level = _level_chosen(request, present, levels)
    every = current_areas(request.user, level, day=timezone.localdate()) if level else Area.objects.none()
    areas = every.exclude(west=None).order_by("parent__code", "code").defer("geom", "geom_map", "parent__geom")
    chosen = set(present.areas.values_list("pk", flat=True))
    form = AreasForm(request.POST or None, areas=areas, initial={"areas": chosen}, seen_version=present.version)
    context: dict[str, Any] = {"level": level, "levels": levels if len(levels) > 1 else []}
    if request.method == "POST" and form.is_valid():
        keys = [area.pk for area in form.cleaned_data["areas"]]
        answer = _save(request, present, form, context, areas=list(Area.objects.filter(pk__in=keys)))
        if answer:
            return answer
        form = context.pop("form", form)
    if form.is_bound:
        chosen = {int(key) for key in form.data.getlist("areas") if key.isdecimal()}
    listed = list(areas)
    boxes = {area.pk: f"id_areas_{number}" for number, area in enumerate(listed)}
    context["map"] = areas_map(
        listed,
        title=_("Map for choosing areas"),
        description=_("Each area leads to its box in the list."),
        href=lambda area: f"#{boxes[area.pk]}",
        active=chosen,
    )
    return _page(request, present, form, "areas", context)


@source("RK 3")
@desk_page
def outline_drawn(request: HttpRequest, slug: str) -> HttpResponse:
    """Draw the outline on a map, or paste it as text."""
    present = editable_neighbourhood(request, slug)
    form = DrawnForm(request.POST or None, near=box_of_areas(), seen_version=present.version)
    context: dict[str, Any] = {}
    if request.method == "POST" and form.is_valid():
        answer = _save(request, present, form, context, geom=form.cleaned_data["geom"])
        if answer:
            return answer
        form = context.pop("form", form)
    context["ground"] = {"areas": ground_for_drawing(timezone.localdate()), "outline": present.geom}
    return _page(request, present, form, "drawn", context)


@source("RK 3")
@desk_page
def outline_from_file(request: HttpRequest, slug: str) -> HttpResponse:
    """Take the outline from a file."""
    present = editable_neighbourhood(request, slug)
    data, files = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = UploadForm(data, files, seen_version=present.version)
    context: dict[str, Any] = {"map": around_map(present, title=_("The outline as it is"))}
    if request.method == "POST" and form.is_valid():
        geom, findings = _read(form.cleaned_data["file"], form.cleaned_data["crs"])
        if geom is None:
            for finding in findings[:10]:
                form.add_error("crs" if finding.field == "crs" else "file", sentence(finding))
        elif answer := _save(request, present, form, context, geom=geom, uploaded=True):
            return answer
        form = context.pop("form", form)
    return _page(request, present, form, "file", context)


def _save(
    request: HttpRequest, present: Neighbourhood, form: Any, context: dict[str, Any], **outline: Any
) -> HttpResponse | None:
    """Set the outline and lead back; None when somebody was faster or it cannot be: then ``context`` or form say so."""
    try:
        set_outline(
            present,
            by=request.user,
            seen_version=form.cleaned_data["seen_version"],
            today=timezone.localdate(),
            reason=form.cleaned_data["reason"],
            **outline,
        )
    except Stale as stale:
        kept = {} if not form.files else {"files": form.files}
        context["form"] = _again(form, typed_again(form, stale.theirs), kept)
        context["conflict"] = last_line(stale.theirs) or True
    except NotYet as missing:
        form.add_error("areas", _("No outline is known of: %(codes)s.") % {"codes": ", ".join(sorted(missing.lacking))})
    else:
        drafts.done(request)
        say_done(request, _("The outline is saved. The one before is kept."))
        return redirect("places:neighbourhood-detail", present.slug)
    return None


def _again(form: Any, data: Any, kept: dict[str, Any]) -> Any:
    """Return the same form with the newer version, so that the next save is a decision."""
    if isinstance(form, AreasForm):
        return AreasForm(data, areas=form.fields["areas"].queryset)
    if isinstance(form, DrawnForm):
        return DrawnForm(data, near=form.near)
    return UploadForm(data, **kept)


def _page(request: HttpRequest, present: Neighbourhood, form: Any, way: str, context: dict[str, Any]) -> HttpResponse:
    """Show one way to the outline with the tabs of all three."""
    ways = [
        ("areas", reverse("places:neighbourhood-outline", args=[present.slug]), _("Compose it of areas")),
        ("drawn", reverse("places:neighbourhood-outline-drawn", args=[present.slug]), _("Draw it on the map")),
        ("file", reverse("places:neighbourhood-outline-file", args=[present.slug]), _("Take it from a file")),
    ]
    draft = draft_of(request, form, present)
    shown = {"neighbourhood": present, "way": way, "ways": ways, "draft": draft, **context}
    return render_form(request, f"places/neighbourhood_outline_{way}.html", form, shown)


def _level_chosen(request: HttpRequest, present: Neighbourhood, levels: list[Level]) -> Level | None:
    """The level that the address names, else the one it is composed of, else quarters, else the finest one."""
    by_key = {level.key: level for level in levels}
    own = present.areas.values_list("level__key", flat=True).first()
    wanted = [request.GET.get("ebene", ""), own or "", "quarter", *reversed(by_key)]
    return next((by_key[key] for key in wanted if key in by_key), None)


def _read(file: UploadedFile, crs: str) -> tuple[dict[str, Any] | None, list[Any]]:
    with tempfile.NamedTemporaryFile(suffix=Path(file.name or "").suffix[:10]) as kept:
        for chunk in file.chunks():
            kept.write(chunk)
        kept.flush()
        return read_outline(Path(kept.name), crs=crs)
