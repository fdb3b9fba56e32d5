"""Renew the lock files: versions and hashes, no registry addresses."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def main() -> int:
    uv = ROOT / ".venv" / "bin" / "uv"
    for purpose in ("build", "base", "dev"):
        subprocess.run(
            [
                *(uv, "pip", "compile", "--quiet", "--upgrade", "--generate-hashes", "--no-emit-index-url"),
                *("--no-emit-find-links", "--universal", "--python-version", "3.11", "--no-header"),
                *(f"requirements/{purpose}.in", "-o", f"requirements/{purpose}.txt"),
            ],
            cwd=ROOT,
            check=True,
        )
    return 0


if __name__ == "__main__":
    sys.exit(main())
