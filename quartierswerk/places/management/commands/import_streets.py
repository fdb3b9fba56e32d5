"""Import the list of streets for the public finder."""

from pathlib import Path
from typing import Any

from django.core.management import CommandError, CommandParser
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from quartierswerk.kernel import commands
from quartierswerk.places.actions import replace_streets
from quartierswerk.places.imports import sentence
from quartierswerk.places.imports.streets import preview_streets
from quartierswerk.places.models import Level

MOST_LINES = 500


class Command(commands.Command):
    help = (
        "Replace the list of streets by a CSV file: one row for each street and area it runs through. An area that "
        "does not exist stops the import (exit 1); nothing is written then, nor on --dry-run."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("file", type=Path, metavar="FILE", help="CSV with a head, semicolon, comma or tab")
        parser.add_argument("--level", metavar="KEY", required=True, help="level of the areas: quarter, block, …")
        parser.add_argument("--street", metavar="FIELD", required=True, help="field with the name of the street")
        parser.add_argument("--code", metavar="FIELD", required=True, help="field with the code of the area")
        parser.add_argument("--dry-run", action="store_true", help="only report, write nothing")

    def run(self, **options: Any) -> None:
        level = Level.objects.filter(key=options["level"]).first()
        if level is None:
            known = ", ".join(Level.objects.values_list("key", flat=True))
            raise CommandError(
                _("There is no level “%(key)s”. Known levels: %(all)s.") % {"key": options["level"], "all": known}
            )
        preview = preview_streets(options["file"], level=level, street=options["street"], code=options["code"])
        if preview.defects:
            raise CommandError("\n".join(sentence(finding) for finding in preview.defects[:MOST_LINES]))
        count = len(preview.streets)
        self.stdout.write(
            ngettext("%(count)s street in %(rows)s rows.", "%(count)s streets in %(rows)s rows.", count)
            % {"count": count, "rows": preview.rows}
        )
        if options["dry_run"]:
            self.stdout.write(_("Dry run: nothing was written."))
            return
        replace_streets(preview.streets, level=level, by=None)
        self.stdout.write(_("Imported."))
