"""Who may do what with places: persona × state, yes or the reason."""

from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from quartierswerk.kernel.permits import may, why_not
from quartierswerk.places.models import AreaImport
from tests.factories.places import home_neighbourhood, make_meeting_place, make_neighbourhood
from tests.personas import make_persona

pytestmark = pytest.mark.django_db

STAFF = {
    "admin",
    "koordination",
    "sozialplanung",
    "jugendamt",
    "gesundheitsamt",
    "stadterneuerung",
    "mittler",
    "bewertung1",
    "bewertung2",
}
KEEPERS = {"admin", "koordination", "sozialplanung", "jugendamt", "gesundheitsamt"}
EDITORS = KEEPERS | {"mittler"}
MATRIX = {
    "places.view_areas": STAFF | {"bezirk", "quartier", "rat"},
    "places.view_office_notes": STAFF | {"bezirk"},
    "places.import_areas": KEEPERS,
    "places.confirm_import": KEEPERS,
    "places.undo_import": KEEPERS,
    "places.correct_area": KEEPERS,
    "places.import_streets": KEEPERS,
    "places.create_renewal_area": KEEPERS | {"stadterneuerung"},
    "places.edit_renewal_area": KEEPERS | {"stadterneuerung"},
    "places.archive_renewal_area": KEEPERS | {"stadterneuerung"},
    "places.restore_renewal_area": KEEPERS | {"stadterneuerung"},
    "places.create_neighbourhood": EDITORS,
    "places.edit_neighbourhood": EDITORS,
    "places.archive_neighbourhood": KEEPERS,
    "places.restore_neighbourhood": KEEPERS,
    "places.create_meeting_place": EDITORS | {"quartier"},
    "places.edit_meeting_place": EDITORS,
    "places.archive_meeting_place": EDITORS,
    "places.restore_meeting_place": EDITORS,
    "places.appoint": {"admin", "koordination"},
}


@pytest.mark.parametrize("permission", sorted(MATRIX))
def test_roles_have_what_the_matrix_says_and_nothing_more(permission: str, personas: dict[str, Any]) -> None:
    allowed = {name for name, user in personas.items() if may(user, permission)}

    assert allowed == MATRIX[permission]


def test_coordination_edits_its_own_neighbourhood_and_no_other() -> None:
    coordination = make_persona("quartier")
    own, other = home_neighbourhood(), make_neighbourhood("hafen")

    assert why_not(coordination, "places.edit_neighbourhood", own) is None
    assert why_not(coordination, "places.edit_neighbourhood", other) == (
        "Das bearbeiten nur Gebietsverantwortliche, Fachplanung, Gesamtkoordination und die Koordination des Quartiers."
    )


def test_coordination_edits_places_of_its_neighbourhood_and_no_others() -> None:
    own, other, nowhere = make_meeting_place("a"), make_meeting_place("b"), make_meeting_place("c")
    coordination = make_persona("quartier")
    own.neighbourhoods.add(home_neighbourhood())
    other.neighbourhoods.add(make_neighbourhood("hafen"))

    allowed = [may(coordination, "places.edit_meeting_place", place) for place in (own, other, nowhere)]

    assert allowed == [True, False, False]


@pytest.mark.parametrize("thing", ["neighbourhood", "meeting_place"])
def test_what_is_archived_is_only_brought_back(thing: str, koordination: Any) -> None:
    make = {"neighbourhood": make_neighbourhood, "meeting_place": make_meeting_place}[thing]
    here, gone = make("a"), make("b", archived_at=timezone.now())

    assert {verb: why_not(koordination, f"places.{verb}_{thing}", here) for verb in ("edit", "archive", "restore")} == {
        "edit": None,
        "archive": None,
        "restore": "Das liegt nicht im Archiv.",
    }
    assert {verb: why_not(koordination, f"places.{verb}_{thing}", gone) for verb in ("edit", "archive", "restore")} == {
        "edit": "Das liegt im Archiv. Bitte holen Sie es zuerst zurück.",
        "archive": "Das liegt im Archiv. Bitte holen Sie es zuerst zurück.",
        "restore": None,
    }


@pytest.mark.parametrize(
    ("state", "confirm", "undo"),
    [
        ("uploaded", None, "Dieser Import wurde nicht ausgeführt oder ist schon rückgängig gemacht."),
        ("imported", "Diese Datei ist schon eingelesen oder wurde weggelegt.", None),
        (
            "undone",
            "Diese Datei ist schon eingelesen oder wurde weggelegt.",
            "Dieser Import wurde nicht ausgeführt oder ist schon rückgängig gemacht.",
        ),
        (
            "discarded",
            "Diese Datei ist schon eingelesen oder wurde weggelegt.",
            "Dieser Import wurde nicht ausgeführt oder ist schon rückgängig gemacht.",
        ),
    ],
)
def test_an_import_is_confirmed_once_and_undone_once(
    state: str, confirm: str | None, undo: str | None, koordination: Any
) -> None:
    run = AreaImport(state=state)

    assert why_not(koordination, "places.confirm_import", run) == confirm
    assert why_not(koordination, "places.undo_import", run) == undo


def test_visitor_without_account_gets_the_reason() -> None:
    assert why_not(AnonymousUser(), "places.view_areas") == (
        "Das sehen nur Stadtverwaltung, Quartierskoordination und Gemeinderat."
    )
