"""The command as a whole process, without a shell around it."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from quartierswerk import __version__
from quartierswerk.config import cli

COMMAND = Path(sys.executable).parent / "quartierswerk"


def quartierswerk(*arguments: str, folder: Path, **environment: str) -> tuple[int, str, str]:
    kept = {name: value for name, value in os.environ.items() if name not in {"DATABASE_URL", "PYTEST_VERSION"}}
    done = subprocess.run(
        [COMMAND, *arguments],
        cwd=folder,
        env={**kept, "DATA_DIR": str(folder), **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, done.stdout, done.stderr


def test_version_is_that_of_the_package(tmp_path: Path) -> None:
    assert quartierswerk("--version", folder=tmp_path) == (0, f"quartierswerk {__version__}\n", "")


def test_unknown_command_is_wrong_usage(tmp_path: Path) -> None:
    status, _out, error = quartierswerk("zaubern", folder=tmp_path)

    assert (status, error) == (
        2,
        "quartierswerk: Den Befehl „zaubern“ gibt es nicht. Alle Befehle: quartierswerk --help\n",
    )


@pytest.mark.parametrize("name", [*cli.PURE, *cli.STORED])
def test_every_command_has_help(name: str, tmp_path: Path) -> None:
    status, out, error = quartierswerk(name, "--help", folder=tmp_path)

    assert (status, error) == (0, "")
    assert f"quartierswerk {name}" in out.splitlines()[0]


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("BASE_URL", "stadt", "BASE_URL='stadt' ist keine Adresse wie https://quartier.stadt.example.\n"),
        ("SECRET_KEY", "kurz", "SECRET_KEY ist zu kurz: Bitte mindestens 32 Zeichen setzen.\n"),
        ("DEBUG", "vielleicht", "DEBUG='vielleicht' ist weder ja (1) noch nein (0).\n"),
        (
            "DATABASE_URL",
            "mysql://root@127.0.0.1/x",
            "DATABASE_URL beginnt mit 'mysql'. Möglich sind sqlite:///… und postgres://…, zum Beispiel "
            "postgres://name:passwort@host:5432/quartierswerk.\n",
        ),
    ],
)
def test_wrong_value_in_the_environment_stops_the_start_with_one_sentence(
    name: str, value: str, sentence: str, tmp_path: Path
) -> None:
    status, out, error = quartierswerk("check", folder=tmp_path, **{name: value})

    assert (status, out, error) == (1, "", sentence)


def test_check_tells_what_is_configured(tmp_path: Path) -> None:
    status, out, error = quartierswerk("check", folder=tmp_path)

    assert (status, error) == (0, "")
    assert [line[0] for line in out.splitlines()] == ["✓"] * 5


def test_fresh_storage_is_consistent(tmp_path: Path) -> None:
    status, out, error = quartierswerk("check-data", folder=tmp_path)

    assert (status, out, error) == (0, "Alle gespeicherten Daten passen zusammen.\n", "")


def test_demo_refuses_the_storage_of_a_real_installation(tmp_path: Path) -> None:
    quartierswerk("check-data", folder=tmp_path)
    environment = {**os.environ, "DATA_DIR": str(tmp_path), "DJANGO_SETTINGS_MODULE": "quartierswerk.config.settings"}
    environment.pop("DATABASE_URL", None)
    make = "import django; django.setup(); from quartierswerk.people.models import User; User(username='x').save()"
    subprocess.run([sys.executable, "-c", make], env=environment, check=True)

    status, _out, error = quartierswerk("demo", "--no-serve", folder=tmp_path)

    assert (status, error) == (
        1,
        "Der Speicher gehört zu einer echten Installation. Die Demostadt entsteht nur in einem leeren Speicher "
        "(DATA_DIR).\n",
    )
