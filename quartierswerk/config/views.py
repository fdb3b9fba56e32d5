"""Pages of the installation itself: errors in our design, and whether process and storage are alive."""

import logging
import secrets
import sys
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.db import DatabaseError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import timezone

from quartierswerk.kernel.errors import Refused
from quartierswerk.kernel.jobs import HEARTBEAT

WORKER_SILENCE = timedelta(minutes=5)


def healthz(request: HttpRequest) -> HttpResponse:
    """The process is alive."""
    return HttpResponse("ok\n", content_type="text/plain")


def readyz(request: HttpRequest) -> HttpResponse:
    """The storage answers, and the worker was at work within the last minutes."""
    try:
        seen = cache.get(HEARTBEAT)
    except DatabaseError:
        return HttpResponse("storage does not answer\n", content_type="text/plain", status=503)
    if seen is None or timezone.now() - datetime.fromisoformat(seen) > WORKER_SILENCE:
        return HttpResponse("worker does not work\n", content_type="text/plain", status=503)
    return HttpResponse("ok\n", content_type="text/plain")


def security_txt(request: HttpRequest) -> HttpResponse:
    """Whom to tell about a weakness (RFC 9116)."""
    expires = timezone.now().replace(microsecond=0) + timedelta(days=365)
    lines = [f"Contact: {settings.BASE_URL}/kontakt/", f"Expires: {expires.isoformat()}", "Preferred-Languages: de, en"]
    return HttpResponse(
        "\n".join([*lines, f"Canonical: {settings.BASE_URL}/.well-known/security.txt", ""]), "text/plain"
    )


def bad_request(request: HttpRequest, exception: Any = None) -> HttpResponse:
    return render(request, "ui/400.html", status=400)


def refused(request: HttpRequest, exception: Any = None) -> HttpResponse:
    reason = exception.reason if isinstance(exception, Refused) else ""
    return render(request, "ui/403.html", {"reason": reason}, status=403)


def not_found(request: HttpRequest, exception: Any = None) -> HttpResponse:
    return render(request, "ui/404.html", status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """A page that needs neither storage nor session; its number stands in the log too."""
    if isinstance(sys.exc_info()[1], OperationalError):
        return HttpResponse(render_to_string("ui/503.html"), status=503, headers={"Retry-After": "60"})
    number = secrets.token_hex(4)
    logging.getLogger(__name__).error("Error %s at %s", number, request.path)
    return HttpResponse(render_to_string("ui/500.html", {"number": number}), status=500)
