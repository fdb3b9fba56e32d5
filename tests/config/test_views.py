"""Pages of the installation itself."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from quartierswerk.config.management.commands.worker import run_due
from quartierswerk.kernel.jobs import HEARTBEAT, Job

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _no_heartbeat() -> None:
    cache.delete(HEARTBEAT)


def test_process_says_that_it_lives(client: Client) -> None:
    answer = client.get("/healthz")

    assert (answer.status_code, answer.content) == (200, b"ok\n")


def test_without_a_worker_the_installation_is_not_ready(client: Client) -> None:
    answer = client.get("/readyz")

    assert (answer.status_code, answer.content) == (503, b"worker does not work\n")


def test_after_a_round_of_the_worker_the_installation_is_ready(client: Client) -> None:
    run_due([], timezone.now(), {})

    answer = client.get("/readyz")

    assert (answer.status_code, answer.content) == (200, b"ok\n")


def test_silent_worker_is_told(client: Client) -> None:
    run_due([], timezone.now() - timedelta(minutes=6), {})

    answer = client.get("/readyz")

    assert (answer.status_code, answer.content) == (503, b"worker does not work\n")


def test_job_that_fails_does_not_stop_the_others(caplog: pytest.LogCaptureFixture) -> None:
    done: list[str] = []

    def fail(_now: object) -> None:
        raise RuntimeError("broken on purpose")

    jobs = [
        Job("a.fails", timedelta(0), fail),
        Job("b.works", timedelta(0), lambda _now: done.append("b")),
    ]
    run_due(jobs, timezone.now(), {})

    assert done == ["b"]
    assert [record.message for record in caplog.records] == ["job a.fails failed"]


def test_job_waits_for_its_time() -> None:
    now = timezone.now()
    done: list[str] = []
    jobs = [Job("daily", timedelta(days=1), lambda _now: done.append("ran"))]
    last: dict[str, object] = {}

    run_due(jobs, now, last)  # type: ignore[arg-type]
    run_due(jobs, now + timedelta(hours=23), last)  # type: ignore[arg-type]
    run_due(jobs, now + timedelta(hours=24), last)  # type: ignore[arg-type]

    assert done == ["ran", "ran"]


def test_security_contact_is_published(client: Client) -> None:
    answer = client.get("/.well-known/security.txt")

    lines = dict(line.split(": ", 1) for line in answer.content.decode().splitlines())
    assert (answer.status_code, answer["Content-Type"]) == (200, "text/plain")
    assert sorted(lines) == ["Canonical", "Contact", "Expires", "Preferred-Languages"]
