"""The command ``quartierswerk index``: a specification and a table in, scores and their uncertainty out."""

import argparse
import re
import sys
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

from quartierswerk.compute.errors import SpecError, notice
from quartierswerk.compute.index_words import MISTAKES, WORDS
from quartierswerk.compute.sentences import LANGUAGES, sentence

DONE, REFUSED, WRONG_USAGE, INTERRUPTED = 0, 1, 2, 130


@dataclass(frozen=True)
class Order:
    """What the command line asks for."""

    spec: Path
    values: Path
    out: Path
    uncertainty_out: Path | None
    lang: str


class _InFile(Exception):
    """A refusal while reading a file; its sentence begins with the file's name."""

    def __init__(self, name: str, refused: SpecError) -> None:
        self.name = name
        self.refused = refused
        super().__init__(name)


def main(argv: Sequence[str], lang: str = "de") -> int:
    """Run ``quartierswerk index`` and return the exit status: 0 done, 1 refused, 2 wrong usage."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    lang = _language(argv, lang)
    try:
        order = _order(argv, lang)
    except SystemExit as end:
        return int(end.code or 0)
    try:
        _run(order)
    except _InFile as broken:
        print(f"{broken.name}: {sentence(broken.refused, order.lang)}", file=sys.stderr)
    except SpecError as refused:
        print(sentence(refused, order.lang), file=sys.stderr)
    except KeyboardInterrupt:
        return INTERRUPTED
    except MemoryError:
        print(sentence(SpecError("memory"), order.lang), file=sys.stderr)
    else:
        return DONE
    return REFUSED


def _run(order: Order) -> None:
    _refuse_same_files(order)
    spec_text = _read(order.spec)
    # numpy is loaded only after the command line and the file are known to be there.
    from quartierswerk.compute.csv_reading import decode, read_values
    from quartierswerk.compute.index import compute_index
    from quartierswerk.compute.reading import read_spec
    from quartierswerk.compute.uncertainty import uncertainty
    from quartierswerk.compute.writing import csv_text, result_files, uncertainty_rows, write_files

    try:
        spec = read_spec(decode(spec_text))
    except SpecError as refused:
        raise _InFile(order.spec.name, refused) from None
    if order.uncertainty_out is not None and spec.uncertainty is None:
        raise SpecError("uncertainty-missing")
    values = _read(order.values)
    try:
        table = read_values(values, spec.id)
    except SpecError as refused:
        raise _InFile(order.values.name, refused) from None
    result = compute_index(spec, table)
    asked = order.uncertainty_out is not None
    more = (notice("uncertainty-not-asked"),) if spec.uncertainty is not None and not asked else ()
    texts = result_files(spec, result, order.out, more)
    if order.uncertainty_out is not None:
        texts[order.uncertainty_out] = csv_text(uncertainty_rows(uncertainty(spec, table, result)))
    write_files(texts)
    words = WORDS[order.lang]
    for remark in (*result.warnings, *more):
        print(words["warning"] % {"sentence": sentence(remark, order.lang)}, file=sys.stderr)
    with suppress(OSError):  # nobody listens any more, but the files are written
        print(words["done"] % {"used": len(result.used), "excluded": len(result.excluded), "file": order.out.name})


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        raise SpecError("file-missing", file=path.name) from None
    except IsADirectoryError:
        raise SpecError("file-is-folder", file=path.name) from None
    except (OSError, ValueError):
        raise SpecError("file-not-readable", file=path.name) from None


def _refuse_same_files(order: Order) -> None:
    """Nothing is written over an input or over another result."""
    record = order.out.with_name(order.out.name + ".json")
    seen: set[Path] = set()
    for path in (order.spec, order.values, order.out, record, order.uncertainty_out):
        if path is None:
            continue
        if _resolved(path) in seen:
            raise SpecError("file-same", file=path.name)
        seen.add(_resolved(path))


def _language(argv: Sequence[str], lang: str) -> str:
    """The language asked for, found before anything else so that mistakes are told in it, too."""
    for place, word in enumerate(argv):
        if word == "--lang" and place + 1 < len(argv):
            lang = argv[place + 1]
        elif word.startswith("--lang="):
            lang = word.removeprefix("--lang=")
    return lang if lang in LANGUAGES else "de"


class _Parser(argparse.ArgumentParser):
    """An argument parser that says its few sentences in the language of the user."""

    lang = "de"

    def error(self, message: str) -> NoReturn:
        words = WORDS[self.lang]
        for pattern, sentences in MISTAKES.items():
            if found := re.fullmatch(pattern, message, re.DOTALL):
                message = sentences[self.lang] % found.groupdict()
                break
        self.print_usage(sys.stderr)
        print(words["wrong"] % {"message": message}, file=sys.stderr)
        raise SystemExit(WRONG_USAGE)

    def format_usage(self) -> str:
        return super().format_usage().replace("usage: ", WORDS[self.lang]["usage"], 1)

    def format_help(self) -> str:
        words = WORDS[self.lang]
        text = super().format_help().replace("usage: ", words["usage"], 1)
        text = text.replace("positional arguments:", words["positional"], 1)
        return text.replace("options:", words["options"], 1)


def _order(argv: Sequence[str], lang: str) -> Order:
    words = WORDS[lang]
    parser = _Parser(
        prog="quartierswerk index", description=words["about"], epilog=words["more"], add_help=False, allow_abbrev=False
    )
    parser.lang = lang
    parser.add_argument("spec", metavar="SPEC.yaml", help=words["spec"])
    parser.add_argument("--values", metavar="FILE.csv", required=True, help=words["values"])
    parser.add_argument("--out", metavar="RESULT.csv", required=True, help=words["out"])
    parser.add_argument("--uncertainty-out", metavar="FILE.csv", help=words["uncertainty-out"])
    parser.add_argument("--lang", choices=LANGUAGES, default=lang, help=words["lang"])
    parser.add_argument("-h", "--help", action="help", help=words["help"])
    given = parser.parse_args(list(argv))
    for name in ("spec", "values", "out", "uncertainty_out"):
        path = getattr(given, name)
        if path is not None and (not path or "\0" in path or path.endswith("/")):
            parser.error(words["no-file"] % {"argument": name.replace("_", "-")})
    return Order(
        spec=Path(given.spec),
        values=Path(given.values),
        out=_resolved(Path(given.out)),
        uncertainty_out=None if given.uncertainty_out is None else _resolved(Path(given.uncertainty_out)),
        lang=given.lang,
    )


def _resolved(path: Path) -> Path:
    """The file behind links, so that a result replaces the file and not the link."""
    try:
        return path.resolve()
    except (OSError, RuntimeError):
        return path
