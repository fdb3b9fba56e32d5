"""Carrying out an import and taking it back."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import F

from quartierswerk.history.models import Entry
from quartierswerk.kernel.errors import NotYet, Refused, Stale
from quartierswerk.people.roles import forget_roles, holds
from quartierswerk.places.actions import (
    correct_area,
    hand_over_file,
    import_areas,
    put_aside,
    set_outline,
    undo_import,
)
from quartierswerk.places.imports import preview_file
from quartierswerk.places.models import Area, AreaChange, AreaImport, RenewalArea
from quartierswerk.places.queries import broken_invariants
from quartierswerk.places.rules.preview import AreaPreview, ImportSpec
from quartierswerk.search.models import IndexedText
from tests.factories.places import (
    feature,
    make_area,
    make_level,
    make_neighbourhood,
    make_renewal_area,
    make_street,
    square,
    write_geojson,
)
from tests.personas import appoint

pytestmark = pytest.mark.django_db
TODAY = date(2026, 5, 20)
NEW_YEAR = date(2026, 1, 1)


@pytest.fixture(autouse=True)
def _levels(db: None) -> None:
    make_level("block")


def look(folder: Path, *rows: tuple[Any, ...], level: str = "quarter", **choices: Any) -> AreaPreview:
    """A preview of rows (code, name, geometry)."""
    features = [feature(geom, nr=code, name=name) for code, name, geom in rows]
    path = write_geojson(folder / "gebiete.geojson", features)
    return preview_file(path, ImportSpec(level=level, code="nr", name="name", **choices), today=TODAY)


ALTSTADT = ("0101", "Altstadt", square(0, 0))
NEUSTADT = ("0102", "Neustadt", square(1000, 0))


def areas() -> list[tuple[Any, ...]]:
    rows = Area.objects.order_by("level__order", "code", F("valid_from").asc(nulls_first=True))
    return list(rows.values_list("code", "name", "valid_from", "valid_until"))


def state() -> list[dict[str, Any]]:
    """Everything of all areas but their version."""
    columns = [field.attname for field in Area._meta.concrete_fields if field.name != "version"]
    return list(Area.objects.order_by("pk").values(*columns))


def found_lines() -> list[tuple[str, str]]:
    return sorted((str(line.title), line.audience) for line in IndexedText.objects.all())


def test_import_writes_all_rows_and_one_record(tmp_path: Path, koordination: Any) -> None:
    run = import_areas(look(tmp_path, ALTSTADT, NEUSTADT), by=koordination)

    assert areas() == [("0101", "Altstadt", None, None), ("0102", "Neustadt", None, None)]
    assert (run.state, run.counts["new"], run.mapping) == (
        "imported",
        2,
        {"subject": "areas", "level": "quarter", "code": "nr", "name": "name"},
    )
    assert [(entry.action, entry.by, entry.after["new"]) for entry in Entry.objects.all()] == [
        ("places.import_areas", koordination, 2)
    ]
    assert list(AreaChange.objects.values_list("area__code", "kind")) == [("0101", "new"), ("0102", "new")]
    assert sorted((str(line.title), line.audience) for line in IndexedText.objects.all()) == [
        ("Altstadt", "places.view_areas"),
        ("Neustadt", "places.view_areas"),
    ]
    assert list(broken_invariants()) == []


def test_command_line_imports_without_a_person(tmp_path: Path) -> None:
    run = import_areas(look(tmp_path, ALTSTADT), by=None)

    assert (run.by, Entry.objects.get().by) == (None, None)


def test_charlie_imports_nothing(tmp_path: Path, charlie: Any) -> None:
    with pytest.raises(Refused) as refused:
        import_areas(look(tmp_path, ALTSTADT), by=charlie)

    assert refused.value.reason == "Die Gebiete der Stadt pflegen nur die Gesamtkoordination und die Fachplanung."
    assert (areas(), AreaImport.objects.count(), Entry.objects.count()) == ([], 0, 0)


def test_preview_with_defects_is_not_carried_out(tmp_path: Path, koordination: Any) -> None:
    preview = look(tmp_path, ALTSTADT, ("0101", "Altstadt", square(1000, 0)))

    with pytest.raises(NotYet) as lacking:
        import_areas(preview, by=koordination)

    assert (lacking.value.lacking, areas(), AreaImport.objects.count()) == ({"code_twice"}, [], 0)


def test_preview_that_is_out_of_date_is_not_carried_out(tmp_path: Path, koordination: Any) -> None:
    import_areas(look(tmp_path, ALTSTADT), by=koordination)
    preview = look(tmp_path, ("0101", "Altstadt Mitte", square(0, 0)))
    correct_area(Area.objects.get(), {"name": "Kernstadt"}, by=koordination, seen_version=1)

    with pytest.raises(Stale):
        import_areas(preview, by=koordination)

    assert (areas(), AreaImport.objects.count()) == ([("0101", "Kernstadt", None, None)], 1)


def test_without_a_day_the_present_version_is_corrected(tmp_path: Path, koordination: Any) -> None:
    import_areas(look(tmp_path, ALTSTADT, NEUSTADT), by=koordination)
    before = state()

    run = import_areas(look(tmp_path, ("0101", "Kernstadt", square(0, 0, 900, 1000))), by=koordination)

    assert areas() == [("0101", "Kernstadt", None, None), ("0102", "Neustadt", None, None)]
    assert [(change.kind, change.before["name"]) for change in run.changes.all()] == [("changed", "Altstadt")]
    undo_import(run, by=koordination)
    assert state() == before


def test_with_a_day_a_new_version_begins_and_the_earlier_one_ends(tmp_path: Path, koordination: Any) -> None:
    import_areas(look(tmp_path, ALTSTADT, NEUSTADT, ("0103", "Hafen", square(2000, 0))), by=koordination)
    before = state()

    run = import_areas(
        look(tmp_path, ALTSTADT, ("0102", "Neustadt", square(1000, 0, 1500, 1000)), valid_from=NEW_YEAR),
        by=koordination,
    )

    assert areas() == [
        ("0101", "Altstadt", None, None),
        ("0102", "Neustadt", None, date(2025, 12, 31)),
        ("0102", "Neustadt", NEW_YEAR, None),
        ("0103", "Hafen", None, date(2025, 12, 31)),
    ]
    assert sorted(run.changes.values_list("area__code", "kind")) == [
        ("0102", "closed"),
        ("0102", "new"),
        ("0103", "closed"),
    ]
    assert list(broken_invariants()) == []

    undo_import(run, by=koordination, why="Falsche Datei")

    assert state() == before
    run.refresh_from_db()
    assert (run.state, Entry.objects.first().why) == ("undone", "Falsche Datei")  # type: ignore[union-attr]
    assert sorted(str(line.title) for line in IndexedText.objects.all()) == ["Altstadt", "Hafen", "Neustadt"]


def test_areas_of_the_past_go_before_the_present_ones(tmp_path: Path, koordination: Any) -> None:
    import_areas(look(tmp_path, ALTSTADT, valid_from=NEW_YEAR), by=koordination)

    import_areas(
        look(
            tmp_path,
            ("0101", "Alte Stadt", square(0, 0)),
            ("0109", "Vorstadt", square(3000, 0)),
            valid_from=date(2010, 1, 1),
        ),
        by=koordination,
    )

    assert areas() == [
        ("0101", "Alte Stadt", date(2010, 1, 1), date(2025, 12, 31)),
        ("0101", "Altstadt", NEW_YEAR, None),
        ("0109", "Vorstadt", date(2010, 1, 1), None),
    ]
    assert list(broken_invariants()) == []


def test_what_belongs_to_an_area_follows_its_new_version_and_comes_back(
    tmp_path: Path, koordination: Any, bezirk: Any
) -> None:
    import_areas(look(tmp_path, ("01", "Mitte", square(0, 0, 2000, 1000)), level="district"), by=koordination)
    old = Area.objects.get(level__key="district", code="01")
    import_areas(look(tmp_path, ALTSTADT, NEUSTADT), by=koordination)
    street = make_street("Königstraße", old)
    appoint(bezirk, "district_head", "district", old)
    before = state()

    run = import_areas(
        look(tmp_path, ("01", "Innenstadt", square(0, 0, 2000, 1000)), level="district", valid_from=NEW_YEAR),
        by=koordination,
    )

    fresh = Area.objects.get(level__key="district", code="01", valid_from=NEW_YEAR)
    forget_roles(bezirk)
    assert list(Area.objects.filter(level__key="quarter").values_list("parent_id", flat=True)) == [fresh.pk] * 2
    assert (holds(bezirk, "district_head", scope="district", thing=fresh), list(street.areas.all())) == (True, [fresh])

    undo_import(run, by=koordination)

    forget_roles(bezirk)
    assert state() == before
    assert (holds(bezirk, "district_head", scope="district", thing=old), list(street.areas.all())) == (True, [old])


def test_residents_stay_with_the_new_version_when_the_file_has_none(tmp_path: Path, koordination: Any) -> None:
    make_area("0101", name="Altstadt", residents=4310, residents_on=date(2025, 12, 31))

    import_areas(look(tmp_path, ("0101", "Kernstadt", square(0, 0)), valid_from=NEW_YEAR), by=koordination)

    assert list(Area.objects.filter(name="Kernstadt").values_list("residents", "residents_on")) == [
        (4310, date(2025, 12, 31))
    ]


def test_earlier_import_is_undone_after_the_later_one(tmp_path: Path, koordination: Any) -> None:
    first = import_areas(look(tmp_path, ALTSTADT), by=koordination)
    second = import_areas(look(tmp_path, ALTSTADT, NEUSTADT), by=koordination)

    with pytest.raises(Refused) as refused:
        undo_import(first, by=koordination)
    assert refused.value.reason == (
        "Ein späterer Import baut auf diesem auf. Bitte machen Sie zuerst „gebiete.geojson“ rückgängig."
    )
    assert len(areas()) == 2

    undo_import(second, by=koordination)
    undo_import(first, by=koordination)
    assert (areas(), IndexedText.objects.count()) == ([], 0)


def test_import_whose_areas_are_in_use_is_not_undone(tmp_path: Path, koordination: Any) -> None:
    districts = import_areas(look(tmp_path, ("01", "Mitte", square(0, 0)), level="district"), by=koordination)
    quarters = import_areas(look(tmp_path, ALTSTADT), by=koordination)
    home = make_neighbourhood("mitte")
    set_outline(home, by=koordination, seen_version=1, today=TODAY, areas=[Area.objects.get(code="0101")])

    with pytest.raises(Refused) as by_neighbourhood:
        undo_import(quarters, by=koordination)
    with pytest.raises(Refused) as by_children:
        undo_import(districts, by=koordination)

    assert by_neighbourhood.value.reason == (
        "Diese Quartiere sind aus Gebieten dieses Imports zusammengesetzt: Mitte. Bitte ändern Sie zuerst ihren Umriss."
    )
    assert by_children.value.reason == (
        "Andere Daten verweisen auf Gebiete dieses Imports (Gebiete). Bitte nehmen Sie diese zuerst zurück."
    )
    assert (len(areas()), IndexedText.objects.filter(kind="area").count()) == (2, 2)
    assert AreaImport.objects.filter(state="imported").count() == 2


def test_names_with_scripts_are_stored_as_text(tmp_path: Path, koordination: Any) -> None:
    import_areas(look(tmp_path, ("1", "<script>alert(1)</script>", square(0, 0))), by=koordination)

    assert Area.objects.get().name == "<script>alert(1)</script>"


# Uploaded files


def upload(content: bytes, name: str = "gebiete.geojson") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def geojson(folder: Path, *rows: tuple[Any, ...]) -> bytes:
    features = [feature(geom, nr=code, name=name) for code, name, geom in rows]
    return write_geojson(folder / "upload.geojson", features).read_bytes()


@pytest.fixture(autouse=True)
def _storage(tmp_path: Path, settings: Any) -> None:
    settings.MEDIA_ROOT = tmp_path / "files"


def test_file_is_handed_over_once_and_imported_once(tmp_path: Path, koordination: Any) -> None:
    import uuid

    key = uuid.uuid4()
    run = hand_over_file(upload(geojson(tmp_path, ALTSTADT)), subject="areas", by=koordination, once_key=key)
    again = hand_over_file(upload(geojson(tmp_path, ALTSTADT)), subject="areas", by=koordination, once_key=key)
    preview = look(tmp_path, ALTSTADT)

    first = import_areas(preview, by=koordination, run=run)
    second = import_areas(preview, by=koordination, run=run)

    assert (again.pk, first.pk, second.pk, len(areas()), AreaImport.objects.count()) == (run.pk, run.pk, run.pk, 1, 1)


@pytest.mark.parametrize(
    ("content", "name"), [(b"", "a.geojson"), (b"MZ\x90\x00", "a.geojson"), (b"\x89PNG\r\n\x1a\n", "karte.geojson")]
)
def test_file_that_is_no_map_is_not_kept(koordination: Any, content: bytes, name: str) -> None:
    with pytest.raises(ValidationError):
        hand_over_file(upload(content, name), subject="areas", by=koordination)

    assert (AreaImport.objects.count(), Entry.objects.count()) == (0, 0)


def test_file_put_aside_is_not_imported_later(tmp_path: Path, koordination: Any) -> None:
    run = hand_over_file(upload(geojson(tmp_path, ALTSTADT)), subject="areas", by=koordination)
    run = put_aside(run, by=koordination)

    with pytest.raises(Refused) as refused:
        import_areas(look(tmp_path, ALTSTADT), by=koordination, run=run)

    assert (run.state, refused.value.reason, areas()) == (
        "discarded",
        "Diese Datei ist schon eingelesen oder wurde weggelegt.",
        [],
    )


# Renewal areas


def test_renewal_areas_are_made_changed_and_undone(tmp_path: Path, koordination: Any) -> None:
    make_renewal_area("S1", name="Alt", geom=square(0, 0), starts_on=date(2010, 5, 1))
    features = [
        feature(square(0, 0), nr="S1", name="Alt", art="formal", von="2012-05-01"),
        feature(square(1000, 0), nr="V1", name="Neu", art="priority", von=None),
    ]
    path = write_geojson(tmp_path / "sanierung.geojson", features)
    spec = ImportSpec(subject="renewal", code="nr", name="name", kind="art", starts_on="von")

    run = import_areas(preview_file(path, spec, today=TODAY), by=koordination)

    rows = RenewalArea.objects.order_by("code").values_list("code", "kind", "starts_on")
    assert list(rows) == [("S1", "formal", date(2012, 5, 1)), ("V1", "priority", None)]
    assert (run.level, run.subject, run.counts["changed"]) == (None, "renewal", 1)

    undo_import(run, by=koordination)
    assert list(rows.all()) == [("S1", "formal", date(2010, 5, 1))]
