"""Format, lint, types, shelves, texts, migrations, docs, licences: one line each, all faults at the end."""

import os
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = ROOT / ".venv" / "bin"
CHECKS = [
    ("format", [BIN / "ruff", "format", "--check", "."]),
    ("lint", [BIN / "ruff", "check", "."]),
    ("types", [BIN / "mypy", "quartierswerk"]),
    ("shelves", [BIN / "lint-imports", "--no-cache"]),
    ("texts", [sys.executable, "tools/messages.py", "check"]),
    ("migrations", [sys.executable, "manage.py", "makemigrations", "--check", "--dry-run"]),
    ("sources", [sys.executable, "tools/sources.py", "check"]),
    ("house", [sys.executable, "-m", "pytest", "tests/house", "-p", "no:cacheprovider"]),
    ("licences", [BIN / "reuse", "lint", "--quiet"]),
]


def main() -> int:
    faults = []
    data = ROOT / "build" / "check-data"
    environment = {**os.environ, "DATA_DIR": str(data)}
    for name, command in CHECKS:
        begin = time.monotonic()
        done = subprocess.run(
            [str(part) for part in command], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
        )
        print(f"{'ok   ' if done.returncode == 0 else 'FAULT'} {name} ({time.monotonic() - begin:.0f} s)", flush=True)
        if done.returncode:
            faults.append(f"\n--- {name} ---\n{done.stdout}{done.stderr}")
    print("\n".join(faults), end="")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
