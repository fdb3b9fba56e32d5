"""Streets for the public finder."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction

from quartierswerk.history.actions import record
from quartierswerk.kernel.permits import demand
from quartierswerk.places.models import Level, Street
from quartierswerk.places.queries import areas_of_level
from quartierswerk.places.rules import sought_form


@transaction.atomic
def replace_streets(streets: Mapping[str, Sequence[str]], *, level: Level, by: Any) -> int:
    """Make {name: codes of areas of ``level``} the list of streets; streets that are missing there go.

    Raises LookupError with the codes that the level does not know; then nothing is written.
    """
    if by is not None:
        demand(by, "places.import_streets")
    areas = {area.code: area for area in areas_of_level(level).filter(valid_until__isnull=True).only("id", "code")}
    if unknown := sorted({code for codes in streets.values() for code in codes} - set(areas)):
        raise LookupError(unknown)
    Street.objects.exclude(name__in=streets).delete()
    Street.objects.bulk_create(
        [Street(name=name, sought_as=sought_form(name)) for name in streets],
        update_conflicts=True,
        unique_fields=["name"],
        update_fields=["sought_as"],
        batch_size=500,
    )
    rows = dict(Street.objects.values_list("name", "pk"))
    link = Street.areas.through
    link.objects.all().delete()
    link.objects.bulk_create(
        [
            link(street_id=rows[name], area_id=areas[code].pk)
            for name, codes in streets.items()
            for code in dict.fromkeys(codes)
        ],
        batch_size=500,
    )
    record("places.import_streets", level, by=by, after={"streets": len(streets)})
    return len(streets)
