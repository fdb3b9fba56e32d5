"""The pages of the import, for each persona and without JavaScript."""

import json
import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from quartierswerk.places.actions import hand_over_file, import_areas
from quartierswerk.places.imports import preview_file
from quartierswerk.places.models import Area, AreaImport
from quartierswerk.places.rules.preview import ImportSpec
from tests.factories.places import box_m, feature, make_area, make_level, square, write_geojson, write_layer
from tests.query_counts import assert_same_query_count

pytestmark = pytest.mark.django_db
QUERY = {"level": "quarter", "code": "nr", "name": "name"}


@pytest.fixture(autouse=True)
def _ready(db: None, tmp_path: Path, settings: Any) -> None:
    make_level("quarter")
    settings.MEDIA_ROOT = tmp_path / "files"
    settings.STAFF_SECOND_FACTOR = False


@pytest.fixture
def desk(koordination: Any) -> Client:
    client = Client()
    client.force_login(koordination)
    return client


def content(*rows: tuple[str, str, Any]) -> bytes:
    features = [feature(geom, nr=code, name=name) for code, name, geom in rows]
    return json.dumps({"type": "FeatureCollection", "features": features}).encode()


ROWS = (("0101", "Altstadt", square(0, 0)), ("0102", "Neustadt", square(1000, 0)))


def handed_over(by: Any, raw: bytes = b"", name: str = "gebiete.geojson", subject: str = "areas") -> AreaImport:
    return hand_over_file(SimpleUploadedFile(name, raw or content(*ROWS)), subject=subject, by=by)


def page(name: str, run: AreaImport | None = None) -> str:
    return reverse(f"places:import-{name}", args=[run.public_id] if run else [])


def text_of(response: Any) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def test_pages_are_for_those_who_may_import(personas: dict[str, Any]) -> None:
    run = handed_over(personas["koordination"])
    statuses = {}
    for name, user in personas.items():
        client = Client()
        if name:
            client.force_login(user)
        statuses[name] = [
            client.get(address).status_code
            for address in (page("list"), page("create"), page("detail", run), page("choose", run), page("undo", run))
        ]

    keepers = {"admin", "koordination", "sozialplanung", "jugendamt", "gesundheitsamt"}
    assert {name for name, codes in statuses.items() if codes == [200, 200, 200, 200, 403]} == keepers
    assert {name for name, codes in statuses.items() if codes == [302] * 5} == {""}
    assert {name for name, codes in statuses.items() if codes == [403, 403, 404, 404, 404]} == (
        set(personas) - keepers - {""}
    )


def test_whole_way_from_file_to_undo(desk: Client) -> None:
    upload = {"subject": "areas", "file": SimpleUploadedFile("gebiete.geojson", content(*ROWS))}
    choose = desk.post(page("create"), upload, follow=True)
    run = AreaImport.objects.get()
    assert (choose.status_code, choose.redirect_chain) == (200, [(page("choose", run), 302)])
    assert choose.context["form"]["code"].value() == "nr"

    preview = desk.get(page("preview", run), QUERY)
    assert preview.status_code == 200
    assert "Schritt 3 von 3: 2 neu, 0 geändert, 0 unverändert. Noch ist nichts geschrieben." in text_of(preview)
    assert Area.objects.count() == 0

    action = re.search(r'<form method="post" action="(\?[^"]+)"', preview.content.decode())
    assert action is not None
    done = desk.post(page("preview", run) + action[1].replace("&amp;", "&"), follow=True)
    assert done.redirect_chain == [(page("detail", run), 302)]
    assert "2 Gebiete sind eingelesen." in text_of(done)

    undone = desk.post(page("undo", run), follow=True)
    assert "Der Import ist rückgängig gemacht. Alles steht wie vorher." in text_of(undone)
    assert Area.objects.count() == 0


def test_double_click_imports_once(desk: Client, koordination: Any) -> None:
    run = handed_over(koordination)
    address = f"{page('preview', run)}?level=quarter&code=nr&name=name"

    answers = [desk.post(address).status_code for _click in range(2)]

    assert (answers, Area.objects.count(), run.changes.count()) == ([302, 302], 2, 2)


def test_double_upload_is_one_file(desk: Client) -> None:
    key = "7f5b2f0e-44aa-4b1e-9d52-3f6f6f0c1c11"
    for _click in range(2):
        upload = {"subject": "areas", "once_key": key, "file": SimpleUploadedFile("g.geojson", content(*ROWS))}
        desk.post(page("create"), upload)

    assert AreaImport.objects.count() == 1


@pytest.mark.parametrize(
    ("raw", "name", "sentence"),
    [
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 40, "karte.geojson", "PNG"),
        (b"", "leer.geojson", "leer"),
        (b"MZ\x90\x00" * 20, "karte.zip", "karte"),
    ],
)
def test_wrong_file_gets_its_sentence_beside_the_field(desk: Client, raw: bytes, name: str, sentence: str) -> None:
    answer = desk.post(page("create"), {"subject": "areas", "file": SimpleUploadedFile(name, raw)})

    assert answer.status_code == 422
    assert [sentence in str(error) for error in answer.context["form"].errors["file"]] == [True]
    assert AreaImport.objects.count() == 0


def test_missing_choice_and_field_are_said_at_the_field(desk: Client, koordination: Any) -> None:
    run = handed_over(koordination)

    answer = desk.get(page("preview", run), {"code": "nr", "name": "weg", "valid_from": "gestern"})

    assert answer.status_code == 422
    assert sorted(answer.context["form"].errors) == ["level", "name", "valid_from"]


def test_choices_are_kept_on_the_way_back(desk: Client, koordination: Any) -> None:
    run = handed_over(koordination)

    form = desk.get(page("choose", run), {**QUERY, "crs": "EPSG:25832"}).context["form"]

    assert {name: form[name].value() for name in ("level", "code", "crs", "parent")} == {
        "level": "quarter",
        "code": "nr",
        "crs": "EPSG:25832",
        "parent": "",
    }
    assert form.asks_rare is True


def test_defect_of_a_choice_stands_at_its_field(desk: Client, koordination: Any) -> None:
    run = handed_over(koordination)

    answer = desk.get(page("preview", run), {**QUERY, "crs": "EPSG:99999"})

    assert answer.status_code == 422
    assert dict(answer.context["form"].errors) == {
        "crs": ["Das Koordinatensystem „EPSG:99999“ kennen wir nicht. Die Zahlen sehen nach EPSG:4326 aus."]
    }


def test_doubled_codes_are_shown_and_can_be_united_by_a_link(desk: Client, koordination: Any) -> None:
    run = handed_over(koordination, content(ROWS[0], ("0101", "Altstadt", square(1000, 0))))

    stopped = desk.get(page("preview", run), QUERY)
    link = re.search(r'href="(\?[^"]*dissolve=on)"', stopped.content.decode())
    assert link is not None
    united = desk.get(page("preview", run) + link[1].replace("&amp;", "&"))

    assert (stopped.status_code, united.status_code) == (422, 200)
    assert "Die Kennung 0101 kommt 2-mal vor." in text_of(stopped)
    assert "0101: 2 Teile wurden zu einem Gebiet vereint." in text_of(united)


def test_confirming_a_file_with_defects_writes_nothing(desk: Client, koordination: Any) -> None:
    run = handed_over(koordination, content(ROWS[0], ("0101", "Altstadt", square(1000, 0))))

    answer = desk.post(f"{page('preview', run)}?level=quarter&code=nr&name=name")

    assert (answer.status_code, Area.objects.count(), AreaImport.objects.get().state) == (302, 0, "uploaded")


def test_changes_are_shown_before_and_after(desk: Client, koordination: Any) -> None:
    make_area("0101", name="Kernstadt", geom=square(0, 0))
    run = handed_over(koordination, content(("0101", "Altstadt", square(0, 0, 500, 1000))))

    (change,) = desk.get(page("preview", run), QUERY).context["changed"]

    assert change["lines"] == [
        {"label": "Name", "before": "Kernstadt", "after": "Altstadt"},
        {"label": "Größe", "before": "999.997 m²", "after": "499.998 m²"},
    ]


def test_scripts_in_names_are_shown_as_text(desk: Client, koordination: Any) -> None:
    run = handed_over(koordination, content(("1", "<script>alert(1)</script>", square(0, 0))))

    shown = desk.get(page("preview", run), QUERY).content.decode()

    assert ("<script>alert(1)" in shown, "&lt;script&gt;alert(1)" in shown) == (False, True)


def test_file_with_several_layers_offers_each(desk: Client, koordination: Any, tmp_path: Path) -> None:
    path = write_layer(tmp_path / "zwei.gpkg", [box_m(0, 0)], nr=["1"], name=["A"])
    import pyogrio
    import shapely

    pyogrio.raw.write(
        path,
        shapely.to_wkb([box_m(0, 0)]),
        [],
        [],
        geometry_type="Polygon",
        crs="EPSG:25832",
        layer="leer",
        append=True,
    )
    run = handed_over(koordination, path.read_bytes(), "zwei.gpkg")

    choose = desk.get(page("choose", run))
    preview = desk.get(page("preview", run), {**QUERY, "layer": "zwei"})

    assert (choose.context["layers"], choose.context["layer"], preview.status_code) == (["zwei", "leer"], "zwei", 200)


def test_file_that_is_gone_says_so(desk: Client, koordination: Any) -> None:
    run = handed_over(koordination)
    Path(run.file.content.path).unlink()  # type: ignore[union-attr]

    answers = [desk.get(page(name, run), QUERY) for name in ("choose", "preview")]

    assert [answer.status_code for answer in answers] == [410, 410]
    assert "hat länger als sieben Tage gewartet" in text_of(answers[0])


def test_somebody_else_wrote_in_the_meantime(desk: Client, koordination: Any, monkeypatch: Any) -> None:
    from quartierswerk.places.views import imports

    run = handed_over(koordination)

    def preview_then_others(*arguments: Any, **choices: Any) -> Any:
        preview = preview_file(*arguments, **choices)
        make_area("0109", geom=square(5000, 0))
        return preview

    monkeypatch.setattr(imports, "preview_file", preview_then_others)
    answer = desk.post(f"{page('preview', run)}?level=quarter&code=nr&name=name")

    assert (answer.status_code, list(Area.objects.values_list("code", flat=True))) == (302, ["0109"])
    assert AreaImport.objects.get().state == "uploaded"


def test_file_can_be_put_aside(desk: Client, koordination: Any) -> None:
    run = handed_over(koordination)

    answer = desk.post(page("put-aside", run), follow=True)

    assert "Die Datei ist weggelegt. Es wurde nichts eingelesen." in text_of(answer)
    assert (AreaImport.objects.get().state, desk.get(page("put-aside", run)).status_code) == ("discarded", 405)
    assert desk.get(page("preview", run), QUERY).status_code == 403


def test_undo_that_is_refused_says_why(desk: Client, koordination: Any, tmp_path: Path) -> None:
    spec = ImportSpec(level="quarter", code="nr", name="name")
    runs = []
    for rows in (ROWS[:1], ROWS):
        path = write_geojson(tmp_path / "a.geojson", [feature(geom, nr=code, name=name) for code, name, geom in rows])
        runs.append(import_areas(preview_file(path, spec, today=date(2026, 5, 20)), by=koordination))

    answer = desk.post(page("undo", runs[0]))

    assert answer.status_code == 409
    assert "Ein späterer Import baut auf diesem auf." in text_of(answer)
    assert Area.objects.count() == 2


def test_renewal_areas_have_their_own_choices(desk: Client, koordination: Any) -> None:
    rows = [feature(square(0, 0), nr="S1", name="Hafen", art="Sanierungsgebiet")]
    raw = json.dumps({"type": "FeatureCollection", "features": rows}).encode()
    run = handed_over(koordination, raw, subject="renewal")

    preview = desk.get(page("preview", run), {"code": "nr", "name": "name", "kind": "art"})
    done = desk.post(f"{page('preview', run)}?code=nr&name=name&kind=art", follow=True)

    assert (preview.status_code, done.status_code) == (200, 200)
    assert "level" not in preview.context["form"].fields
    assert run.changes.get().renewal_area.kind == "formal"  # type: ignore[union-attr]


def test_list_of_imports_tells_what_became_of_each(desk: Client, koordination: Any) -> None:
    handed_over(koordination)

    shown = text_of(desk.get(page("list")))

    assert ("gebiete.geojson" in shown, "wartet auf Ihre Auswahl" in shown) == (True, True)


def test_list_asks_as_often_for_three_files_as_for_one(desk: Client, koordination: Any) -> None:
    assert_same_query_count(lambda: desk.get(page("list")), add_row=lambda n: handed_over(koordination))


def test_detail_asks_as_often_for_three_areas_as_for_one(desk: Client, koordination: Any, tmp_path: Path) -> None:
    runs = []

    def import_one_more(number: int) -> None:
        rows = [feature(square(n * 1000, 0), nr=f"0{n}", name="A") for n in range(number)]
        path = write_geojson(tmp_path / "a.geojson", rows)
        preview = preview_file(path, ImportSpec(level="quarter", code="nr", name="name"), today=date(2026, 5, 20))
        runs.append(import_areas(preview, by=koordination))
        runs[0].changes.update(run=runs[-1])

    assert_same_query_count(lambda: desk.get(page("detail", runs[-1])), add_row=import_one_more)
