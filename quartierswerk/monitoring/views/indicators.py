"""Indicators: list, sheet, form."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from quartierswerk.history.queries import history_of
from quartierswerk.kernel.errors import Stale
from quartierswerk.kernel.finding import find
from quartierswerk.kernel.permits import demand, may
from quartierswerk.monitoring.actions import archive_indicator, restore_indicator, save_indicator
from quartierswerk.monitoring.exports import indicator_table, sheet_table
from quartierswerk.monitoring.filters import IndicatorFilter
from quartierswerk.monitoring.forms import IndicatorForm
from quartierswerk.monitoring.forms.indicators import with_version
from quartierswerk.monitoring.models import Indicator
from quartierswerk.monitoring.queries import indicators_visible_to, sheet_of, with_coverage
from quartierswerk.monitoring.tables import sheet_drawings
from quartierswerk.people.desk import desk_page
from quartierswerk.ui.conflicts import conflict_between
from quartierswerk.ui.downloads import TABLE_FORMATS, table_file
from quartierswerk.ui.lists import Listing
from quartierswerk.ui.pages import render_form, say_done

SHEET_SORTS: dict[str, Any] = {
    "value": lambda row: (row.number is None, -(row.number or 0.0), row.area.code),
    "code": lambda row: row.area.code,
    "name": lambda row: (row.area.name, row.area.code),
}


@desk_page
def indicator_list(request: HttpRequest) -> HttpResponse:
    """List all indicators with theme, unit and latest date."""
    demand(request.user, "monitoring.view_values")
    listing = Listing(
        request,
        with_coverage(indicators_visible_to(request.user)),
        sorts={
            "theme": ["theme__order", "key"],
            "key": ["key"],
            "latest": ["latest", "key"],
            "values": ["value_count", "key"],
        },
        filters=IndicatorFilter,
        formats=TABLE_FORMATS,
    )
    if listing.wanted_format:
        return table_file(listing.wanted_format, _("indicators"), *indicator_table(listing.rows))
    context = {"listing": listing, "may_edit": may(request.user, "monitoring.edit_indicator")}
    return render(request, "monitoring/indicator_list.html", context)


@desk_page
def indicator_detail(request: HttpRequest, key: str) -> HttpResponse:
    """Show the sheet of one indicator: what it says, its values on a map and over time."""
    indicator = find(indicators_visible_to(request.user), key=key)
    sheet = sheet_of(indicator, level=request.GET.get("level", ""), period=request.GET.get("period", ""))
    listing = Listing(
        request,
        sheet.rows,
        sorts=SHEET_SORTS,
        per_page=(50, 100, 200),
        formats=TABLE_FORMATS,
    )
    if listing.wanted_format:
        return table_file(listing.wanted_format, f"{key}-{sheet.period_on or ''}", *sheet_table(sheet, listing.rows))
    context = {
        "indicator": indicator,
        "sheet": sheet,
        "listing": listing,
        "history": history_of(indicator, most=20),
        "may_edit": may(request.user, "monitoring.edit_indicator", indicator),
        "may_archive": may(request.user, "monitoring.archive_indicator", indicator),
        **sheet_drawings(sheet),
    }
    return render(request, "monitoring/indicator_detail.html", context)


@desk_page
def indicator_new(request: HttpRequest) -> HttpResponse:
    """Describe a new indicator."""
    demand(request.user, "monitoring.edit_indicator")
    form = IndicatorForm(request.POST or None)
    if form.is_valid():
        indicator = _saved(form, request)
        say_done(request, _("The indicator “%(name)s” is described. Next, import its values.") % {"name": indicator})
        return redirect("monitoring:indicator-detail", indicator.key)
    return render_form(request, "monitoring/indicator_form.html", form)


@desk_page
def indicator_edit(request: HttpRequest, key: str) -> HttpResponse:
    """Change the description; if somebody else was faster, show both."""
    indicator = find(indicators_visible_to(request.user), key=key)
    demand(request.user, "monitoring.edit_indicator", indicator)
    form = IndicatorForm(request.POST or None, indicator=indicator)
    context: dict[str, Any] = {"indicator": indicator}
    if form.is_valid():
        try:
            saved = _saved(form, request, indicator)
        except Stale as stale:
            theirs = IndicatorForm(indicator=stale.theirs).initial
            context["conflict"] = conflict_between(form, theirs)
            form.data = with_version(form.data, stale.theirs.version)
            return render(request, "monitoring/indicator_form.html", {"form": form, **context}, status=409)
        say_done(request, _("The indicator “%(name)s” is saved.") % {"name": saved})
        return redirect("monitoring:indicator-detail", saved.key)
    return render_form(request, "monitoring/indicator_form.html", form, context)


@desk_page
def indicator_archive(request: HttpRequest, key: str) -> HttpResponse:
    """Ask, then put the indicator aside."""
    indicator = find(indicators_visible_to(request.user), key=key)
    demand(request.user, "monitoring.archive_indicator", indicator)
    if request.method != "POST":
        return render(request, "monitoring/indicator_archive.html", {"indicator": indicator})
    archive_indicator(indicator, by=request.user)
    undo = reverse("monitoring:indicator-restore", args=[key])
    say_done(request, _("The indicator “%(name)s” is put aside.") % {"name": indicator}, undo=undo)
    return redirect("monitoring:indicator-list")


@desk_page
@require_POST
def indicator_restore(request: HttpRequest, key: str) -> HttpResponse:
    """Bring the indicator back."""
    indicator = find(indicators_visible_to(request.user), key=key)
    restore_indicator(indicator, by=request.user)
    say_done(request, _("The indicator “%(name)s” is back.") % {"name": indicator})
    return redirect("monitoring:indicator-detail", key)


def _saved(form: IndicatorForm, request: HttpRequest, indicator: Indicator | None = None) -> Indicator:
    return save_indicator(
        form.as_fields,
        by=request.user,
        indicator=indicator,
        levels=form.cleaned_data["levels"],
        seen_version=form.cleaned_data["seen_version"] if indicator else None,
        once_key=None if indicator else form.cleaned_data["once_key"],
    )
