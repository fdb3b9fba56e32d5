"""Who may store and put away files: persona × state → yes, or the reason."""

from typing import Any

import pytest
from django.utils import timezone, translation

from quartierswerk.files.actions import store
from tests.files.conftest import upload
from tests.permission_matrix import assert_row, only, rows_of
from tests.personas import PERSONAS

SIGN_IN = "Bitte melden Sie sich zuerst an."
NOT_YOURS = "Nur wer eine Datei hochgeladen hat, kann sie archivieren."
MATRIX: dict[str, Any] = {
    "files.store_file": {"": only(*PERSONAS, otherwise=SIGN_IN)},
    "files.archive_file": {
        "in use": only("traeger", otherwise=NOT_YOURS),
        "archived": only(otherwise=NOT_YOURS, traeger="Die Datei ist schon im Archiv."),
    },
}


def in_use(personas: dict[str, Any]) -> Any:
    return store(upload("a.pdf", b"%PDF-"), by=personas["traeger"], permission="", purpose="paper")


def archived(personas: dict[str, Any]) -> Any:
    file = in_use(personas)
    file.archived_at = timezone.now()
    file.save(update_fields=["archived_at"])
    return file


@pytest.mark.django_db
@pytest.mark.parametrize(("permission", "state"), rows_of(MATRIX))
def test_matrix(permission: str, state: str, personas: dict[str, Any]) -> None:
    with translation.override("de"):
        assert_row(MATRIX, permission, state, {"in use": in_use, "archived": archived}, personas)
