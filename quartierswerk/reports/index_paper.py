"""Papers about an index: one page for the whole city, one for one area."""

from __future__ import annotations

from datetime import date

from django.utils import formats, timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from quartierswerk.kernel.sources import source
from quartierswerk.monitoring.models import IndexRun, Indicator
from quartierswerk.monitoring.queries import (
    RunPage,
    Standing,
    Story,
    areas_around,
    district_names,
    indicators_of,
    land_of,
    numbers,
    parsed,
    prepared_map,
    run_areas,
    run_legend,
)
from quartierswerk.places.queries import city_name
from quartierswerk.reports.papers import (
    Column,
    Figure,
    Paper,
    Paragraph,
    Section,
    SideBySide,
    Table,
)
from quartierswerk.ui.svg.legend import draw_paper_legend
from quartierswerk.ui.svg.map import MapLabel, draw_map

NAMES_PER_CLASS = 40
NAMED = 4
"""So many strengths and burdens are named."""
TOP = 6


@source("RK 8.1.1", "RK Anlage 3")
def run_paper(page: RunPage) -> Paper:
    """The result of an index for all areas: finding, map, areas by class, method, sources."""
    run = page.run
    return Paper(
        title=str(run.spec),
        subtitle=_("%(areas)s, values up to %(date)s") % {"areas": run.level.plural, "date": _day(run.period_on)},
        organisation=_organisation(),
        date=_long_day(),
        status=_("For the administration only"),
        finding=f"{page.finding} {page.more}",
        lang=_language(),
        sections=[
            Section(
                _("Map and areas"),
                [SideBySide(_run_map(page), _top(page), share=0.48), _legend(page), *_by_class(page)],
            ),
            Section(_("Method and sources"), _method_and_sources(run, with_indicators=True)),
        ],
    )


@source("RK 8.1.1", "RK Anlage 3")
def area_paper(story: Story) -> Paper:
    """What an index says about one area: finding, where the value comes from, strengths and burdens, method."""
    run, area = story.run, story.standing.area
    sections = []
    if story.parts and not story.standing.result.excluded:
        blocks: list[object] = [Paragraph(story.explanation)] if story.explanation else []
        blocks.append(SideBySide(_parts(story), _place(story), share=0.68))
        if story.distance:
            blocks.append(Paragraph(_distance(story)))
        sections.append(Section(_("Where the value comes from"), blocks))  # type: ignore[arg-type]
    both = [
        *(
            [Paragraph("; ".join(one.text for one in story.strengths[:NAMED]) + ".", lead=_("Strengths:"))]
            if story.strengths
            else []
        ),
        *(
            [Paragraph("; ".join(one.text for one in story.burdens[:NAMED]) + ".", lead=_("Burdens:"))]
            if story.burdens
            else []
        ),
    ]
    sections.append(Section(_("Strengths and burdens"), both))
    sections.append(Section(_("Method and sources"), _method_and_sources(run, with_indicators=False)))
    return Paper(
        title=_("%(area)s: %(index)s") % {"area": area.name, "index": run.spec},
        subtitle=_("%(areas)s, values up to %(date)s")
        % {"areas": area.parent.name if area.parent else run.level, "date": _day(run.period_on)},
        organisation=_organisation(),
        date=_long_day(),
        status=_("For the administration only"),
        finding=f"{story.finding} {story.more}".strip(),
        lang=_language(),
        sections=sections,
    )


def _run_map(page: RunPage) -> Figure:
    drawing = draw_map(
        run_areas(page),
        title=str(page.run.spec),
        labels=[MapLabel(name, outside=True) for name in district_names(page.areas)],
        prepared=prepared_map(page.areas),
        key="paper-map",
        style="paper",
    )
    return Figure(drawing, alt=_("Map of the areas by class. %(finding)s") % {"finding": page.finding})


def _legend(page: RunPage) -> Figure:
    items = run_legend(page)
    words = "; ".join(f"{item.sign or item.mark}: {item.text}" for item in items)
    return Figure(draw_paper_legend(items, key="paper-legend"), alt=_("Legend: %(words)s") % {"words": words})


def _top(page: RunPage) -> Table:
    ranked = [row for row in page.standings if row.result.rank is not None][:TOP]
    columns = [Column(_("Rank"), numeric=True), Column(str(page.run.level)), Column(_("Class"), numeric=True)]
    rows = [[str(row.result.rank), row.area.name, row.result.class_label or "–"] for row in ranked]
    if page.has_certainty:
        columns.append(Column(_("Ranks"), numeric=True))
        rows = [[*cells, _range(row)] for cells, row in zip(rows, ranked, strict=True)]
    caption = _("Highest values, ranks in nine of ten ways of computing") if page.has_certainty else _("Highest values")
    return Table(caption, columns, rows, row_header=False)


def _range(row: Standing) -> str:
    low, high = row.result.rank_low, row.result.rank_high
    return str(low) if low == high else f"{low}–{high}"


def _by_class(page: RunPage) -> list[Table]:
    """Every class with its areas in the order of their ranks, from the highest class down; none without classes."""
    if not page.classes:
        return []
    rows = []
    for one in reversed(page.classes):
        names = [row.area.name for row in page.standings if row.group == one]
        rows.append([one.label, str(len(names)), _some(names)])
    left_out = [row.area.name for row in page.standings if row.result.excluded]
    left_out += [area.name for area in page.other_areas]
    if left_out:
        rows.append(["–", str(len(left_out)), _some(left_out)])
    columns = [Column(_("Class"), numeric=True), Column(_("Number"), numeric=True), Column(_("Areas"))]
    return [Table(_("Areas by class, in the order of their ranks"), columns, rows)]


def _some(names: list[str]) -> str:
    shown = ", ".join(names[:NAMES_PER_CLASS])
    if len(names) > NAMES_PER_CLASS:
        return _("%(names)s and %(count)d more") % {"names": shown, "count": len(names) - NAMES_PER_CLASS}
    return shown or "–"


def _distance(story: Story) -> str:
    if not story.changes:
        return story.distance
    ways = f" {_('or')} ".join(story.changes)
    return " ".join([story.distance, _("Each of these alone would lead there:"), f"{ways}."])


def _method_and_sources(run: IndexRun, *, with_indicators: bool) -> list[Paragraph]:
    """The declared method, and the sources with what it takes to compute it again: two short paragraphs."""
    indicators = [_weights(run)] if with_indicators else []
    return [
        Paragraph(" ".join([*indicators, _method(run)]), lead=_("Method:"), quiet=True),
        Paragraph(f"{_sources(run)} {_version(run)}", lead=_("Sources:"), quiet=True),
    ]


def _weights(run: IndexRun) -> str:
    """The indicators, with their weights where these differ."""
    spec = parsed(run.spec_text)
    names = {key: name for key, (name, _indicator) in indicators_of(run).items()}
    weights = {leaf.id: leaf.weight for leaf in spec.aggregate.leaves()}
    if len(set(weights.values())) == 1:
        return _("Indicators with equal weights: %(names)s.") % {"names": ", ".join(names[one.id] for one in spec.used)}
    listed = ", ".join(f"{names[one.id]} ({weights[one.id]:g})" for one in spec.used)
    return _("Indicators and weights: %(names)s.") % {"names": listed}


def _method(run: IndexRun) -> str:
    """How the indicators are joined and the classes are made, in a few sentences."""
    spec = parsed(run.spec_text)
    ways = sorted({one.normalise.method for one in spec.used})
    items = [
        _("Made comparable by: %(ways)s. Joined as: %(how)s.")
        % {"ways": ", ".join(_way(way) for way in ways), "how": _joined(spec.aggregate.method)}
    ]
    if spec.classes is not None:
        items.append(_classes(run))
    items.append(
        _("%(used)d areas were compared, %(excluded)d were left out.")
        % {"used": run.areas_used, "excluded": run.areas_excluded}
    )
    if spec.uncertainty is not None:
        items.append(
            _("How sure the classes are: %(draws)s other reasonable ways of computing were tried.")
            % {"draws": formats.number_format(spec.uncertainty.draws)}
        )
    return " ".join(items)


def _way(way: str) -> str:
    return {
        "z": _("distance from the mean in standard deviations (z)"),
        "min-max": _("place between lowest and highest value (min-max)"),
        "rank": _("share of areas with at most this value (rank)"),
        "goalposts": _("place between fixed borders (goalposts)"),
        "exponential-rank": _("exponentially stretched ranks"),
    }.get(way, _("values as they are"))


def _joined(how: str) -> str:
    return {"sum": _("weighted sum"), "geometric": _("weighted geometric mean")}.get(how, _("weighted mean"))


def _classes(run: IndexRun) -> str:
    classes = parsed(run.spec_text).classes
    assert classes is not None
    write = numbers(2)
    if classes.method == "cuts":
        return _("Classes by fixed borders: %(borders)s.") % {"borders": "; ".join(write(cut) for cut in classes.cuts)}
    return _("Classes: %(count)d parts with as many areas each as possible.") % {"count": classes.k}


def _sources(run: IndexRun) -> str:
    found = {one.key: one for one in Indicator.objects.filter(key__in=[key.partition(".")[0] for key in run.periods])}
    days = {_day(date.fromisoformat(day)) for day in run.periods.values()}
    sources = dict.fromkeys(str(found[key].source) for key in sorted(found))
    return _("%(sources)s (values of %(days)s).") % {"sources": "; ".join(sources), "days": ", ".join(sorted(days))}


def _version(run: IndexRun) -> str:
    return _(
        "Index %(key)s, version %(version)d; computed %(moment)s, Quartierswerk %(program)s; values %(checksum)s."
    ) % {
        "key": run.spec.key,
        "version": run.spec.version,
        "moment": formats.date_format(timezone.localtime(run.run_at), "SHORT_DATETIME_FORMAT"),
        "program": run.program_version,
        "checksum": run.values_checksum[:8],
    }


def _place(story: Story) -> Figure:
    own = story.standing.area
    areas = areas_around(story.run.level, story.run.period_on, own)
    drawing = draw_map(
        land_of(areas),
        title=own.name,
        kind="land",
        chosen=str(own.pk),
        prepared=prepared_map(areas),
        key="paper-place",
        style="paper",
    )
    alt = _("Where %(area)s lies") % {"area": own.name}
    return Figure(drawing, alt=alt)


def _parts(story: Story) -> Table:
    columns = [Column(_("Indicator")), Column(_("Value"), numeric=True), Column(_("Mean"), numeric=True)]
    rows = [[part.name, part.value_text, part.mean_text] for part in story.parts]
    if story.is_additive:
        columns.append(Column(_("Part"), numeric=True))
        rows = [[*row, part.shown_text] for row, part in zip(rows, story.parts, strict=True)]
        if story.base:
            rows.insert(0, [story.base_name, "", "", story.base_text])
        rows.append([_("Value of the index"), "", "", story.total_text])
    return Table(_("Indicators with value, mean and part"), columns, rows)


def _organisation() -> str:
    return city_name() or "Quartierswerk"


def _language() -> str:
    return (get_language() or "de").split("-")[0]


def _long_day() -> str:
    return str(formats.date_format(timezone.localdate(), "DATE_FORMAT"))


def _day(day: date) -> str:
    return str(formats.date_format(day, "SHORT_DATE_FORMAT"))
