"""Who may write the city's own pages."""

from typing import Any

import pytest

from tests.permission_matrix import assert_row, only, rows_of

pytestmark = pytest.mark.django_db

MATRIX: dict[str, Any] = {
    "portal.edit_page": {
        "": only("admin", "koordination", otherwise="Die Seiten der Stadt schreibt die Gesamtkoordination."),
    },
}


@pytest.mark.parametrize(("permission", "state"), rows_of(MATRIX))
def test_matrix(permission: str, state: str, personas: dict[str, Any]) -> None:
    assert_row(MATRIX, permission, state, {}, personas)
