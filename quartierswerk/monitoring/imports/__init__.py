"""From a file with a mapping to values that can be planned: CSV and XLSX, long and wide."""

from quartierswerk.monitoring.imports.entries import Reading, plan_file, read_entries
from quartierswerk.monitoring.imports.guessing import guessed_mapping
from quartierswerk.monitoring.imports.mapping import FileMapping, Unusable, mapping_as_text, read_mapping
from quartierswerk.monitoring.imports.tables import LARGEST, Sheet, Unreadable, read_sheet

__all__ = [
    "LARGEST",
    "FileMapping",
    "Reading",
    "Sheet",
    "Unreadable",
    "Unusable",
    "guessed_mapping",
    "mapping_as_text",
    "plan_file",
    "read_entries",
    "read_mapping",
    "read_sheet",
]
