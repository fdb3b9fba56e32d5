"""Verify every invariant of the stored data."""

import importlib
from importlib.util import find_spec
from typing import Any

from django.apps import apps
from django.core.management import CommandError
from django.utils.translation import gettext as _

from quartierswerk.kernel import commands


def broken_invariants() -> list[str]:
    """Collect what every app finds broken (``queries.broken_invariants``), as sentences."""
    found = []
    for config in apps.get_app_configs():
        if config.name.startswith("quartierswerk.") and find_spec(f"{config.name}.queries"):
            queries = importlib.import_module(f"{config.name}.queries")
            found += [str(sentence) for sentence in getattr(queries, "broken_invariants", list)()]
    return found


class Command(commands.Command):
    help = "Verify every invariant of the stored data."

    def run(self, **options: Any) -> None:
        if broken := broken_invariants():
            raise CommandError("\n".join(broken))
        self.stdout.write(_("All stored data is consistent."))
