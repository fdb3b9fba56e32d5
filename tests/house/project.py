"""What the house tests look at: files, packages, shelves, syntax trees."""

import ast
import subprocess
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
PRODUCT = ROOT / "quartierswerk"
PRIVATE_MODULES = {"views", "feeds", "forms", "tables", "filters", "urls", "admin", "imports", "exports", "tasks"}
# Not apps with pages of their own things: what they offer in such modules is meant for all above.
OPEN_PACKAGES = {"ui", "kernel", "compute"}


@cache
def shelves() -> list[set[str]]:
    """The shelves of pyproject.toml from top to bottom."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"][
        "contracts"
    ]
    layers = next(contract["layers"] for contract in contracts if contract["name"] == "Shelves")
    return [{name.strip(" ()") for name in layer.split("|")} for layer in layers]


def height(package: str) -> int:
    """How high the shelf of a package is; 0 is the lowest."""
    return next(number for number, shelf in enumerate(reversed(shelves())) if package in shelf)


def may_use(user: str, used: str) -> bool:
    """Whether a package may use another: itself, or one from a lower shelf."""
    return user == used or height(user) > height(used)


def package_of(path: Path) -> str:
    return path.relative_to(PRODUCT).parts[0].removesuffix(".py")


def python_files() -> Iterator[Path]:
    """The product's Python files without migrations."""
    yield from sorted(path for path in PRODUCT.rglob("*.py") if "migrations" not in path.parts)


def templates() -> Iterator[Path]:
    """The product's own templates."""
    yield from sorted(PRODUCT.rglob("templates/**/*.html"))


def template_name(path: Path) -> str:
    return path.as_posix().split("/templates/", 1)[1]


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


@cache
def own_files() -> tuple[Path, ...]:
    """All files of the project: what git knows, else what lies in the folder."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        check=False,
    )
    if listed.returncode == 0:
        names = [ROOT / name for name in listed.stdout.decode().split("\0") if name]
        return tuple(path for path in names if path.is_file())
    skipped = {".git", ".venv", "node_modules", "build", "data", "__pycache__", "vendor"}
    return tuple(path for path in ROOT.rglob("*") if path.is_file() and not skipped & set(path.relative_to(ROOT).parts))


def short(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def listed(faults: list[str]) -> str:
    """The faults below each other, for the message of an assertion."""
    return "\n" + "\n".join(faults)
