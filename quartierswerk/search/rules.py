"""How words are made comparable: spelling folded, endings forgiven, small typing errors measured.

Both databases only look for parts of these folded words, so that the same query finds the same things on both.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

LONGEST_QUERY = 200
MOST_TERMS = 8
MOST_WORDS = 4000
SHORT = 4
"""A term with fewer letters is only looked for at the beginning of words."""

_WORD = re.compile(r"[^\W_]+")
_LONG_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ø": "oe", "æ": "ae", "å": "aa"})
_OTHER_LETTERS = str.maketrans({"ø": "o", "æ": "ae", "ł": "l", "đ": "d", "ı": "i", "œ": "oe"})
_ENDINGS = ("ern", "em", "en", "er", "es", "e", "n", "s")
_EMPTY_TEXT = """
der die das den dem des ein eine einen einem einer eines und oder in im an am auf aus bei mit nach von vom zu zum zur
für fuer fur über ueber uber ist sind wie was wo the a of and or in on at for to with is are
"""
_EMPTY_WORDS = frozenset(_EMPTY_TEXT.split())


@dataclass(frozen=True)
class Term:
    """One word of a query: as typed, and the folded forms that count as the same word, best first."""

    typed: str
    forms: tuple[str, ...]


def plain(text: str) -> str:
    """Return ``text`` without signs that no storage takes (NUL, halves of characters)."""
    return text.replace("\x00", " ").encode("utf-8", "ignore").decode("utf-8")


def without_language(url: str) -> str:
    """Return the address of a page without the language at its beginning."""
    return re.sub(r"^/[a-z]{2}(?:-[a-z]{2,4})?(?=/)", "", url)


def folded(word: str) -> tuple[str, ...]:
    """Return the spellings of a word that are equal to it: ß is ss, ä is ae and also a."""
    lowered = unicodedata.normalize("NFC", word).casefold()
    with_e = _without_marks(lowered.translate(_LONG_UMLAUTS).translate(_OTHER_LETTERS))
    bare = _without_marks(lowered.translate(_OTHER_LETTERS))
    return (with_e,) if with_e == bare else (with_e, bare)


def words_in(text: str) -> list[str]:
    """List the words of ``text`` in order, as they are written."""
    return _WORD.findall(unicodedata.normalize("NFC", plain(text)))


def folded_words(texts: Iterable[str]) -> str:
    """Return all different folded words of ``texts`` in one line, with a space before and after each."""
    found: dict[str, None] = {}
    for text in texts:
        for word in words_in(text):
            found.update(dict.fromkeys(folded(word)))
            if len(found) >= MOST_WORDS:
                break
    return f" {' '.join(found)} " if found else ""


def terms_of(query: str) -> list[Term]:
    """List what a query asks for: at most eight words, without those that say nothing."""
    typed = list(dict.fromkeys(words_in(query[:LONGEST_QUERY])))
    telling = [
        word for word in typed if word.casefold() not in _EMPTY_WORDS and (len(word) > 1 or word.isdigit())
    ] or typed
    return [Term(word, forms_of(word)) for word in telling[:MOST_TERMS]]


def forms_of(word: str) -> tuple[str, ...]:
    """Return the folded spellings of a word of a query and their stems."""
    spellings = folded(word)
    return tuple(dict.fromkeys([*spellings, *(stem_of(spelling) for spelling in spellings)]))


def stem_of(word: str) -> str:
    """Return a folded word without its German ending, if at least four letters remain."""
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= SHORT and word.isalpha():
            return word[: -len(ending)]
    return word


def weight_of(term: Term, title_words: str, words: str) -> int:
    """Say how well a text answers one term: whole word, then beginning, then part; the title before the text."""
    return max(_fit(term, title_words, (100, 70, 50)), _fit(term, words, (40, 25, 12)))


def most_errors(word: str) -> int:
    """How many typing errors are forgiven in a word of this length."""
    return 0 if len(word) < SHORT else 1 if len(word) < 6 else 2


def errors_between(typed: str, meant: str, most: int) -> int:
    """Count the wrong, missing, added and swapped letters between two words; more than ``most`` gives most + 1.

    Optimal string alignment distance (Damerau 1964, restricted: no letter is edited twice).
    """
    if abs(len(typed) - len(meant)) > most or len(set(typed) - set(meant)) > most:
        return most + 1
    before: list[int] = []
    last = list(range(len(meant) + 1))
    for row, letter in enumerate(typed, 1):
        now = [row]
        for column, other in enumerate(meant, 1):
            cost = min(last[column] + 1, now[column - 1] + 1, last[column - 1] + (letter != other))
            if row > 1 and column > 1 and letter == meant[column - 2] and typed[row - 2] == other:
                cost = min(cost, before[column - 2] + 1)
            now.append(cost)
        if min(now) > most:
            return most + 1
        before, last = last, now
    return min(last[-1], most + 1)


def nearest(typed: str, vocabulary: Iterable[str], *, count: int = 3, further: int = 0) -> list[str]:
    """List the folded words that ``typed`` may have been meant to be, the likeliest first.

    ``further`` allows that many errors more, for words that are only proposed.
    """
    found: dict[str, int] = {}
    for spelling in folded(typed):
        most = most_errors(spelling) + further
        for word in vocabulary:
            errors = errors_between(spelling, word, most)
            if errors > most and len(word) > len(spelling) >= 6:
                in_part = min(errors_between(spelling, part, 1) for part in _ends_of(word, len(spelling)))
                errors = in_part + 1 if in_part <= 1 else errors
            if errors <= most:
                found[word] = min(errors, found.get(word, errors))
    return sorted(found, key=lambda word: (found[word], word[:1] != typed[:1].casefold(), len(word), word))[:count]


def _ends_of(word: str, length: int) -> Iterable[str]:
    """Give the beginnings and ends of a compound that are about as long as the typed word."""
    for part in (length - 1, length, length + 1):
        yield word[:part]
        yield word[-part:]


def _fit(term: Term, words: str, weights: tuple[int, int, int]) -> int:
    whole, beginning, part = weights
    best = 0
    for place, form in enumerate(term.forms):
        later = 5 * min(place, 2)  # the stem fits a little less than what was typed
        if f" {form} " in words:
            best = max(best, whole - later)
        elif f" {form}" in words:
            best = max(best, beginning - later)
        elif len(form) >= SHORT and form in words:
            best = max(best, part - later)
    return best


def _without_marks(text: str) -> str:
    return "".join(sign for sign in unicodedata.normalize("NFKD", text) if not unicodedata.combining(sign))
