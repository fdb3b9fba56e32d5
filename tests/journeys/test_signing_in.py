"""Signing in, and text that survives the end of a sign-in, in a real browser."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Page, expect

NEW_OFFICE = "/arbeit/menschen/aemter/neu/"


def fill_in_sign_in(page: Page, persona: str) -> None:
    page.get_by_label("Mailadresse oder Benutzername").fill(persona)
    page.get_by_label("Passwort", exact=True).fill("quartier")
    page.get_by_role("button", name="Anmelden", exact=True).click()


@pytest.mark.parametrize("javascript", [True, False])
def test_text_sent_after_the_sign_in_ended_is_in_the_form_again(visit: Callable[..., Page], javascript: bool) -> None:
    page = visit("admin", NEW_OFFICE, javascript=javascript)
    page.get_by_label("Name", exact=True).fill("Schulverwaltungsamt")
    page.get_by_label("Kürzel").fill("kein gültiges Kürzel")
    page.context.clear_cookies(name="sessionid")

    page.get_by_role("button", name="Amt speichern").click()
    expect(page.get_by_role("heading", name="Anmelden", level=1)).to_be_visible()
    fill_in_sign_in(page, "admin")

    expect(page.get_by_role("heading", name="Amt anlegen", level=1)).to_be_visible()
    expect(page.get_by_label("Name", exact=True)).to_have_value("Schulverwaltungsamt")
    expect(page.get_by_label("Kürzel")).to_have_value("kein gültiges Kürzel")
    expect(page.get_by_text("Er ist noch nicht gespeichert.")).to_be_visible()
    page.get_by_role("button", name="Entwurf verwerfen").click()
    expect(page.get_by_label("Name", exact=True)).to_have_value("")


def test_typing_is_kept_by_itself_and_offered_on_the_next_visit(visit: Callable[..., Page]) -> None:
    page = visit("koordination", NEW_OFFICE)

    page.get_by_label("Name", exact=True).fill("Sportamt")
    expect(page.locator("[data-save-line]")).to_contain_text("Automatisch gespeichert um")

    later = visit("koordination", NEW_OFFICE)
    later.get_by_role("link", name="Mit dem Entwurf weiterarbeiten").click()
    expect(later.get_by_label("Name", exact=True)).to_have_value("Sportamt")
    later.get_by_role("button", name="Entwurf verwerfen").click()
    expect(later.get_by_role("link", name="Mit dem Entwurf weiterarbeiten")).to_have_count(0)


def test_passkey_is_added_and_signs_in(browser: Browser, installation: str) -> None:
    # Passkeys belong to a name, not to an IP address.
    context = browser.new_context(base_url=installation.replace("127.0.0.1", "localhost"), locale="de-DE")
    page = context.new_page()
    device = context.new_cdp_session(page)
    device.send("WebAuthn.enable")
    abilities = {"hasResidentKey": True, "hasUserVerification": True, "isUserVerified": True}
    kind = {"protocol": "ctap2", "transport": "internal", "automaticPresenceSimulation": True}
    device.send("WebAuthn.addVirtualAuthenticator", {"options": {**kind, **abilities}})
    page.goto("/konto/passkeys/neu/")
    fill_in_sign_in(page, "wohnen")
    page.get_by_label("Passwort").fill("quartier")
    page.get_by_role("button", name="Bestätigen").click()

    page.get_by_label("Name des Schlüssels").fill("Dienstrechner")
    page.get_by_label("Als Passkey verwenden").check()
    page.get_by_role("button", name="Schlüssel hinzufügen").click()
    expect(page.get_by_text("Der Schlüssel ist hinzugefügt.")).to_be_visible()

    page.goto("/konto/abmelden/")
    page.locator("main").get_by_role("button", name="Abmelden").click()
    page.goto("/konto/anmelden/?next=/konto/passkeys/")
    page.get_by_role("button", name="Mit einem Passkey anmelden").click()
    expect(page.get_by_text("Dienstrechner", exact=True)).to_be_visible()
    context.close()
