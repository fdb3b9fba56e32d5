"""The wheel: what is installed is what lies here."""

import tomllib
from pathlib import Path

import pytest
from setuptools import Distribution

from quartierswerk import __version__
from tests.house.project import PRODUCT, ROOT

# Written for those who read the code; an installation needs none of it.
NOT_CARRIED = {".md"}


@pytest.fixture
def distribution(monkeypatch: pytest.MonkeyPatch) -> Distribution:
    """The project as setuptools reads it."""
    monkeypatch.chdir(ROOT)
    found = Distribution({"script_name": "setup.py"})
    found.parse_config_files()
    found.set_defaults(ignore_ext_modules=True)
    return found


def files_beside_python() -> set[str]:
    """Templates, styles, data: all that is not Python, with what set-up has made."""
    return {
        path.relative_to(ROOT).as_posix()
        for path in PRODUCT.rglob("*")
        if path.is_file()
        and path.suffix not in {".py", ".pyc", *NOT_CARRIED}
        and not any(part.startswith(".") for part in path.relative_to(ROOT).parts)
    }


def test_a_wheel_carries_every_file_of_the_package(distribution: Distribution) -> None:
    command = distribution.get_command_obj("build_py")
    command.ensure_finalized()

    carried = {f"{folder}/{name}" for _package, folder, _target, names in command.data_files for name in names}
    inside = {Path(name).as_posix() for name in carried if name.split("/")[0] == "quartierswerk"}

    assert inside == files_beside_python()


def test_a_wheel_carries_every_package(distribution: Distribution) -> None:
    packages = {path.parent.relative_to(ROOT).as_posix().replace("/", ".") for path in PRODUCT.rglob("__init__.py")}

    assert set(distribution.packages) == packages


def test_python_files_lie_in_packages() -> None:
    """A folder with Python but without ``__init__.py`` would be left out without a word."""
    stray = [path for path in PRODUCT.rglob("*.py") if not (path.parent / "__init__.py").exists()]

    assert stray == []


def test_a_wheel_carries_catalogues_and_texts(distribution: Distribution) -> None:
    command = distribution.get_command_obj("build_py")
    command.ensure_finalized()
    folder = Path(command.build_lib) / "quartierswerk" / "shipped"

    carried = {Path(name).relative_to(folder).as_posix() for name in command.get_outputs() if "/shipped/" in name}

    catalogues = {path.relative_to(ROOT).as_posix() for path in (ROOT / "catalogues").rglob("*.yaml")}
    texts = {path.with_suffix(".mo").relative_to(ROOT).as_posix() for path in (ROOT / "locale").rglob("*.po")}
    assert carried == catalogues | texts


def test_a_wheel_asks_for_the_libraries_of_base(distribution: Distribution) -> None:
    lines = (ROOT / "requirements" / "base.in").read_text(encoding="utf-8").splitlines()

    assert list(distribution.install_requires) == [line for line in lines if line and not line.startswith("#")]
    assert distribution.get_version() == __version__


def test_the_command_is_installed() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]

    assert project["scripts"] == {"quartierswerk": "quartierswerk.config.cli:main"}
