"""Each permission stands in the matrix of its app, and each desk asks for the second step where it is compulsory."""

from typing import Any

import pytest
from django.test import Client
from django.utils import translation

from quartierswerk.kernel.permits import permits
from quartierswerk.people.models import User
from tests.house.test_pages import pages_without_arguments
from tests.permission_matrix import matrices


def test_every_permission_stands_in_a_matrix() -> None:
    listed = {permission for _app, matrix in matrices() for permission in matrix}

    assert {permit.name for permit in permits()} - listed == set()


def test_matrices_name_only_permissions_of_their_app() -> None:
    known = {permit.name for permit in permits()}
    strays = [
        permission
        for app, matrix in matrices()
        for permission in matrix
        if permission not in known or permission.partition(".")[0] != app
    ]

    assert strays == []


@pytest.mark.django_db
def test_every_desk_asks_the_administration_for_a_second_step(client: Client, settings: Any, admin: User) -> None:
    settings.STAFF_SECOND_FACTOR = True
    client.force_login(admin)
    with translation.override("de"):
        desks = [address for address in pages_without_arguments() if address.startswith("/arbeit/")]

    answers = {address: client.get(address) for address in desks}

    open_desks = [
        address
        for address, answer in answers.items()
        if answer.get("Location") != "/konto/zweiter-schritt/" and answer.status_code != 405
    ]
    assert open_desks == ["/arbeit/bausteine/"]  # the page of components shows nothing of the city
