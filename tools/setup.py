"""Set everything up from the lock files: .venv with all libraries and the command, front-end files, texts.

Needs Python 3.11 and nothing else. Each step is skipped when nothing it depends on has changed.
"""

import hashlib
import os
import subprocess
import sys
import time
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
BUILD = ROOT / "build"


def main() -> int:
    if sys.version_info[:2] < (3, 11):
        print("Quartierswerk needs Python 3.11 or newer; call: make PYTHON=python3.11", file=sys.stderr)
        return 1
    step("Python libraries", ["requirements/build.txt", "requirements/dev.txt", "pyproject.toml"], install_python)
    step("front-end files", ["package-lock.json", "tools/frontend.py"], frontend, always=True)
    step("German texts", ["locale/de/LC_MESSAGES/django.po", "tools/messages.py"], texts)
    return 0


def install_python() -> None:
    if not PYTHON.exists():
        venv.create(VENV, with_pip=True, symlinks=True)
    run(PYTHON, "-m", "pip", "install", "--quiet", "--require-hashes", "-r", "requirements/build.txt")
    run(
        *(VENV / "bin" / "uv", "pip", "sync", "--quiet", "--python", PYTHON, "--require-hashes"),
        *("requirements/build.txt", "requirements/dev.txt"),
    )
    run(
        VENV / "bin" / "uv",
        "pip",
        "install",
        "--quiet",
        "--python",
        PYTHON,
        "--no-deps",
        "--no-build-isolation",
        "-e",
        ".",
    )


def frontend() -> None:
    run(PYTHON, "tools/frontend.py")


def texts() -> None:
    run(PYTHON, "tools/messages.py", "compile")


def step(name: str, inputs: list[str], work, always: bool = False) -> None:
    """Do one step unless its inputs are as they were; say what is done and how long it took."""
    digest = hashlib.sha256(sys.version.encode())
    for path in inputs:
        digest.update((ROOT / path).read_bytes())
    stamp = BUILD / f"{name.replace(' ', '-').lower()}.stamp"
    if not always and stamp.exists() and stamp.read_text() == digest.hexdigest() and PYTHON.exists():
        return
    if not always:
        print(f"  {name} …", flush=True)
    begin = time.monotonic()
    work()
    BUILD.mkdir(exist_ok=True)
    stamp.write_text(digest.hexdigest())
    if not always:
        print(f"  {name}: {time.monotonic() - begin:.0f} s", flush=True)


def run(*command: object) -> None:
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    done = subprocess.run([str(part) for part in command], cwd=ROOT, env=environment, check=False)
    if done.returncode:
        sys.exit(done.returncode)


if __name__ == "__main__":
    sys.exit(main())
