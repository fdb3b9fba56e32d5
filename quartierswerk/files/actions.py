"""Writes of files: the only way in, the archive, and the end of temporary uploads."""

import hashlib
from datetime import datetime
from typing import Any, BinaryIO, cast

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.base import File as Content
from django.db import transaction
from django.template.defaultfilters import filesizeformat
from django.utils import timezone
from django.utils.translation import gettext as _

from quartierswerk.files import pictures
from quartierswerk.files.content import kind_of
from quartierswerk.files.models import File, Purpose
from quartierswerk.files.rules import (
    DATA,
    MOST_PIXELS,
    PAPERS,
    PICTURES,
    TEMPORARY_STAYS,
    TYPES,
    clean_name,
)
from quartierswerk.history.actions import record
from quartierswerk.kernel.permits import demand, permits

ALLOWED = {Purpose.PICTURE: PICTURES, Purpose.PAPER: PAPERS | PICTURES, Purpose.IMPORT: DATA}


def store(
    upload: Content,
    *,
    by: Any,
    permission: str,
    purpose: str,
    scope_id: object = "",
    alt: str = "",
    licence: str = "",
) -> File:
    """Check and keep an uploaded file; ``by`` None means the system.

    ``permission`` is asked at each download with the File as the thing; "" makes the file public. ``purpose``
    is one of ``models.Purpose`` and decides what is taken; an import upload is deleted after seven days.
    Raises ValidationError with a sentence for the field of the form, codes ``empty``, ``unknown``, ``svg``,
    ``macros``, ``unfit``, ``too-large``, ``broken``, ``alt-missing``; LookupError for an unknown permission.
    """
    if by is not None:
        demand(by, "files.store_file")
    if permission and permission not in {known.name for known in permits()}:
        raise LookupError(f"there is no permission {permission!r}")
    content = cast(BinaryIO, upload.file)
    shown_name = clean_name(upload.name or "", "x")[:-2]
    kind = _accepted_kind(content, upload.size, purpose, shown_name)
    alt = " ".join(alt.split())
    if kind in PICTURES and not alt:
        raise ValidationError(
            _("Please describe what the picture shows, for people who cannot see it."), code="alt-missing"
        )
    raw, width, height = _content_of(content, kind, shown_name)
    file = File(
        name=clean_name(upload.name or "", TYPES[kind].ending),
        kind=kind,
        purpose=purpose,
        size=len(raw),
        checksum=hashlib.sha256(raw).hexdigest(),
        width=width,
        height=height,
        alt=alt,
        licence=" ".join(licence.split()),
        permission=permission,
        scope_id=str(scope_id),
        stored_by=by,
        stored_at=timezone.now(),
    )
    return _keep(file, raw, by=by)


@transaction.atomic
def archive_file(file: File, *, by: Any, now: datetime) -> File:
    """Put a file away: no page shows it and no download finds it any more; the content stays."""
    demand(by, "files.archive_file", file)
    file.archived_at = now
    file.save(update_fields=["archived_at"])
    record("files.archive_file", file, by=by)
    return file


def delete_expired(now: datetime) -> int:
    """Delete the temporary uploads that have waited long enough; return how many."""
    expired = list(File.objects.filter(purpose=Purpose.IMPORT, stored_at__lte=now - TEMPORARY_STAYS))
    for file in expired:
        with transaction.atomic():
            record("files.delete_expired", file, by=None)
            file.delete()
        file.content.delete(save=False)
    return len(expired)


def _accepted_kind(content: BinaryIO, size: int, purpose: str, name: str) -> str:
    """Return the kind of the content, or say why the file is not taken."""
    if not size:
        raise ValidationError(_("The file “%(name)s” is empty."), code="empty", params={"name": name})
    most = max(kind.most_bytes for kind in TYPES.values())
    if size > most:
        raise _too_large(size, most)
    kind = kind_of(content)
    if kind == "svg":
        raise ValidationError(
            _("SVG drawings can hold programs, so we do not take them. Please save the picture as PNG."), code="svg"
        )
    if kind == "macros":
        raise ValidationError(
            _("“%(name)s” holds macros. Please save it without macros and upload it again."),
            code="macros",
            params={"name": name},
        )
    allowed = ALLOWED[Purpose(purpose)]
    endings = ", ".join(sorted(TYPES[key].ending.upper() for key in allowed))
    if not kind:
        raise ValidationError(
            _("What is inside “%(name)s” is none of the kinds we take, whatever its name says. Possible: %(endings)s."),
            code="unknown",
            params={"name": name, "endings": endings},
        )
    if kind not in allowed:
        raise ValidationError(
            _("“%(name)s” is a file of the kind %(kind)s. Here you can upload: %(endings)s."),
            code="unfit",
            params={"name": name, "kind": TYPES[kind].ending.upper(), "endings": endings},
        )
    if size > TYPES[kind].most_bytes:
        raise _too_large(size, TYPES[kind].most_bytes)
    return kind


def _too_large(size: int, most: int) -> ValidationError:
    return ValidationError(
        _("The file has %(size)s. At most %(most)s are possible."),
        code="too-large",
        params={"size": filesizeformat(size), "most": filesizeformat(most)},
    )


def _content_of(content: BinaryIO, kind: str, name: str) -> tuple[bytes, int | None, int | None]:
    """Return what is stored: pictures drawn anew, everything else as it came."""
    if kind not in PICTURES:
        content.seek(0)
        return content.read(), None, None
    try:
        return pictures.without_metadata(content, kind)
    except pictures.HugePicture as huge:
        raise ValidationError(
            _("The picture is too large. At most %(most)s million pixels are possible."),
            code="too-large",
            params={"most": MOST_PIXELS // 1_000_000},
        ) from huge
    except pictures.BrokenPicture as broken:
        raise ValidationError(
            _("The picture “%(name)s” is damaged and cannot be read. Please save it anew and upload it again."),
            code="broken",
            params={"name": name},
        ) from broken


def _keep(file: File, raw: bytes, *, by: Any) -> File:
    """Write content and row; without the row no content stays behind."""
    file.content.save(file.name, ContentFile(raw), save=False)
    try:
        with transaction.atomic():
            file.save()
            record("files.store_file", file, by=by, after={"name": file.name, "purpose": file.purpose})
    except BaseException:
        file.content.delete(save=False)
        raise
    return file
