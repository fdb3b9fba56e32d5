"""Writes of places: what changed, what did not, what was recorded."""

import uuid
from datetime import date, time
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from quartierswerk.history.models import Entry
from quartierswerk.kernel.errors import NotYet, Refused, Stale
from quartierswerk.places.actions import (
    PlaceParts,
    appoint_for_district,
    appoint_for_neighbourhood,
    archive_meeting_place,
    archive_neighbourhood,
    archive_renewal_area,
    correct_area,
    create_meeting_place,
    create_neighbourhood,
    create_renewal_area,
    edit_meeting_place,
    edit_neighbourhood,
    edit_renewal_area,
    end_appointment,
    load_shipped_levels,
    load_words,
    replace_streets,
    restore_meeting_place,
    restore_neighbourhood,
    restore_renewal_area,
    set_outline,
    set_residents,
)
from quartierswerk.places.models import (
    Area,
    IdeaPoint,
    Level,
    MeetingPlace,
    Neighbourhood,
    PlaceKind,
    RenewalArea,
    Street,
)
from quartierswerk.search.models import IndexedText
from tests.factories.places import (
    home_neighbourhood,
    make_area,
    make_level,
    make_meeting_place,
    make_neighbourhood,
    make_place_kind,
    make_renewal_area,
    make_street,
    square,
)

pytestmark = pytest.mark.django_db
TODAY = date(2026, 5, 20)
KEEPERS_ONLY = "Die Gebiete der Stadt pflegen nur die Gesamtkoordination und die Fachplanung."


def recorded() -> list[str]:
    return list(Entry.objects.order_by("id").values_list("action", flat=True))


def found_lines() -> list[tuple[str, str]]:
    return sorted((str(line.title), line.audience) for line in IndexedText.objects.all())


# Neighbourhoods


def test_neighbourhood_is_created_once_with_its_own_address(koordination: Any) -> None:
    key = uuid.uuid4()
    facts = {"name": "Südhöhe & Größe", "text": {"de": "Oben."}, "is_public": True}

    first = create_neighbourhood(facts, by=koordination, once_key=key)
    again = create_neighbourhood({"name": "Anders"}, by=koordination, once_key=key)
    other = create_neighbourhood({"name": "Südhöhe & Größe"}, by=koordination)

    assert (first.slug, other.slug, again.pk) == ("suedhoehe-groesse", "suedhoehe-groesse-2", first.pk)
    assert recorded() == ["places.create_neighbourhood"] * 2
    assert found_lines() == [
        ("Südhöhe & Größe", ""),
        ("Südhöhe & Größe", "places.view_areas"),
        ("Südhöhe & Größe", "places.view_areas"),
    ]


def test_charlie_creates_no_neighbourhood(charlie: Any) -> None:
    with pytest.raises(Refused) as refused:
        create_neighbourhood({"name": "Meins"}, by=charlie)

    assert refused.value.reason == (
        "Quartiere legen nur Gebietsverantwortliche, Fachplanung und Gesamtkoordination an."
    )
    assert (Neighbourhood.objects.count(), recorded()) == (0, [])


def test_neighbourhood_without_a_name_is_not_created(koordination: Any) -> None:
    with pytest.raises(ValidationError) as wrong:
        create_neighbourhood({"name": ""}, by=koordination)

    assert (sorted(wrong.value.message_dict), recorded()) == (["name"], [])


def test_edit_changes_what_differs_and_records_both(quartier: Any) -> None:
    home = home_neighbourhood()

    edited = edit_neighbourhood(
        home,
        {"name": "Zuhause", "name_in_use": "Kiez", "is_public": True},
        by=quartier,
        seen_version=1,
        why="So heißt es",
    )

    entry = Entry.objects.get()
    assert (edited.version, edited.shown_name) == (2, "Kiez")
    assert (entry.before, entry.after, entry.why) == (
        {"name_in_use": "", "is_public": False},
        {"name_in_use": "Kiez", "is_public": True},
        "So heißt es",
    )
    assert found_lines() == [("Kiez", ""), ("Kiez", "places.view_areas")]


def test_edit_without_a_difference_writes_nothing(koordination: Any) -> None:
    home = make_neighbourhood("mitte")

    edited = edit_neighbourhood(home, {"name": "Mitte"}, by=koordination, seen_version=1)

    assert (edited.version, recorded()) == (1, [])


def test_second_of_two_people_learns_what_the_first_one_saved(koordination: Any, sozialplanung: Any) -> None:
    home = make_neighbourhood("mitte")
    edit_neighbourhood(home, {"name": "Mitte-Nord"}, by=koordination, seen_version=1)

    with pytest.raises(Stale) as stale:
        edit_neighbourhood(home, {"name": "Mitte-Süd"}, by=sozialplanung, seen_version=1)

    assert (stale.value.theirs.name, Neighbourhood.objects.get().name) == ("Mitte-Nord", "Mitte-Nord")
    assert recorded() == ["places.edit_neighbourhood"]


def test_unknown_fact_is_a_mistake_of_the_caller(koordination: Any) -> None:
    with pytest.raises(TypeError, match="area_m2"):
        edit_neighbourhood(make_neighbourhood("mitte"), {"area_m2": 5}, by=koordination, seen_version=1)


def test_outline_composed_of_areas_unites_them_and_may_cross_borders(koordination: Any) -> None:
    west, east = make_area("01"), make_area("02", geom=square(1000, 0))

    home = set_outline(make_neighbourhood("mitte"), by=koordination, seen_version=1, today=TODAY, areas=[east, west])

    assert (home.outline_from, home.outline_since, home.version) == ("areas", TODAY, 2)
    assert home.area_m2 == pytest.approx(2_000_000, abs=100)
    assert home.geom is not None
    assert home.geom["type"] == "Polygon"
    assert list(home.areas.values_list("code", flat=True)) == ["01", "02"]
    assert Entry.objects.get().after["areas"] == [["quarter", "01", "Gebiet 01"], ["quarter", "02", "Gebiet 02"]]


def test_earlier_outline_is_kept_with_its_reason(koordination: Any) -> None:
    west, east = make_area("01"), make_area("02", geom=square(1000, 0))
    home = set_outline(
        make_neighbourhood("mitte"), by=koordination, seen_version=1, today=date(2024, 1, 1), areas=[west, east]
    )

    home = set_outline(
        home, by=koordination, seen_version=2, today=TODAY, geom=square(0, 0, 500, 500), reason="Ohne die Bahn"
    )

    (earlier,) = home.previous_outlines.all()
    assert (home.outline_from, home.area_m2, home.areas.count()) == ("drawn", pytest.approx(250_000, abs=10), 0)
    assert (earlier.outline_from, earlier.valid_from, earlier.valid_until, earlier.reason, earlier.replaced_by) == (
        "areas",
        date(2024, 1, 1),
        date(2026, 5, 19),
        "Ohne die Bahn",
        koordination,
    )
    assert earlier.area_codes == [["quarter", "01", "Gebiet 01"], ["quarter", "02", "Gebiet 02"]]
    assert earlier.area_m2 == pytest.approx(2_000_000, abs=100)


def test_outline_of_one_day_leaves_no_trace_but_the_history(koordination: Any) -> None:
    home = set_outline(make_neighbourhood("mitte"), by=koordination, seen_version=1, today=TODAY, geom=square(0, 0))

    home = set_outline(home, by=koordination, seen_version=2, today=TODAY, geom=square(500, 0), uploaded=True)

    assert (home.outline_from, home.previous_outlines.count(), len(recorded())) == ("uploaded", 0, 2)


def test_outline_can_be_taken_away(koordination: Any) -> None:
    home = make_neighbourhood("mitte", geom=square(0, 0), outline_since=date(2020, 1, 1))

    home = set_outline(home, by=koordination, seen_version=1, today=TODAY, reason="Wird neu gezogen")

    assert (home.outline_from, home.geom, home.area_m2, home.box, home.outline_since) == (
        "none",
        None,
        None,
        None,
        None,
    )
    assert home.previous_outlines.count() == 1


@pytest.mark.parametrize(
    ("geom", "reason"),
    [
        ({"type": "Point", "coordinates": [9, 48]}, "not_an_area"),
        (
            {"type": "Polygon", "coordinates": [[[9.1, 48.7], [9.2, 48.8], [9.2, 48.7], [9.1, 48.8], [9.1, 48.7]]]},
            "crosses_itself",
        ),
    ],
)
def test_drawing_that_is_no_area_changes_nothing(koordination: Any, geom: dict, reason: str) -> None:
    home = make_neighbourhood("mitte", geom=square(0, 0))

    with pytest.raises(ValueError, match=reason):
        set_outline(home, by=koordination, seen_version=1, today=TODAY, geom=geom)

    home.refresh_from_db()
    assert (home.version, home.area_m2, recorded()) == (1, pytest.approx(1_000_000, abs=20), [])


def test_areas_without_outline_compose_nothing(koordination: Any) -> None:
    bare = Area.objects.create(level=make_level(), code="07", name="Ohne")

    with pytest.raises(NotYet) as lacking:
        set_outline(make_neighbourhood("mitte"), by=koordination, seen_version=1, today=TODAY, areas=[bare])

    assert (lacking.value.lacking, recorded()) == ({"07"}, [])


def test_archived_neighbourhood_leaves_the_search_and_comes_back(koordination: Any) -> None:
    home = create_neighbourhood({"name": "Mitte", "is_public": True}, by=koordination)

    gone = archive_neighbourhood(home, by=koordination, seen_version=1, why="Aufgeteilt")
    assert (gone.archived_at is not None, found_lines()) == (True, [])

    back = restore_neighbourhood(gone, by=koordination)
    assert (back.archived_at, back.version, found_lines()) == (None, 3, [("Mitte", ""), ("Mitte", "places.view_areas")])
    assert recorded() == [
        "places.create_neighbourhood",
        "places.archive_neighbourhood",
        "places.restore_neighbourhood",
    ]


# Meeting places


def test_meeting_place_comes_with_rooms_hours_and_exceptions(quartier: Any) -> None:
    parts = PlaceParts(
        neighbourhoods=[home_neighbourhood()],
        rooms=[{"name": "Saal", "seats": 80, "step_free": "yes"}, {"name": "Küche"}],
        hours=[{"weekday": 1, "opens": time(14), "closes": time(18)}],
        exceptions=[{"starts_on": date(2026, 8, 1), "ends_on": date(2026, 8, 31), "note": "Sommerpause"}],
    )
    key = uuid.uuid4()

    place = create_meeting_place({"name": "Treff", "kind": make_place_kind()}, parts, by=quartier, once_key=key)
    again = create_meeting_place({"name": "Treff", "kind": make_place_kind()}, parts, by=quartier, once_key=key)

    assert (again.pk, MeetingPlace.objects.count()) == (place.pk, 1)
    assert list(place.rooms.values_list("name", "seats", "step_free")) == [
        ("Saal", 80, "yes"),
        ("Küche", None, "unknown"),
    ]
    assert [str(span) for span in place.opening_hours.all()] == ["Dienstag 14:00–18:00"]
    assert [exception.note for exception in place.opening_exceptions.all()] == ["Sommerpause"]
    assert (place.step_free, place.lift) == ("unknown", "unknown")
    assert recorded() == ["places.create_meeting_place"]
    assert found_lines() == [("Treff", "places.view_areas")]


def test_coordination_creates_no_place_outside_of_its_neighbourhood(quartier: Any) -> None:
    parts = PlaceParts(neighbourhoods=[make_neighbourhood("hafen")])

    with pytest.raises(Refused) as refused:
        create_meeting_place({"name": "Treff", "kind": make_place_kind()}, parts, by=quartier)

    assert refused.value.reason.startswith("Das bearbeiten nur")
    assert (MeetingPlace.objects.count(), recorded(), found_lines()) == (0, [], [])


def test_rooms_keep_their_id_when_they_are_edited(koordination: Any) -> None:
    place = make_meeting_place()
    hall = place.rooms.create(name="Saal", seats=60)
    place.rooms.create(name="Keller")

    edited = edit_meeting_place(
        place,
        {"step_free": "yes"},
        PlaceParts(rooms=[{"name": "Küche"}, {"id": hall.pk, "name": "Großer Saal", "seats": 80}]),
        by=koordination,
        seen_version=1,
    )

    assert list(edited.rooms.values_list("name", "seats")) == [("Küche", None), ("Großer Saal", 80)]
    assert edited.rooms.get(pk=hall.pk).name == "Großer Saal"
    entry = Entry.objects.get()
    assert (entry.before["step_free"], [room["name"] for room in entry.before["rooms"]]) == (
        "unknown",
        ["Saal", "Keller"],
    )


def test_only_hours_changed_still_counts_as_a_change(koordination: Any) -> None:
    place = make_meeting_place()
    hours = [{"weekday": 0, "opens": time(9), "closes": time(12)}]

    first = edit_meeting_place(place, {}, PlaceParts(hours=hours), by=koordination, seen_version=1)
    same = edit_meeting_place(first, {}, PlaceParts(hours=hours), by=koordination, seen_version=2)

    assert (first.version, same.version, recorded()) == (2, 2, ["places.edit_meeting_place"])


@pytest.mark.parametrize(
    "parts",
    [
        PlaceParts(hours=[{"weekday": 0, "opens": time(12), "closes": time(9)}]),
        PlaceParts(exceptions=[{"starts_on": date(2026, 2, 1), "ends_on": date(2026, 1, 1)}]),
        PlaceParts(exceptions=[{"starts_on": date(2026, 2, 1), "ends_on": date(2026, 2, 1), "opens": time(9)}]),
        PlaceParts(rooms=[{"name": "Saal"}, {"name": "Saal"}]),
        PlaceParts(rooms=[{"name": "Saal", "step_free": "vielleicht"}]),
    ],
)
def test_wrong_parts_leave_the_whole_place_as_it_was(koordination: Any, parts: PlaceParts) -> None:
    place = make_meeting_place()
    place.rooms.create(name="Alt")

    with pytest.raises(ValidationError):
        edit_meeting_place(place, {"name": "Neu"}, parts, by=koordination, seen_version=1)

    place.refresh_from_db()
    assert (place.name, place.version, [room.name for room in place.rooms.all()]) == ("Treff", 1, ["Alt"])
    assert recorded() == []


def test_name_of_a_contact_needs_its_consent(koordination: Any) -> None:
    place = make_meeting_place()

    with pytest.raises(ValidationError):
        edit_meeting_place(place, {"contact_name": "Uta Unruh"}, by=koordination, seen_version=1)
    facts = {"contact_name": "Uta Unruh", "contact_consent_on": TODAY}
    agreed = edit_meeting_place(place, facts, by=koordination, seen_version=1)

    assert (agreed.contact_name, agreed.contact_consent_on) == ("Uta Unruh", TODAY)


def test_public_place_is_found_by_everybody_until_it_is_archived(koordination: Any) -> None:
    place = make_meeting_place()
    public = edit_meeting_place(place, {"is_public": True}, by=koordination, seen_version=1)
    assert found_lines() == [("Treff", ""), ("Treff", "places.view_areas")]

    gone = archive_meeting_place(public, by=koordination, seen_version=2)
    assert found_lines() == []

    restore_meeting_place(gone, by=koordination)
    assert found_lines() == [("Treff", ""), ("Treff", "places.view_areas")]


# Renewal areas


def test_renewal_area_is_created_edited_archived_and_brought_back(stadterneuerung: Any) -> None:
    key = uuid.uuid4()
    facts = {"code": "S 27", "name": "Hafen", "kind": "formal", "starts_on": date(2020, 1, 1)}

    area = create_renewal_area(facts, geom=square(0, 0), by=stadterneuerung, once_key=key)
    assert create_renewal_area(facts, geom=square(0, 0), by=stadterneuerung, once_key=key).pk == area.pk
    area = edit_renewal_area(
        area, {"status": "ended", "ends_on": TODAY}, geom=square(0, 0, 500, 1000), by=stadterneuerung, seen_version=1
    )
    area = archive_renewal_area(area, by=stadterneuerung, seen_version=2)
    area = restore_renewal_area(area, by=stadterneuerung)

    assert (area.status, area.version, area.area_m2) == ("ended", 4, pytest.approx(500_000, abs=20))
    assert [entry.rsplit(".", 1)[1] for entry in recorded()] == [
        "create_renewal_area",
        "edit_renewal_area",
        "archive_renewal_area",
        "restore_renewal_area",
    ]
    assert found_lines() == [("Hafen", "places.view_areas")]


def test_renewal_area_that_ends_before_it_starts_is_refused(stadterneuerung: Any) -> None:
    area = make_renewal_area(starts_on=date(2020, 1, 1))

    with pytest.raises(ValidationError):
        edit_renewal_area(area, {"ends_on": date(2019, 1, 1)}, by=stadterneuerung, seen_version=1)

    assert (RenewalArea.objects.get().ends_on, recorded()) == (None, [])


# Areas, words, streets, appointments


def test_correction_of_an_area_is_recorded_with_its_reason(sozialplanung: Any) -> None:
    area = make_area("0101", name="Altstatd")

    corrected = correct_area(
        area,
        {"name": "Altstadt", "residents": 4310, "residents_on": TODAY},
        by=sozialplanung,
        seen_version=1,
        why="Tippfehler",
    )

    entry = Entry.objects.get()
    assert (corrected.name, corrected.version, entry.why, entry.before["name"]) == (
        "Altstadt",
        2,
        "Tippfehler",
        "Altstatd",
    )
    assert found_lines() == [("Altstadt", "places.view_areas")]


def test_charlie_corrects_nothing(charlie: Any) -> None:
    area = make_area("0101")

    with pytest.raises(Refused) as refused:
        correct_area(area, {"name": "Meins"}, by=charlie, seen_version=1)

    assert refused.value.reason == KEEPERS_ONLY
    assert (Area.objects.get().name, recorded()) == ("Gebiet 0101", [])


def test_residents_are_written_by_code_and_unknown_codes_come_back(koordination: Any) -> None:
    make_area("01")
    make_area("02", geom=square(1000, 0))

    unknown = set_residents(make_level(), {"01": 500, "3": 7}, on=TODAY, by=koordination)

    assert (unknown, list(Area.objects.values_list("code", "residents"))) == (["3"], [("01", 500), ("02", None)])


def test_shipped_words_are_loaded_once_and_what_a_city_adds_stays() -> None:
    assert load_shipped_levels() > 0
    Level.objects.create(key="milieu", name={"de": "Lebensraum"}, order=5)

    assert load_shipped_levels() == 0
    assert list(Level.objects.values_list("key", "parent__key")) == [
        ("city", None),
        ("district", "city"),
        ("quarter", "district"),
        ("block", "quarter"),
        ("milieu", None),
    ]
    assert (IdeaPoint.objects.count(), PlaceKind.objects.filter(key="neighbourhood_centre").count()) == (6, 1)


def test_changed_word_is_taken_over() -> None:
    load_words({"place_kinds": [{"key": "library", "order": 1, "name": {"de": "Bücherei"}}]})

    written = load_words({"place_kinds": [{"key": "library", "order": 1, "name": {"de": "Stadtbibliothek"}}]})

    assert (written, str(PlaceKind.objects.get().name)) == (1, "Stadtbibliothek")


def test_streets_are_replaced_as_a_whole(koordination: Any) -> None:
    make_area("01")
    make_area("02", geom=square(1000, 0))
    make_street("Alte Gasse")
    make_street("Königstraße")

    count = replace_streets(
        {"Königstraße": ["01", "02", "01"], "Neue Str.": ["02"]}, level=make_level(), by=koordination
    )

    assert count == 2
    assert [(street.name, [area.code for area in street.areas.all()]) for street in Street.objects.all()] == [
        ("Königstraße", ["01", "02"]),
        ("Neue Str.", ["02"]),
    ]


def test_streets_with_unknown_areas_change_nothing(koordination: Any) -> None:
    make_area("01")
    make_street("Alte Gasse")

    with pytest.raises(LookupError) as unknown:
        replace_streets({"Neu": ["01", "9"]}, level=make_level(), by=koordination)

    assert (unknown.value.args, list(Street.objects.values_list("name", flat=True))) == ((["9"],), ["Alte Gasse"])


def test_lead_for_a_district_and_a_neighbourhood_is_named_and_ends(
    koordination: Any, mittler: Any, quartier: Any
) -> None:
    district, home = make_area("01", level="district"), make_neighbourhood("mitte")
    term = {"starts_on": date(2026, 1, 1)}

    lead = appoint_for_district(district, {"user": mittler, "role": "area_lead", **term}, by=koordination)
    coordination = appoint_for_neighbourhood(
        home, {"user": quartier, "role": "neighbourhood_coordination", **term}, by=koordination
    )
    ended = end_appointment(lead, by=koordination, last_day=TODAY)

    assert (lead.scope_thing, coordination.scope_thing, ended.ends_on) == (district, home, TODAY)
    assert recorded() == ["places.appoint"] * 3
    assert [set(entry.after) for entry in Entry.objects.all()] == [{"role", "starts_on", "ends_on"}] * 3


def test_role_that_does_not_fit_the_scope_is_refused(koordination: Any, mittler: Any) -> None:
    facts = {"user": mittler, "role": "planner", "starts_on": TODAY}

    with pytest.raises(ValidationError):
        appoint_for_neighbourhood(make_neighbourhood("mitte"), facts, by=koordination)

    assert recorded() == []


# What the database says


@pytest.mark.parametrize(
    "write",
    [
        lambda: make_area("1", valid_from=date(2020, 1, 1), valid_until=date(2019, 1, 1)),
        lambda: [make_area("1"), make_area("1")],
        lambda: [make_area("1", valid_from=TODAY), make_area("1", valid_from=TODAY)],
        lambda: Area.objects.create(level=make_level(), code="1", name="Halb", west=9.0),
        lambda: make_renewal_area(kind="wild"),
        lambda: (
            make_neighbourhood("a", outline_from="drawn")
            and make_neighbourhood("b", geom=square(0, 0), outline_from="none")
        ),
        lambda: make_meeting_place(lon=9.1),
        lambda: make_meeting_place(step_free="teilweise"),
        lambda: make_meeting_place(contact_name="Uta Unruh"),
    ],
)
def test_database_refuses_what_cannot_be(write: Any) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        write()
