"""Writes of places: one function per thing a person does."""

from quartierswerk.places.actions.appointments import appoint_for_district, appoint_for_neighbourhood, end_appointment
from quartierswerk.places.actions.areas import correct_area, load_shipped_levels, load_words, set_residents
from quartierswerk.places.actions.imports import hand_over_file, import_areas, put_aside, undo_import
from quartierswerk.places.actions.meeting_places import (
    PlaceParts,
    archive_meeting_place,
    create_meeting_place,
    edit_meeting_place,
    restore_meeting_place,
)
from quartierswerk.places.actions.neighbourhoods import (
    archive_neighbourhood,
    create_neighbourhood,
    edit_neighbourhood,
    restore_neighbourhood,
    set_outline,
)
from quartierswerk.places.actions.renewal import (
    archive_renewal_area,
    create_renewal_area,
    edit_renewal_area,
    restore_renewal_area,
)
from quartierswerk.places.actions.streets import replace_streets

__all__ = [
    "PlaceParts",
    "appoint_for_district",
    "appoint_for_neighbourhood",
    "archive_meeting_place",
    "archive_neighbourhood",
    "archive_renewal_area",
    "correct_area",
    "create_meeting_place",
    "create_neighbourhood",
    "create_renewal_area",
    "edit_meeting_place",
    "edit_neighbourhood",
    "edit_renewal_area",
    "end_appointment",
    "hand_over_file",
    "import_areas",
    "load_shipped_levels",
    "load_words",
    "put_aside",
    "replace_streets",
    "restore_meeting_place",
    "restore_neighbourhood",
    "restore_renewal_area",
    "set_outline",
    "set_residents",
    "undo_import",
]
