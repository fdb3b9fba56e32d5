"""What holds for numbers, area codes, suspicious values and shown sums, without database or texts."""

from quartierswerk.monitoring.rules.classes import class_distance, class_positions, step_of_class
from quartierswerk.monitoring.rules.codes import near_misses
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
    "near_misses",
    "read_date",
    "read_number",
    "row_shift",
    "shown_parts",
    "step_of_class",
    "suspicious_changes",
    "wide_shift",
]
