"""The start page and the city's own pages."""

from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from quartierswerk.history.queries import history_of
from quartierswerk.kernel.errors import Stale
from quartierswerk.kernel.permits import demand, may
from quartierswerk.kernel.sources import source
from quartierswerk.people import drafts
from quartierswerk.people.desk import desk_page
from quartierswerk.places.queries import (
    districts_of_city,
    meeting_places_visible_to,
    neighbourhoods_visible_to,
)
from quartierswerk.portal.actions import write_page
from quartierswerk.portal.finder import example_of_sought, find_nearby, places_open_on
from quartierswerk.portal.forms import FinderForm, PageForm
from quartierswerk.portal.maps import city_map
from quartierswerk.portal.markdown import as_html
from quartierswerk.portal.models import Page
from quartierswerk.portal.queries import page_of, page_states
from quartierswerk.portal.rules import PAGES
from quartierswerk.ui.conflicts import Conflict, conflict_between
from quartierswerk.ui.pages import render_form, say_done

SHOWN_PLACES = 6


@source("GQ 8")
def home(request: HttpRequest) -> HttpResponse:
    """One question first, then what is there."""
    today = timezone.localdate()
    form = FinderForm(request.GET)
    sought = form.cleaned_data["q"].strip() if form.is_valid() else ""
    visitor = AnonymousUser()
    neighbourhoods = list(neighbourhoods_visible_to(visitor).defer("geom", "geom_map"))
    places = meeting_places_visible_to(visitor)
    open_today = places_open_on(today)
    return render(
        request,
        "portal/home.html",
        {
            "form": form,
            "sought": sought,
            "example": example_of_sought(),
            "found": find_nearby(sought, day=today) if sought else None,
            "neighbourhoods": neighbourhoods,
            "map": city_map(districts_of_city(today), neighbourhoods),
            "open_today": open_today[:SHOWN_PLACES],
            "places": [] if open_today else places[:SHOWN_PLACES],
            "place_count": places.count(),
        },
    )


def city_page(request: HttpRequest, key: str) -> HttpResponse:
    """A page that the city wrote, or what belongs on it."""
    kind = PAGES[key]
    page = page_of(kind)
    written = str(page.text) if page else ""
    return render(
        request,
        "portal/city_page.html",
        {
            "title": _(kind.title),
            "page": page,
            "html": as_html(written),
            "belongs": [_(part) for part in kind.belongs],
            "may_write": may(request.user, "portal.edit_page"),
            "kind": kind,
        },
    )


@desk_page
def page_list(request: HttpRequest) -> HttpResponse:
    """All pages that an installation needs, and how each stands."""
    demand(request.user, "portal.edit_page")
    states = page_states(timezone.localdate())
    missing = sum(not state.is_written for state in states)
    finding = (
        ngettext("%(count)d page is not written yet.", "%(count)d pages are not written yet.", missing)
        % {"count": missing}
        if missing
        else _("All pages are written.")
    )
    return render(request, "portal/page_list.html", {"states": states, "finding": finding})


@desk_page
def page_edit(request: HttpRequest, key: str) -> HttpResponse:
    """Write one of the city's pages."""
    demand(request.user, "portal.edit_page")
    if key not in PAGES:
        raise Http404
    kind = PAGES[key]
    page = page_of(kind)
    initial = PageForm.initial_texts("text", page.text if page else {})
    form = PageForm(
        request.POST or None,
        initial={**initial, "checked_on": page.checked_on if page else None},
        seen_version=page.version if page else 0,
    )
    lines = history_of(page, most=20) if page else []
    draft = drafts.offer(request, form, changed_at=lines[0].at if lines else None)
    conflict = None
    if request.method == "POST" and form.is_valid():
        try:
            write_page(
                key,
                by=request.user,
                text=form.texts_of("text"),
                checked_on=form.cleaned_data["checked_on"],
                seen_version=form.cleaned_data["seen_version"],
            )
        except Stale as stale:
            form, conflict = _after_conflict(form, stale.theirs)
        else:
            drafts.done(request)
            say_done(request, _("The page is saved and can be read by everybody."))
            return redirect(reverse(f"portal:{key}"))
    return render_form(
        request,
        "portal/page_edit.html",
        form,
        {
            "kind": kind,
            "title": _(kind.title),
            "belongs": [_(part) for part in kind.belongs],
            "conflict": conflict,
            "draft": draft,
            "lines": lines,
        },
    )


def _after_conflict(form: PageForm, theirs: Page) -> tuple[PageForm, Conflict]:
    """Return the form with what was typed, ready to be saved over the newer version, and what differs."""
    saved = PageForm.initial_texts("text", theirs.text) | {"checked_on": theirs.checked_on}
    data = form.data.copy()
    data["seen_version"] = str(theirs.version)
    again = PageForm(data)
    last = next(iter(history_of(theirs, most=1)), None)
    return again, conflict_between(again, saved, by=last.who if last else "", at=last.at if last else None)
