"""Writes of the index, called by the actions of the apps that own the things."""

from django.db.models import Model

from quartierswerk.search.models import IndexedText
from quartierswerk.search.rules import folded_words, plain

LONGEST_TEXT = 20_000


def put(thing: Model, *, kind: str, title: object, text: object, url: str, audience: str = "") -> None:
    """Make ``thing`` findable, or bring its line up to date (one statement).

    ``kind`` groups the results and is what a search can be narrowed to; ``url`` begins with a slash. ``audience``
    is "" for everybody or the permission that a reader needs; a thing may have a line for each.
    """
    name, body = plain(str(title)).strip(), plain(str(text)).strip()[:LONGEST_TEXT]
    IndexedText.objects.bulk_create(
        [
            IndexedText(
                thing_label=thing._meta.label_lower,
                thing_id=thing.pk,
                audience=audience,
                kind=kind,
                title=name[:300],
                text=body,
                url=url,
                title_words=folded_words([name]),
                words=folded_words([name, body]),
            )
        ],
        update_conflicts=True,
        unique_fields=["thing_label", "thing_id", "audience"],
        update_fields=["kind", "title", "text", "url", "title_words", "words"],
    )


def remove(thing: Model, *, audience: str | None = None) -> None:
    """Take ``thing`` out of the index: for one audience, or altogether."""
    lines = IndexedText.objects.filter(thing_label=thing._meta.label_lower, thing_id=thing.pk)
    (lines if audience is None else lines.filter(audience=audience)).delete()
