"""What maps and charts of an index show, as plain data: pages and papers draw the same."""

from collections.abc import Callable, Sequence

from django.utils.translation import gettext as _

from quartierswerk.monitoring.queries.pages import RunPage
from quartierswerk.monitoring.queries.runs import Standing, parsed
from quartierswerk.monitoring.queries.story import Story
from quartierswerk.places.models import Area
from quartierswerk.ui.svg.legend import LegendItem
from quartierswerk.ui.svg.map import MapArea
from quartierswerk.ui.svg.waterfall import Border, Contribution

FIFTHS = 5


def fifth_of(page: RunPage, row: Standing) -> int | None:
    """In which fifth by rank an area lies, 5 for the most burden: the shades of a map without declared classes."""
    ranked = sum(one.result.rank is not None for one in page.standings)
    if row.result.rank is None or not ranked:
        return None
    place = (row.result.rank - 1) * FIFTHS // ranked
    return place + 1 if parsed(page.run.spec_text).orientation == "resource" else FIFTHS - place


def run_areas(page: RunPage, *, address: Callable[[Standing], str] | None = None) -> list[MapArea]:
    """The areas of a run on a map; ``address`` gives where the link of an area leads."""
    areas = [
        MapArea(
            str(row.area.pk),
            row.area.name,
            value=row.map_value,
            level=row.group.step if row.group else None if page.classes else fifth_of(page, row),
            sign=row.group.sign if row.group else "",
            unstable=row.is_stable is False,
            href=address(row) if address else "",
            group=district_of(row.area),
        )
        for row in page.standings
    ]
    return areas + [
        MapArea(str(area.pk), area.name, value=_("no values"), group=district_of(area)) for area in page.other_areas
    ]


def run_legend(page: RunPage) -> list[LegendItem]:
    """The marks on the map of a run."""
    items = []
    for one in page.classes:
        word = one.shown_word or _("class %(label)s") % {"label": one.label}
        items.append(LegendItem(str(one.step), word, sign=one.sign))  # type: ignore[arg-type]
    if not page.classes:
        items = [LegendItem("1", _("fifth with the least burden")), LegendItem("2", _("second fifth")),
                 LegendItem("3", _("middle fifth")), LegendItem("4", _("fourth fifth")),
                 LegendItem("5", _("fifth with the most burden"))]  # fmt: skip
    if page.is_uncertain:
        items.append(LegendItem("unstable", _("hatched: class not stable")))
    if page.has_gaps:
        items.append(LegendItem("missing", _("dots: not assessed or no values")))
    return items


def contributions_of(story: Story) -> list[Contribution]:
    """The shown parts of a score, in their order; with the base they sum to the shown score."""
    return [Contribution(part.name, float(part.shown)) for part in story.parts if part.shown is not None]


def border_of(story: Story) -> Border | None:
    """The nearest border of the class, where there is one."""
    return Border(*story.next_border) if story.next_border else None


def land_of(areas: Sequence[Area]) -> list[MapArea]:
    """Areas as quiet land, to show where one of them lies."""
    return [MapArea(str(area.pk), area.name, group=district_of(area)) for area in areas]


def district_of(area: Area) -> str:
    """The name of the area above, or nothing."""
    return area.parent.name if area.parent is not None else ""
