"""Background work: every app's timed jobs (``tasks.JOBS``), one after the other, for ever."""

import importlib
import logging
import signal
import threading
from collections.abc import Sequence
from datetime import datetime
from importlib.util import find_spec
from typing import Any

from django.apps import apps
from django.core.cache import cache
from django.core.management.base import CommandParser
from django.db import close_old_connections
from django.utils import timezone

from quartierswerk.kernel import commands
from quartierswerk.kernel.jobs import HEARTBEAT, Job

log = logging.getLogger(__name__)


def all_jobs() -> list[Job]:
    """Collect the jobs of all apps."""
    places = [config.name for config in apps.get_app_configs() if config.name.startswith("quartierswerk.")]
    found = [f"{place}.tasks" for place in places if find_spec(f"{place}.tasks")]
    return [job for name in found for job in importlib.import_module(name).JOBS]


def run_due(jobs: Sequence[Job], now: datetime, last: dict[str, datetime]) -> None:
    """Run the jobs that are due; one that fails is logged and does not stop the others."""
    for job in jobs:
        if not job.is_due(now, last.get(job.name)):
            continue
        last[job.name] = now
        try:
            job.run(now)
        except Exception:
            log.exception("job %s failed", job.name)
    cache.set(HEARTBEAT, now.isoformat(), timeout=None)


class Command(commands.Command):
    help = "Run background tasks and timed jobs."

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--once", action="store_true", help="run what is due once, then end")
        parser.add_argument("--pause", type=float, default=5, help="seconds between two rounds (5)")

    def run(self, *, once: bool, pause: float, **options: Any) -> None:
        jobs, stop = all_jobs(), threading.Event()
        last: dict[str, datetime] = {}
        if not once:
            for name in (signal.SIGINT, signal.SIGTERM):
                signal.signal(name, lambda *_ignored: stop.set())
        while not stop.is_set():
            close_old_connections()
            run_due(jobs, timezone.now(), last)
            if once:
                return
            stop.wait(pause)
