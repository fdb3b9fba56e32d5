"""Areas and their levels, imports, renewal areas, neighbourhoods, meeting places, streets."""

from quartierswerk.places.models.appointments import DistrictAppointment, NeighbourhoodAppointment
from quartierswerk.places.models.areas import Area, Level, Shape, Word
from quartierswerk.places.models.imports import AreaChange, AreaImport
from quartierswerk.places.models.meeting_places import (
    MeetingPlace,
    OpeningException,
    OpeningHours,
    PlaceKind,
    Room,
    YesNoUnknown,
)
from quartierswerk.places.models.neighbourhoods import IdeaPoint, Neighbourhood, NeighbourhoodOutline
from quartierswerk.places.models.renewal import RenewalArea
from quartierswerk.places.models.streets import Street

__all__ = [
    "Area",
    "AreaChange",
    "AreaImport",
    "DistrictAppointment",
    "IdeaPoint",
    "Level",
    "MeetingPlace",
    "Neighbourhood",
    "NeighbourhoodAppointment",
    "NeighbourhoodOutline",
    "OpeningException",
    "OpeningHours",
    "PlaceKind",
    "RenewalArea",
    "Room",
    "Shape",
    "Street",
    "Word",
    "YesNoUnknown",
]
