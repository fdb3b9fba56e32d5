"""Each permission stands in the matrix of its app."""

from quartierswerk.kernel.permits import permits
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
