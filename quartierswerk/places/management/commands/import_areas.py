"""Import areas or renewal areas from a file; what the page does, without the page."""

from argparse import ArgumentTypeError
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management import CommandError, CommandParser
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from quartierswerk.kernel import commands
from quartierswerk.kernel.errors import Stale
from quartierswerk.places.actions import import_areas
from quartierswerk.places.imports import preview_file, sentence
from quartierswerk.places.imports.columns import read_day
from quartierswerk.places.rules.preview import AREAS, RENEWAL, AreaPreview, Finding, ImportSpec

MOST_LINES = 500
TEXTS = ("code", "name", "parent", "residents", "crs", "encoding", "layer")
RENEWAL_TEXTS = ("kind", "status", "starts_on", "ends_on", "legal_basis")


def day(text: str) -> date:
    """Read a date of the command line, as 2026-05-20 or 20.05.2026."""
    try:
        read = read_day(text)
    except ValueError as wrong:
        raise ArgumentTypeError(f"{text!r} is no date like 2026-05-20") from wrong
    if read is None:
        raise ArgumentTypeError("the date is empty")
    return read


class Command(commands.Command):
    help = (
        "Import areas from GeoJSON, GeoPackage or Shapefile (zip or folder). Reports every defect by its id; writes "
        "nothing on --dry-run or when a defect stops it (exit 1). Warnings do not stop it (exit 0)."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("file", type=Path, metavar="FILE", help="GeoJSON, GeoPackage, Shapefile (zip or folder)")
        subject = parser.add_mutually_exclusive_group(required=True)
        subject.add_argument("--level", metavar="KEY", help="level of the areas: city, district, quarter, block, …")
        subject.add_argument("--renewal", action="store_true", help="the file holds urban renewal areas, no level")
        parser.add_argument("--code", metavar="FIELD", required=True, help="field with the code; read as text")
        parser.add_argument("--name", metavar="FIELD", required=True, help="field with the name")
        parser.add_argument("--parent", metavar="FIELD", help="field with the code of the area above (else by place)")
        parser.add_argument("--residents", metavar="FIELD", help="field with the number of residents")
        parser.add_argument("--residents-on", metavar="DATE", type=day, help="the day these numbers are of")
        parser.add_argument(
            "--valid-from", metavar="DATE", type=day, help="first day of a new version (else: correct the present one)"
        )
        parser.add_argument("--valid-until", metavar="DATE", type=day, help="last day, for areas of the past")
        parser.add_argument("--dissolve", action="store_true", help="unite rows with the same code to one area")
        parser.add_argument("--partial", action="store_true", help="the file holds only a part of the level")
        parser.add_argument(
            "--crs", metavar="NAME", help="coordinate system, such as EPSG:25832, if the file is silent"
        )
        parser.add_argument("--encoding", metavar="NAME", help="encoding of the texts of a Shapefile")
        parser.add_argument("--layer", metavar="NAME", help="layer, when the file has several")
        for name in RENEWAL_TEXTS:
            parser.add_argument(
                f"--{name.replace('_', '-')}", metavar="FIELD", help=f"renewal areas: field with {name}"
            )
        parser.add_argument("--dry-run", action="store_true", help="only report, write nothing")

    def run(self, **options: Any) -> None:
        spec = _spec(options)
        preview = preview_file(options["file"], spec, today=timezone.localdate())
        if preview.defects:
            self._tell(preview.warnings)
            raise CommandError("\n".join([*_lines(preview.defects), _stopped(preview)]))
        self._tell(preview.warnings)
        self.stdout.write(_summary(preview))
        if options["dry_run"]:
            self.stdout.write(_("Dry run: nothing was written."))
            return
        try:
            import_areas(preview, by=None)
        except Stale as stale:
            raise CommandError(_("Somebody wrote to these areas at the same time. Please start again.")) from stale
        self.stdout.write(_("Imported."))

    def _tell(self, findings: list[Finding]) -> None:
        for line in _lines(findings):
            self.stdout.write(line)


def _spec(options: dict[str, Any]) -> ImportSpec:
    texts = {name: options.get(name) or "" for name in (*TEXTS, *RENEWAL_TEXTS)}
    return ImportSpec(
        subject=RENEWAL if options["renewal"] else AREAS,
        level=options["level"] or "",
        residents_on=options["residents_on"],
        valid_from=options["valid_from"],
        valid_until=options["valid_until"],
        dissolve=options["dissolve"],
        partial=options["partial"],
        **texts,
    )


def _lines(findings: list[Finding]) -> list[str]:
    heads = {True: _("Defect"), False: _("Warning")}
    lines = [f"{heads[finding.stops]}: {sentence(finding)}" for finding in findings[:MOST_LINES]]
    if len(findings) > MOST_LINES:
        lines.append(_("… and %(count)s more.") % {"count": len(findings) - MOST_LINES})
    return lines


def _stopped(preview: AreaPreview) -> str:
    count = len(preview.defects)
    text = ngettext(
        "%(count)s defect stops the import. Nothing was written.",
        "%(count)s defects stop the import. Nothing was written.",
        count,
    ) % {"count": count}
    if {finding.code for finding in preview.defects} == {"code_twice"}:
        text += " " + _("With --dissolve the parts become one area each.")
    return text


def _summary(preview: AreaPreview) -> str:
    counts = preview.counts
    return _(
        "%(features)s rows in the file: %(new)s new, %(changed)s changed, %(unchanged)s unchanged, "
        "%(vanished)s not in the file."
    ) % {name: counts[name] for name in ("features", "new", "changed", "unchanged", "vanished")}
