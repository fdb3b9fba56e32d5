"""Tables and geometries to download."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.utils.translation import gettext as _

from quartierswerk.monitoring.models import IndexRun, Indicator
from quartierswerk.monitoring.queries import Sheet, Standing, reason_text
from quartierswerk.places.models import Area
from quartierswerk.ui.downloads import Cell, feature

Table = tuple[list[str], list[Sequence[Cell]]]


def run_table(run: IndexRun, rows: Iterable[Standing]) -> Table:
    """The areas of a run as the page lists them."""
    head = [_("Code"), _("Area"), _("District"), _("Class"), _("Word"), _("Rank"), _("Rank from"), _("Rank to"),
            _("Value"), _("Certainty of the class"), _("Not assessed because")]  # fmt: skip
    cells: list[Sequence[Cell]] = [
        (
            row.area.code,
            row.area.name,
            row.area.parent.name if row.area.parent else "",
            row.result.class_label,
            row.group.word if row.group else "",
            row.result.rank,
            row.result.rank_low,
            row.result.rank_high,
            row.result.score,
            row.result.same_class_share,
            reason_text(row.result.reason) if row.result.excluded else "",
        )
        for row in rows
    ]
    return head, cells


def run_features(run: IndexRun, rows: Iterable[Standing]) -> Iterator[dict[str, Any]]:
    """The areas of a run as GeoJSON features; numbers as in the list."""
    listed = list(rows)
    shapes = dict(Area.objects.filter(pk__in=[row.area.pk for row in listed]).values_list("pk", "geom"))
    for row in listed:
        yield feature(
            shapes.get(row.area.pk),
            row.area.code,
            code=row.area.code,
            name=row.area.name,
            district=row.area.parent.name if row.area.parent else None,
            index=run.spec.key,
            index_version=run.spec.version,
            date=run.period_on.isoformat(),
            excluded=row.result.excluded,
            reason=row.result.reason or None,
            score=row.result.score,
            rank=row.result.rank,
            **{"class": row.result.class_label or None},
        )


def indicator_table(rows: Iterable[Indicator]) -> Table:
    """The indicators with their descriptions."""
    head = [_("Key"), _("Name"), _("Plain explanation"), _("Unit"), _("What a high value means"), _("Theme"),
            _("Numerator"), _("Denominator"), _("Source"), _("Note on the method"), _("Licence"), _("Latest date"),
            _("Values")]  # fmt: skip
    cells: list[Sequence[Cell]] = [
        (
            one.key,
            str(one.name),
            str(one.explanation),
            str(one.get_unit_display()),
            str(one.get_direction_display()),
            str(one.theme or ""),
            str(one.numerator),
            str(one.denominator),
            str(one.source),
            str(one.method_note),
            one.licence,
            getattr(one, "latest", None),
            getattr(one, "value_count", None),
        )
        for one in rows
    ]
    return head, cells


def sheet_table(sheet: Sheet, rows: Iterable[Any]) -> Table:
    """The values of one indicator at one date."""
    head = [_("Code"), _("Area"), _("District"), _("Date"), _("Value"), _("Unit"), _("Numerator"), _("Denominator"),
            _("estimated"), _("protected"), _("revised"), _("Source")]  # fmt: skip
    unit = str(sheet.indicator.get_unit_display())
    cells: list[Sequence[Cell]] = []
    for row in rows:
        value = row.value
        cells.append(
            (
                row.area.code,
                row.area.name,
                row.area.parent.name if row.area.parent else "",
                sheet.period_on,
                value.value if value else None,
                sheet.indicator.unit_name or unit,
                value.numerator if value else None,
                value.denominator if value else None,
                bool(value and value.estimated),
                bool(value and value.suppressed),
                bool(value and value.revised),
                str(sheet.indicator.source),
            )
        )
    return head, cells
