"""Bring the storage up to the program's version; every command that needs storage runs it first."""

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from quartierswerk.places.actions import load_shipped_levels


class Command(BaseCommand):
    help = "Migrate the storage and load what the product ships."
    requires_system_checks: list[str] = []

    def handle(self, *args: object, **options: object) -> None:
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            call_command("migrate", interactive=False, verbosity=0)
        if settings.CACHES["default"]["LOCATION"] not in connection.introspection.table_names():
            call_command("createcachetable", verbosity=0)
        load_shipped_levels()
