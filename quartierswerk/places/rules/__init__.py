"""What the source and the trade say about places, as pure functions over plain values."""

from quartierswerk.places.rules.opening import OtherDays, WeeklySpan, next_open_day, open_on, overlapping_spans
from quartierswerk.places.rules.shapes import NO_SHAPE, SHAPE_COLUMNS, shape_columns, shape_columns_of, united
from quartierswerk.places.rules.shares import Shares, residents_within, shares_between
from quartierswerk.places.rules.validity import Placing, Term, overlapping_terms, place_version
from quartierswerk.places.rules.words import missing_idea_points, near_misses, near_names, sought_form

__all__ = [
    "NO_SHAPE",
    "SHAPE_COLUMNS",
    "OtherDays",
    "Placing",
    "Shares",
    "Term",
    "WeeklySpan",
    "missing_idea_points",
    "near_misses",
    "near_names",
    "next_open_day",
    "open_on",
    "overlapping_spans",
    "overlapping_terms",
    "place_version",
    "residents_within",
    "shape_columns",
    "shape_columns_of",
    "shares_between",
    "sought_form",
    "united",
]
