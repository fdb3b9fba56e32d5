"""Each page for each persona; forms that go wrong; what pages say first."""

import html
import json
import re
from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import translation

from quartierswerk.monitoring.actions import save_mapping, save_spec
from quartierswerk.monitoring.models import ImportRun, IndexSpec, Indicator, Mapping, Value
from quartierswerk.monitoring.queries import run_page, spec_start
from quartierswerk.people.models import User
from quartierswerk.places.models import Area
from tests.factories.monitoring import (
    SPEC,
    make_areas,
    make_city,
    make_indicator,
    make_level,
    make_run,
    make_spec,
    make_values,
)
from tests.query_counts import assert_same_query_count

pytestmark = pytest.mark.django_db

SEES = {"admin", "koordination", "sozialplanung", "jugendamt", "gesundheitsamt", "stadterneuerung", "mittler"}
KEEPS = {"admin", "koordination", "sozialplanung", "jugendamt", "gesundheitsamt"}


@pytest.fixture
def addresses() -> dict[str, list[str]]:
    """Addresses of a small city: lists, details, and pages for those who keep the values."""
    make_city(12)
    run = make_run()
    return {
        "lists": [reverse(f"monitoring:{name}") for name in ("overview", "indicator-list", "import-list", "spec-list")],
        "details": [
            reverse("monitoring:indicator-detail", args=["unemployment"]),
            reverse("monitoring:spec-detail", args=["need"]),
            reverse("monitoring:spec-file", args=["need", 1]),
            reverse("monitoring:run-detail", args=[run.public_id]),
            reverse("monitoring:run-detail", args=[run.public_id]) + "?format=geojson",
            reverse("monitoring:run-detail", args=[run.public_id]) + "?format=xlsx",
            reverse("monitoring:run-file", args=[run.public_id, "ergebnis"]),
            reverse("monitoring:run-area", args=[run.public_id, "03"]),
        ],
        "keeping": [
            reverse("monitoring:indicator-new"),
            reverse("monitoring:indicator-edit", args=["unemployment"]),
            reverse("monitoring:indicator-archive", args=["unemployment"]),
            reverse("monitoring:import-new"),
            reverse("monitoring:spec-new"),
            reverse("monitoring:spec-edit", args=["need"]),
            reverse("monitoring:spec-run", args=["need"]),
            reverse("monitoring:spec-archive", args=["need"]),
        ],
    }


def test_every_page_for_every_persona(
    addresses: dict[str, list[str]], personas: dict[str, Any], client: Client
) -> None:
    for name, user in personas.items():
        client.logout()
        if name:
            client.force_login(user)
        answers = {kind: {client.get(url).status_code for url in urls} for kind, urls in addresses.items()}
        if name in KEEPS:
            assert answers == {"lists": {200}, "details": {200}, "keeping": {200}}, name
        elif name in SEES:
            assert answers == {"lists": {200}, "details": {200}, "keeping": {403}}, name
        elif name:
            assert answers["lists"] == {403}, name
            assert answers["details"] == {404}, name
            assert answers["keeping"] <= {403, 404}, name
        else:
            assert answers == {"lists": {302}, "details": {302}, "keeping": {302}}


@pytest.fixture
def planner(client: Client, sozialplanung: User) -> Client:
    client.force_login(sozialplanung)
    return client


def upload(planner: Client, content: bytes, name: str = "werte.csv") -> Any:
    return planner.post(reverse("monitoring:import-new"), {"file": SimpleUploadedFile(name, content)})


def text_of(answer: Any) -> str:
    """What a reader sees: without markup, blanks joined, entities resolved."""
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", answer.content.decode())).split())


def test_a_file_is_uploaded_assigned_looked_at_taken_over_and_undone(planner: Client) -> None:
    make_areas(4)
    make_values(make_indicator(), {"01": 0.05, "02": 0.06})
    content = "Code;Arbeitslosigkeit\n01;5,0\n02;6,5\n03;7\n04;\n".encode("cp1252")

    mapping = upload(planner, content, "zahlen.csv").headers["Location"]
    page = planner.get(mapping)
    sent = {
        "level": "quarter",
        "code": "Code",
        "period": "31.12.2025",
        "indicator_0": "unemployment",
        "unit_0": "percent",
        "missing": "NA",
        "save_as": "Quartalszahlen",
    }
    preview = planner.post(mapping, sent).headers["Location"]
    shown = planner.get(preview)
    plan = shown.context["plan"]
    taken = planner.post(preview, {"fingerprint": plan.fingerprint})
    done = planner.get(taken.headers["Location"])
    after = dict(Value.objects.values_list("area__code", "value"))
    undone = planner.post(taken.headers["Location"] + "zuruecknehmen/")

    assert page.context["form"]["indicator_0"].value() == "unemployment"
    assert "Ein Wert ist neu. Einer ändert sich. Einer ist schon da." in text_of(shown)
    assert "Quartier 02 Arbeitslosigkeit 31.12.2025 0,06 0,065 3" in text_of(shown)
    assert "1 Zelle ist leer. Sie gilt als fehlend, nicht als null." in text_of(shown)
    assert "1 Werte waren neu, 1 wurden geändert." in text_of(done)
    assert after == {"01": 0.05, "02": 0.065, "03": 0.07}
    assert (undone.status_code, dict(Value.objects.values_list("area__code", "value"))) == (
        302,
        {"01": 0.05, "02": 0.06},
    )
    assert Mapping.objects.get().name == "Quartalszahlen"


def test_a_saved_assignment_fills_the_form(planner: Client) -> None:
    make_areas(2)
    make_indicator()
    column = "{indicator: unemployment, column: Wert, unit: percent}"
    text = f"level: quarter\ncode: Nr\nperiod: 2024-12-31\nvalues:\n  - {column}\n"
    mapping = save_mapping("Alt", text, by=None)
    address = upload(planner, b"Nr;Wert\n01;5\n02;6\n").headers["Location"]

    form = planner.get(address, {"mapping": str(mapping.pk)}).context["form"]

    assert (form["code"].value(), form["period"].value(), form["unit_0"].value()) == ("Nr", "31.12.2024", "percent")


def test_mistakes_in_the_assignment_stand_beside_their_fields(planner: Client) -> None:
    make_areas(2)
    make_indicator()
    address = upload(planner, b"Nr;Wert;Zahl\n01;5;1\n02;6;2\n").headers["Location"]

    none = planner.post(address, {"level": "quarter", "code": "Nr", "period": "bald"})
    twice = planner.post(
        address,
        {
            "level": "quarter",
            "code": "Nr",
            "period": "2025",
            "indicator_0": "unemployment",
            "indicator_1": "unemployment",
        },
    )
    yaml = planner.post(address, {"text": "level: quarter\ncolour: blue\n"})

    assert (none.status_code, twice.status_code, yaml.status_code) == (422, 422, 422)
    assert "„bald“ ist kein Datum. Bitte schreiben Sie es wie 31.12.2025." in text_of(none)
    assert text_of(twice).count("Zwei Spalten ergeben diesen Indikator.") == 4
    assert "Die Zuordnung hat einen unbekannten Eintrag „colour“." in text_of(yaml)


def test_defects_stop_the_import_and_typed_choices_stay(planner: Client) -> None:
    make_areas(2)
    make_indicator()
    address = upload(planner, b"Nr;Wert\n01;viel\n02;0,6\n9;0,7\n").headers["Location"]
    sent = {"text": "level: quarter\ncode: Nr\nperiod: 2025\nvalues:\n  - {indicator: unemployment, column: Wert}\n"}
    preview = planner.post(address, sent).headers["Location"]

    shown = planner.get(preview)
    refused = planner.post(preview, {"fingerprint": shown.context["plan"].fingerprint})

    assert (shown.status_code, refused.status_code, Value.objects.count()) == (422, 422, 0)
    assert "2 Dinge verhindern den Import" in text_of(shown)
    assert "Werte übernehmen" not in text_of(shown)
    assert planner.get(address).context["form"]["code"].value() == "Nr"


def test_what_somebody_else_changed_meanwhile_is_shown_again(planner: Client) -> None:
    make_areas(2)
    indicator = make_indicator()
    address = upload(planner, b"Nr;Wert\n01;0,5\n02;0,6\n").headers["Location"]
    sent = {"text": "level: quarter\ncode: Nr\nperiod: 2025\nvalues:\n  - {indicator: unemployment, column: Wert}\n"}
    preview = planner.post(address, sent).headers["Location"]
    seen = planner.get(preview).context["plan"].fingerprint
    make_values(indicator, {"01": 0.4})

    answer = planner.post(preview, {"fingerprint": seen})

    assert answer.status_code == 422
    assert "In der Zwischenzeit hat jemand Werte geändert." in text_of(answer)
    assert dict(Value.objects.values_list("area__code", "value")) == {"01": 0.4}


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("bild.csv", b"\x89PNG\r\n\x1a\n" + bytes(100), "Sie sieht aus wie PNG."),
        ("leer.csv", b"", "Die Datei ist leer."),
        ("programm.xlsx", b"\x7fELF" + bytes(100), "Sie sieht aus wie ELF."),
        ("kaputt.xlsx", b"PK\x03\x04" + bytes(100), "lässt sich aber nicht öffnen."),
    ],
)
def test_files_that_are_no_tables_are_refused_beside_the_field(
    planner: Client, name: str, content: bytes, sentence: str
) -> None:
    answer = upload(planner, content, name)

    assert (answer.status_code, ImportRun.objects.count()) == (422, 0)
    assert sentence in text_of(answer)


def test_scripts_in_names_stay_text_on_every_page(planner: Client) -> None:
    evil = "<script>alert(1)</script>"
    make_areas(4)
    Area.objects.update(name=evil)
    indicator = make_indicator(name={"de": evil}, explanation={"de": evil}, source={"de": evil})
    run = make_values(indicator, {"01": 0.1, "02": 0.2, "03": 0.3, "04": 0.35})
    ImportRun.objects.update(file_name=evil, mapping_text=evil)
    spec = make_spec("evil", spec_start(), name={"de": evil})
    result = make_run(spec)
    pages = [
        reverse("monitoring:overview"),
        reverse("monitoring:indicator-list"),
        reverse("monitoring:indicator-detail", args=["unemployment"]),
        reverse("monitoring:import-list"),
        reverse("monitoring:import-detail", args=[run.public_id]),
        reverse("monitoring:spec-list"),
        reverse("monitoring:spec-detail", args=["evil"]),
        reverse("monitoring:run-detail", args=[result.public_id]),
        reverse("monitoring:run-area", args=[result.public_id, "01"]),
    ]

    for page in pages:
        content = planner.get(page).content.decode()
        assert evil not in content, page
        assert "&amp;lt;" not in content, page


def test_an_index_is_declared_computed_and_explained(planner: Client) -> None:
    make_city(8)

    wrong = planner.post(
        reverse("monitoring:spec-new"), {"key": "need", "name_de": "Bedarf", "text": "version: 1\nx: 2\n"}
    )
    saved = planner.post(reverse("monitoring:spec-new"), {"key": "need", "name_de": "Bedarf", "text": SPEC})
    empty = planner.post(reverse("monitoring:spec-run", args=["need"]), {"level": "", "period_on": "gestern"})
    level = make_level()
    run = planner.post(reverse("monitoring:spec-run", args=["need"]), {"level": level.pk, "period_on": "31.12.2025"})
    early = planner.post(reverse("monitoring:spec-run", args=["need"]), {"level": level.pk, "period_on": "31.12.1999"})
    page = planner.get(run.headers["Location"])

    assert (wrong.status_code, empty.status_code, early.status_code) == (422, 422, 422)
    assert "„x“" in text_of(wrong)
    assert saved.headers["Location"] == reverse("monitoring:spec-detail", args=["need"])
    assert "Das ist kein Datum." in text_of(empty) or "This is no date" in text_of(empty)
    assert "3 Quartiere liegen in Klasse 3." in text_of(page)


def test_the_next_version_shows_both_texts_when_somebody_was_faster(planner: Client) -> None:
    make_spec()
    address = reverse("monitoring:spec-edit", args=["need"])
    save_spec("need", SPEC.replace("0.5]", "0.7]"), name={"de": "Unterstützungsbedarf"}, by=None, seen_version=1)
    mine = {"name_de": "Unterstützungsbedarf", "text": SPEC.replace("0.5]", "0.9]"), "seen_version": "1"}

    conflict = planner.post(address, mine)
    again = planner.post(address, {**mine, "seen_version": conflict.context["form"]["seen_version"].value()})

    assert (conflict.status_code, again.status_code) == (409, 302)
    assert "Jetzt gespeichert" in text_of(conflict)
    assert "[-0.5, 0.7 ]" in text_of(conflict)
    assert "[-0.5, 0.9 ]" in text_of(conflict)
    assert [spec.text.count("0.9]") for spec in IndexSpec.objects.order_by("version")] == [0, 0, 1]


def test_an_indicator_is_described_changed_and_compared(planner: Client) -> None:
    sent = {
        "key": "noise",
        "name_de": "Lärm",
        "source_de": "Umweltamt",
        "unit": "other",
        "decimals": "1",
        "direction": "burden",
        "period_kind": "year",
    }

    wrong = planner.post(reverse("monitoring:indicator-new"), sent)
    saved = planner.post(reverse("monitoring:indicator-new"), {**sent, "unit_name": "dB"})
    taken = planner.post(reverse("monitoring:indicator-new"), {**sent, "unit_name": "dB"})
    address = reverse("monitoring:indicator-edit", args=["noise"])
    first = planner.post(address, {**sent, "unit_name": "dB(A)", "seen_version": "1"})
    stale = planner.post(address, {**sent, "unit_name": "Sone", "seen_version": "1"})

    assert [answer.status_code for answer in (wrong, saved, taken, first, stale)] == [422, 302, 422, 302, 409]
    assert "Bitte nennen Sie die Einheit." in text_of(wrong)
    assert "Der Schlüssel „noise“ ist vergeben." in text_of(taken)
    assert Indicator.objects.get().unit_name == "dB(A)"


def test_sending_a_form_twice_leads_to_the_same_thing(planner: Client) -> None:
    key = str(uuid4())
    sent = {"key": "need", "name_de": "Bedarf", "text": SPEC, "once_key": key}

    answers = [planner.post(reverse("monitoring:spec-new"), sent) for _ in range(2)]

    assert [answer.headers.get("Location") for answer in answers] == [
        reverse("monitoring:spec-detail", args=["need"])
    ] * 2
    assert IndexSpec.objects.count() == 1


def test_downloads_of_a_run_say_what_the_page_says(planner: Client) -> None:
    make_city(8)
    run = make_run()
    address = reverse("monitoring:run-detail", args=[run.public_id])

    office = planner.get(address, {"format": "csv", "district": "A"}).content.decode("utf-8-sig")
    geojson = json.loads(planner.get(address, {"format": "geojson"}).content)
    frozen = planner.get(reverse("monitoring:run-file", args=[run.public_id, "ergebnis"])).content.decode()
    unknown = planner.get(reverse("monitoring:run-file", args=[run.public_id, "geheim"]))

    assert [line.split(";")[:4] for line in office.splitlines()[1:]] == [
        [code, f"Quartier {code}", "Nordbezirk", label]
        for code, label in (("08", "3"), ("06", "3"), ("04", "2"), ("02", "1"))
    ]
    assert [(one["id"], one["properties"]["class"], one["geometry"]["type"]) for one in geojson["features"]][:2] == [
        ("08", "3", "Polygon"),
        ("07", "3", "Polygon"),
    ]
    assert frozen == run.result_text
    assert unknown.status_code == 404


def test_every_area_on_the_map_is_a_link_with_its_class(planner: Client) -> None:
    make_city(8)
    run = make_run()

    content = planner.get(reverse("monitoring:run-detail", args=[run.public_id])).content.decode()
    links = dict(re.findall(r'<a href="([^"]+)"><title>([^<]+)</title>', content))

    assert links == {
        reverse("monitoring:run-area", args=[run.public_id, row.area.code]): f"{row.area.name}: {row.map_value}"
        for row in run_page(run).standings
    }


def test_lists_ask_the_database_as_often_for_one_row_as_for_three(planner: Client) -> None:
    make_areas(3)

    assert_same_query_count(
        lambda: planner.get(reverse("monitoring:indicator-list")).content,
        add_row=lambda n: make_values(make_indicator(f"i{n}"), {"01": 0.1 * n}),
    )
    assert_same_query_count(
        lambda: planner.get(reverse("monitoring:import-list")).content,
        add_row=lambda n: make_values(Indicator.objects.get(key="i1"), {"02": 0.1 * n}, on=date(2020 + n, 12, 31)),
    )


def test_results_are_listed_with_constant_queries(planner: Client) -> None:
    make_city(6)
    spec = make_spec()

    for page in ("overview", "spec-list"):
        assert_same_query_count(
            lambda page=page: planner.get(reverse(f"monitoring:{page}")).content, add_row=lambda n: make_run(spec)
        )


def test_pages_speak_english_when_asked(planner: Client) -> None:
    make_city(8)
    run = make_run()

    with translation.override("en"):
        answer = planner.get(reverse("monitoring:run-area", args=[run.public_id, "08"]))

    assert "Quartier 08 lies in class 3 of 3 (high)." in text_of(answer)
