"""Areas and renewal areas as files: GeoJSON for a GIS, tables for an office."""

from collections.abc import Iterable
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _

from quartierswerk.places.models import Area, MeetingPlace, Neighbourhood, RenewalArea
from quartierswerk.places.models.areas import Shape
from quartierswerk.places.models.meeting_places import ACCESS_FACTS
from quartierswerk.ui.downloads import feature, geojson_file, table_file


def areas_file(wanted: str, name: str, areas: "Iterable[Area]") -> HttpResponse:
    """Answer with areas in the format ``wanted``."""
    if wanted == "geojson":
        return geojson_file(name, (_area_feature(area) for area in areas))
    head = [
        *(_("Code"), _("Name"), _("Level"), _("Lies in (code)"), _("Lies in"), _("Valid from"), _("Valid until")),
        *(_("Size in km²"), _("Residents"), _("Residents as of")),
    ]
    return table_file(wanted, name, head, (_area_row(area) for area in areas))


def renewal_areas_file(wanted: str, name: str, areas: "Iterable[RenewalArea]") -> HttpResponse:
    """Answer with renewal areas in the format ``wanted``; notes inside the administration stay inside."""
    if wanted == "geojson":
        return geojson_file(name, (_renewal_feature(area) for area in areas))
    head = [_("Code"), _("Name"), _("Kind"), _("Status"), _("From"), _("Until"), _("Legal basis"), _("Size in km²")]
    return table_file(wanted, name, head, (_renewal_row(area) for area in areas))


def meeting_places_file(wanted: str, name: str, places: "Iterable[MeetingPlace]") -> HttpResponse:
    """Answer with meeting places in the format ``wanted``; names of persons stay out."""
    if wanted == "geojson":
        return geojson_file(name, (_place_feature(place) for place in places))
    access = [MeetingPlace._meta.get_field(fact).verbose_name for fact in ACCESS_FACTS]
    head = [
        *(_("Name"), _("Kind"), _("Street"), _("Postcode"), _("Town"), *access),
        *(_("Contact"), _("Phone"), _("E-mail"), _("Website"), _("Longitude"), _("Latitude")),
    ]
    return table_file(wanted, name, head, (_place_row(place) for place in places))


def neighbourhoods_file(wanted: str, name: str, rows: "Iterable[Neighbourhood]") -> HttpResponse:
    """Answer with neighbourhoods in the format ``wanted``."""
    if wanted == "geojson":
        return geojson_file(name, (_neighbourhood_feature(one) for one in rows))
    head = [_("Name"), _("Name in use"), _("Public"), _("Outline"), _("Outline since"), _("Size in km²")]
    cells = (
        [
            *(one.name, one.name_in_use, one.is_public, one.get_outline_from_display()),
            *(one.outline_since, _km2(one)),
        ]
        for one in rows
    )
    return table_file(wanted, name, head, cells)


def _km2(thing: Shape) -> float | None:
    """Size to the square metre; more digits would only be noise."""
    return None if thing.area_km2 is None else round(thing.area_km2, 6)


def _place_row(place: MeetingPlace) -> list[Any]:
    return [
        *(place.name, str(place.kind), place.street, place.postcode, place.town),
        *(getattr(place, f"get_{fact}_display")() for fact in ACCESS_FACTS),
        *(place.contact_function, place.phone, place.email, place.website, place.lon, place.lat),
    ]


def _place_feature(place: MeetingPlace) -> dict[str, Any]:
    point = None if place.lon is None else {"type": "Point", "coordinates": [place.lon, place.lat]}
    return feature(
        point,
        str(place.public_id),
        name=place.name,
        kind=place.kind.key,
        street=place.street,
        postcode=place.postcode,
        town=place.town,
        phone=place.phone,
        email=place.email,
        website=place.website,
        **{fact: getattr(place, fact) for fact in ACCESS_FACTS},
    )


def _neighbourhood_feature(one: Neighbourhood) -> dict[str, Any]:
    return feature(
        one.geom,
        str(one.public_id),
        name=one.name,
        name_in_use=one.name_in_use,
        outline_since=one.outline_since and one.outline_since.isoformat(),
    )


def _area_row(area: Area) -> list[Any]:
    parent = area.parent
    return [
        *(area.code, area.name, str(area.level), parent.code if parent else "", parent.name if parent else ""),
        *(area.valid_from, area.valid_until, _km2(area), area.residents, area.residents_on),
    ]


def _area_feature(area: Area) -> dict[str, Any]:
    return feature(
        area.geom,
        str(area.public_id),
        code=area.code,
        name=area.name,
        level=area.level.key,
        parent=area.parent.code if area.parent else None,
        valid_from=area.valid_from and area.valid_from.isoformat(),
        valid_until=area.valid_until and area.valid_until.isoformat(),
        residents=area.residents,
    )


def _renewal_row(area: RenewalArea) -> list[Any]:
    return [
        *(area.code, area.name, area.get_kind_display(), area.get_status_display(), area.starts_on, area.ends_on),
        *(area.legal_basis, _km2(area)),
    ]


def _renewal_feature(area: RenewalArea) -> dict[str, Any]:
    return feature(
        area.geom,
        str(area.public_id),
        code=area.code,
        name=area.name,
        kind=area.kind,
        status=area.status,
        starts_on=area.starts_on and area.starts_on.isoformat(),
        ends_on=area.ends_on and area.ends_on.isoformat(),
        legal_basis=area.legal_basis,
    )
