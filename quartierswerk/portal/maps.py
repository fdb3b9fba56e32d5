"""The map of the start page: the districts as land, the public neighbourhoods on it with numbered pins."""

from collections.abc import Mapping, Sequence

from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from quartierswerk.places.models import Area, Neighbourhood
from quartierswerk.places.models.areas import Shape
from quartierswerk.places.queries import prepared_shapes
from quartierswerk.ui.svg.map import MapArea, MapLabel, MapPin, draw_map


def city_map(districts: Sequence[Area], neighbourhoods: Sequence[Neighbourhood]) -> SafeString:
    """Draw the city; the numbers of the pins follow the order of ``neighbourhoods``. Empty without districts."""
    if not districts:
        return SafeString("")
    shapes: Mapping[str, Shape] = {
        **{f"district-{area.pk}": area for area in districts},
        **{f"neighbourhood-{one.pk}": one for one in neighbourhoods if one.box},
    }
    pins = [
        MapPin(
            number=number,
            lon=one.centre_lon,
            lat=one.centre_lat,
            name=one.shown_name,
            href=reverse("places:neighbourhood-public-detail", args=[one.slug]),
        )
        for number, one in enumerate(neighbourhoods, start=1)
        if one.centre_lon is not None and one.centre_lat is not None
    ]
    drawing = draw_map(
        [MapArea(id=key, name=str(shape), active=key.startswith("neighbourhood")) for key, shape in shapes.items()],
        title=_("Map of the city with its neighbourhoods"),
        description=_("The same neighbourhoods stand with their numbers in the list below the map."),
        kind="land",
        labels=[MapLabel(area.name) for area in districts],
        pins=pins,
        prepared=prepared_shapes(shapes, groups={f"district-{area.pk}": area.name for area in districts}),
    )
    return mark_safe(drawing)  # noqa: S308 - names are made safe where it is drawn
