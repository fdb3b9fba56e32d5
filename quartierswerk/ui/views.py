"""The kit shows itself, and keeps the reader's choice of light and dark."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from quartierswerk.ui import samples
from quartierswerk.ui.lists import Listing
from quartierswerk.ui.pages import way_back
from quartierswerk.ui.themes import keep_theme


# Without a token: pages of the portal then need no cookie, and a forged choice of colours harms nobody.
@csrf_exempt
@require_POST
def choose_theme(request: HttpRequest) -> HttpResponse:
    """Keep light, dark or system, and go back to the page the choice was made on."""
    answer = redirect(way_back(request, "/"))
    keep_theme(answer, request.POST.get("theme", ""))
    return answer


@login_required
def components(request: HttpRequest) -> HttpResponse:
    """Show every component in all its states, with invented content."""
    listing = Listing(request, samples.PROJECTS, sorts=samples.SORTS, per_page=(5, 10), formats=("xlsx", "ods", "csv"))
    return render(request, "ui/components.html", {"listing": listing, **samples.context()})
