"""The download."""

import uuid
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from quartierswerk.files.queries import files_in_use
from quartierswerk.kernel.finding import find
from quartierswerk.kernel.permits import may


@require_safe
def file_download(request: HttpRequest, public_id: uuid.UUID, name: str = "") -> HttpResponse | FileResponse:
    """Hand out one file to whom its permission allows it; pictures are shown, everything else is saved."""
    file = find(files_in_use(), public_id=public_id)
    if not file.is_public and not may(request.user, file.permission, file):
        if request.user.is_anonymous:
            return redirect_to_login(request.get_full_path())
        raise Http404
    try:
        content: Any = file.content.open("rb")
    except FileNotFoundError as lost:
        raise Http404 from lost
    response = FileResponse(
        content, as_attachment=not file.is_picture, filename=file.name, content_type=file.media_type
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cache-Control"] = "public, max-age=86400" if file.is_public else "private, no-store"
    return response
