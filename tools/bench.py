"""Figures, one line each: what was measured, how long it took, how many queries, and the aim.

    python tools/bench.py            all figures
    python tools/bench.py index      those whose name contains the word

Volume lives here and not in the tests. Everything runs in a folder of its own.
"""

import gzip
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
COMMAND = ROOT / ".venv" / "bin" / "quartierswerk"
REPEATS = 5
GROUND = {"demo", "area import"}
"""What the figures after them need."""


@dataclass
class Figure:
    """One line of the report."""

    name: str
    value: float
    unit: str
    aim: float
    queries: int | None = None

    def __str__(self) -> str:
        kept = "ok  " if self.value <= self.aim else "OVER"
        queries = "" if self.queries is None else f"  {self.queries} queries"
        return f"{kept} {self.name:<58} {self.value:9.2f} {self.unit:<3} (aim ≤ {self.aim:g} {self.unit}){queries}"


def main(words: list[str]) -> int:
    folder = Path(tempfile.mkdtemp(prefix="quartierswerk-bench-"))
    os.environ.update(DATA_DIR=str(folder), DJANGO_SETTINGS_MODULE="quartierswerk.config.settings")
    os.environ.update(STAFF_SECOND_FACTOR="0")
    os.environ.setdefault("DATABASE_URL", f"sqlite:///{folder / 'bench.sqlite3'}")
    over = False
    try:
        for name, measure in MEASURES.items():
            if words and name not in GROUND and not any(word in name for word in words):
                continue
            for figure in measure(folder):
                print(figure, flush=True)
                over = over or figure.value > figure.aim
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return 1 if over else 0


def command_start(folder: Path) -> list[Figure]:
    """Start of any command, here the one that looks at everything."""
    seconds = whole_process([COMMAND, "check"], folder)
    return [Figure("start of a command (check), whole process", seconds, "s", 2)]


def index(folder: Path) -> list[Figure]:
    """An index without uncertainty over as many areas as England has small ones."""
    import numpy as np

    values, spec = folder / "values.csv", folder / "spec.yaml"
    draw = np.random.Generator(np.random.PCG64(1))
    rows = draw.normal(50, 12, (33_755, 7))
    head = "id," + ",".join(f"x{number}" for number in range(7))
    lines = (f"A{number:06d}," + ",".join(f"{value:.4f}" for value in row) for number, row in enumerate(rows))
    values.write_text("\n".join([head, *lines, ""]), encoding="utf-8")
    indicators = "\n".join(f"  - {{id: x{number}, direction: burden}}" for number in range(7))
    children = ", ".join(f"{{id: x{number}, weight: 1}}" for number in range(7))
    spec.write_text(
        f"version: 1\nid: id\nindicators:\n{indicators}\nnormalise: {{method: z}}\n"
        f"aggregate: {{id: all, method: sum, children: [{children}]}}\nrescale: {{method: z}}\n"
        "classes: {method: equal-ranks, k: 10}\n",
        encoding="utf-8",
    )
    call = [COMMAND, "index", spec, "--values", values, "--out", folder / "result.csv"]
    return [Figure("index, 33,755 areas × 7 columns, whole process", whole_process(call, folder), "s", 2)]


def demo(folder: Path) -> list[Figure]:
    """Build the demo city in the process that is measured from here on."""
    import django

    django.setup()
    from django.core.management import call_command

    from quartierswerk.config.management.commands.serve import collect_static
    from quartierswerk.demo.build import build_city

    call_command("prepare_storage")
    collect_static()
    begin = time.perf_counter()
    build_city()
    return [Figure("demo city, built through actions", time.perf_counter() - begin, "s", 8)]


def area_import(folder: Path) -> list[Figure]:
    """Preview and import of 600 polygons by the command's own action."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from quartierswerk.people.models import User
    from quartierswerk.places.actions import import_areas
    from quartierswerk.places.imports import ImportSpec, preview_areas
    from quartierswerk.places.models import Level

    Level.objects.get_or_create(key="grid", defaults={"order": 90, "name": {"de": "Raster", "en": "Grid"}})
    path = folder / "grid.geojson"
    path.write_text(grid(30, 20), encoding="utf-8")
    spec = ImportSpec(level="grid", code="code", name="name")
    admin = User.objects.get(username="admin")
    with CaptureQueriesContext(
        connection,
    ) as queries:
        begin = time.perf_counter()
        preview = preview_areas(path, spec, today=date.today())
        import_areas(preview, by=admin)
        seconds = time.perf_counter() - begin
    return [Figure("import of 600 polygons, read, checked and written", seconds, "s", 5, len(queries))]


def pages(folder: Path) -> list[Figure]:
    """Lists and maps of 600 areas, and the index map of the demo city, by the test client."""
    from django.conf import settings
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from quartierswerk.monitoring.models import IndexRun
    from quartierswerk.people.models import User

    settings.ALLOWED_HOSTS = ["testserver"]
    client = Client()
    client.force_login(User.objects.get(username="sozialplanung"), "django.contrib.auth.backends.ModelBackend")
    run = IndexRun.objects.first()
    addresses = {
        "list and map of 600 areas": "/arbeit/gebiete/ebene/grid/",
        "list and map of the 40 quarters": "/arbeit/gebiete/ebene/quarter/",
        "map and list of an index": f"/arbeit/monitoring/ergebnisse/{run.public_id}/" if run else "",
        "public start page": "/",
        "public list of places": "/orte/",
    }
    figures = []
    for name, address in addresses.items():
        if not address:
            continue
        for _warm in range(2):
            answer = client.get(address)
        assert answer.status_code == 200, f"{address}: {answer.status_code}"
        with CaptureQueriesContext(connection) as queries:
            client.get(address)
        count = len(queries)
        seconds = best(lambda address=address: client.get(address))
        figures.append(Figure(name, seconds * 1000, "ms", 80, count))
    return figures


def papers(folder: Path) -> list[Figure]:
    """The paper of an index run as PDF/UA."""
    from django.test import Client

    from quartierswerk.monitoring.models import IndexRun
    from quartierswerk.people.models import User

    client = Client()
    client.force_login(User.objects.get(username="sozialplanung"), "django.contrib.auth.backends.ModelBackend")
    run = IndexRun.objects.first()
    if run is None:
        return []
    page = client.get(f"/arbeit/monitoring/ergebnisse/{run.public_id}/").content.decode()
    found = re.search(r'href="([^"]+\.pdf)"', page)
    assert found, "the page of an index offers no PDF"
    address = found.group(1)
    client.get(address)
    return [Figure("paper of an index as PDF/UA", best(lambda: client.get(address)), "s", 1)]


def weight(folder: Path) -> list[Figure]:
    """What a first visit to the start page sends, compressed, and what a later page adds."""
    import brotli
    from django.conf import settings
    from django.contrib.staticfiles import finders
    from django.test import Client

    def compressed(content: bytes) -> float:
        return len(brotli.compress(content, quality=11)) / 1000

    settings.ALLOWED_HOSTS = ["testserver"]
    client = Client()
    page = client.get("/").content
    parts = {"style": 0.0, "fonts": 0.0, "script": 0.0}
    kinds = {".css": "style", ".woff2": "fonts", ".js": "script"}
    sent_files = rb'(?:href|src|data-htmx)="/static/([^"]+)"' if b" hx-" in page else rb'(?:href|src)="/static/([^"]+)"'
    for name in sorted(set(re.findall(sent_files, page))):
        plain = re.sub(r"\.[0-9a-f]{12}(?=\.)", "", name.decode())
        path, kind = finders.find(plain), kinds.get(Path(plain).suffix)
        if path and kind:
            content = Path(path).read_bytes()
            parts[kind] += len(content) / 1000 if kind == "fonts" else compressed(content)
    aims = {"style": 25, "fonts": 46, "script": 16}
    figures = [Figure(f"first visit: {kind}", size, "kB", aims[kind]) for kind, size in parts.items()]
    sent = len(gzip.compress(page, 6)) / 1000  # pages are compressed as they are made, files beforehand
    later = len(gzip.compress(client.get("/orte/").content, 6)) / 1000
    figures.append(Figure("first visit: page", sent, "kB", 13))
    figures.append(Figure("first visit: everything", sent + sum(parts.values()), "kB", 100))
    figures.append(Figure("later page: list of places", later, "kB", 30))
    return figures


MEASURES: dict[str, Callable[[Path], list[Figure]]] = {
    "command start": command_start,
    "index": index,
    "demo": demo,
    "area import": area_import,
    "pages": pages,
    "papers": papers,
    "weight": weight,
}


def whole_process(call: list[Any], folder: Path) -> float:
    """Return the best of some runs of a whole process, in seconds."""
    return best(
        lambda: subprocess.run([str(part) for part in call], cwd=folder, check=True, stdout=subprocess.DEVNULL),
        repeats=3,
    )


def best(act: Callable[[], object], repeats: int = REPEATS) -> float:
    """Return the shortest of some runs, in seconds: what the work takes when nothing else is going on."""
    taken = []
    for _run in range(repeats):
        begin = time.perf_counter()
        act()
        taken.append(time.perf_counter() - begin)
    return min(taken)


def grid(columns: int, rows: int) -> str:
    """Return squares that touch each other, somewhere in the south-west, as GeoJSON."""
    import json

    size = 0.002
    features = []
    for row in range(rows):
        for column in range(columns):
            west, south = 9.0 + column * size, 48.6 + row * size
            ring = [
                [west, south],
                [west + size, south],
                [west + size, south + size],
                [west, south + size],
                [west, south],
            ]
            code = f"{row:02d}{column:02d}"
            features.append(
                {
                    "type": "Feature",
                    "properties": {"code": code, "name": f"Feld {code}"},
                    "geometry": {"type": "Polygon", "coordinates": [ring]},
                }
            )
    return json.dumps({"type": "FeatureCollection", "features": features})


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
