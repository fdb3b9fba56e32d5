"""From what was read to what pages show: maps, charts, rows."""

import hashlib
from collections.abc import Sequence
from typing import Any
from urllib.parse import quote

from django.core.cache import caches
from django.urls import reverse
from django.utils import formats
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from quartierswerk.monitoring.queries import (
    Plan,
    RunPage,
    Sheet,
    Standing,
    Story,
    areas_around,
    areas_digest,
    border_of,
    contributions_of,
    district_names,
    land_of,
    numbers,
    prepared_map,
    run_areas,
    run_legend,
    value_text,
)
from quartierswerk.monitoring.queries.findings import shown
from quartierswerk.monitoring.queries.wording import value_number
from quartierswerk.places.models import Area
from quartierswerk.ui.svg.band import draw_strip
from quartierswerk.ui.svg.bars import Reference
from quartierswerk.ui.svg.legend import LegendItem
from quartierswerk.ui.svg.line import Series, draw_lines
from quartierswerk.ui.svg.map import MapArea, MapLabel, draw_map
from quartierswerk.ui.svg.waterfall import draw_waterfall

SHOWN_ROWS = 50
KEPT_SECONDS = 10 * 60
_PLACEHOLDER = "CODE-OF-AREA"


def _drawing(svg: str) -> SafeString:
    return mark_safe(svg)  # noqa: S308 - our own drawing, its texts are escaped there


def run_map(page: RunPage, rows: Sequence[Standing]) -> dict[str, Any]:
    """The map of a run with its legend; areas outside the chosen district stay on it without a link.

    A run never changes, so its drawing is kept for a while: per language, choice of areas, and state of the areas.
    """
    listed = {row.area.pk for row in rows}
    chosen = hashlib.sha256(repr(sorted(listed)).encode()).hexdigest()[:16]
    key = f"monitoring-run-{page.run.public_id}-{get_language()}-{chosen}-{areas_digest(page.areas)[:32]}"
    drawing = caches["process"].get(key)
    if drawing is None:
        drawing = _run_drawing(page, listed)
        caches["process"].set(key, drawing, KEPT_SECONDS)
    return {"svg": _drawing(drawing), "legend": run_legend(page)}


def _run_drawing(page: RunPage, listed: set[int]) -> str:
    address = reverse("monitoring:run-area", args=[page.run.public_id, _PLACEHOLDER])
    areas = run_areas(
        page, address=lambda row: address.replace(_PLACEHOLDER, quote(row.area.code)) if row.area.pk in listed else ""
    )
    return draw_map(
        areas,
        title=_("Map: %(index)s") % {"index": page.run.spec},
        description=f"{page.finding} {page.more}",
        labels=[MapLabel(name, outside=True) for name in district_names(page.areas)],
        prepared=prepared_map(page.areas),
        key="run-map",
    )


def area_drawings(story: Story) -> dict[str, Any]:
    """The drawings on the page of one area: where it lies, and where its value comes from."""
    run, own = story.run, story.standing.area
    areas = areas_around(run.level, run.period_on, own)
    place = draw_map(
        land_of(areas),
        title=_("Where %(area)s lies") % {"area": own.name},
        kind="land",
        chosen=str(own.pk),
        prepared=prepared_map(areas),
        key="area-map",
    )
    drawings: dict[str, Any] = {"place_map": _drawing(place)}
    if story.base is not None:
        waterfall = draw_waterfall(
            contributions_of(story),
            title=_("Where the value of %(area)s comes from") % {"area": own.name},
            description=story.explanation,
            total_label=_("Value of the index"),
            base=float(story.base),
            base_label=f"{story.base_name} {story.base_text}",
            border=border_of(story),
            number=numbers(),
            key="waterfall",
        )
        drawings["waterfall"] = _drawing(waterfall)
    return drawings


def sheet_drawings(sheet: Sheet) -> dict[str, Any]:
    """Map, distribution and time line of an indicator."""
    if sheet.summary is None or sheet.level is None:
        return {}
    one = sheet.indicator
    drawings: dict[str, Any] = {}
    write = numbers(one.decimals)
    if sheet.borders:
        drawings["map"] = _drawing(
            draw_map(
                [_sheet_area(row) for row in sheet.rows],
                title=_("Map: %(indicator)s") % {"indicator": one},
                description=str(one.explanation),
                labels=[MapLabel(name, outside=True) for name in district_names([row.area for row in sheet.rows])],
                prepared=prepared_map([row.area for row in sheet.rows]),
                key="sheet-map",
            )
        )
        drawings["legend"] = _sheet_legend(sheet)
    drawings["strip"] = _drawing(
        draw_strip(
            [value_number(one, row.number) for row in sheet.rows if row.number is not None],
            None,
            title=_("How the values are spread"),
            references=[Reference(value_number(one, sheet.summary.mean), mean_label(sheet))],
            number=write,
            key="sheet-strip",
        )
    )
    drawings["series_rows"] = [(on, value_text(one, mean), count) for on, mean, count in sheet.series]
    if len(sheet.series) > 1:
        drawings["lines"] = _drawing(
            draw_lines(
                [Series(_("Mean"), [value_number(one, mean) for _on, mean, _count in sheet.series])],
                [formats.date_format(on, "SHORT_DATE_FORMAT") for on, _mean, _count in sheet.series],
                title=_("%(indicator)s over time") % {"indicator": one},
                number=write,
                key="sheet-lines",
            )
        )
    return drawings


def mean_label(sheet: Sheet) -> str:
    """The mean with its number, and of what it is the mean."""
    if sheet.summary is None:
        return ""
    text = _("City %(value)s") if sheet.summary.weighted else _("Mean of the areas %(value)s")
    return text % {"value": value_text(sheet.indicator, sheet.summary.mean)}


def _sheet_area(row: Any) -> MapArea:
    return MapArea(
        str(row.area.pk),
        row.area.name,
        value=row.text,
        level=row.step,
        protected=bool(row.value and row.value.suppressed),
        group=row.area.parent.name if row.area.parent else "",
    )


def _sheet_legend(sheet: Sheet) -> list[LegendItem]:
    one = sheet.indicator
    edges = [value_text(one, border) for border in sheet.borders]
    words = [_("up to %(value)s") % {"value": edges[0]}]
    words += [_("up to %(value)s") % {"value": edge} for edge in edges[1:]]
    words.append(_("above %(value)s") % {"value": edges[-1]})
    items = [LegendItem(str(step), text) for step, text in enumerate(words, start=1)]  # type: ignore[arg-type]
    if any(row.step is None for row in sheet.rows):
        items.append(LegendItem("missing", _("dots: protected or no value")))
    return items


def changed_rows(plan: Plan) -> list[dict[str, Any]]:
    """The first values that an import would change, old and new, with their names."""
    names = _area_names(plan)
    return [
        {
            "indicator": plan.indicators[change.entry.indicator],
            "area": names.get(change.entry.area, change.entry.area),
            "on": change.entry.period_on,
            "row": change.entry.row,
            "before": shown(change.before[0]),
            "after": shown(change.entry.value),
        }
        for change in plan.changed[:SHOWN_ROWS]
    ]


def new_rows(plan: Plan) -> list[dict[str, Any]]:
    """The first values that an import would add."""
    names = _area_names(plan)
    return [
        {
            "indicator": plan.indicators[entry.indicator],
            "area": names.get(entry.area, entry.area),
            "on": entry.period_on,
            "row": entry.row,
            "after": shown(entry.value),
        }
        for entry in plan.new[:12]
    ]


def _area_names(plan: Plan) -> dict[str, str]:
    shown_entries = [*(change.entry for change in plan.changed[:SHOWN_ROWS]), *plan.new[:12]]
    ids = {plan.areas[entry.area, entry.period_on] for entry in shown_entries}
    return dict(Area.objects.filter(pk__in=ids).values_list("code", "name"))
