"""What holds for numbers, suspicious values and shown sums, without database or texts."""

from quartierswerk.monitoring.rules.classes import class_distance, class_positions, step_of_class
from quartierswerk.monitoring.rules.linear import slope_of
from quartierswerk.monitoring.rules.measured import (
    converted,
    is_outside_range,
    row_shift,
    suspicious_changes,
    wide_shift,
)
from quartierswerk.monitoring.rules.numbers import DecimalMark, NotANumber, decimal_mark, read_date, read_number
from quartierswerk.monitoring.rules.shown import shown_parts

__all__ = [
    "DecimalMark",
    "NotANumber",
    "class_distance",
    "class_positions",
    "converted",
    "decimal_mark",
    "is_outside_range",
    "read_date",
    "read_number",
    "row_shift",
    "shown_parts",
    "slope_of",
    "step_of_class",
    "suspicious_changes",
    "wide_shift",
]
