"""Quiet land maps of things with an outline."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.utils.safestring import SafeString, mark_safe

from quartierswerk.places.queries import prepared_map
from quartierswerk.ui.svg.map import MapArea, MapLabel, MapPin, draw_map


def land_map(
    things: Sequence[Any],
    *,
    title: str,
    href: Callable[[Any], str],
    groups: Mapping[str, str] | None = None,
    chosen: Any = None,
    pins: Sequence[MapPin] = (),
    description: str = "",
) -> SafeString:
    """Draw things of one model; ``chosen`` stands out. Empty when none of them has an outline."""
    prepared = prepared_map(things, groups=groups)
    if not prepared.paths:
        return SafeString("")
    named = groups or {}
    areas = [
        MapArea(
            id=str(thing.pk),
            name=getattr(thing, "shown_name", "") or thing.name,
            href=href(thing),
            group=named.get(str(thing.pk), ""),
        )
        for thing in things
    ]
    drawing = draw_map(
        areas,
        title=title,
        description=description,
        kind="land",
        labels=[MapLabel(name) for name in sorted(set(named.values()))],
        pins=pins,
        chosen=None if chosen is None else str(chosen.pk),
        prepared=prepared,
    )
    return mark_safe(drawing)  # noqa: S308 - names are made safe where it is drawn
