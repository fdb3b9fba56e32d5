"""Reads of the history: always of one thing."""

from django.contrib.contenttypes.models import ContentType
from django.db.models import Model, QuerySet

from quartierswerk.history.models import Entry


def entries_of(thing: Model) -> QuerySet[Entry]:
    """All that happened to ``thing``, newest first, with the people loaded."""
    return Entry.objects.filter(thing_type=ContentType.objects.get_for_model(thing), thing_id=thing.pk).select_related(
        "by", "on_behalf_of"
    )
