"""What an index says about one area: its class, where the value comes from, what would change it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from math import ceil
from statistics import fmean

from django.utils import formats
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from quartierswerk.compute.spec import Spec
from quartierswerk.kernel.sources import source
from quartierswerk.monitoring.models import IndexRun, Indicator, Value
from quartierswerk.monitoring.queries.indicators import latest_values, summary_of
from quartierswerk.monitoring.queries.runs import (
    IndexClass,
    Standing,
    borders_of,
    classes_of,
    indicators_of,
    of_hundred,
    parsed,
    record_of,
    standings_of,
    used_values,
)
from quartierswerk.monitoring.queries.wording import SCORE_DECIMALS, class_text, score_text, signed_score, value_text
from quartierswerk.monitoring.rules import class_distance, shown_parts, slope_of

NEARLY_ALL = 0.8
APART = 0.5
"""From so many spreads (standard deviations) beside the mean an indicator is named as strength or burden."""


@dataclass(frozen=True)
class Part:
    """What one indicator adds to the score; ``shown`` parts and the base sum exactly to the shown score."""

    id: str
    name: str
    indicator: Indicator | None
    value: float | None
    mean: float | None
    on: date | None
    imputed: bool
    shown: Decimal | None

    @property
    def value_text(self) -> str:
        return _number(self.indicator, self.value)

    @property
    def mean_text(self) -> str:
        return _number(self.indicator, self.mean)

    @property
    def shown_text(self) -> str:
        return "–" if self.shown is None else signed_score(self.shown)


@dataclass(frozen=True)
class ScaleField:
    """One field of the class scale."""

    digit: str
    shade: int
    word: str
    share: str
    current: bool


@dataclass(frozen=True)
class Remark:
    """One indicator in which the area stands apart from the mean, as a sentence."""

    indicator: Indicator
    text: str
    spreads: float


@dataclass(frozen=True)
class Story:
    """Everything the page of one area says. ``base`` is the shown score before the parts are added."""

    run: IndexRun
    standing: Standing
    ranked: int
    finding: str
    more: str
    scale: tuple[ScaleField, ...]
    parts: tuple[Part, ...]
    base: Decimal | None
    total: Decimal | None
    explanation: str
    next_border: tuple[float, str] | None
    distance: str
    changes: tuple[str, ...]
    strengths: tuple[Remark, ...]
    burdens: tuple[Remark, ...]
    notes: tuple[str, ...]
    from_mean: bool
    """Whether the base is the mean of the areas, as it is where every indicator is a z-score."""

    @property
    def is_additive(self) -> bool:
        return self.base is not None

    @property
    def base_text(self) -> str:
        return score_text(self.base)

    @property
    def base_name(self) -> str:
        """What the running sum begins with."""
        return _("Mean of the areas") if self.from_mean else _("Start")

    @property
    def total_text(self) -> str:
        return score_text(self.total)


@source("RK 8.1.1")
def story_of(run: IndexRun, code: str) -> Story | None:
    """Tell what ``run`` says about the area with ``code``; None if it has no such area."""
    standings = standings_of(run)
    standing = next((row for row in standings if row.area.code == code), None)
    if standing is None:
        return None
    spec, classes = parsed(run.spec_text), classes_of(run)
    parts, base, total = _parts(run, spec, standing)
    border, distance, lacking = _border(run, standing, classes)
    changes = _changes(run, spec, standings, standing, parts, lacking)
    strengths, burdens = remarks_on(standing, run)
    finding, more = _finding(standing, classes)
    return Story(
        run=run,
        standing=standing,
        ranked=sum(row.result.rank is not None for row in standings),
        finding=finding,
        more=more,
        scale=tuple(_scale(standing, classes)),
        parts=parts,
        base=base,
        total=total,
        explanation=_explanation(parts) if base is not None else "",
        next_border=border,
        distance=distance,
        changes=changes,
        strengths=strengths,
        burdens=burdens,
        notes=tuple(_notes(run, code, parts)),
        from_mean=all(one.normalise.method == "z" and one.normalise.weights is None for one in spec.used),
    )


def _finding(standing: Standing, classes: Sequence[IndexClass]) -> tuple[str, str]:
    name, result = standing.area.name, standing.result
    if result.excluded:
        return (
            _("%(area)s was not assessed: %(reason)s.") % {"area": name, "reason": reason_text(result.reason)},
            _("That says nothing about the people who live there."),
        )
    if standing.group is None:
        facts = {"area": name, "rank": result.rank, "score": score_text(result.score)}
        return _("%(area)s stands at rank %(rank)s; the value is %(score)s.") % facts, ""
    facts = {"area": name, "label": class_text(standing.group.label), "count": len(classes)}
    facts["word"] = standing.group.word
    if standing.group.word:
        first = _("%(area)s lies in class %(label)s of %(count)d (%(word)s).") % facts
    else:
        first = _("%(area)s lies in class %(label)s of %(count)d.") % facts
    if standing.is_stable is False:
        first = first.removesuffix(".") + _(", but the class is not quite certain.")
    return first, _ways(standing)


def _ways(standing: Standing) -> str:
    """Which share of the other reasonable ways of computing leads to which class."""
    shares = standing.result.class_shares
    if standing.group is None or not shares:
        return ""
    own = of_hundred(shares.get(standing.group.label, 0.0))
    first = _("In %(count)d of 100 ways of computing it stays class %(label)s") % {
        "count": own,
        "label": class_text(standing.group.label),
    }
    others = sorted(
        ((share, label) for label, share in shares.items() if share > 0 and label != standing.group.label),
        reverse=True,
    )
    told = [
        _("in %(count)d it would be class %(label)s") % {"count": of_hundred(share), "label": class_text(label)}
        for share, label in others[:2]
    ]
    return ", ".join([first, *told]) + "."


def _scale(standing: Standing, classes: Sequence[IndexClass]) -> list[ScaleField]:
    shares = standing.result.class_shares
    fields = []
    for one in classes:
        share = ""
        if shares:
            count = of_hundred(shares.get(one.label, 0.0))
            share = _("in %(count)d of 100") % {"count": count} if count else _("never")
        fields.append(ScaleField(one.sign, one.step, one.shown_word, share, one == standing.group))
    return fields


def _parts(run: IndexRun, spec: Spec, standing: Standing) -> tuple[tuple[Part, ...], Decimal | None, Decimal | None]:
    """The indicators with what they add, the largest first; base and total where the method is additive."""
    result, table, names = standing.result, used_values(run), indicators_of(run)
    imputed = {(one["id"], one["indicator"]): one["value"] for one in record_of(run)["imputed"]}
    used = spec.used
    raw = {one.id: _raw(one.column, one.denominator, table) for one in used}
    shown: dict[str, Decimal] = {}
    base = total = None
    if result.additive and result.constant is not None and result.score is not None:
        given = [result.constant, *(result.contributions[one.id] for one in used)]
        rounded, total = shown_parts(given, result.score, SCORE_DECIMALS)
        base, shown = rounded[0], dict(zip([one.id for one in used], rounded[1:], strict=True))
    parts = []
    for one in used:
        name, indicator = names[one.id]
        numbers = [value for value in raw[one.id].values() if value is not None]
        filled = imputed.get((standing.area.code, one.id))
        value = raw[one.id].get(standing.area.code)
        on = run.periods.get(one.column)
        parts.append(
            Part(
                id=one.id,
                name=name,
                indicator=indicator if one.denominator is None and "." not in one.column else None,
                value=filled if value is None and filled is not None else value,
                mean=fmean(numbers) if numbers else None,
                on=date.fromisoformat(on) if on else None,
                imputed=filled is not None,
                shown=shown.get(one.id),
            )
        )
    parts.sort(key=lambda part: (-abs(part.shown or Decimal(0)), part.id))
    return tuple(parts), base, total


def _raw(column: str, denominator: str | None, table: dict[str, dict[str, str]]) -> dict[str, float | None]:
    """Per area the value as it entered: of the column, divided where a denominator is declared."""
    found: dict[str, float | None] = {}
    for code, row in table.items():
        value = float(row[column]) if row.get(column) else None
        if denominator is not None:
            base = float(row[denominator]) if row.get(denominator) else None
            value = value / base if value is not None and base else None
        found[code] = value
    return found


def _explanation(parts: Sequence[Part]) -> str:
    """Where the value comes from, in one to three sentences."""
    there = [part for part in parts if part.shown]
    if not there:
        return _("No indicator departs from the mean here.")
    whole, reached, few = sum(abs(part.shown or Decimal(0)) for part in there), Decimal(0), 0
    for part in there:
        reached, few = reached + abs(part.shown or Decimal(0)), few + 1
        if reached >= whole * Decimal(str(NEARLY_ALL)):
            break
    sentences = []
    if few < len(parts):
        sentences.append(
            ngettext(
                "Nearly everything comes from one indicator.",
                "Nearly everything comes from %(count)d indicators.",
                few,
            )
            % {"count": few}
        )
    for raises, text in ((True, _("Upwards: %(names)s.")), (False, _("Downwards: %(names)s."))):
        named = [part for part in there if ((part.shown or Decimal(0)) > 0) == raises][:3]
        if named:
            names = [f"{part.name} ({part.shown_text})" for part in named]
            sentences.append(text % {"names": get_text_list(names, _("and"))})
    return " ".join(sentences)


def _border(
    run: IndexRun, standing: Standing, classes: Sequence[IndexClass]
) -> tuple[tuple[float, str] | None, str, float | None]:
    """The nearest border as (score, words), how far it is in words, and the way there with its sign."""
    result, borders = standing.result, borders_of(run)
    if result.score is None or standing.group is None:
        return None, "", None
    way = class_distance(result.score, standing.group.label, borders)
    if way is None:
        return None, "", None
    labels = list(borders)
    label = labels[labels.index(standing.group.label) + (1 if way > 0 else -1)]
    edge = result.score + way
    upper = standing.group.label if way < 0 else label
    words = _("class %(label)s above %(score)s") % {"label": class_text(upper), "score": score_text(edge)}
    points = score_text(abs(way))
    if way > 0:
        distance = _("The next class is %(label)s; it begins %(points)s points higher.")
    else:
        distance = _("The next class is %(label)s; it ends %(points)s points lower.")
    return (edge, words), distance % {"label": class_text(label), "points": points}, way


def _changes(
    run: IndexRun,
    spec: Spec,
    standings: Sequence[Standing],
    standing: Standing,
    parts: Sequence[Part],
    lacking: float | None,
) -> tuple[str, ...]:
    """What alone would lead to the next class: so many people more or fewer in one indicator."""
    if lacking is None or not standing.result.additive:
        return ()
    table = used_values(run)
    used = {one.id: one for one in spec.used}
    wanted = [part for part in parts if part.indicator and part.indicator.unit in {"share", "percent", "per_1000"}]
    bases = _denominators(run, standing, wanted)
    found: list[tuple[int, str]] = []
    for part in wanted:
        values = _raw(used[part.id].column, None, table)
        pairs = [
            (value, row.result.contributions[part.id])
            for row in standings
            if row.result.additive and (value := values.get(row.area.code)) is not None
        ]
        slope = slope_of([x for x, _y in pairs], [y for _x, y in pairs])
        stored = bases.get(part.indicator.pk if part.indicator else 0)
        if slope is None or stored is None or not stored.denominator or part.indicator is None:
            continue
        scale = {"share": 1.0, "percent": 100.0, "per_1000": 1000.0}[part.indicator.unit]
        people = lacking / slope / scale * stored.denominator
        if stored.numerator is None or not 0 <= stored.numerator + people <= stored.denominator:
            continue
        count = ceil(abs(people))
        facts = {
            "count": formats.number_format(count),
            "what": str(part.indicator.numerator) or part.name,
            "now": formats.number_format(round(stored.numerator)),
        }
        text = (
            _("%(count)s more in “%(what)s” (now %(now)s)")
            if people > 0
            else _("%(count)s fewer in “%(what)s” (now %(now)s)")
        )
        found.append((count, text % facts))
    return tuple(text for _count, text in sorted(found)[:2])


def _denominators(run: IndexRun, standing: Standing, parts: Sequence[Part]) -> dict[int, Value]:
    ids = {part.indicator.pk: part.on for part in parts if part.indicator and part.on}
    rows = Value.objects.filter(area=standing.area, indicator__in=ids, period_on__in=set(ids.values()))
    return {row.indicator_id: row for row in rows if row.period_on == ids[row.indicator_id]}


@source("RK 5", "RK 8.1.1")
def remarks_on(standing: Standing, run: IndexRun) -> tuple[tuple[Remark, ...], tuple[Remark, ...]]:
    """Strengths and burdens of an area among all indicators of its level: where it stands apart from the mean."""
    indicators = list(Indicator.objects.filter(archived_at=None).order_by("key"))
    latest = latest_values(indicators, run.level, run.period_on)
    strengths: list[Remark] = []
    burdens: list[Remark] = []
    for one in indicators:
        values = latest.get(one.pk, [])
        own = next((v for v in values if v.area_id == standing.area.pk and v.value is not None), None)
        summary = summary_of(values)
        if own is None or own.value is None or summary is None or summary.spread <= 0:
            continue
        spreads = (own.value - summary.mean) / summary.spread
        if abs(spreads) < APART:
            continue
        good = (spreads > 0) == (one.direction == "resource")
        text = _("%(name)s: %(value)s, mean of the city %(mean)s") % {
            "name": one,
            "value": value_text(one, own.value),
            "mean": value_text(one, summary.mean),
        }
        (strengths if good else burdens).append(Remark(one, text, spreads))
    strengths.sort(key=lambda remark: -abs(remark.spreads))
    burdens.sort(key=lambda remark: -abs(remark.spreads))
    return tuple(strengths), tuple(burdens)


def _notes(run: IndexRun, code: str, parts: Sequence[Part]) -> list[str]:
    """What has to be known of this area's numbers: values filled in or drawn closer."""
    record, names = record_of(run), {part.id: part.name for part in parts}
    notes = [
        _("“%(indicator)s” was missing and was filled in.")
        % {"indicator": names.get(one["indicator"], one["indicator"])}
        for one in record["imputed"]
        if one["id"] == code
    ]
    notes += [
        _("“%(indicator)s” was an outlier and was drawn in from %(from)s to %(to)s.")
        % {
            "indicator": names.get(one["indicator"], one["indicator"]),
            "from": score_text(one["from"]),
            "to": score_text(one["to"]),
        }
        for one in record["treated"]
        if one["id"] == code
    ]
    return notes


def reason_text(reason: str) -> str:
    """Say a reason in the reader's language where it is one of the method's own words."""
    if reason == "value empty":
        return _("a value is empty")
    if reason == "listed":
        return _("it is on the list of exceptions")
    if reason.startswith("below "):
        return _("the number is below %(limit)s") % {"limit": reason.removeprefix("below ")}
    if reason.startswith("missing "):
        return _("the value of “%(indicator)s” is missing") % {"indicator": reason.removeprefix("missing ")}
    return reason


def _number(indicator: Indicator | None, value: float | None) -> str:
    if value is None:
        return _("missing")
    if indicator is not None:
        return value_text(indicator, value)
    return formats.number_format(float(f"{value:.4g}")).replace("-", "\N{MINUS SIGN}")
