"""Reads of computed indices: what a run found, in the order of its ranks, and what is said of it."""

import csv
import io
import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.db.models import Max, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from quartierswerk.compute.spec import Spec
from quartierswerk.kernel.permits import may
from quartierswerk.kernel.sources import source
from quartierswerk.monitoring.models import AreaResult, IndexRun, IndexSpec, Indicator
from quartierswerk.monitoring.queries.maps import LIGHT, with_districts
from quartierswerk.monitoring.queries.wording import class_text, plural_of
from quartierswerk.monitoring.rules import class_positions, step_of_class
from quartierswerk.places.models import Area

STABLE_FROM = 0.8
"""A class counts as stable when at least this share of the draws leads to it."""
PARTS = ("contributions", "class_shares", "constant")
HEAVY_TEXTS = ("spec_text", "values_text", "result_text", "details_text", "uncertainty_text")


def specs_visible_to(user: Any) -> QuerySet[IndexSpec]:
    """The latest version of every index for those who may see values, else none."""
    if not may(user, "monitoring.view_values"):
        return IndexSpec.objects.none()
    latest = IndexSpec.objects.values("key").annotate(last=Max("pk")).values("last")
    return IndexSpec.objects.filter(pk__in=latest)


def versions_of(spec: IndexSpec) -> QuerySet[IndexSpec]:
    """All versions of an index, newest first."""
    return IndexSpec.objects.filter(key=spec.key).select_related("saved_by").order_by("-version")


def runs_visible_to(user: Any) -> QuerySet[IndexRun]:
    """Computed indices without their frozen texts, newest first."""
    runs = IndexRun.objects.select_related("spec", "level", "by").defer(*HEAVY_TEXTS, "spec__text")
    return runs if may(user, "monitoring.view_values") else runs.none()


@lru_cache(maxsize=64)
def parsed(spec_text: str) -> Spec:
    """The specification of a frozen text."""
    from quartierswerk.compute.reading import read_spec

    return read_spec(spec_text)


@dataclass(frozen=True)
class IndexClass:
    """One class: its label, its place from little to much burden, the shade that shows it, and its word."""

    label: str
    position: int
    step: int
    word: str

    @property
    def sign(self) -> str:
        """What stands in the area on the map: the label if it is short, else the place."""
        return self.label if len(self.label) <= 3 else str(self.position)

    @property
    def shown_word(self) -> str:
        """What stands beside the sign: the word, or the label where the sign is not the label itself."""
        return self.word or ("" if self.sign == self.label else self.label)


def classes_of(run: IndexRun) -> list[IndexClass]:
    """The classes of a run from little to much burden; empty if the specification declares none."""
    spec = parsed(run.spec_text)
    if spec.classes is None:
        return []
    labels = spec.classes.labels
    positions = class_positions(labels, method=spec.classes.method, orientation=spec.orientation)
    found = [
        IndexClass(label, place, step_of_class(place, len(labels)), _word(run.spec, label, place, len(labels)))
        for label, place in positions.items()
    ]
    return sorted(found, key=lambda one: one.position)


def borders_of(run: IndexRun) -> dict[str, tuple[float | None, float | None]]:
    """Per class the scores where it begins and ends; empty where classes follow the ranks."""
    spec = parsed(run.spec_text)
    if spec.classes is None or not run.borders:
        return {}
    edges = [None, *run.borders, None]
    return {label: (edges[i], edges[i + 1]) for i, label in enumerate(spec.classes.labels)}


def _word(spec: IndexSpec, label: str, place: int, classes: int) -> str:
    from quartierswerk.kernel.texts import Texts

    if given := str(Texts(spec.class_words.get(label) or {})):
        return given
    words = {
        3: (_("low"), _("middle"), _("high")),
        4: (_("low"), _("middle"), _("high"), _("very high")),
        5: (_("very low"), _("low"), _("middle"), _("high"), _("very high")),
    }
    return words[classes][place - 1] if classes in words and label.isdigit() else ""


@dataclass(frozen=True)
class Standing:
    """One area in a run, as lists and maps show it."""

    result: AreaResult
    area: Area
    group: IndexClass | None

    @property
    def rank_text(self) -> str:
        """Rank with the range of ranks where it is known."""
        if self.result.rank is None:
            return "–"
        if self.result.rank_low is None or self.result.rank_low == self.result.rank_high == self.result.rank:
            return str(self.result.rank)
        return f"{self.result.rank} ({self.result.rank_low}–{self.result.rank_high})"

    @property
    def is_stable(self) -> bool | None:
        """Whether the class holds in most draws; None if nobody tried."""
        share = self.result.same_class_share
        return None if share is None else share >= STABLE_FROM

    @property
    def certainty(self) -> str:
        """How sure the class is, in words."""
        if self.is_stable is None:
            return ""
        if self.is_stable:
            return _("stable")
        return _("not stable: %(count)d of 100") % {"count": of_hundred(self.result.same_class_share)}

    @property
    def map_value(self) -> str:
        """What the map's link says after the name of the area."""
        if self.result.excluded:
            return _("not assessed")
        parts = [_("class %(label)s") % {"label": self.group.label}] if self.group else []
        parts.append(_("rank %(rank)s") % {"rank": self.result.rank})
        return ", ".join([*parts, *([self.certainty] if self.certainty else [])])


def of_hundred(share: float | None) -> int:
    """A share as "so many of 100": 0 and 100 only where it is none or all."""
    if share is None:
        return 0
    whole = round(share * 100)
    return min(max(whole, 1 if share > 0 else 0), 99 if share < 1 else 100)


@source("RK 8.1.1")
def standings_of(run: IndexRun, *, light: bool = False) -> list[Standing]:
    """All areas of a run by rank, those without at the end: three queries."""
    groups = {one.label: one for one in classes_of(run)}
    results = list(run.results.defer(*PARTS).order_by() if light else run.results.order_by())
    listed = Area.objects.only(*LIGHT).filter(index_results__run=run)
    areas = {area.pk: area for area in with_districts(list(listed))}
    for result in results:
        result.area = areas[result.area_id]
    rows = [Standing(result, result.area, groups.get(result.class_label)) for result in results]
    return sorted(rows, key=lambda row: (row.result.rank is None, row.result.rank or 0, row.area.code))


@source("RK 8.1.1")
def finding_of(run: IndexRun, standings: Sequence[Standing]) -> tuple[str, str]:
    """What a colleague would say first, in two parts: the bold sentence and what goes with it."""
    classes = classes_of(run)
    ranked = [row for row in standings if row.result.rank is not None]
    several = plural_of(run.level)
    if classes:
        top = classes[-1]
        count = sum(row.group == top for row in ranked)
        facts = {"count": count, "areas": several, "level": str(run.level), "label": class_text(top.label)}
        first = (
            ngettext(
                "%(count)d %(level)s lies in class %(label)s.", "%(count)d %(areas)s lie in class %(label)s.", count
            )
            % facts
        )
    else:
        first = _("%(area)s has the highest value of %(count)d %(areas)s.") % {
            "area": ranked[0].area.name,
            "count": len(ranked),
            "areas": several,
        }
    return first, _unsure(ranked, several)


def _unsure(ranked: Sequence[Standing], several: str) -> str:
    unstable = sum(row.is_stable is False for row in ranked)
    if any(row.is_stable is not None for row in ranked):
        if not unstable:
            return _("No class depends on other reasonable assumptions.")
        return ngettext(
            "For %(count)d of %(all)d the class depends on assumptions; it is hatched.",
            "For %(count)d of %(all)d the class depends on assumptions; they are hatched.",
            unstable,
        ) % {"count": unstable, "all": len(ranked)}
    return _("How sure the classes are has not been computed here.")


def indicators_of(run: IndexRun) -> dict[str, tuple[str, Indicator | None]]:
    """Per indicator id of the specification its name for people, and the indicator if there is one: one query."""
    spec = parsed(run.spec_text)
    keys = {one.id: one.column.partition(".")[0] for one in spec.indicators}
    found = {one.key: one for one in Indicator.objects.filter(key__in=keys.values())}
    return {pk: (str(found[key]) if key in found else pk, found.get(key)) for pk, key in keys.items()}


@lru_cache(maxsize=16)
def _columns(values_text: str) -> dict[str, dict[str, str]]:
    reader = csv.reader(io.StringIO(values_text))
    head = next(reader)
    return {row[0]: dict(zip(head[1:], row[1:], strict=True)) for row in reader}


def used_values(run: IndexRun) -> dict[str, dict[str, str]]:
    """The frozen table: {code of the area: {column: text}}."""
    return _columns(run.values_text)


def record_of(run: IndexRun) -> dict[str, Any]:
    """What was treated, filled in and left out."""
    return dict(json.loads(run.details_text))
