"""What every command of ours shares: the language of its messages and the way it says no."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import translation

# Options of the framework; they work, but the help speaks of ours.
DJANGOS_OWN = {"--version", "--verbosity", "--settings", "--pythonpath", "--traceback", "--no-color", "--force-color"}


class Command(BaseCommand):
    """Base of our commands: ``--lang de|en`` and messages in that language.

    Subclasses write ``run(**options)``. A user's mistake is raised as CommandError: its text goes to standard
    error, the exit status is 1, and there is no traceback.
    """

    requires_system_checks: list[str] = []
    suppressed_base_arguments = DJANGOS_OWN

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--lang", choices=["de", "en"], default="de", help="language of the messages")

    def handle(self, *args: Any, **options: Any) -> None:
        with translation.override(options.pop("lang")):
            self.run(**options)

    def run(self, *args: Any, **options: Any) -> None:
        raise CommandError("nothing to do")
