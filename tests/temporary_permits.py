"""Permissions that exist for one test only."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from rules.permissions import remove_perm

from quartierswerk.kernel import permits


@contextmanager
def temporary_permit(name: str, *conditions: tuple[permits.Predicate, Any], label: Any = "") -> Iterator[str]:
    """Register a permission as an app would, and take it back at the end."""
    permits.permit(name, *conditions, label=label or name)
    try:
        yield name
    finally:
        del permits._permits[name]
        remove_perm(name)
