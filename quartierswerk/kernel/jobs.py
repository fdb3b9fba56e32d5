"""Timed jobs: what the worker does again and again. Each app lists its own in ``tasks.py`` as ``JOBS``."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

HEARTBEAT = "worker-heartbeat"
"""Where the worker leaves in the cache when it last made its round."""


@dataclass(frozen=True)
class Job:
    """One job: its name, how often it runs, and the function that takes the present moment."""

    name: str
    every: timedelta
    run: Callable[[datetime], object]

    def is_due(self, now: datetime, last: datetime | None) -> bool:
        """Tell whether the job has to run at ``now`` when it ran last at ``last``."""
        return last is None or now - last >= self.every
