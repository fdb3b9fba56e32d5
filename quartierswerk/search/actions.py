"""Writes of the index, called by the actions of the apps that own the things."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import Model

from quartierswerk.kernel.texts import Texts
from quartierswerk.search.models import IndexedText
from quartierswerk.search.rules import folded_words, plain, without_language

LONGEST_TITLE = 300
LONGEST_TEXT = 20_000

Text = str | Mapping[str, str]


def put(thing: Model, *, kind: str, title: Any, text: Text | Iterable[Text], url: str, audience: str = "") -> None:
    """Make ``thing`` findable, or bring its line up to date (one statement).

    ``title`` is a text or a text by language (``kernel.texts.Texts``), ``text`` one of these or several. A reader
    finds the words of all languages and is shown their own. ``kind`` groups the results and is what a search can
    be narrowed to; ``url`` begins with a slash and may be in any language. ``audience`` is "" for everybody or the
    permission that a reader needs; a thing may have a line for each.
    """
    names = _by_language([title], LONGEST_TITLE)
    bodies = _by_language([text] if isinstance(text, (str, Mapping)) else text, LONGEST_TEXT)
    IndexedText.objects.bulk_create(
        [
            IndexedText(
                thing_label=thing._meta.label_lower,
                thing_id=thing.pk,
                audience=audience,
                kind=kind,
                title=names,
                text=bodies,
                url=without_language(url),
                title_words=folded_words(names.values()),
                words=folded_words([*names.values(), *bodies.values()]),
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


def _by_language(texts: Iterable[Any], longest: int) -> Texts:
    """Join texts by their language; "" holds what belongs to none."""
    joined: dict[str, list[str]] = {}
    for text in texts:
        for language, words in (text if isinstance(text, Mapping) else {"": text}).items():
            if clean := plain(str(words)).strip():
                joined.setdefault(language, []).append(clean)
    return Texts({language: "\n".join(parts)[:longest] for language, parts in joined.items()})
