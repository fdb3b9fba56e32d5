"""The download: who gets a file, and how it is sent."""

import uuid
from urllib.parse import urlencode

import pytest
from django.urls import reverse

from quartierswerk.files.actions import archive_file, store
from tests.files.conftest import picture, upload

pytestmark = pytest.mark.django_db


def address(file) -> str:
    return reverse("files:file-download-named", args=[file.public_id, file.name])


@pytest.fixture
def plan(koordination, guarded):
    return store(
        upload("Plan Süd.pdf", b"%PDF-1.7 secret"), by=koordination, permission=guarded, scope_id=7, purpose="paper"
    )


def test_public_picture_is_shown_and_may_be_kept_by_browsers(client, koordination) -> None:
    file = store(upload("Fest.png", picture()), by=koordination, permission="", purpose="picture", alt="Ein Fest")

    answer = client.get(address(file))

    assert (answer.status_code, answer.getvalue()) == (200, file.content.read())
    assert {
        name: answer[name]
        for name in ("Content-Type", "Content-Disposition", "X-Content-Type-Options", "Cache-Control")
    } == {
        "Content-Type": "image/png",
        "Content-Disposition": 'inline; filename="Fest.png"',
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "public, max-age=86400",
    }
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"


def test_guarded_paper_is_saved_and_kept_by_no_cache(client, plan, charlie) -> None:
    client.force_login(charlie)

    answer = client.get(address(plan))

    assert (answer.status_code, answer.getvalue()) == (200, b"%PDF-1.7 secret")
    assert answer["Content-Disposition"] == "attachment; filename*=utf-8''Plan%20S%C3%BCd.pdf"
    assert answer["Cache-Control"] == "private, no-store"


def test_permission_of_the_owner_is_asked_with_the_file(client, koordination, guarded) -> None:
    other = store(upload("a.pdf", b"%PDF-"), by=koordination, permission=guarded, scope_id=8, purpose="paper")
    client.force_login(koordination)

    assert client.get(address(other)).status_code == 404


def test_visitor_is_asked_to_sign_in(client, plan) -> None:
    answer = client.get(address(plan))

    login = reverse("account_login")
    assert (answer.status_code, answer["Location"]) == (302, f"{login}?{urlencode({'next': address(plan)}, safe='/')}")


def test_archived_missing_and_lost_files_are_not_there(client, koordination, now) -> None:
    archived = store(upload("a.pdf", b"%PDF-"), by=koordination, permission="", purpose="paper")
    archive_file(archived, by=koordination, now=now)
    lost = store(upload("b.pdf", b"%PDF-"), by=koordination, permission="", purpose="paper")
    lost.content.storage.delete(lost.content.name)
    missing = reverse("files:file-download", args=[uuid.uuid4()])

    assert [client.get(path).status_code for path in (address(archived), address(lost), missing)] == [404, 404, 404]


def test_download_only_reads(client, plan) -> None:
    assert client.post(address(plan)).status_code == 405
