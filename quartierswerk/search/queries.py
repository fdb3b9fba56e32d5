"""Reads of the index: one function finds, the same way on both databases."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db.models import Case, IntegerField, Q, QuerySet, Value, When
from django.utils.translation import get_language

from quartierswerk.kernel.permits import may, permits
from quartierswerk.kernel.texts import Texts
from quartierswerk.search.models import IndexedText
from quartierswerk.search.rules import (
    SHORT,
    Term,
    folded,
    forms_of,
    nearest,
    terms_of,
    weight_of,
    words_in,
)

MOST_LOOKED_AT = 500
MOST_READ_FOR_SPELLING = 20_000
EXCERPT = 180


@dataclass(frozen=True)
class Found:
    """One thing that was found."""

    kind: str
    kind_name: str
    title: str
    excerpt: str
    url: str
    weight: int


@dataclass(frozen=True)
class Findings:
    """The answer to one search.

    ``corrected`` tells which typed word was read as which; ``unknown`` lists the words that occur nowhere and were
    left out, ``suggestions`` words that are a little like them; ``only_some`` is true when nothing holds all the
    words, so that texts with some of them are shown.
    """

    found: list[Found]
    total: int = 0
    corrected: dict[str, str] = field(default_factory=dict)
    unknown: list[str] = field(default_factory=list)
    suggestions: list[str] = field(default_factory=list)
    only_some: bool = False

    @property
    def is_cut(self) -> bool:
        """Whether there may be more than were looked at."""
        return self.total >= MOST_LOOKED_AT


@dataclass(frozen=True)
class Reading:
    """How the words of a query were read."""

    terms: list[Term]
    corrected: dict[str, str] = field(default_factory=dict)
    unknown: list[str] = field(default_factory=list)
    suggestions: list[str] = field(default_factory=list)


def audiences_of(user: Any) -> set[str]:
    """The audiences of the index that ``user`` belongs to."""
    known = {permit.name for permit in permits()}
    used = IndexedText.objects.exclude(audience="").values_list("audience", flat=True).distinct()
    return {""} | {name for name in used if name in known and may(user, name)}


def find_texts(
    query: str, *, audiences: Collection[str], kinds: Collection[str] | None = None, limit: int = 20
) -> Findings:
    """Find what ``query`` asks for, best first, among the lines that ``audiences`` may see.

    ß is ss, ä is ae and a, upper and lower case are the same; a word also finds its other endings, longer words
    that begin with it and compounds that hold it. A word that occurs nowhere is read as the one it was probably
    meant to be. All words have to occur; if nothing holds all of them, what holds some is found.
    """
    lines = IndexedText.objects.filter(audience__in=list(audiences))
    if kinds is not None:
        lines = lines.filter(kind__in=list(kinds))
    terms = terms_of(query)
    if not terms:
        return Findings([])
    matching = lines.filter(_all_of(terms))
    reading = Reading(terms)
    only_some = False
    if not matching.exists():
        reading = _read_anew(terms, lines)
        if not reading.terms:
            return Findings([], unknown=reading.unknown, suggestions=reading.suggestions)
        matching = lines.filter(_all_of(reading.terms))
        if not matching.exists():
            matching, only_some = lines.filter(_any_of(reading.terms)), True
    ranked = _ranked(matching, reading.terms)
    found = [_as_found(line, reading.terms, weight) for weight, line in ranked[:limit]]
    return Findings(found, len(ranked), reading.corrected, reading.unknown, reading.suggestions, only_some)


def kind_name(line: IndexedText) -> str:
    """The name of the kind of thing in the reader's language."""
    try:
        name = str(apps.get_model(line.thing_label)._meta.verbose_name_plural)
    except LookupError:
        name = line.kind
    return name[:1].upper() + name[1:]


def _ranked(matching: "QuerySet[IndexedText]", terms: Sequence[Term]) -> list[tuple[int, IndexedText]]:
    """Weigh the matching lines; of each thing only the best line stays, the guarded one if both fit alike."""
    title = Q(*(_contains("title_words", term) for term in terms), _connector=Q.OR)
    candidates = matching.annotate(
        in_title=Case(When(title, then=Value(0)), default=Value(1), output_field=IntegerField())
    ).order_by("in_title", "id")[:MOST_LOOKED_AT]
    weighed = [(sum(weight_of(term, line.title_words, line.words) for term in terms), line) for line in candidates]
    weighed.sort(key=lambda pair: (-pair[0], not pair[1].audience, pair[1].pk))
    best: dict[tuple[str, int], tuple[int, IndexedText]] = {}
    for weight, line in weighed:
        best.setdefault((line.thing_label, line.thing_id), (weight, line))
    return sorted(best.values(), key=lambda pair: (-pair[0], len(str(pair[1])), str(pair[1]), pair[1].pk))


def _read_anew(terms: Sequence[Term], lines: "QuerySet[IndexedText]") -> Reading:
    """Read each term that occurs nowhere as the nearest words that do occur for this reader."""
    missing = [term for term in terms if not lines.filter(_contains("words", term)).exists()]
    vocabulary = _vocabulary(lines) if missing else {}
    reading = Reading([])
    for term in terms:
        if term not in missing:
            reading.terms.append(term)
        elif near := nearest(term.typed, vocabulary):
            reading.terms.append(Term(term.typed, forms_of(near[0]) + tuple(near[1:])))
            reading.corrected[term.typed] = vocabulary[near[0]]
        else:
            reading.unknown.append(term.typed)
            reading.suggestions.extend(vocabulary[word] for word in nearest(term.typed, vocabulary, further=1))
    return reading


def _vocabulary(lines: "QuerySet[IndexedText]") -> dict[str, str]:
    """Map the folded words of these lines to how they are written there; only read when a word is not found."""
    written: set[str] = set()
    for title, text in lines.order_by("id").values_list("title", "text")[:MOST_READ_FOR_SPELLING].iterator():
        written.update(word for part in (*title.values(), *text.values()) for word in words_in(part))
    vocabulary: dict[str, str] = {}
    for word in sorted(written):
        for spelling in folded(word):
            vocabulary.setdefault(spelling, word)
    return vocabulary


def _all_of(terms: Sequence[Term]) -> Q:
    return Q(*(_contains("words", term) for term in terms))


def _any_of(terms: Sequence[Term]) -> Q:
    return Q(*(_contains("words", term) for term in terms), _connector=Q.OR)


def _contains(column: str, term: Term) -> Q:
    """The condition that one of the term's forms occurs; short ones only at the beginning of a word."""
    parts = [form if len(form) >= SHORT else f" {form}" for form in term.forms]
    return Q(*((f"{column}__contains", part) for part in parts), _connector=Q.OR)


def _as_found(line: IndexedText, terms: Sequence[Term], weight: int) -> Found:
    own = {language: text for language, text in line.text.items() if language}
    shown = " ".join(part for part in (line.text.get("", ""), str(Texts(own))) if part)
    return Found(line.kind, kind_name(line), str(line.title), _excerpt(shown, terms), _in_language(line.url), weight)


def _in_language(url: str) -> str:
    """Return the address of a page as the reader of another language has it."""
    language = get_language() or settings.LANGUAGE_CODE
    return url if language == settings.LANGUAGE_CODE else f"/{language}{url}"


def _excerpt(text: str, terms: Sequence[Term]) -> str:
    """Return the part of the text around the first word that was looked for, else its beginning."""
    text = " ".join(text.split())
    if len(text) <= EXCERPT:
        return text
    forms = [form for term in terms for form in term.forms]
    hit = next(
        (word for word in words_in(text) if any(form in spelling for form in forms for spelling in folded(word))), ""
    )
    place = text.find(hit)
    start = 0 if place < EXCERPT // 2 else text.rfind(" ", 0, place - EXCERPT // 3) + 1
    end = len(text) if start + EXCERPT >= len(text) else text.rfind(" ", start, start + EXCERPT)
    end = end if end > start else start + EXCERPT
    return f"{'… ' if start else ''}{text[start:end]}{' …' if end < len(text) else ''}"
