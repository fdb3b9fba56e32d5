"""How much of one area lies in another: of its ground and of its people."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from quartierswerk.kernel.sources import source
from quartierswerk.places.rules.shapes import from_geojson, in_metres


@dataclass(frozen=True)
class Shares:
    """What two areas have in common. Shares are 0 to 1; None where there is nothing to divide by or nothing known."""

    common_m2: float
    of_a: float | None
    """Share of the ground of a that lies in b."""
    of_b: float | None
    common_residents: float | None
    residents_of_a: float | None
    """Share of the residents of a that live in b."""
    residents_of_b: float | None
    known: float
    """Share of the ground of both together for which a number of residents is known."""


@source("RK 6.1", "RK 8.1.1")
def shares_between(
    geom_a: Mapping[str, Any],
    geom_b: Mapping[str, Any],
    *,
    residents: Sequence[tuple[Mapping[str, Any], int | None]] = (),
) -> Shares:
    """Compare two GeoJSON areas (EPSG:4326), measured in EPSG:25832.

    ``residents`` are small areas that do not overlap (blocks, quarters) with their number of people, None where it
    is not known. Within each of them people are taken to live evenly spread: n(x) = sum of n * |piece in x| / |piece|.
    The smaller the pieces, the nearer to the truth.
    """
    import shapely

    a, b = in_metres(from_geojson(geom_a)), in_metres(from_geojson(geom_b))
    common = shapely.intersection(a, b)
    both = shapely.union(a, b)
    in_a = in_b = in_common = known_m2 = 0.0
    for geom, count in residents:
        piece = in_metres(from_geojson(geom))
        size = piece.area
        if count is None or size == 0 or not shapely.intersects(piece, both):
            continue
        known_m2 += shapely.intersection(piece, both).area
        in_a += count * shapely.intersection(piece, a).area / size
        in_b += count * shapely.intersection(piece, b).area / size
        in_common += count * shapely.intersection(piece, common).area / size
    known = min(1.0, _share(known_m2, both.area) or 0.0)
    return Shares(
        common_m2=common.area,
        of_a=_share(common.area, a.area),
        of_b=_share(common.area, b.area),
        common_residents=in_common if known else None,
        residents_of_a=_share(in_common, in_a),
        residents_of_b=_share(in_common, in_b),
        known=known,
    )


def residents_within(
    geom: Mapping[str, Any], residents: Sequence[tuple[Mapping[str, Any], int | None]]
) -> float | None:
    """Estimate how many people live in a GeoJSON area; None when no piece in it has a number."""
    return shares_between(geom, geom, residents=residents).common_residents


def _share(part: float, whole: float) -> float | None:
    return min(1.0, part / whole) if whole > 0 else None
