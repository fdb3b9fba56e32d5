"""Reads of indicators, values and indices; each list begins with who reads."""

from quartierswerk.monitoring.queries.computing import Frozen, computed
from quartierswerk.monitoring.queries.drawn import border_of, contributions_of, land_of, run_areas, run_legend
from quartierswerk.monitoring.queries.findings import Finding
from quartierswerk.monitoring.queries.index_table import IndexTable, index_table, offered_columns
from quartierswerk.monitoring.queries.indicators import (
    coverage_of,
    imports_visible_to,
    indicators_visible_to,
    latest_values,
    levels_with_values,
    mappings,
    summary_of,
    themes,
    values_visible_to,
)
from quartierswerk.monitoring.queries.invariants import broken_invariants, recomputes
from quartierswerk.monitoring.queries.maps import areas_around, areas_digest, areas_on, district_names, prepared_map
from quartierswerk.monitoring.queries.pages import (
    RunPage,
    Sheet,
    newest_period,
    run_page,
    sheet_of,
    spec_start,
    with_coverage,
)
from quartierswerk.monitoring.queries.plan import Change, Entry, Plan, plan_values
from quartierswerk.monitoring.queries.runs import (
    IndexClass,
    Standing,
    classes_of,
    finding_of,
    indicators_of,
    parsed,
    runs_visible_to,
    specs_visible_to,
    standings_of,
    versions_of,
)
from quartierswerk.monitoring.queries.story import Part, Story, reason_text, remarks_on, story_of
from quartierswerk.monitoring.queries.wording import class_text, numbers, score_text, signed_score, value_text

__all__ = [
    "Change",
    "Entry",
    "Finding",
    "Frozen",
    "IndexClass",
    "IndexTable",
    "Part",
    "Plan",
    "RunPage",
    "Sheet",
    "Standing",
    "Story",
    "areas_around",
    "areas_digest",
    "areas_on",
    "border_of",
    "broken_invariants",
    "class_text",
    "classes_of",
    "computed",
    "contributions_of",
    "coverage_of",
    "district_names",
    "finding_of",
    "imports_visible_to",
    "index_table",
    "indicators_of",
    "indicators_visible_to",
    "land_of",
    "latest_values",
    "levels_with_values",
    "mappings",
    "newest_period",
    "numbers",
    "offered_columns",
    "parsed",
    "plan_values",
    "prepared_map",
    "reason_text",
    "recomputes",
    "remarks_on",
    "run_areas",
    "run_legend",
    "run_page",
    "runs_visible_to",
    "score_text",
    "sheet_of",
    "signed_score",
    "spec_start",
    "specs_visible_to",
    "standings_of",
    "story_of",
    "summary_of",
    "themes",
    "value_text",
    "values_visible_to",
    "versions_of",
    "with_coverage",
]
