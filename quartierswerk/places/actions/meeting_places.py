"""Creating, editing and archiving meeting places with their rooms and hours."""

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import CharField, Value
from django.db.models.functions import Cast, Concat
from django.utils import timezone

from quartierswerk.history.actions import record
from quartierswerk.kernel.permits import demand
from quartierswerk.kernel.sources import source
from quartierswerk.places.actions.editing import address, change, free_slug, locked, once
from quartierswerk.places.models import (
    MeetingPlace,
    Neighbourhood,
    OpeningException,
    OpeningHours,
    Room,
)
from quartierswerk.places.models.meeting_places import ACCESS_FACTS
from quartierswerk.search.actions import put, remove

EDITABLE = (
    "kind",
    "name",
    "text",
    "street",
    "postcode",
    "town",
    "lon",
    "lat",
    *ACCESS_FACTS,
    "access_note",
    "contact_function",
    "contact_name",
    "contact_consent_on",
    "phone",
    "email",
    "website",
    "is_public",
)
ROOM_FIELDS = ("name", "seats", "step_free", "hearing_loop", "can_be_booked", "note")
HOURS_FIELDS = ("weekday", "opens", "closes", "note")
EXCEPTION_FIELDS = ("starts_on", "ends_on", "opens", "closes", "note")


@dataclass(frozen=True)
class PlaceParts:
    """What belongs to a meeting place; None leaves a part as it is, an empty list clears it.

    Rooms, hours and exceptions are mappings with the fields of their model; a room may carry its ``id``.
    """

    neighbourhoods: Iterable[Neighbourhood] | None = None
    rooms: Sequence[Mapping[str, Any]] | None = None
    hours: Sequence[Mapping[str, Any]] | None = None
    exceptions: Sequence[Mapping[str, Any]] | None = None


@source("RK 8.1.2")
def create_meeting_place(
    facts: Mapping[str, Any], parts: PlaceParts | None = None, *, by: Any, once_key: uuid.UUID | None = None
) -> MeetingPlace:
    """Create a meeting place; a neighbourhood coordination names at least one of its own neighbourhoods."""
    demand(by, "places.create_meeting_place")

    def make() -> MeetingPlace:
        place = MeetingPlace(once_key=once_key, slug=free_slug(MeetingPlace, facts.get("name", "")))
        _before, after = change(place, facts, EDITABLE)
        place.full_clean()
        place.save()
        _before, changed = _set_parts(place, parts or PlaceParts())
        demand(by, "places.edit_meeting_place", place)
        record("places.create_meeting_place", place, by=by, after={**after, **changed})
        index_meeting_place(place)
        return place

    with transaction.atomic():
        return once(MeetingPlace, once_key, make)


@transaction.atomic
def edit_meeting_place(
    place: MeetingPlace,
    facts: Mapping[str, Any],
    parts: PlaceParts | None = None,
    *,
    by: Any,
    seen_version: int,
    why: str = "",
) -> MeetingPlace:
    """Change a meeting place; nothing is written when nothing differs."""
    present = locked(place, seen_version)
    demand(by, "places.edit_meeting_place", present)
    before, after = change(present, facts, EDITABLE)
    parts_before, parts_after = _set_parts(present, parts or PlaceParts())
    if not after and not parts_after:
        return present
    present.version += 1
    present.full_clean()
    present.save()
    record(
        "places.edit_meeting_place",
        present,
        by=by,
        why=why,
        before={**before, **parts_before},
        after={**after, **parts_after},
    )
    index_meeting_place(present)
    return present


@transaction.atomic
def archive_meeting_place(place: MeetingPlace, *, by: Any, seen_version: int, why: str = "") -> MeetingPlace:
    """Put a meeting place away; it leaves public pages and lists, nothing is deleted."""
    present = locked(place, seen_version)
    demand(by, "places.archive_meeting_place", present)
    return _set_archived(present, timezone.now(), "places.archive_meeting_place", by=by, why=why)


@transaction.atomic
def restore_meeting_place(place: MeetingPlace, *, by: Any, why: str = "") -> MeetingPlace:
    """Bring an archived meeting place back."""
    present = locked(place)
    demand(by, "places.restore_meeting_place", present)
    return _set_archived(present, None, "places.restore_meeting_place", by=by, why=why)


def index_meeting_place(place: MeetingPlace) -> None:
    """Bring the search up to date: a line for those inside, and one for everybody when it is public."""
    if place.archived_at is not None:
        remove(place)
        return
    where = " ".join(part for part in (place.street, place.postcode, place.town) if part)
    line: dict[str, Any] = {
        "kind": "meeting_place",
        "title": place.name,
        "text": [where, place.text, place.access_note, place.kind.name],
    }
    put(place, **line, url=address("meeting-place-detail", slug=place.slug), audience="places.view_areas")
    if place.is_public:
        put(place, **line, url=address("meeting-place-public-detail", slug=place.slug))
    else:
        remove(place, audience="")


def _set_archived(present: MeetingPlace, at: Any, action: str, *, by: Any, why: str) -> MeetingPlace:
    present.archived_at = at
    present.version += 1
    present.save(update_fields=["archived_at", "version"])
    record(action, present, by=by, why=why)
    index_meeting_place(present)
    return present


def _set_parts(place: MeetingPlace, parts: PlaceParts) -> tuple[dict[str, Any], dict[str, Any]]:
    """Write the parts that are given; return what stood there and what stands there now, where it differs."""
    before, after = _parts_of(place, parts), {}
    if parts.neighbourhoods is not None:
        place.neighbourhoods.set(parts.neighbourhoods)
    if parts.rooms is not None:
        _set_rooms(place, parts.rooms)
    if parts.hours is not None:
        place.opening_hours.all().delete()
        _make(OpeningHours, place, parts.hours, HOURS_FIELDS)
    if parts.exceptions is not None:
        place.opening_exceptions.all().delete()
        _make(OpeningException, place, parts.exceptions, EXCEPTION_FIELDS)
    after = _parts_of(place, parts)
    changed = [name for name in after if before[name] != after[name]]
    return {name: before[name] for name in changed}, {name: after[name] for name in changed}


def _parts_of(place: MeetingPlace, parts: PlaceParts) -> dict[str, Any]:
    found: dict[str, Any] = {}
    if parts.neighbourhoods is not None:
        found["neighbourhoods"] = sorted(place.neighbourhoods.values_list("name", flat=True))
    if parts.rooms is not None:
        found["rooms"] = list(place.rooms.order_by("order", "id").values(*ROOM_FIELDS))
    if parts.hours is not None:
        found["hours"] = list(place.opening_hours.order_by("weekday", "opens").values(*HOURS_FIELDS))
    if parts.exceptions is not None:
        found["exceptions"] = list(place.opening_exceptions.order_by("starts_on", "opens").values(*EXCEPTION_FIELDS))
    return found


def _set_rooms(place: MeetingPlace, rows: Sequence[Mapping[str, Any]]) -> None:
    """Keep rooms by their id, so that what points to a room still finds it."""
    kept = {int(row["id"]) for row in rows if row.get("id")}
    place.rooms.exclude(pk__in=kept).delete()
    there = place.rooms.in_bulk(kept)
    # Two rooms may swap their names, so nobody keeps one while the new ones are given out.
    place.rooms.update(name=Concat(Value("#"), Cast("pk", CharField())))
    for order, row in enumerate(rows):
        room = there.get(int(row.get("id") or 0)) or Room(place=place)
        for name in ROOM_FIELDS:
            if name in row:
                setattr(room, name, row[name])
        room.order = order
        room.full_clean()
        room.save()


def _make(model: Any, place: MeetingPlace, rows: Sequence[Mapping[str, Any]], fields: tuple[str, ...]) -> None:
    for row in rows:
        part = model(place=place, **{name: row[name] for name in fields if name in row})
        part.full_clean()
        part.save()
