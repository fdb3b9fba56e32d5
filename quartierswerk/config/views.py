"""Pages of the installation itself: errors in our design, and whether process and storage are alive."""

import secrets
from typing import Any

from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from quartierswerk.kernel.errors import Refused


def healthz(request: HttpRequest) -> HttpResponse:
    """The process is alive."""
    return HttpResponse("ok\n", content_type="text/plain")


def readyz(request: HttpRequest) -> HttpResponse:
    """The storage answers."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return HttpResponse("storage does not answer\n", content_type="text/plain", status=503)
    return HttpResponse("ok\n", content_type="text/plain")


def bad_request(request: HttpRequest, exception: Any = None) -> HttpResponse:
    return render(request, "ui/400.html", status=400)


def refused(request: HttpRequest, exception: Any = None) -> HttpResponse:
    reason = exception.reason if isinstance(exception, Refused) else ""
    return render(request, "ui/403.html", {"reason": reason}, status=403)


def not_found(request: HttpRequest, exception: Any = None) -> HttpResponse:
    return render(request, "ui/404.html", status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    number = secrets.token_hex(4)
    return render(request, "ui/500.html", {"number": number}, status=500)
