"""Who may store and put away files. What a download asks is the owning app's permission."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from quartierswerk.files.models import File
from quartierswerk.kernel.permits import permit


def is_signed_in(user: Any, _thing: Any) -> bool:
    return bool(user.is_authenticated)


def has_stored_it(user: Any, file: File | None) -> bool:
    return bool(user.is_authenticated) and (file is None or file.stored_by_id == user.pk)


def is_not_archived(_user: Any, file: File | None) -> bool:
    return file is None or file.archived_at is None


permit(
    "files.store_file",
    (is_signed_in, _("Please sign in first.")),
    label=_("Upload a file"),
)
permit(
    "files.archive_file",
    (has_stored_it, _("Only the person who uploaded a file can put it into the archive.")),
    (is_not_archived, _("The file is in the archive already.")),
    label=_("Put a file into the archive"),
)
