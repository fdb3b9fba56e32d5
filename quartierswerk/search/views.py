"""The search: for everybody, and in the workspace with what the reader may see there."""

from collections.abc import Collection
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from quartierswerk.search.queries import MOST_LOOKED_AT, Findings, audiences_of, find_texts
from quartierswerk.search.rules import LONGEST_QUERY, plain
from quartierswerk.ui.lists import Listing

SHOWN_PER_KIND = 5
SHOWN_PER_PAGE = 20


@require_safe
def public_search(request: HttpRequest) -> HttpResponse:
    """Search in what is public."""
    return _answer(request, {""}, "ui/public.html")


@require_safe
@login_required
def desk_search(request: HttpRequest) -> HttpResponse:
    """Search in all that the reader may see."""
    return _answer(request, audiences_of(request.user), "ui/desk.html")


def _answer(request: HttpRequest, audiences: Collection[str], shell: str) -> HttpResponse:
    query = " ".join(plain(request.GET.get("q", "")).split())[:LONGEST_QUERY]
    kind = plain(request.GET.get("art", ""))[:60]
    findings = find_texts(query, audiences=audiences, limit=MOST_LOOKED_AT)
    groups = _groups(findings)
    chosen = next((group for group in groups if group["kind"] == kind), None)
    listing = Listing(request, chosen["found"], sorts={}, per_page=[SHOWN_PER_PAGE]) if chosen else None
    return render(
        request,
        "search/text_search.html",
        {"shell": shell, "query": query, "findings": findings, "groups": groups, "chosen": chosen, "listing": listing},
    )


def _groups(findings: Findings) -> list[dict[str, Any]]:
    """Sort what was found by kind; the kind with the best hit comes first."""
    groups: dict[str, dict[str, Any]] = {}
    for found in findings.found:
        group = groups.setdefault(found.kind, {"kind": found.kind, "name": found.kind_name, "found": []})
        group["found"].append(found)
    for group in groups.values():
        group["count"] = len(group["found"])
        group["first"] = group["found"][:SHOWN_PER_KIND]
        group["more"] = group["count"] > SHOWN_PER_KIND
    return list(groups.values())
