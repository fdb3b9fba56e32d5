"""Tell what is configured and what is missing."""

from typing import Any

from django.conf import settings
from django.core.management import CommandError
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.utils.translation import gettext as _

from quartierswerk.kernel import commands


def findings() -> list[tuple[bool, str]]:
    """List (all is well, sentence) for each part of the installation."""
    return [_storage(), _mail(), _address(), _second_factor(), _files()]


def _storage() -> tuple[bool, str]:
    name = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}[connection.vendor]
    try:
        executor = MigrationExecutor(connection)
        waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError as broken:
        return False, _("Storage: %(name)s does not answer (%(why)s).") % {"name": name, "why": broken}
    if waiting:
        return True, _("Storage: %(name)s; the next start brings it up to date.") % {"name": name}
    return True, _("Storage: %(name)s, up to date.") % {"name": name}


def _mail() -> tuple[bool, str]:
    if settings.EMAIL_BACKEND.endswith("smtp.EmailBackend"):
        return True, _("Mail: by the server %(host)s.") % {"host": settings.EMAIL_HOST}
    return True, _("Mail: none is sent; mails are files in %(folder)s. EMAIL_URL sets a server.") % {
        "folder": settings.EMAIL_FILE_PATH
    }


def _address() -> tuple[bool, str]:
    if settings.BASE_URL.startswith("https://") or "127.0.0.1" in settings.BASE_URL:
        return True, _("Address: %(url)s.") % {"url": settings.BASE_URL}
    return False, _("Address: %(url)s is not encrypted. BASE_URL should begin with https.") % {"url": settings.BASE_URL}


def _second_factor() -> tuple[bool, str]:
    if settings.STAFF_SECOND_FACTOR:
        return True, _("Second factor: compulsory for staff.")
    return True, _("Second factor: voluntary for staff (STAFF_SECOND_FACTOR=0).")


def _files() -> tuple[bool, str]:
    free = settings.DATA_DIR
    return True, _("Data folder: %(folder)s.") % {"folder": free}


class Command(commands.Command):
    help = "Tell what is configured and what is missing."

    def run(self, **options: Any) -> None:
        found = findings()
        for well, sentence in found:
            self.stdout.write(f"{'✓' if well else '✗'} {sentence}")
        if not all(well for well, _sentence in found):
            raise CommandError(_("Something is missing; see the lines with ✗."))
