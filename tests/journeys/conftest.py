"""Journeys run against a real installation: the demo city, served by the command, in a real Chromium."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

ROOT = Path(__file__).resolve().parents[2]
COMMAND = Path(sys.executable).parent / "quartierswerk"
CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "journeys" in item.path.parts:
            item.add_marker(pytest.mark.journey)
            if not CHROMIUM:
                item.add_marker(pytest.mark.skip(reason="no Chromium was found (CHROMIUM names one)"))


@pytest.fixture(scope="session")
def installation(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Build the demo city in an empty folder, serve it, and give its address."""
    folder = tmp_path_factory.mktemp("installation")
    port = _free_port()
    environment = {
        **{name: value for name, value in os.environ.items() if name not in {"DATABASE_URL", "DJANGO_SETTINGS_MODULE"}},
        "DATA_DIR": str(folder),
        "BASE_URL": f"http://127.0.0.1:{port}",
        "STAFF_SECOND_FACTOR": "0",
    }
    subprocess.run([COMMAND, "demo", "--no-serve"], cwd=ROOT, env=environment, check=True, stdout=subprocess.DEVNULL)
    server = subprocess.Popen([COMMAND, "serve", "--port", str(port)], cwd=ROOT, env=environment)
    address = f"http://127.0.0.1:{port}"
    try:
        _wait_until_ready(address, server)
        yield address
    finally:
        server.terminate()
        server.wait(timeout=20)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield running
        running.close()


@pytest.fixture(scope="session")
def _sessions() -> dict[str, Any]:
    """Cookies of the personas who have signed in already."""
    return {}


@pytest.fixture
def visit(browser: Browser, installation: str, _sessions: dict[str, Any]) -> Iterator[Callable[..., Page]]:
    """Open the platform as a persona (None: a visitor), with or without JavaScript, on a screen of some width."""
    opened: list[BrowserContext] = []

    def open_page(
        persona: str | None = None,
        path: str | None = None,
        *,
        javascript: bool = True,
        width: int = 1280,
        scheme: Any = "light",
        forced_colors: Any = "none",
    ) -> Page:
        if persona and persona not in _sessions:
            _sessions[persona] = sign_in(browser, installation, persona)
        context = browser.new_context(
            base_url=installation,
            java_script_enabled=javascript,
            viewport={"width": width, "height": 900},
            color_scheme=scheme,
            forced_colors=forced_colors,
            locale="de-DE",
            storage_state=_sessions.get(persona) if persona else None,
        )
        opened.append(context)
        page = context.new_page()
        page.set_default_timeout(15_000)
        if path is not None:
            answer = page.goto(path)
            assert answer is not None
            assert answer.status < 500, f"{path}: {answer.status}"
        return page

    yield open_page
    for context in opened:
        context.close()


def sign_in(browser: Browser, address: str, persona: str) -> Any:
    """Sign a persona in by the form and return the session's cookies."""
    context = browser.new_context(base_url=address, locale="de-DE")
    page = context.new_page()
    page.goto("/konto/anmelden/")
    page.locator("input[name=login]").fill(persona)
    page.locator("input[name=password]").fill("quartier")
    page.locator("form:has(input[name=password]) button[type=submit]").click()
    page.wait_for_url(lambda url: "/anmelden" not in url)
    state = context.storage_state()
    context.close()
    return state


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_until_ready(address: str, server: "subprocess.Popen[bytes]") -> None:
    for _attempt in range(300):
        if server.poll() is not None:
            raise RuntimeError(f"the server ended with status {server.returncode}")
        try:
            with urllib.request.urlopen(f"{address}/readyz", timeout=2):
                return
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.2)
    raise RuntimeError("the server did not become ready")
