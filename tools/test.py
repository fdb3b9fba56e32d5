"""Run all tests: on SQLite, on PostgreSQL where a server is reachable, and the journeys where a Chromium is found.

What is left out is said loudly; with REQUIRE_ALL=1 (as in .ci/run) it is a failure. Arguments narrow the tests,
for example ``make test TESTS=tests/places`` (then only on SQLite).
TEST_DATABASE_URL names another PostgreSQL server, CHROMIUM another browser.
"""

import os
import re
import shutil
import subprocess
import sys
import time
import xml.etree.ElementTree as ET
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BUILD = ROOT / "build"
SERVERS = ["postgres://postgres@127.0.0.1:5432/postgres", "postgres://root@127.0.0.1:5432/postgres"]
BROWSERS = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"]


def main(arguments: list[str]) -> int:
    required = os.environ.get("REQUIRE_ALL") == "1"
    counts = {"passed": 0, "failed": 0, "skipped": 0}
    left_out, failed = [], []
    if arguments:
        return pytest("chosen tests", {}, counts, *arguments)
    parts = [("SQLite", {}, ["tests", "--ignore=tests/journeys", "-n", "2"])]
    if server := postgresql():
        parts.append(("PostgreSQL", {"DATABASE_URL": server}, ["tests", "--ignore=tests/journeys", "-n", "2"]))
    else:
        left_out.append("PostgreSQL: no server is reachable (TEST_DATABASE_URL names one)")
    if browser := chromium():
        parts.append(("journeys", {"CHROMIUM": browser}, ["tests/journeys"]))
    else:
        left_out.append("journeys: no Chromium was found (CHROMIUM names one)")
    reference = Path(os.environ.get("QUARTIERSWERK_REFERENCE", ROOT.parent / "shared"))
    if not (reference / "data").is_dir():
        left_out.append(f"tests on the shared real data: {reference} is missing (QUARTIERSWERK_REFERENCE names it)")
    for name, environment, chosen in parts:
        if pytest(name, environment, counts, *chosen):
            failed.append(name)
    for part in left_out:
        print(f"\n!!! LEFT OUT: {part}", flush=True)
    if left_out and required:
        failed.append("left out parts")
        counts["failed"] += len(left_out)
    print(f"\n{counts['passed']} passed, {counts['failed']} failed, {counts['skipped']} skipped")
    return 1 if failed else 0


def pytest(name: str, environment: dict[str, str], counts: dict[str, int], *arguments: str) -> int:
    """Run one part and add up what it counted."""
    print(f"\n=== {name} ===", flush=True)
    begin = time.monotonic()
    report = BUILD / f"tests-{name.lower().replace(' ', '-')}.xml"
    BUILD.mkdir(exist_ok=True)
    report.unlink(missing_ok=True)
    base = {key: value for key, value in os.environ.items() if key != "DATABASE_URL"}
    data = BUILD / f"test-data-{name.lower().replace(' ', '-')}"
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", f"--junitxml={report}", *arguments],
        cwd=ROOT,
        env={**base, "DATA_DIR": str(data), **environment},
        check=False,
    )
    shutil.rmtree(data, ignore_errors=True)
    if report.exists():
        add_up(report, counts)
    elif done.returncode:
        counts["failed"] += 1
    print(f"=== {name}: {time.monotonic() - begin:.0f} s ===", flush=True)
    return done.returncode


def add_up(report: Path, counts: dict[str, int]) -> None:
    for suite in ET.parse(report).getroot().iter("testsuite"):
        bad = int(suite.get("failures", 0)) + int(suite.get("errors", 0))
        skipped = int(suite.get("skipped", 0))
        counts["failed"] += bad
        counts["skipped"] += skipped
        counts["passed"] += int(suite.get("tests", 0)) - bad - skipped


def postgresql() -> str | None:
    """Return the address of a server where a test database can be made."""
    import psycopg

    named = os.environ.get("TEST_DATABASE_URL")
    for url in [named] if named else SERVERS:
        try:
            psycopg.connect(re.sub(r"^postgres:", "postgresql:", url), connect_timeout=3).close()
        except psycopg.Error:
            continue
        return url
    return None


def chromium() -> str | None:
    named = os.environ.get("CHROMIUM")
    return named or next((found for name in BROWSERS if (found := shutil.which(name))), None)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
