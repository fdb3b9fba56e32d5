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
    Story,
    areas_around,
    border_of,
    contributions_of,
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
    Bullets,
    Column,
    Facts,
    Figure,
    Paper,
    Paragraph,
    Section,
    SideBySide,
    Source,
    Sources,
    Table,
)
from quartierswerk.ui.svg.legend import draw_paper_legend
from quartierswerk.ui.svg.map import MapLabel, draw_map
from quartierswerk.ui.svg.waterfall import draw_waterfall

NAMES_PER_CLASS = 40
TOP = 12


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
            Section(_("Map and highest values"), [SideBySide(_run_map(page), _top(page)), _legend(page)]),
            Section(_("Areas by class"), [_by_class(page)] if page.classes else []),
            Section(_("Method"), [_method(run)]),
            Section(_("Sources"), [_sources(run), _version(run)]),
        ],
    )


@source("RK 8.1.1", "RK Anlage 3")
def area_paper(story: Story) -> Paper:
    """What an index says about one area: finding, where the value comes from, strengths and burdens, method."""
    run, area = story.run, story.standing.area
    sections = []
    if story.parts and not story.standing.result.excluded:
        blocks: list[object] = [Paragraph(story.explanation)] if story.explanation else []
        blocks.append(SideBySide(_waterfall(story), _place(story), share=0.66) if story.is_additive else _place(story))
        blocks.append(_parts(story))
        if story.distance:
            changes = [_("Each of these alone would lead there:"), *story.changes] if story.changes else []
            blocks.append(Paragraph(" ".join([story.distance, *changes[:1]])))
            blocks += [Bullets(changes[1:])] if changes else []
        sections.append(Section(_("Where the value comes from"), blocks))  # type: ignore[arg-type]
    both = [
        *(
            [Paragraph("; ".join(one.text for one in story.strengths) + ".", lead=_("Strengths:"))]
            if story.strengths
            else []
        ),
        *([Paragraph("; ".join(one.text for one in story.burdens) + ".", lead=_("Burdens:"))] if story.burdens else []),
    ]
    sections.append(Section(_("Strengths and burdens"), both))
    sections.append(Section(_("Method and sources"), [_method(run), _sources(run), _version(run)]))
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
    return Table(
        _("Highest values"),
        [Column(_("Rank"), numeric=True), Column(str(page.run.level)), Column(_("Class"))],
        [[row.rank_text, row.area.name, row.result.class_label or "–"] for row in ranked],
        row_header=False,
    )


def _by_class(page: RunPage) -> Table:
    """Every class with its areas in the order of their ranks, from the highest class down."""
    rows = []
    for one in reversed(page.classes):
        names = [row.area.name for row in page.standings if row.group == one]
        shown = ", ".join(names[:NAMES_PER_CLASS])
        if len(names) > NAMES_PER_CLASS:
            shown = _("%(names)s and %(count)d more") % {"names": shown, "count": len(names) - NAMES_PER_CLASS}
        rows.append([f"{one.label} {one.word}".strip(), str(len(names)), shown or "–"])
    left_out = [row.area.name for row in page.standings if row.result.excluded]
    left_out += [area.name for area in page.other_areas]
    if left_out:
        shown = ", ".join(left_out[:NAMES_PER_CLASS])
        if len(left_out) > NAMES_PER_CLASS:
            shown = _("%(names)s and %(count)d more") % {"names": shown, "count": len(left_out) - NAMES_PER_CLASS}
        rows.append([_("not assessed"), str(len(left_out)), shown])
    columns = [Column(_("Class")), Column(_("Areas"), numeric=True), Column(_("Names, in the order of their ranks"))]
    return Table(_("Areas by class"), columns, rows)


def _method(run: IndexRun) -> Bullets:
    """The declared method in a few sentences."""
    spec = parsed(run.spec_text)
    names = {key: name for key, (name, _indicator) in indicators_of(run).items()}
    weights = {leaf.id: leaf.weight for leaf in spec.aggregate.leaves()}
    weigh = len(set(weights.values())) > 1
    write = numbers(0)
    listed = ", ".join(f"{names[one.id]} ({write(weights[one.id])})" if weigh else names[one.id] for one in spec.used)
    ways = sorted({one.normalise.method for one in spec.used})
    items = [
        (_("Indicators and weights: %(names)s.") if weigh else _("Indicators with equal weights: %(names)s."))
        % {"names": listed},
        _("Made comparable by: %(ways)s. Joined as: %(how)s.")
        % {"ways": ", ".join(_way(way) for way in ways), "how": _joined(spec.aggregate.method)},
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
    return Bullets(items)


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


def _sources(run: IndexRun) -> Sources:
    found = {one.key: one for one in Indicator.objects.filter(key__in=[key.partition(".")[0] for key in run.periods])}
    rows: dict[str, list[str]] = {}
    for column, day in sorted(run.periods.items()):
        one = found.get(column.partition(".")[0])
        if one is not None:
            rows.setdefault(f"{one.source}, {_iso_day(day)}", []).append(str(one))
    return Sources([Source(f"{where}: {', '.join(dict.fromkeys(names))}") for where, names in rows.items()])


def _version(run: IndexRun) -> Facts:
    return Facts(
        [
            (_("Index"), _("%(key)s, version %(version)d") % {"key": run.spec.key, "version": run.spec.version}),
            (_("Computed"), f"{formats.date_format(timezone.localtime(run.run_at), 'SHORT_DATETIME_FORMAT')}, "
             f"Quartierswerk {run.program_version}"),
            (_("Checksum of the values"), run.values_checksum[:16]),
        ]
    )  # fmt: skip


def _waterfall(story: Story) -> Figure:
    drawing = draw_waterfall(
        contributions_of(story),
        title=str(story.run.spec),
        total_label=_("Value of the index"),
        base=float(story.base or 0),
        base_label=f"{story.base_name} {story.base_text}",
        border=border_of(story),
        number=numbers(),
        key="paper-waterfall",
        style="paper",
    )
    parts = "; ".join(f"{part.name} {part.shown_text}" for part in story.parts)
    alt = _("Running sum from %(base)s to %(total)s: %(parts)s.") % {
        "base": story.base_text,
        "total": story.total_text,
        "parts": parts,
    }
    return Figure(drawing, alt=alt)


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
    return Figure(drawing, alt=alt, caption=alt, width=1.0 if story.is_additive else 0.4)


def _parts(story: Story) -> Table:
    columns = [Column(_("Indicator")), Column(_("Value"), numeric=True), Column(_("Mean of the areas"), numeric=True)]
    rows = [[part.name, part.value_text, part.mean_text] for part in story.parts]
    if story.is_additive:
        columns.append(Column(_("Part of the value"), numeric=True))
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


def _iso_day(day: str) -> str:
    year, month, number = day.split("-")
    return f"{number}.{month}.{year}" if _language() == "de" else day
