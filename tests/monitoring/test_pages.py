"""Each page for each persona; forms that go wrong; what pages say first."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tests.factories.monitoring import make_city, make_run

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
