"""Every page type in every mode: axe finds nothing, nothing scrolls sideways, the browser reports nothing.

The page types are found by following links as several people, so that a new page is looked at by itself.
"""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.urls import Resolver404, resolve
from playwright.sync_api import Browser, Page

from tests.journeys.axe import sideways_overflow, violations
from tests.journeys.conftest import sign_in

PERSONAS: list[str | None] = [None, "charlie", "sozialplanung", "koordination", "admin"]
STARTS = ["/", "/suche/?q=Haus", "/suche/?q=gibtesnicht", "/gibt-es-nicht/", "/en/", "/arbeit/", "/arbeit/bausteine/"]
MOST_PAGES_PER_TYPE = 1
MODES: dict[str, dict[str, Any]] = {
    "light": {"width": 1280},
    "dark": {"width": 1280, "scheme": "dark"},
    "forced colours": {"width": 1280, "forced_colors": "active"},
    "phone": {"width": 360, "scheme": "dark"},
    "320 px": {"width": 320},
}
NO_PAGES = {"people:draft-save", "people:draft-discard"}


@pytest.fixture(scope="session")
def page_types(browser: Browser, installation: str) -> list[tuple[str | None, str, str]]:
    """Follow links as each persona and keep one address for each page type: (persona, name, address)."""
    found: dict[tuple[str | None, str], str] = {}
    seen_names: set[str] = set()
    for persona in PERSONAS:
        state = sign_in(browser, installation, persona) if persona else None
        context = browser.new_context(base_url=installation, locale="de-DE", storage_state=state)
        waiting, known = list(STARTS), set(STARTS)
        while waiting and len(known) < 2500:
            address = waiting.pop(0)
            name = _name_of(address)
            if name in NO_PAGES or (name in seen_names and address not in STARTS):
                continue
            answer = context.request.get(address, max_redirects=5)
            if "text/html" not in answer.headers.get("content-type", ""):
                continue
            assert answer.status < 500, f"{persona} {address}: {answer.status}"
            final = answer.url.removeprefix(installation)
            key = _name_of(final) if answer.status == 200 else f"{answer.status}"
            if key and key not in seen_names:
                found[persona, key] = final
                seen_names.add(key)
            if name:
                seen_names.add(name)
            for link in re.findall(r'href="(/[^"#]*)"', answer.text()):
                link = link.replace("&amp;", "&")
                if link not in known and not link.startswith(("/static/", "/en/")):
                    known.add(link)
                    waiting.append(link)
        context.close()
    return [(persona, name, address) for (persona, name), address in found.items()]


@pytest.mark.parametrize("mode", MODES)
def test_every_page_type_is_accessible(
    mode: str, page_types: list[tuple[str | None, str, str]], visit: Callable[..., Page]
) -> None:
    faults: dict[str, list[str]] = {}
    pages: dict[str | None, tuple[Page, list[str]]] = {}

    for persona, name, address in page_types:
        if persona not in pages:
            page = visit(persona, **MODES[mode])
            noted: list[str] = []
            page.on(
                "console", lambda message, noted=noted: noted.append(message.text) if message.type == "error" else None
            )
            page.on("pageerror", lambda error, noted=noted: noted.append(str(error)))
            pages[persona] = (page, noted)
        page, noted = pages[persona]
        page.goto(address)
        found = violations(page)
        if overflow := sideways_overflow(page):
            found.append(f"{overflow} px wider than the window")
        found += [text for text in noted if "status of 40" not in text]
        noted.clear()
        if found:
            faults[f"{name} ({persona}) {address}"] = found

    assert faults == {}


def test_page_types_are_many(page_types: list[tuple[str | None, str, str]]) -> None:
    """The crawl has really gone through the house: a broken link list would make the tests above empty."""
    names = {name for _persona, name, _address in page_types}

    assert len(names) >= 50, sorted(names)


def _name_of(address: str) -> str:
    try:
        return resolve(re.sub(r"[?#].*$", "", address)).view_name
    except Resolver404:
        return ""
