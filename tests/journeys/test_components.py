"""The page of components, in every mode that readers use: nothing that axe finds, nothing wider than the window."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.axe import sideways_overflow, violations

PATH = "/arbeit/bausteine/"


@pytest.mark.parametrize(
    ("width", "scheme", "forced"),
    [
        (1280, "light", "none"),
        (1280, "dark", "none"),
        (1280, "light", "active"),
        (1280, "dark", "active"),
        (320, "light", "none"),
        (320, "dark", "none"),
    ],
)
def test_components_can_be_used_by_everyone(visit: Callable[..., Page], width: int, scheme: str, forced: str) -> None:
    page = visit("koordination", PATH, width=width, scheme=scheme, forced_colors=forced)

    assert violations(page) == []
    assert sideways_overflow(page) == 0


def test_components_fit_at_four_hundred_per_cent_and_from_right_to_left(visit: Callable[..., Page]) -> None:
    page = visit("koordination", PATH, width=320)

    page.evaluate("document.documentElement.dir = 'rtl'")

    assert sideways_overflow(page) == 0


def test_wider_spacing_of_text_loses_nothing(visit: Callable[..., Page]) -> None:
    page = visit("koordination", PATH, width=320)
    # WCAG 1.4.12, set the way a reader's own style sheet would.
    page.evaluate(
        """() => {
            const sheet = new CSSStyleSheet();
            sheet.replaceSync(`* { line-height: 1.5 !important; letter-spacing: .12em !important;
                word-spacing: .16em !important; } p { margin-bottom: 2em !important; }`);
            document.adoptedStyleSheets.push(sheet);
        }"""
    )

    assert sideways_overflow(page) == 0


def test_menu_and_dialog_close_with_escape_and_give_the_focus_back(visit: Callable[..., Page]) -> None:
    page = visit("koordination", PATH)
    menu = page.locator("main summary", has_text="Weitere Schritte")

    menu.click()
    page.keyboard.press("Tab")
    page.keyboard.press("Escape")

    expect(menu).to_be_focused()
    expect(page.get_by_role("link", name="Kopieren")).to_be_hidden()

    opener = page.get_by_role("link", name="Ins Archiv legen", exact=True).last
    opener.click()
    expect(page.get_by_role("dialog")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_be_hidden()
    expect(opener).to_be_focused()


def test_the_error_summary_has_the_focus_and_leads_to_the_field(visit: Callable[..., Page]) -> None:
    page = visit("koordination", PATH)
    summary = page.locator("#error-summary").first

    page.get_by_role("link", name="Bis wann?").first.click()

    expect(summary).to_be_visible()
    expect(page.locator("#id_wrong_until")).to_be_focused()


def test_the_narrow_menu_works_without_scripts(visit: Callable[..., Page]) -> None:
    page = visit("koordination", PATH, width=360, javascript=False)
    navigation = page.get_by_role("navigation", name="Hauptnavigation")

    expect(navigation).to_be_hidden()
    page.locator("header summary", has_text="Menü").click()

    expect(navigation).to_be_visible()


def test_the_wide_menu_is_always_open(visit: Callable[..., Page]) -> None:
    page = visit("koordination", PATH, javascript=False)

    expect(page.get_by_role("navigation", name="Hauptnavigation")).to_be_visible()
    expect(page.locator("header summary", has_text="Menü")).to_be_hidden()


def test_the_choice_of_colours_works_without_scripts(visit: Callable[..., Page]) -> None:
    page = visit("koordination", PATH, javascript=False)

    page.get_by_role("button", name="dunkel").click()

    assert page.url.endswith(PATH)
    assert page.locator("html").get_attribute("data-kern-theme") == "dark"


def test_nothing_on_the_page_breaks_the_content_security_policy(visit: Callable[..., Page]) -> None:
    page = visit("koordination")
    complaints: list[Any] = []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))

    page.goto(PATH)
    page.wait_for_load_state("networkidle")

    assert complaints == []
