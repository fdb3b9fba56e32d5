"""Writing results: CSV for programs, a record beside it, all files or none.

The same specification, values, seed, program version and processor family give the same bytes: rows and columns stand
in the order of ids, numbers are written with %.15g, and no time, path or language of the user enters a file.
"""

import csv
import errno
import io
import json
import os
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import numpy as np

from quartierswerk import __version__
from quartierswerk.compute.arrays import Floats
from quartierswerk.compute.errors import Notice, SpecError
from quartierswerk.compute.index import Result
from quartierswerk.compute.sentences import sentence
from quartierswerk.compute.spec import Spec
from quartierswerk.compute.uncertainty import Uncertainty

HEADER = ("id", "excluded", "reason", "score", "rank", "class", "constant")


def number_text(number: float) -> str:
    """A number as it is written into files: 15 significant digits, a point, no negative zero."""
    return f"{number + 0.0:.15g}"


def result_rows(result: Result) -> Iterator[list[str]]:
    """The rows of RESULT.csv, header first; excluded areas have a reason and nothing else."""
    parts = [] if result.contributions is None else [_texts(part) for part in result.contributions.values()]
    constant = "" if result.constant is None else number_text(result.constant)
    nothing = [""] * len(result.columns)
    scores, ranks = _texts(result.scores), result.ranks.tolist()
    yield [*HEADER, *(f"contribution__{name}" for name in result.columns)]
    place = 0
    for name in result.ids:
        if name in result.excluded:
            yield [name, "true", result.excluded[name], "", "", "", "", *nothing]
            continue
        shares = [column[place] for column in parts] or nothing
        yield [name, "false", "", scores[place], str(ranks[place]), result.label(place), constant, *shares]
        place += 1


def uncertainty_rows(found: Uncertainty) -> Iterator[list[str]]:
    """The rows of the uncertainty file, header first."""
    shares = [] if found.class_shares is None else [_texts(column) for column in found.class_shares.T]
    same = [""] * len(found.ids) if found.same_class is None else _texts(found.same_class)
    ranks = [column.tolist() for column in found.ranks.values()]
    yield [
        "id",
        *(f"rank_p{percent:02d}" for percent in found.ranks),
        *(f"class_share__{label}" for label in found.labels),
        "same_class_share",
    ]
    for place, name in enumerate(found.ids):
        yield [
            name,
            *(str(column[place]) for column in ranks),
            *(column[place] for column in shares),
            same[place],
        ]


def csv_text(rows: Iterator[list[str]]) -> str:
    """Rows as CSV: comma, quotes where needed, lines end with a line feed."""
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator="\n").writerows(rows)
    return out.getvalue()


def record_text(spec: Spec, result: Result, more: tuple[Notice, ...] = ()) -> str:
    """RESULT.csv.json: what was computed with what, and every value that was treated, filled in or left out."""
    plan = spec.uncertainty
    parts = {
        "spec": _json(spec.given),
        "versions": _json({"numpy": np.__version__, "quartierswerk": __version__, "specification": 1}),
        "seed": _json(None if plan is None else plan.seed),
        "counts": _json({"areas": len(result.ids), "used": len(result.used), "excluded": len(result.excluded)}),
        "warnings": _json_list(_json(sentence(remark, "en")) for remark in (*result.warnings, *more)),
        "treated": _json_list(_treated(result)),
        "imputed": _json_list(_imputed(result)),
        "excluded": _json_list(_json({"id": name, "reason": why}) for name, why in result.excluded.items()),
    }
    return "{\n" + ",\n".join(f"{_json(key)}: {value}" for key, value in parts.items()) + "\n}\n"


def write_result(spec: Spec, result: Result, path: Path, more: tuple[Notice, ...] = ()) -> None:
    """Write RESULT.csv and its record RESULT.csv.json, both or none."""
    write_files(result_files(spec, result, path, more))


def result_files(spec: Spec, result: Result, path: Path, more: tuple[Notice, ...] = ()) -> dict[Path, str]:
    """The texts of RESULT.csv and of its record by path."""
    return {
        path: csv_text(result_rows(result)),
        path.with_name(path.name + ".json"): record_text(spec, result, more),
    }


def write_files(texts: Mapping[Path, str]) -> None:
    """Write all files or none: first beside their places, then moved there."""
    waiting: dict[Path, Path] = {}
    try:
        for path, text in texts.items():
            waiting[path] = _write_beside(path, text)
        for path, beside in waiting.items():
            os.replace(beside, path)
    except OSError as refused:
        code = "file-folder-missing" if refused.errno in {errno.ENOENT, errno.ENOTDIR} else "file-not-written"
        raise SpecError(code, file=path.name) from None
    finally:
        for beside in waiting.values():
            beside.unlink(missing_ok=True)


def _write_beside(path: Path, text: str) -> Path:
    if path.exists() and not path.is_file():
        raise SpecError("file-not-plain", file=path.name)
    number, name = tempfile.mkstemp(prefix=f".{path.name[:60]}.", dir=path.parent)
    beside = Path(name)
    try:
        with os.fdopen(number, "w", encoding="utf-8", newline="") as file:
            file.write(text)
        mask = os.umask(0)
        os.umask(mask)
        beside.chmod(path.stat().st_mode & 0o777 if path.exists() else 0o666 & ~mask)
    except OSError:
        beside.unlink(missing_ok=True)
        raise
    return beside


def _texts(numbers: Floats) -> list[str]:
    """Many numbers as they are written, see ``number_text``."""
    return [f"{number:.15g}" for number in (numbers + 0.0).tolist()]


def _treated(result: Result) -> Iterator[str]:
    if not result.treated:
        return
    ids = {name: _json(name) for name in result.used}
    indicators = {name: _json(name) for name in result.columns}
    for one in result.treated:
        yield (
            f'{{"id": {ids[one.id]}, "indicator": {indicators[one.indicator]}, "from": {one.before + 0.0:.15g},'
            f' "to": {one.after + 0.0:.15g}, "how": "{one.how}"}}'
        )


def _imputed(result: Result) -> Iterator[str]:
    for one in result.imputed:
        names = f'"id": {_json(one.id)}, "indicator": {_json(one.indicator)}'
        yield f'{{{names}, "value": {number_text(one.value)}}}'


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, allow_nan=False)


def _json_list(entries: Iterable[str]) -> str:
    """A list with one entry per line, so that people can read and compare the record."""
    lines = ",\n  ".join(entries)
    return f"[\n  {lines}\n]" if lines else "[]"
