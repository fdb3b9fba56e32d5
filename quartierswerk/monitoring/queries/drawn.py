"""What maps and charts of an index show, as plain data: pages and papers draw the same."""

from collections.abc import Callable, Sequence

from django.utils.translation import gettext as _

from quartierswerk.monitoring.queries.pages import RunPage
from quartierswerk.monitoring.queries.runs import Standing
from quartierswerk.monitoring.queries.story import Story
from quartierswerk.places.models import Area
from quartierswerk.ui.svg.legend import LegendItem
from quartierswerk.ui.svg.map import MapArea
from quartierswerk.ui.svg.waterfall import Border, Contribution


def run_areas(page: RunPage, *, address: Callable[[Standing], str] | None = None) -> list[MapArea]:
    """The areas of a run on a map; ``address`` gives where the link of an area leads."""
    areas = [
        MapArea(
            str(row.area.pk),
            row.area.name,
            value=row.map_value,
            level=row.group.step if row.group else None,
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
    items = [LegendItem(str(one.step), one.word or one.label, sign=one.sign) for one in page.classes]  # type: ignore[arg-type]
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
