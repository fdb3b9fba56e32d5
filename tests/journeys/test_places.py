"""What people do with places, in a browser: with scripts, and where it matters without them."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.axe import sideways_overflow, violations

Visit = Callable[..., Page]
BOTH = pytest.mark.parametrize("javascript", [True, False], ids=["with scripts", "without scripts"])


def said(page: Page) -> str:
    """What the page says was done."""
    return page.locator(".qw-notices").inner_text()


def enter_neighbourhood(page: Page, name: str) -> None:
    """Enter a neighbourhood by its name; the page of its outline follows."""
    page.goto("/arbeit/quartiere/neu/")
    page.get_by_label("Name", exact=True).fill(name)
    page.get_by_role("button", name="Quartier eintragen").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(f"Umriss: {name}")


@BOTH
def test_planner_corrects_an_area(visit: Visit, javascript: bool) -> None:
    page = visit("sozialplanung", "/arbeit/gebiete/", javascript=javascript)
    page.get_by_role("link", name="Rebgarten" if javascript else "Ziegelgrund", exact=True).last.click()
    page.get_by_role("link", name="Name oder Einwohnerzahl berichtigen").click()
    page.get_by_label("Einwohnerzahl", exact=False).first.fill("5.200")
    page.get_by_label("Stand der Einwohnerzahl").fill("2026-02-31")
    page.get_by_role("button", name="Berichtigung speichern").click()

    expect(page.locator("#error-summary")).to_contain_text("Das ist kein Datum.")
    if javascript:
        expect(page.locator("#error-summary")).to_be_focused()
    page.get_by_label("Stand der Einwohnerzahl").fill("31.12.2025")
    page.get_by_role("button", name="Berichtigung speichern").click()

    assert "Die Berichtigung ist gespeichert." in said(page)
    expect(page.locator("main")).to_contain_text("Hier leben 5.200 Menschen")


def test_planner_composes_a_neighbourhood_on_the_map(visit: Visit) -> None:
    page = visit("sozialplanung")
    enter_neighbourhood(page, "Steile Gassen")
    page.get_by_role("checkbox", name="Lindenhalde").last.click()  # on the map
    page.get_by_role("checkbox", name="Hohe Warte").first.check()  # in the list

    expect(page.get_by_role("checkbox", name="Lindenhalde").first).to_be_checked()
    expect(page.get_by_role("checkbox", name="Hohe Warte").last).to_be_checked()
    page.get_by_label("Warum dieser Umriss?").fill("Die Treppen verbinden beide.")
    page.get_by_role("button", name="Umriss speichern").click()

    assert "Der Umriss ist gespeichert." in said(page)
    expect(page.locator("main")).to_contain_text("Aus Gebieten zusammengesetzt")


def test_planner_composes_a_neighbourhood_without_scripts(visit: Visit) -> None:
    page = visit("sozialplanung", javascript=False)
    enter_neighbourhood(page, "Untere Gassen")
    page.get_by_role("button", name="Umriss speichern").click()
    expect(page.locator("#error-summary")).to_contain_text("Noch ist kein Gebiet gewählt.")
    page.get_by_role("checkbox", name="Gartenfeld").check()
    page.get_by_role("button", name="Umriss speichern").click()

    assert "Der Umriss ist gespeichert." in said(page)
    expect(page.get_by_role("link", name="Gartenfeld").first).to_be_visible()


def test_planner_draws_a_neighbourhood_with_the_mouse(visit: Visit) -> None:
    page = visit("sozialplanung")
    enter_neighbourhood(page, "Am grünen Ring")
    page.get_by_role("link", name="Auf der Karte zeichnen").click()
    canvas = page.get_by_role("application", name="Karte zum Zeichnen")
    box = canvas.bounding_box()
    assert box is not None
    middle, centre = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    for across, down in ((-60, -60), (60, -60), (60, 60), (-60, 60), (0, 0)):
        page.mouse.click(middle + across, centre + down)
        page.wait_for_timeout(350)  # two quick clicks would zoom
    expect(page.get_by_role("status").filter(has_text="Ecken")).to_have_text("Ecken: 5")
    page.get_by_role("button", name="Letzte Ecke zurücknehmen").click()
    page.mouse.move(middle + 60, centre + 60)
    page.mouse.down()
    page.mouse.move(middle + 90, centre + 90, steps=5)
    page.mouse.up()
    expect(page.get_by_role("status").filter(has_text="Ecken")).to_have_text("Ecken: 4")

    assert violations(page) == []
    page.get_by_role("button", name="Umriss speichern").click()

    assert "Der Umriss ist gespeichert." in said(page)
    expect(page.locator("main")).to_contain_text("Auf der Karte gezeichnet")


def test_planner_draws_with_the_keyboard(visit: Visit) -> None:
    page = visit("sozialplanung")
    enter_neighbourhood(page, "Am stillen Ring")
    page.get_by_role("link", name="Auf der Karte zeichnen").click()
    page.get_by_role("application", name="Karte zum Zeichnen").focus()
    for keys in (["Enter"], ["ArrowRight", "Enter"], ["ArrowDown", "Enter"]):
        for key in keys:
            page.keyboard.press(key)
            page.wait_for_timeout(200)
    page.get_by_role("button", name="Umriss speichern").click()

    assert "Der Umriss ist gespeichert." in said(page)


def test_an_outline_is_pasted_without_scripts(visit: Visit) -> None:
    page = visit("sozialplanung", javascript=False)
    enter_neighbourhood(page, "Am alten Ring")
    page.get_by_role("link", name="Auf der Karte zeichnen").click()
    expect(page.locator("main")).to_contain_text("Ohne Skripte gibt es hier keine Karte")
    page.get_by_label("Umriss als Text (GeoJSON)").fill('{"type": "Polygon", "coordinates": []}')
    page.get_by_role("button", name="Umriss speichern").click()

    expect(page.locator("#error-summary")).to_contain_text("Dieser Umriss ergibt keine Fläche")
    expect(page.get_by_label("Umriss als Text (GeoJSON)")).to_have_value('{"type": "Polygon", "coordinates": []}')


@BOTH
def test_a_meeting_place_with_hours_is_entered_and_everybody_sees_it(visit: Visit, javascript: bool) -> None:
    name = "Café am Steg" if javascript else "Stube am Steg"
    page = visit("quartier", "/arbeit/orte/", javascript=javascript)
    page.get_by_role("link", name="Ort eintragen").click()
    page.get_by_label("Art", exact=True).select_option("Stadtteilhaus")
    page.get_by_label("Name", exact=True).fill(name)
    page.get_by_role("group", name="Eingang ohne Stufen").get_by_label("ja").check()
    page.get_by_label("Alle können diesen Ort finden").check()
    page.get_by_role("button", name="Ort eintragen").click()

    expect(page.get_by_role("heading", level=1)).to_have_text(f"Öffnungszeiten: {name}")
    for row in page.locator("table").first.locator("tbody tr").all():
        row.get_by_label("Von").fill("10:00")
        row.get_by_label("Bis").fill("18:00")
    page.get_by_role("button", name="Öffnungszeiten speichern").click()
    assert "Die Änderungen sind gespeichert." in said(page)

    visitor = visit(None, "/orte/", javascript=javascript)
    visitor.get_by_label("Name oder Straße").fill(name)
    visitor.get_by_label("Eingang ohne Stufen").check()
    visitor.get_by_role("button", name="Filtern").click()
    visitor.locator("main ol").get_by_role("link", name=name).click()

    expect(visitor.get_by_role("heading", level=1)).to_have_text(name)
    expect(visitor.locator("main")).to_contain_text("Heute offen: 10:00–18:00")


@BOTH
def test_a_visitor_finds_what_is_in_a_street(visit: Visit, javascript: bool) -> None:
    page = visit(None, "/", javascript=javascript)
    page.get_by_label("Straße oder Quartier").fill("Wiesenstr. 30")
    page.get_by_role("button", name="Finden").click()

    found = page.get_by_role("region", name="Das gibt es zu")
    expect(found).to_contain_text("Wiesenstraße")
    found.get_by_role("link", name="Mühlwiesen").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Mühlwiesen")


def test_two_people_edit_the_same_place_and_both_texts_stay(visit: Visit) -> None:
    address = "/arbeit/orte/inseltreff/bearbeiten/"
    slow, quick = visit("sozialplanung", address), visit("koordination", address)
    quick.get_by_label("Straße und Hausnummer").fill("Inselstraße 15")
    quick.get_by_role("button", name="Änderungen speichern").click()
    slow.get_by_label("Straße und Hausnummer").fill("Inselstraße 16")
    slow.get_by_role("button", name="Änderungen speichern").click()

    panel = slow.get_by_role("region", name="Jemand war schneller")
    expect(panel).to_be_focused()
    expect(panel.locator("del")).to_have_text("15")
    expect(panel.locator("ins")).to_have_text("16")
    assert violations(slow) == []
    slow.get_by_role("button", name="Änderungen speichern").click()

    expect(slow.locator("main")).to_contain_text("Inselstraße 16")


def test_a_double_click_enters_one_neighbourhood(visit: Visit) -> None:
    page = visit("koordination", "/arbeit/quartiere/neu/")
    page.get_by_label("Name", exact=True).fill("Doppelhof")
    page.get_by_role("button", name="Quartier eintragen").dblclick()
    expect(page.get_by_role("heading", level=1)).to_have_text("Umriss: Doppelhof")

    page.goto("/arbeit/quartiere/?q=Doppelhof")

    expect(page.locator("#result")).to_contain_text("Ein Quartier")


def test_what_goes_into_the_archive_is_back_with_one_click(visit: Visit) -> None:
    page = visit("koordination", "/arbeit/orte/bootshaus-auwinkel/")
    page.get_by_role("button", name="Ins Archiv legen").click()
    assert "Der Ort liegt im Archiv." in said(page)
    page.get_by_role("button", name="Rückgängig").click()

    assert "Der Ort ist wieder da." in said(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("Bootshaus Auwinkel")


@pytest.mark.parametrize("width", [1280, 320])
def test_forms_with_errors_are_accessible(visit: Visit, width: int) -> None:
    page = visit("sozialplanung", width=width)
    faults = {}
    for address, button in (
        ("/arbeit/orte/neu/", "Ort eintragen"),
        ("/arbeit/gebiete/sanierung/neu/", "Gebiet eintragen"),
        ("/arbeit/quartiere/muehlwiesen/umriss/zeichnen/", "Umriss speichern"),
        ("/arbeit/gebiete/strassen/", "Datei prüfen"),
    ):
        page.goto(address)
        page.get_by_role("button", name=button).click()
        expect(page.locator("#error-summary")).to_be_visible()
        faults[address] = [*violations(page), *([f"wide by {wide}"] if (wide := sideways_overflow(page)) else [])]

    assert [fault for listed in faults.values() for fault in listed] == []


def test_the_drawing_map_asks_nobody_else_and_breaks_no_rule(visit: Visit) -> None:
    page = visit("sozialplanung")
    complaints: list[str] = []
    foreign: list[str] = []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("request", lambda request: foreign.append(request.url) if "127.0.0.1" not in request.url else None)

    page.goto("/arbeit/quartiere/muehlwiesen/umriss/zeichnen/")
    page.get_by_role("button", name="Mit dem jetzigen Umriss beginnen").click()
    page.wait_for_load_state("networkidle")

    assert (complaints, [url for url in foreign if not url.startswith("data:")]) == ([], [])


def test_the_point_of_a_place_is_set_on_the_map(visit: Visit) -> None:
    page = visit("koordination", "/arbeit/orte/hochhausstube/bearbeiten/")
    latitude, longitude = page.get_by_label("Breite"), page.get_by_label("Länge")
    before = (latitude.input_value(), longitude.input_value())
    canvas = page.get_by_role("application", name="Karte zum Setzen des Punktes")
    canvas.scroll_into_view_if_needed()
    canvas.click(position={"x": 200, "y": 120})
    after = (latitude.input_value(), longitude.input_value())
    page.get_by_role("button", name="Änderungen speichern").click()

    assert "Die Änderungen sind gespeichert." in said(page)
    assert before != after
    page.goto("/arbeit/orte/hochhausstube/bearbeiten/")
    assert (latitude.input_value(), longitude.input_value()) == tuple(value.rstrip("0") for value in after)
