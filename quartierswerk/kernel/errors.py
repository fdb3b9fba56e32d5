"""The few ways in which an action says no."""

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import PermissionDenied


class Refused(PermissionDenied):
    """The person may not do this now; ``reason`` is a sentence for people."""

    def __init__(self, reason: object, permission: str = "") -> None:
        super().__init__(str(reason))
        self.reason = str(reason)
        self.permission = permission


class NotYet(Exception):
    """Something is still lacking before the step can be taken; ``lacking`` names the parts."""

    def __init__(self, lacking: Iterable[str]) -> None:
        self.lacking = frozenset(lacking)
        super().__init__(", ".join(sorted(self.lacking)))


class Stale(Exception):
    """Somebody else saved first; ``theirs`` is the thing as it stands now."""

    def __init__(self, theirs: Any) -> None:
        self.theirs = theirs
        super().__init__(f"{theirs!r} was saved by somebody else in the meantime")
