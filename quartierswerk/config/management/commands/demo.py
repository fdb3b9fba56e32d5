"""Build the demo city if the storage is empty, print its personas, serve."""

import os
from typing import Any

from django.core.management import CommandError, call_command
from django.core.management.base import CommandParser
from django.utils.translation import gettext as _

from quartierswerk.demo.build import build_city, is_demo, persona_lines
from quartierswerk.kernel import commands
from quartierswerk.people.models import User


class Command(commands.Command):
    help = "Build the invented demo city if the storage is empty, print the personas, serve."

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--port", type=int, default=8000, help="port to listen at (8000)")
        parser.add_argument("--no-serve", action="store_true", help="build and print only")

    def run(self, *, port: int, no_serve: bool, **options: Any) -> None:
        if not User.objects.exists():
            self.stdout.write(_("Building the demo city …"))
            self.stdout.flush()
            build_city()
        elif not is_demo():
            raise CommandError(
                _("The storage holds a real installation. The demo city is only built in an empty storage (DATA_DIR).")
            )
        self.stdout.write("\n".join(persona_lines()))
        if not no_serve:
            os.environ.setdefault("STAFF_SECOND_FACTOR", "0")
            call_command("serve", port=port)
