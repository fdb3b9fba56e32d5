"""One factory per model of places, no surprises, and files of areas as offices hand them over."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from quartierswerk.places.models import (
    Area,
    Level,
    MeetingPlace,
    Neighbourhood,
    PlaceKind,
    RenewalArea,
    Street,
)
from quartierswerk.places.rules import shape_columns_of, sought_form
from quartierswerk.places.rules.shapes import in_degrees, to_geojson

EAST, NORTH = 512_000, 5_403_000
"""South-west corner of the test city, EPSG:25832."""
LEVELS = {"city": (1, None), "district": (2, "city"), "quarter": (3, "district"), "block": (4, "quarter")}


def box_m(x: float, y: float, width: float = 1000, height: float = 1000) -> Any:
    """A rectangle in metres (EPSG:25832), x and y metres from the corner of the test city."""
    import shapely

    return shapely.box(EAST + x, NORTH + y, EAST + x + width, NORTH + y + height)


def square(x: float, y: float, width: float = 1000, height: float = 1000) -> dict[str, Any]:
    """The same as a GeoJSON geometry in degrees."""
    return to_geojson(in_degrees(box_m(x, y, width, height)))


def make_level(key: str = "quarter") -> Level:
    """The level with this key and those above it."""
    order, above = LEVELS.get(key, (9, None))
    return Level.objects.get_or_create(
        key=key,
        defaults={
            "name": {"de": key.capitalize()},
            "plural": {"de": f"{key.capitalize()}s"},
            "order": order,
            "parent": make_level(above) if above else None,
        },
    )[0]


def make_area(code: str = "0101", *, level: str = "quarter", geom: dict[str, Any] | None = None, **facts: Any) -> Area:
    """An area of one square kilometre unless ``geom`` says else."""
    shape = shape_columns_of(geom or square(0, 0))
    name = facts.pop("name", f"Gebiet {code}")
    return Area.objects.create(level=make_level(level), code=code, name=name, **shape, **facts)


def home_district(_key: str = "") -> Area:
    """The district that the personas of a district have, far from what tests draw."""
    present = Area.objects.filter(level__key="district", code="99").first()
    return present or make_area("99", level="district", name="Außenbezirk", geom=square(50_000, 50_000))


def home_neighbourhood(_key: str = "") -> Neighbourhood:
    """The neighbourhood that the personas of a neighbourhood have."""
    present = Neighbourhood.objects.filter(slug="zuhause").first()
    return present or make_neighbourhood("zuhause", name="Zuhause")


def make_renewal_area(code: str = "S1", *, geom: dict[str, Any] | None = None, **facts: Any) -> RenewalArea:
    """A formally determined renewal area in force."""
    facts = {"name": f"Sanierung {code}", "kind": RenewalArea.Kind.FORMAL, **facts}
    return RenewalArea.objects.create(code=code, **shape_columns_of(geom or square(0, 0)), **facts)


def make_neighbourhood(slug: str = "eschenbuehl", *, geom: dict[str, Any] | None = None, **facts: Any) -> Neighbourhood:
    """A neighbourhood without outline unless ``geom`` is given."""
    facts = {"name": slug.capitalize(), **facts}
    if geom is not None:
        facts = {"outline_from": Neighbourhood.OutlineFrom.DRAWN, **shape_columns_of(geom), **facts}
    return Neighbourhood.objects.create(slug=slug, **facts)


def make_place_kind(key: str = "meeting_place") -> PlaceKind:
    return PlaceKind.objects.get_or_create(key=key, defaults={"name": {"de": "Begegnungsstätte"}})[0]


def make_meeting_place(slug: str = "treff", **facts: Any) -> MeetingPlace:
    """A meeting place of which nothing is known but its name."""
    return MeetingPlace.objects.create(slug=slug, **{"name": slug.capitalize(), "kind": make_place_kind(), **facts})


def make_street(name: str, *areas: Area) -> Street:
    street = Street.objects.create(name=name, sought_as=sought_form(name))
    street.areas.set(areas)
    return street


def feature(geom: Any, **properties: Any) -> dict[str, Any]:
    """A GeoJSON feature."""
    return {"type": "Feature", "properties": properties, "geometry": geom}


def write_geojson(path: Path, features: Sequence[Any], **members: Any) -> Path:
    """A FeatureCollection as a file."""
    path.write_text(json.dumps({"type": "FeatureCollection", "features": list(features), **members}), "utf-8")
    return path


def write_layer(path: Path, geoms: Sequence[Any], *, crs: str | None = "EPSG:25832", **columns: Sequence[Any]) -> Path:
    """A GeoPackage or Shapefile of shapely geometries (metres), made by GDAL."""
    import numpy as np
    import pyogrio
    import shapely

    pyogrio.raw.write(
        path,
        shapely.to_wkb(np.array(geoms, dtype=object)),
        [np.array(list(values), dtype=object) for values in columns.values()],
        list(columns),
        geometry_type="Unknown" if path.suffix == ".gpkg" else "Polygon",
        crs=crs,
        encoding="UTF-8" if path.suffix == ".shp" else None,
    )
    return path
