"""The texts of the interface: English in the code, German in locale/de/LC_MESSAGES/django.po.

messages.py missing [PATH ...]   print the texts below PATH that have no German yet, as a fragment to fill in
messages.py add FRAGMENT.po      take the filled-in fragment over
messages.py check                fail when a text is untranslated, unused, or its placeholders differ
messages.py tidy                 drop what is no longer used, write the file in its order
messages.py compile              write the .mo files that the product reads
"""

import fcntl
import io
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import django
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parent.parent
PRODUCT = ROOT / "quartierswerk"
CATALOGUE = ROOT / "locale" / "de" / "LC_MESSAGES" / "django.po"
KEYWORDS = DEFAULT_KEYWORDS | {
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext_lazy": (1, 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|\{\w*\}")


def main(arguments: list[str]) -> int:
    verb, *rest = arguments or ["help"]
    if verb == "missing":
        return missing([Path(path).resolve() for path in rest] or [PRODUCT])
    if verb == "add":
        return add([Path(path) for path in rest])
    if verb == "check":
        return check()
    if verb == "tidy":
        with locked():
            save(in_use(load()))
        return 0
    if verb == "compile":
        return compile_all()
    print(__doc__)
    return 2


def missing(below: list[Path]) -> int:
    """Print what lacks German below these paths."""
    known, fragment = load(), Catalog(locale="de")
    for message in used(below):
        translated = known.get(message.id, message.context)
        if translated is None or not complete(translated):
            fragment.add(message.id, context=message.context, locations=message.locations)
    write_po(sys.stdout.buffer, fragment, width=0, omit_header=True)
    return 0


def add(fragments: list[Path]) -> int:
    """Merge filled-in fragments; a text that is empty there is left out."""
    with locked():
        known = load()
        for path in fragments:
            for message in read_po(io.BytesIO(path.read_bytes()), locale="de"):
                if message.id and complete(message):
                    known.delete(message.id, message.context)
                    known.add(message.id, message.string, context=message.context)
        save(known)
    return compile_all()


def check() -> int:
    """Tell what is untranslated, unused or has other placeholders than the English text."""
    known, faults = load(), []
    texts = list(used([PRODUCT]))
    for message in texts:
        translated = known.get(message.id, message.context)
        if translated is None or not complete(translated):
            path, line = message.locations[0]
            faults.append(f"{path}:{line}: no German for {message.id!r}")
        elif placeholders(message.id) != placeholders(translated.string):
            faults.append(f"placeholders differ: {message.id!r} / {translated.string!r}")
    keys = {(key(message.id), message.context) for message in texts}
    faults += [
        f"no longer used: {message.id!r}"
        for message in known
        if message.id and (key(message.id), message.context) not in keys
    ]
    print("\n".join(faults) or f"{len(texts)} texts, all in German")
    return 1 if faults else 0


def compile_all() -> int:
    for path in (ROOT / "locale").glob("*/LC_MESSAGES/*.po"):
        with path.open("rb") as po:
            catalogue = read_po(po, locale=path.parent.parent.name)
        with path.with_suffix(".mo").open("wb") as mo:
            write_mo(mo, catalogue)
    return 0


def used(below: list[Path]) -> Iterator[Message]:
    """Yield the texts used in Python and templates below these paths, each once."""
    found = Catalog(locale="de")
    for path in sorted(file for place in below for file in ([place] if place.is_file() else place.rglob("*"))):
        if path.suffix == ".py" and "migrations" not in path.parts:
            source = path.read_bytes()
        elif path.suffix in {".html", ".txt"} and "templates" in path.parts:
            source = plain_calls(templatize(path.read_text(encoding="utf-8"), origin=str(path)))
        else:
            continue
        for line, text, _comments, context in extract("python", io.BytesIO(source), keywords=KEYWORDS):
            found.add(text, context=context, locations=[(str(path.relative_to(ROOT)), line)])
    yield from (message for message in found if message.id)


def plain_calls(templatized: str) -> bytes:
    """Keep only the gettext calls of a templatized template, each on its own line."""
    lines = []
    for line in templatized.splitlines():
        calls = re.findall(r"(?:n?p?gettext|_)\((?:[^()'\"]|u?'(?:\\.|[^'\\])*'|u?\"(?:\\.|[^\"\\])*\")*\)", line)
        lines.append("; ".join(calls))
    return "\n".join(lines).encode()


def in_use(known: Catalog) -> Catalog:
    keys = {(key(message.id), message.context) for message in used([PRODUCT])}
    kept = Catalog(locale="de")
    for message in known:
        if message.id and (key(message.id), message.context) in keys:
            kept.add(message.id, message.string, context=message.context)
    return kept


def load() -> Catalog:
    if not CATALOGUE.exists():
        return Catalog(locale="de")
    with CATALOGUE.open("rb") as file:
        return read_po(file, locale="de")


def save(catalogue: Catalog) -> None:
    """Write the catalogue sorted by text, without dates or places, so that changes stay small."""
    fresh = Catalog(locale="de", project="Quartierswerk", charset="utf-8", fuzzy=False)
    fresh.header_comment = "# The German texts of Quartierswerk."
    for message in sorted((m for m in catalogue if m.id), key=lambda m: (key(m.id), m.context or "")):
        fresh.add(message.id, message.string, context=message.context)
    out = io.BytesIO()
    write_po(out, fresh, width=100, no_location=True)
    stable = re.sub(
        rb'^"(POT-Creation-Date|PO-Revision-Date|Last-Translator|Generated-By).*\n',
        b"",
        out.getvalue(),
        flags=re.M,
    )
    CATALOGUE.parent.mkdir(parents=True, exist_ok=True)
    CATALOGUE.write_bytes(stable)


@contextmanager
def locked() -> Iterator[None]:
    (ROOT / "build").mkdir(exist_ok=True)
    with (ROOT / "build" / "messages.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def key(text: str | tuple[str, ...]) -> str:
    return text if isinstance(text, str) else text[0]


def complete(message: Message) -> bool:
    strings = [message.string] if isinstance(message.string, str) else list(message.string)
    return all(strings) and not message.fuzzy


def placeholders(text: str | tuple[str, ...]) -> set[str]:
    return set(PLACEHOLDER.findall(text if isinstance(text, str) else " ".join(text)))


if __name__ == "__main__":
    settings.configure(USE_I18N=True, TEMPLATES=[])
    django.setup()
    sys.exit(main(sys.argv[1:]))
