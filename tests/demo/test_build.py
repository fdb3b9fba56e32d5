"""The demo city in an empty storage: whole, the same each time, quick, and made by the people whose job it is."""

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, transaction
from django.utils import timezone

from quartierswerk.demo.build import build_city, is_demo, persona_lines
from quartierswerk.demo.city.geography import LEVELS, to_geojson
from quartierswerk.demo.city.indicators import values_csv
from quartierswerk.demo.city.personas import PASSWORD
from quartierswerk.demo.numbers import MAPPING
from quartierswerk.history.models import Entry
from quartierswerk.monitoring.imports import plan_file, read_mapping
from quartierswerk.monitoring.models import AreaResult, ImportRun, IndexRun, Indicator, Value
from quartierswerk.people.models import Office, User
from quartierswerk.people.roles import held_by, roles_of
from quartierswerk.places.actions import load_shipped_levels
from quartierswerk.places.imports.preview import preview_areas
from quartierswerk.places.models import Area, AreaImport, MeetingPlace, Neighbourhood, RenewalArea, Street
from quartierswerk.places.rules.preview import ImportSpec
from tests.conftest import NOW

TODAY = NOW.date()
LATEST = date(2025, 12, 31)
ACTIONS = 200

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def builds(django_db_setup: None, django_db_blocker: Any) -> Iterator[list[Any]]:
    """The city, built twice in a row; the second build stays for the tests of this module."""
    with (
        pytest.MonkeyPatch.context() as patch,
        django_db_blocker.unblock(),
        transaction.atomic(),
    ):
        patch.setattr(timezone, "now", lambda: NOW)
        load_shipped_levels()
        seen = []
        for last in (False, True):
            point = transaction.savepoint()
            build_city(TODAY)
            seen.append(snapshot())
            if not last:
                transaction.savepoint_rollback(point)
        yield seen
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def _city(builds: list[Any]) -> None:
    """Every test here happens in the city."""


def snapshot() -> list[Any]:
    """What was built, without ids, keys by chance, and password salts."""
    return [
        list(User.objects.order_by("username").values_list("username", "name", "email", "language")),
        list(Office.objects.order_by("key").values_list("key", "name", "email")),
        list(Area.objects.order_by("level", "code").values_list("code", "name", "parent__code", "residents", "geom")),
        list(RenewalArea.objects.order_by("code").values_list("code", "name", "status", "starts_on", "geom")),
        list(Neighbourhood.objects.order_by("slug").values_list("slug", "name", "idea", "text", "geom")),
        list(MeetingPlace.objects.order_by("slug").values_list("slug", "name", "lon", "lat", "opening_hours__opens")),
        list(Street.objects.order_by("name", "areas__code").values_list("name", "areas__code")),
        list(
            Value.objects.order_by("indicator__key", "area__code", "period_on").values_list(
                "indicator__key", "area__code", "period_on", "value", "estimated"
            )
        ),
        list(IndexRun.objects.order_by("period_on").values_list("period_on", "values_checksum", "result_text")),
        list(Entry.objects.order_by("id").values_list("action", "by__username", "thing_type__model")),
    ]


def test_two_builds_give_the_same_city(builds: list[Any]) -> None:
    first, second = builds

    assert first == second


def test_city_is_built_with_few_actions() -> None:
    assert Entry.objects.count() < ACTIONS


def test_everything_is_there() -> None:
    areas = {level: Area.objects.filter(level__key=level).count() for level in LEVELS}

    assert areas == {"city": 1, "district": 6, "quarter": 40, "block": 12}
    assert Area.objects.get(level__key="city").residents == sum(
        Area.objects.filter(level__key="quarter").values_list("residents", flat=True)
    )
    assert {
        "renewal areas": RenewalArea.objects.count(),
        "neighbourhoods": Neighbourhood.objects.count(),
        "public": Neighbourhood.objects.filter(is_public=True).count(),
        "meeting places": MeetingPlace.objects.count(),
        "indicators": Indicator.objects.count(),
        "values": Value.objects.count(),
        "runs": IndexRun.objects.count(),
        "imports": ImportRun.objects.count() + AreaImport.objects.count(),
    } == {
        "renewal areas": 4,
        "neighbourhoods": 6,
        "public": 5,
        "meeting places": 24,
        "indicators": 8,
        "values": 40 * 8 * 5 - 2,
        "runs": 5,
        "imports": 6,
    }


def test_everybody_has_their_roles_and_charlie_none() -> None:
    roles = {user.username: roles_of(user, TODAY) for user in User.objects.all()}

    assert roles == {
        "admin": {"admin"},
        "koordination": {"city_coordination", "decision_maker", "area_lead"},
        "sozialplanung": {"planner", "area_lead"},
        "jugendamt": {"planner", "area_lead"},
        "gesundheitsamt": {"planner", "theme_lead"},
        "stadterneuerung": {"urban_renewal"},
        "mittler": {"intermediary"},
        "bewertung1": {"assessor"},
        "bewertung2": {"assessor"},
        "quartier": {"neighbourhood_coordination"},
        "bezirk": {"district_head"},
        "rat": {"council"},
        "bewohnerin": {"resident"},
        # their organisations, bodies and projects come with their own apps
        "traeger": set(),
        "initiative": set(),
        "wohnen": set(),
        "begleitgruppe": set(),
        "charlie": set(),
    }


def test_coordination_stands_in_for_the_lead_of_hafen() -> None:
    chief = User.objects.get(username="koordination")
    hafen = Area.objects.get(level__key="district", code="06")

    held = [one for one in held_by(chief, TODAY) if one.role == "area_lead"]

    assert [(one.scope, one.scope_id, User.objects.get(pk=one.holder_id).name) for one in held] == [
        ("district", hafen.pk, "Jonas Weiler")
    ]


def test_everybody_can_sign_in_with_the_password_that_is_printed(client: Any) -> None:
    lines = persona_lines()

    assert [user.username for user in User.objects.all() if not user.check_password(PASSWORD)] == []
    assert PASSWORD in lines[0]
    assert [line.split()[0] for line in lines[2:]][:3] == ["admin", "koordination", "sozialplanung"]
    assert len(lines) == 2 + User.objects.count()
    assert is_demo() is True


def test_storage_without_charlie_is_no_demo() -> None:
    User.objects.filter(username="charlie").update(email="someone@example.org")

    assert is_demo() is False


def test_latest_index_has_six_quarters_in_class_5() -> None:
    run = IndexRun.objects.order_by("-run_at", "-id").first()
    rows = AreaResult.objects.filter(run=run)

    assert run is not None
    assert run.period_on == LATEST
    assert list(rows.filter(class_label="5").order_by("rank").values_list("area__name", flat=True)) == [
        "Eschenbühl",
        "Südhöhe-Ort",
        "Fischerinsel",
        "Unterer Nordhang",
        "Neue Vorstadt",
        "Mühlwiesen",
    ]
    assert list(rows.filter(excluded=True).values_list("area__name", "reason")) == [
        ("Industriehafen", "weniger als 300 Menschen")
    ]


def test_muehlwiesen_rose_from_class_4_to_5() -> None:
    rows = AreaResult.objects.filter(area__code="0301").order_by("run__period_on")

    assert list(rows.values_list("class_label", flat=True)) == ["4", "4", "4", "5", "5"]


def test_am_gaswerk_grew() -> None:
    gaswerk = Neighbourhood.objects.get(slug="am-gaswerk")

    (before,) = gaswerk.previous_outlines.all()

    assert before.area_codes == [["block", "040101", "Am Gaswerk 1"], ["block", "040102", "Am Gaswerk 2"]]
    assert before.valid_until == date(2024, 6, 30)
    assert gaswerk.outline_since == date(2024, 7, 1)
    assert before.area_m2 < (gaswerk.area_m2 or 0)


def test_places_of_muehlwiesen_are_kept_by_its_coordination() -> None:
    mine = MeetingPlace.objects.filter(neighbourhoods__slug="muehlwiesen").order_by("name")
    entries = Entry.objects.filter(action="places.create_meeting_place", by__username="quartier")

    assert [place.name for place in mine] == [
        "Familienzentrum Wiesenstraße",
        "Mühlenhaus",
        "Schule am Wehr",
        "Sozialberatung am Wehr",
    ]
    assert sorted(entry.thing_id for entry in entries) == sorted(place.pk for place in mine)


def test_each_step_is_recorded_under_the_person_whose_job_it_is() -> None:
    done = Entry.objects.exclude(by=None).order_by("action", "by__username").values_list("action", "by__username")

    assert list(done.distinct()) == [
        ("monitoring.edit_indicator", "sozialplanung"),
        ("monitoring.edit_spec", "sozialplanung"),
        ("monitoring.import_values", "sozialplanung"),
        ("monitoring.run_index", "sozialplanung"),
        ("people.accept_invitation", "admin"),
        ("people.appoint_person", "admin"),
        ("people.edit_office", "admin"),
        ("people.invite_person", "admin"),
        ("people.set_substitute", "jugendamt"),
        ("places.appoint", "koordination"),
        ("places.correct_area", "sozialplanung"),
        ("places.create_meeting_place", "quartier"),
        ("places.create_meeting_place", "sozialplanung"),
        ("places.create_neighbourhood", "sozialplanung"),
        ("places.create_renewal_area", "stadterneuerung"),
        ("places.edit_neighbourhood", "sozialplanung"),
        ("places.import_areas", "sozialplanung"),
        ("places.import_streets", "sozialplanung"),
        ("portal.edit_page", "koordination"),
    ]


@pytest.mark.parametrize("level", LEVELS)
def test_file_of_areas_is_read_without_any_finding_and_brings_nothing_new(level: str, tmp_path: Path) -> None:
    path = tmp_path / f"{level}.geojson"
    path.write_text(to_geojson(level), encoding="utf-8")
    spec = ImportSpec(level=level, code="code", name="name", parent="" if level == "city" else "parent")

    preview = preview_areas(path, spec, today=TODAY)

    assert preview.findings == []
    assert (preview.new, preview.changed, preview.vanished) == ([], [], [])
    assert len(preview.unchanged) == len(json.loads(path.read_text(encoding="utf-8"))["features"])


def test_file_of_values_is_read_by_the_saved_mapping_and_brings_nothing_new() -> None:
    plan = plan_file(values_csv(TODAY).encode(), read_mapping(MAPPING))

    assert plan.defects == []
    assert (plan.new, plan.changed, plan.unchanged) == ([], [], 40 * 8 * 5 - 2)


def test_constraints_hold() -> None:
    connection.check_constraints()
