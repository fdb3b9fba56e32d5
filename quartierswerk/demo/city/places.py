"""Meeting places: where people meet or find help, how to get in, when they are open, whom to ask."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import time
from typing import Any

from quartierswerk.demo.city.geography import CITY_NAME, point_in
from quartierswerk.demo.city.tables import table

MAIL_DOMAIN = "lauterfeld.example"
POSTCODE = "00000"
ACCESS = ("step_free", "accessible_toilet", "lift", "hearing_loop", "tactile_guidance", "accessible_parking")


@dataclass(frozen=True)
class Room:
    name: str
    seats: int
    can_be_booked: bool


@dataclass(frozen=True)
class Hours:
    """One span of opening; weekday 0 is Monday."""

    weekday: int
    opens: time
    closes: time
    note: str


@dataclass(frozen=True)
class Place:
    """`access` answers yes, no or unknown for every key of ACCESS; texts are {language: text}.

    `point` is longitude and latitude; `contact` is a function; `person` names who is there, or is "".
    """

    key: str
    kind: str
    name: str
    street: str
    postcode: str
    town: str
    quarter: str
    point: tuple[float, float]
    contact: str
    person: str
    phone: str
    mail: str
    text: dict[str, str]
    access: dict[str, str]
    more: tuple[str, ...]
    access_note: dict[str, str]
    rooms: tuple[Room, ...]
    hours: tuple[Hours, ...]


def places() -> tuple[Place, ...]:
    """All meeting places, in the order of the table."""
    return tuple(_place(row) for row in table("places")["places"])


def _place(row: dict[str, Any]) -> Place:
    return Place(
        key=row["key"],
        kind=row["kind"],
        name=row["name"],
        street=row["street"],
        postcode=POSTCODE,
        town=CITY_NAME,
        quarter=row["quarter"],
        point=point_in(row["quarter"], *row["at"]),
        contact=row["contact"],
        person=row.get("person", ""),
        phone=row["phone"],
        mail=f"{row['key']}@{MAIL_DOMAIN}",
        text=row["text"],
        access={fact: _answer(row, fact) for fact in ACCESS},
        more=tuple(row["more"]),
        access_note=_note(row["more"]),
        rooms=tuple(Room(*room) for room in row["rooms"]),
        hours=tuple(
            Hours(weekday, time.fromisoformat(opens), time.fromisoformat(closes), note)
            for weekday, spans in sorted(row["hours"].items())
            for opens, closes, note in spans
        ),
    )


def _answer(row: dict[str, Any], fact: str) -> str:
    if fact in row["has"]:
        return "yes"
    return "no" if fact in row["lacks"] else "unknown"


def _note(more: list[str]) -> dict[str, str]:
    """What a plain yes or no cannot say, as one sentence or list per language."""
    words = [table("places")["words_for_more"][key] for key in more]
    if not words:
        return {}
    joined = {language: ", ".join(word[language] for word in words) + "." for language in ("de", "en")}
    return joined | {"easy": " ".join(word["easy"] for word in words)}
