"""The demo city's ground: areas, renewal areas, neighbourhoods, meeting places and streets."""

import hashlib
from datetime import date, timedelta
from typing import Any

from quartierswerk.demo.city import neighbourhoods as city_neighbourhoods
from quartierswerk.demo.city.geography import LEVELS, geography, to_geojson
from quartierswerk.demo.city.places import Place, places
from quartierswerk.demo.city.population import dates, population
from quartierswerk.demo.city.renewal import renewal_areas
from quartierswerk.demo.city.streets import streets
from quartierswerk.people.models import User
from quartierswerk.places.actions import (
    PlaceParts,
    create_meeting_place,
    create_neighbourhood,
    create_renewal_area,
    import_areas,
    replace_streets,
    set_outline,
    set_residents,
)
from quartierswerk.places.models import Area, Level, Neighbourhood, PlaceKind
from quartierswerk.places.queries import fingerprint_of_areas
from quartierswerk.places.rules import shape_columns
from quartierswerk.places.rules.preview import AreaPreview, ImportSpec, Planned, Present

FILE_NAME = "lauterfeld-%(level)s.geojson"


def import_areas_of_city(by: User, today: date) -> None:
    """The four levels of areas, each as the file of its own that a statistics office would hand over."""
    made: dict[str, int] = {}
    for key in LEVELS:
        level = Level.objects.get(key=key)
        import_areas(_preview(level, made, today), by=by)
        made |= dict(Area.objects.filter(level=level).values_list("code", "pk"))


def count_residents(by: User, today: date) -> None:
    """How many people live in each quarter, district and in the city at the latest date."""
    on = dates(today)[-1]
    quarters = {row.quarter: row.residents for row in population(today) if row.on == on}
    districts: dict[str, int] = {}
    for code, people in quarters.items():
        districts[code[:2]] = districts.get(code[:2], 0) + people
    by_level = {"city": {"1": sum(quarters.values())}, "district": districts, "quarter": quarters}
    for key, residents in by_level.items():
        set_residents(Level.objects.get(key=key), residents, on=on, by=by)


def list_streets(by: User) -> None:
    """The streets by which people find their quarter."""
    replace_streets(streets(), level=Level.objects.get(key="quarter"), by=by)


def draw_renewal_areas(by: User, today: date) -> None:
    """Urban renewal enters its areas."""
    for area in renewal_areas(today):
        facts = {
            "code": area.key,
            "name": area.name,
            "kind": area.kind,
            "status": area.status,
            "starts_on": area.starts_on,
            "ends_on": area.ends_on,
            "legal_basis": area.basis,
            "office_note": area.note,
        }
        create_renewal_area(facts, by=by, geom=_geojson(area.geometry))


def name_neighbourhoods(by: User, today: date) -> dict[str, Neighbourhood]:
    """Neighbourhoods with what they are to people and their outlines, earlier ones included; by key."""
    return {one.key: _neighbourhood(one, by, today) for one in city_neighbourhoods.neighbourhoods(today)}


def open_meeting_places(planner: User, coordinator: User, found: dict[str, Neighbourhood], today: date) -> None:
    """Meeting places; those in Mühlwiesen by its own coordination."""
    kinds = {kind.key: kind for kind in PlaceKind.objects.all()}
    outlines = {one.key: one.geometry for one in city_neighbourhoods.neighbourhoods(today)}
    for place in places():
        around = [found[key] for key in _keys_around(place, outlines)]
        by = coordinator if found["muehlwiesen"] in around else planner
        create_meeting_place(_place_facts(place, kinds, today), _place_parts(place, around, today), by=by)


def _preview(level: Level, made: dict[str, int], today: date) -> AreaPreview:
    """What reading the level's GeoJSON gives; a test holds it against the reader of files itself."""
    areas = geography().level(level.key)
    spec = ImportSpec(level=level.key, code="code", name="name", parent="parent" if level.parent_id else "")
    raw = to_geojson(level.key).encode()
    shapes = shape_columns([area.geometry for area in areas])
    return AreaPreview(
        spec=spec,
        file_name=FILE_NAME % {"level": level.key},
        checksum=hashlib.sha256(raw).hexdigest(),
        size=len(raw),
        today=today,
        fields=["code", "name", "parent"],
        features=len(areas),
        rows=[
            Planned(area.code, {"name": area.name, "parent_id": made.get(area.parent)}, shape)
            for area, shape in zip(areas, shapes, strict=True)
        ],
        new=[Present(area.code, area.name) for area in areas],
        stands_on=fingerprint_of_areas(level),
    )


def _neighbourhood(one: city_neighbourhoods.Neighbourhood, by: User, today: date) -> Neighbourhood:
    facts = {
        "name": one.name,
        "name_in_use": one.name_in_use,
        "text": one.summary,
        "idea": one.idea,
        "is_public": one.since is not None,
    }
    made = create_neighbourhood(facts, by=by)
    since = one.since or today
    if one.previous_until:
        made = _outline(made, by, since, one.previous_areas, None, "")
        since = one.previous_until + timedelta(days=1)
    return _outline(made, by, since, one.areas, None if one.areas else one.geometry, one.reason["de"])


def _outline(
    made: Neighbourhood, by: User, since: date, codes: tuple[str, ...], geometry: Any, reason: str
) -> Neighbourhood:
    areas = list(Area.objects.filter(code__in=codes, valid_until=None)) if codes else None
    return set_outline(
        made,
        by=by,
        seen_version=made.version,
        today=since,
        areas=areas,
        geom=None if areas else _geojson(geometry),
        reason=reason,
    )


def _keys_around(place: Place, outlines: dict[str, Any]) -> list[str]:
    from shapely import Point

    point = Point(place.point)
    return [key for key, outline in outlines.items() if outline.covers(point)]


def _place_facts(place: Place, kinds: dict[str, PlaceKind], today: date) -> dict[str, Any]:
    lon, lat = place.point
    return {
        "kind": kinds[place.kind],
        "name": place.name,
        "text": place.text,
        "street": place.street,
        "postcode": place.postcode,
        "town": place.town,
        "lon": lon,
        "lat": lat,
        **place.access,
        "access_note": place.access_note,
        "contact_function": place.contact,
        "contact_name": place.person,
        "contact_consent_on": today - timedelta(days=200) if place.person else None,
        "phone": place.phone,
        "email": place.mail,
        "is_public": True,
    }


def _place_parts(place: Place, around: list[Neighbourhood], today: date) -> PlaceParts:
    summer = date(today.year if today.month < 9 else today.year + 1, 8, 1)
    closed = {"starts_on": summer, "ends_on": summer + timedelta(days=13), "note": "Sommerpause"}
    return PlaceParts(
        neighbourhoods=around,
        rooms=[{"name": room.name, "seats": room.seats, "can_be_booked": room.can_be_booked} for room in place.rooms],
        hours=[
            {"weekday": span.weekday, "opens": span.opens, "closes": span.closes, "note": span.note}
            for span in place.hours
        ],
        exceptions=[closed] if place.person else None,
    )


def _geojson(geometry: Any) -> dict[str, Any]:
    from shapely.geometry import mapping

    return dict(mapping(geometry))
