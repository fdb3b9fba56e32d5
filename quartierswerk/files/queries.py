"""Reads of files."""

from django.db.models import QuerySet

from quartierswerk.files.models import File


def files_in_use() -> QuerySet[File]:
    """All files that are not in the archive; whether somebody may have one, its permission says."""
    return File.objects.filter(archived_at=None)
