"""Neighbourhoods, renewal areas, meeting places, streets, and who is in charge."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from quartierswerk.kernel.permits import may
from quartierswerk.kernel.sources import source
from quartierswerk.people.models import Appointment
from quartierswerk.places.models import (
    Area,
    DistrictAppointment,
    IdeaPoint,
    Level,
    MeetingPlace,
    Neighbourhood,
    NeighbourhoodAppointment,
    PlaceKind,
    RenewalArea,
    Street,
)
from quartierswerk.places.queries.areas import areas_at, areas_of_level, residents_pieces
from quartierswerk.places.rules import Shares, shares_between, sought_form

IN_CHARGE = ("neighbourhood_coordination", "area_lead", "intermediary", "district_head")
"""Roles that are asked first; residents and members of the council hold a role for a place and are not in charge."""


def neighbourhoods_visible_to(user: Any) -> QuerySet[Neighbourhood]:
    """All neighbourhoods for those who may see areas, archived ones too; for everybody else the public ones."""
    if may(user, "places.view_areas"):
        return Neighbourhood.objects.all()
    return Neighbourhood.objects.filter(is_public=True, archived_at__isnull=True)


def meeting_places_visible_to(user: Any) -> QuerySet[MeetingPlace]:
    """All meeting places for those who may see areas, archived ones too; for everybody else the public ones."""
    places = MeetingPlace.objects.select_related("kind")
    if may(user, "places.view_areas"):
        return places
    return places.filter(is_public=True, archived_at__isnull=True)


def renewal_areas_visible_to(user: Any) -> QuerySet[RenewalArea]:
    """All renewal areas for those who may see areas, else none."""
    return RenewalArea.objects.all() if may(user, "places.view_areas") else RenewalArea.objects.none()


def place_kinds() -> QuerySet[PlaceKind]:
    """The kinds of meeting places in their order."""
    return PlaceKind.objects.all()


@source("RK 3")
def idea_points() -> QuerySet[IdeaPoint]:
    """The points of the framework's idea of a neighbourhood in their order."""
    return IdeaPoint.objects.all()


def _in_box(box: tuple[float, float, float, float]) -> Q:
    west, south, east, north = box
    return Q(west__lte=east, east__gte=west, south__lte=north, north__gte=south)


def areas_touching(geom_box: tuple[float, float, float, float], level: Level | str, *, day: date) -> QuerySet[Area]:
    """The areas of a level on ``day`` whose box meets the given one (west, south, east, north)."""
    return areas_of_level(level, day=day).filter(_in_box(geom_box))


@dataclass(frozen=True)
class AreaShare:
    """An area and what it has in common with the thing that was asked about (always ``a`` of the shares)."""

    area: Any
    shares: Shares


@source("RK 3", "RK 8.1.1")
def shares_by_area(thing: Any, level: Level | str, *, day: date) -> list[AreaShare]:
    """How a neighbourhood (or any Shape) lies over the areas of a level: most ground first, slivers left out."""
    if thing.box is None:
        return []
    return _shares(thing, areas_touching(thing.box, level, day=day), day)


@source("RK 6.1", "RK 8.1.1")
def renewal_shares(thing: Any, *, day: date) -> list[AreaShare]:
    """The renewal areas in force on ``day`` that reach into a neighbourhood or area, with their shares."""
    if thing.box is None:
        return []
    near = RenewalArea.objects.filter(_in_box(thing.box), archived_at__isnull=True).filter(
        Q(ends_on__isnull=True) | Q(ends_on__gte=day)
    )
    return _shares(thing, near, day)


def _shares(thing: Any, others: Iterable[Any], day: date) -> list[AreaShare]:
    worth = [other for other in others if _is_worth_telling(shares_between(thing.geom, other.geom))]
    if not worth:
        return []
    boxes = [shape.box for shape in (thing, *worth)]
    within = (
        min(box[0] for box in boxes),
        min(box[1] for box in boxes),
        max(box[2] for box in boxes),
        max(box[3] for box in boxes),
    )
    pieces = residents_pieces(day, within=within)
    found = [AreaShare(other, shares_between(thing.geom, other.geom, residents=pieces)) for other in worth]
    return sorted(found, key=lambda share: (-round(share.shares.common_m2, -1), str(share.area)))


def _is_worth_telling(shares: Shares) -> bool:
    """More than a thousandth of one of the two: less is a sliver of two borders drawn by different hands."""
    return (shares.of_a or 0) >= 0.001 or (shares.of_b or 0) >= 0.001


def neighbourhoods_on_closed_areas(day: date) -> QuerySet[Neighbourhood]:
    """Neighbourhoods composed of areas of which one is no longer valid on ``day``: their outline wants a look."""
    return Neighbourhood.objects.filter(archived_at__isnull=True, areas__valid_until__lt=day).distinct()


@source("RK 5.1", "RK 8.1.2")
def leads_of_neighbourhood(neighbourhood: Neighbourhood, *, day: date) -> list[Appointment]:
    """Who is in charge of a neighbourhood on ``day``: its own appointments, then those of its districts."""
    own = _running(NeighbourhoodAppointment.objects.filter(neighbourhood=neighbourhood), day)
    above = DistrictAppointment.objects.filter(district_id__in=_districts_of(neighbourhood))
    return [*own, *_running(above, day)]


def _districts_of(neighbourhood: Neighbourhood) -> set[int]:
    """The areas with appointments that a neighbourhood is composed of or lies in, by more than a twentieth of it."""
    if neighbourhood.outline_from == Neighbourhood.OutlineFrom.AREAS:
        rows = neighbourhood.areas.values_list("id", "parent_id", "parent__parent_id")
        return {pk for row in rows for pk in row if pk is not None}
    box, geom = neighbourhood.box, neighbourhood.geom
    if box is None or geom is None:
        return set()
    near = Area.objects.filter(_in_box(box), appointments__isnull=False).distinct()
    return {area.pk for area in near if area.geom and (shares_between(geom, area.geom).of_a or 0) > 0.05}


@source("RK 5.1", "RK 8.1.2")
def leads_of_area(area: Area, *, day: date) -> list[Appointment]:
    """Who is in charge of an area or of the one above it on ``day``."""
    wanted = {area.pk, area.parent_id} - {None}
    return list(_running(DistrictAppointment.objects.filter(district_id__in=wanted), day))


def _running(appointments: QuerySet[Any], day: date) -> QuerySet[Any]:
    return (
        appointments.filter(starts_on__lte=day, role__in=IN_CHARGE)
        .filter(Q(ends_on__isnull=True) | Q(ends_on__gte=day))
        .select_related("user", "substitute", "office")
        .order_by("role", "starts_on", "id")
    )


def streets_named(text: str, *, limit: int = 20) -> list[Street]:
    """Streets whose name begins with ``text``, then those that contain it, compared in the form of ``sought_form``."""
    form = sought_form(text)
    if not form:
        return []
    begins = list(Street.objects.filter(sought_as__startswith=form)[:limit])
    contains = Street.objects.filter(sought_as__contains=form).exclude(pk__in=[street.pk for street in begins])
    return [*begins, *contains[: limit - len(begins)]]


def neighbourhoods_for_street(user: Any, street: Street, *, day: date) -> list[Neighbourhood]:
    """The neighbourhoods a street may lie in: those composed of its areas, else those whose outline meets them."""
    visible = neighbourhoods_visible_to(user).filter(archived_at__isnull=True)
    areas = list(areas_at(street.areas.all(), day).defer("geom_map"))
    composed = list(visible.filter(areas__in=areas).distinct())
    meeting = Q(pk__in=[])
    for area in areas:
        if area.box:
            meeting |= _in_box(area.box)
    others = visible.filter(meeting, outline_from__in=["drawn", "uploaded"]).exclude(pk__in=[n.pk for n in composed])
    near = [neighbourhood for neighbourhood in others if any(_meet(neighbourhood.geom, area.geom) for area in areas)]
    return sorted([*composed, *near], key=lambda neighbourhood: neighbourhood.shown_name)


def neighbourhoods_over(user: Any, area: Area) -> list[Neighbourhood]:
    """The neighbourhoods that lie at least partly in ``area``, as far as ``user`` sees them."""
    if area.box is None:
        return []
    near = neighbourhoods_visible_to(user).filter(_in_box(area.box), archived_at__isnull=True).order_by("name")
    return [neighbourhood for neighbourhood in near if _meet(neighbourhood.geom, area.geom)]


def _meet(one: Mapping[str, Any] | None, other: Mapping[str, Any] | None) -> bool:
    return one is not None and other is not None and (shares_between(one, other).of_b or 0) > 0.01
