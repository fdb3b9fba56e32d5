"""Who may do what with indicators, values and indices: persona × state → yes, or the reason."""

from typing import Any

import pytest
from django.utils import timezone

from quartierswerk.monitoring.actions import undo_import
from quartierswerk.monitoring.models import ImportRun
from tests.factories.monitoring import make_areas, make_city, make_indicator, make_run, make_spec, make_values
from tests.permission_matrix import EVERYBODY, assert_row, only, rows_of

pytestmark = pytest.mark.django_db

KEEPERS = ("admin", "koordination", "sozialplanung", "jugendamt", "gesundheitsamt")
VIEWERS = (*KEEPERS, "stadterneuerung", "mittler")
KEEP = "Nur die planenden Ämter und die Gesamtkoordination pflegen die Werte."
VIEW = "Werte kleiner Gebiete sind für die Planung der Stadt bestimmt. Ihre Rolle gehört nicht dazu."

keeping = only(*KEEPERS, otherwise=KEEP)


def but_for_keepers(reason: str) -> dict[str, bool | str]:
    """A row in which keepers get ``reason`` and all others that they are no keepers."""
    return {EVERYBODY: KEEP, **dict.fromkeys(KEEPERS, reason)}


MATRIX: dict[str, Any] = {
    "monitoring.view_values": {"": only(*VIEWERS, otherwise=VIEW)},
    "monitoring.import_values": {"": keeping},
    "monitoring.undo_import": {
        "applied": keeping,
        "waiting": but_for_keepers("Nur ein übernommener Import lässt sich zurücknehmen."),
        "undone": but_for_keepers("Nur ein übernommener Import lässt sich zurücknehmen."),
    },
    "monitoring.edit_indicator": {
        "": keeping,
        "indicator": keeping,
        "archived indicator": but_for_keepers("Der Indikator ist abgelegt."),
    },
    "monitoring.archive_indicator": {"indicator": keeping, "archived indicator": keeping},
    "monitoring.edit_spec": {"": keeping},
    "monitoring.archive_spec": {"spec": keeping},
    "monitoring.run_index": {"spec": keeping, "archived spec": but_for_keepers("Der Index ist abgelegt.")},
    "monitoring.archive_run": {"run": keeping},
}


def applied() -> ImportRun:
    make_areas(1)
    return make_values(make_indicator(), {"01": 0.1})


def archived_indicator(personas: dict[str, Any]) -> Any:
    indicator = make_indicator()
    indicator.archived_at = timezone.now()
    return indicator


def archived_spec(personas: dict[str, Any]) -> Any:
    spec = make_spec()
    spec.archived_at = timezone.now()
    return spec


def computed_run(personas: dict[str, Any]) -> Any:
    make_city()
    return make_run()


THINGS = {
    "applied": lambda personas: applied(),
    "waiting": lambda personas: ImportRun(),
    "undone": lambda personas: undo_import(applied(), by=None),
    "indicator": lambda personas: make_indicator(),
    "archived indicator": archived_indicator,
    "spec": lambda personas: make_spec(),
    "archived spec": archived_spec,
    "run": computed_run,
}


@pytest.mark.parametrize(("permission", "state"), rows_of(MATRIX))
def test_matrix(permission: str, state: str, personas: dict[str, Any]) -> None:
    assert_row(MATRIX, permission, state, THINGS, personas)
