"""What every test has: a fixed clock, no network, our warnings as errors (pyproject.toml), the personas."""

import socket
import subprocess
import sys
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone, translation

from tests.personas import *  # noqa: F403

ROOT = Path(__file__).resolve().parent.parent
NOW = datetime(2026, 5, 20, 10, 42, tzinfo=ZoneInfo("Europe/Berlin"))  # a Wednesday


def pytest_configure(config: pytest.Config) -> None:
    """Compile the German texts once when they are newer than what was compiled."""
    source = ROOT / "locale" / "de" / "LC_MESSAGES" / "django.po"
    compiled = source.with_suffix(".mo")
    if hasattr(config, "workerinput") or not source.exists():
        return
    if not compiled.exists() or compiled.stat().st_mtime < source.stat().st_mtime:
        subprocess.run([sys.executable, ROOT / "tools" / "messages.py", "compile"], check=True)


@pytest.fixture
def now() -> datetime:
    """The moment at which tests happen: Wednesday, 20 May 2026, 10.42 in Berlin."""
    return NOW


@pytest.fixture
def today() -> date:
    """The day on which tests happen."""
    return NOW.date()


@pytest.fixture(autouse=True)
def _fixed_clock(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Stop Django's clock; journeys, whose browser has a clock of its own, keep the real one."""
    if request.node.get_closest_marker("journey") is None:
        monkeypatch.setattr(timezone, "now", lambda: NOW)


@pytest.fixture(autouse=True)
def _password_is_enough(settings: Any) -> None:
    """As in the demo: a second factor is only asked for in tests about it."""
    settings.STAFF_SECOND_FACTOR = False


@pytest.fixture(autouse=True)
def _german() -> None:
    """Begin in German, whatever language the page had that a test before asked for."""
    translation.activate("de")


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Any:
    """A function that sets the clock to another moment."""

    def set_to(moment: datetime) -> None:
        monkeypatch.setattr(timezone, "now", lambda: moment)

    return set_to


@pytest.fixture(autouse=True, scope="session")
def _no_network() -> Iterator[None]:
    """Refuse every connection that leaves this computer."""
    connect = socket.socket.connect

    def connect_here(self: socket.socket, address: Any) -> None:
        if self.family in {socket.AF_INET, socket.AF_INET6} and address[0] not in {"127.0.0.1", "::1", "localhost"}:
            raise OSError(f"tests do not use the network: {address}")
        return connect(self, address)

    socket.socket.connect = connect_here  # type: ignore[method-assign]
    yield
    socket.socket.connect = connect  # type: ignore[method-assign]
