"""What setuptools does when a wheel is made: put the folders beside the package into it.

``catalogues/`` and ``locale/`` stand beside the package in a checkout. In a wheel they lie in
``quartierswerk/shipped/``; ``settings.ROOT`` finds them in both (docs/decisions/0009-one-wheel-carries-all.md).
"""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from setuptools.command.build_py import build_py
from setuptools.errors import SetupError

ROOT = Path(__file__).resolve().parent.parent
SHIPPED = ["catalogues/**/*.yaml", "locale/*/LC_MESSAGES/*.mo"]
MADE_AT_SETUP = ["quartierswerk/ui/static/vendor/quartierswerk.css", "locale/de/LC_MESSAGES/django.mo"]


def shipped_files() -> Iterator[Path]:
    """Yield the files beside the package that a wheel carries, relative to the project."""
    for pattern in SHIPPED:
        yield from sorted(path.relative_to(ROOT) for path in ROOT.glob(pattern))


def missing_files() -> list[str]:
    """List what set-up makes and is not there; without it a wheel would show bare English pages."""
    return [name for name in MADE_AT_SETUP if not (ROOT / name).is_file()]


class BuildWithShippedFiles(build_py):
    """setuptools' build, from a clean folder, with the shipped files."""

    def run(self) -> None:
        if self.editable_mode:  # a checkout, where they stand beside the package
            super().run()
            return
        if missing := missing_files():
            raise SetupError(f"Missing: {', '.join(missing)}. Please run `make setup` first.")
        shutil.rmtree(self.build_lib, ignore_errors=True)
        super().run()
        for source, target in self._shipped():
            target.parent.mkdir(parents=True, exist_ok=True)
            self.copy_file(str(source), str(target))

    def get_outputs(self, include_bytecode: Any = True) -> list[str]:
        return [*super().get_outputs(include_bytecode), *(str(target) for _source, target in self._shipped())]

    def _shipped(self) -> Iterator[tuple[Path, Path]]:
        folder = Path(self.build_lib) / "quartierswerk" / "shipped"
        yield from ((ROOT / path, folder / path) for path in shipped_files())
