"""Import indicator values from CSV or XLSX by a mapping."""

import hashlib
from pathlib import Path
from typing import Any

from django.core.management import CommandError, CommandParser
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from quartierswerk.kernel import commands
from quartierswerk.monitoring.actions import import_values
from quartierswerk.monitoring.imports import LARGEST, Unusable, plan_file, read_mapping
from quartierswerk.monitoring.queries import Plan


class Command(commands.Command):
    help = "Import indicator values from CSV or XLSX: everything or nothing, with a report of what was noticed."

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("file", metavar="FILE", help="CSV or XLSX")
        parser.add_argument("--mapping", required=True, metavar="FILE.yaml", help="which column is what")
        parser.add_argument("--dry-run", action="store_true", help="report only, write nothing")

    def run(self, *, file: str, mapping: str, dry_run: bool, **options: Any) -> None:
        content = _content(file)
        mapping_text = _text(mapping)
        try:
            plan = plan_file(content, read_mapping(mapping_text))
        except Unusable as wrong:
            raise CommandError(wrong.finding.sentence) from None
        for finding in plan.warnings:
            self.stdout.write(_("Note: %(sentence)s") % {"sentence": finding.sentence})
        if plan.defects:
            sentences = [finding.sentence for finding in plan.defects]
            raise CommandError("\n".join([*sentences, _("Nothing was imported.")]))
        if dry_run:
            self.stdout.write(_("Would be imported: %(counts)s") % {"counts": _counts(plan)})
            return
        if not plan.new and not plan.changed:
            self.stdout.write(_("Nothing was imported."))
            return
        import_values(
            plan,
            by=None,
            file_name=Path(file).name,
            checksum=hashlib.sha256(content).hexdigest(),
            mapping_text=mapping_text,
        )
        self.stdout.write(_("Imported: %(counts)s") % {"counts": _counts(plan)})


def _content(file: str) -> bytes:
    path = Path(file)
    try:
        if path.stat().st_size > LARGEST:
            raise CommandError(_("%(file)s is larger than %(limit)d MB.") % {"file": file, "limit": LARGEST // 2**20})
        return path.read_bytes()
    except OSError as refused:
        raise CommandError(_("%(file)s cannot be read: %(why)s.") % {"file": file, "why": _why(refused)}) from None


def _why(refused: OSError) -> str:
    if isinstance(refused, FileNotFoundError):
        return _("there is no such file")
    if isinstance(refused, IsADirectoryError):
        return _("it is a folder")
    if isinstance(refused, PermissionError):
        return _("it may not be read by this account")
    return refused.strerror or str(refused)


def _text(file: str) -> str:
    try:
        return _content(file).decode("utf-8-sig")
    except UnicodeDecodeError:
        raise CommandError(_("%(file)s is no text in UTF-8.") % {"file": file}) from None


def _counts(plan: Plan) -> str:
    counts = plan.counts
    parts = [
        ngettext("%(count)d new value", "%(count)d new values", counts["new"]) % {"count": counts["new"]},
        ngettext("%(count)d changed", "%(count)d changed", counts["changed"]) % {"count": counts["changed"]},
        ngettext("%(count)d unchanged", "%(count)d unchanged", counts["unchanged"]) % {"count": counts["unchanged"]},
        ngettext("%(count)d empty cell", "%(count)d empty cells", counts["empty"]) % {"count": counts["empty"]},
    ]
    return ", ".join(parts) + "."
