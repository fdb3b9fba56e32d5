"""Maps: areas with a class and its digit, the quiet land map with pins, the map of change."""

from __future__ import annotations

import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from quartierswerk.ui.svg.ink import Style, head, look
from quartierswerk.ui.svg.lettering import clean, safe, text_width
from quartierswerk.ui.svg.paths import Geometry, PreparedMap, line_path, prepare_paths

Kind = Literal["classes", "land", "change"]
Change = Literal["", "up", "same", "down"]
LineKind = Literal["river", "district", "renewal"]

PLACE_SIZE = 26
"""Type size of district names for which room is kept, in units of the drawing."""


@dataclass(frozen=True, slots=True)
class MapArea:
    """One area: what it is called, what is said of it, and where its link leads.

    ``value`` is the sentence part behind the name ("Klasse 5, stabil"). ``level`` is the class 1 to 5 and chooses the
    shade; ``sign`` replaces the digit where the classes of the index bear other names. An area without class gets
    dots and a dash, whether protected or missing. ``group`` is the name of its district.
    """

    id: str
    name: str
    geometry: Geometry | None = None
    value: str = ""
    level: int | None = None
    sign: str = ""
    unstable: bool = False
    protected: bool = False
    active: bool = False
    change: Change = ""
    href: str = ""
    group: str = ""


@dataclass(frozen=True, slots=True)
class MapLine:
    """A line on top of the areas: a river, the edge of a renewal area, or a district."""

    geometry: Geometry
    kind: LineKind = "river"


@dataclass(frozen=True, slots=True)
class MapLabel:
    """A name on the map. Without a point it goes to the group (district) of the same name."""

    text: str
    lon: float | None = None
    lat: float | None = None
    outside: bool = False


@dataclass(frozen=True, slots=True)
class MapPin:
    """A numbered pin that matches a list beside the map."""

    number: int | str
    lon: float
    lat: float
    name: str
    href: str = ""


def draw_map(
    areas: Sequence[MapArea],
    *,
    title: str,
    description: str = "",
    kind: Kind = "classes",
    lines: Sequence[MapLine] = (),
    labels: Sequence[MapLabel] = (),
    pins: Sequence[MapPin] = (),
    chosen: str | None = None,
    width: int = 900,
    prepared: PreparedMap | None = None,
    key: str = "",
    style: Style = "screen",
) -> str:
    """Draw the areas in the order given, which is also the order of the Tab key.

    Each area with ``href`` is a link named "name: value". With ``prepared`` the geometries of the areas are not
    looked at, and drawing only joins texts. ``key`` begins the ids in the drawing; it must differ between two maps on
    one page and follows from the title if it is left out. Names are made safe here.
    """
    plan = prepared or prepare_paths(
        {area.id: area.geometry for area in areas}, width, groups={a.id: a.group for a in areas if a.group}
    )
    key = key or f"map{zlib.crc32(clean(title).encode()):08x}"
    body: list[str] = []
    if kind == "classes":
        body.append(_patterns(areas, key, style))
    body += [_area(area, plan, kind, chosen, key, style) for area in areas if area.id in plan.paths]
    body += _lines(lines, plan, style)
    if kind == "classes" and chosen in plan.paths:
        body += [f'<path {look(name, style)} d="{plan.paths[chosen]}"/>' for name in ("chosen", "chosen-line")]
    names, box = _names(labels, plan, pins, kind, style)
    body += names
    body += [_pin(pin, plan, style) for pin in pins]
    linked = style == "screen" and (any(area.href for area in areas) or any(pin.href for pin in pins))
    left, top, right, bottom = box if style == "paper" else (0, 0, plan.width, plan.height)
    opening = head(
        f"{left:g} {top:g} {right - left:g} {bottom - top:g}",
        css=f"qw-map qw-map--{kind}",
        role="group" if linked else "img",
        title=title,
        description=description,
        key=key,
        style=style,
        width=right - left,
        height=bottom - top,
    )
    drawing = f"{opening}{''.join(body)}</svg>"
    return drawing if style == "paper" else f'<div class="qw-map-frame{_room(box, plan)}">{drawing}</div>'


def _room(box: tuple[float, float, float, float], plan: PreparedMap) -> str:
    """Return the classes that keep room for names beside the drawing; a phone shows no names and gives none."""
    beside = max(-box[0], box[2] - plan.width) / plan.width
    above = max(-box[1], box[3] - plan.height) / plan.width
    steps = next((step for step in (6, 12, 18, 24) if beside * 100 <= step), 24) if beside > 0 else 0
    return (f" room-{steps}" if steps else "") + (" room-above" if above > 0 else "")


def _area(area: MapArea, plan: PreparedMap, kind: Kind, chosen: str | None, key: str, style: Style) -> str:
    shape = f'd="{plan.paths[area.id]}"/>'
    x, y, room = plan.spots[area.id]
    if kind == "classes":
        drawn = _class_face(area, key, style, shape) + _digit(area, x, y, room, style)
    elif kind == "change":
        drawn = f"<path {look('land', style)} {shape}{_change_mark(area.change, x, y, style)}"
    else:
        drawn = f"<path {look('active' if area.active or area.id == chosen else 'land', style)} {shape}"
        if area.id == chosen:
            drawn = drawn.replace(look("active", style), look("k5", style))
    if style == "paper" or not area.href:
        return drawn
    name = f"{area.name}: {area.value}" if area.value else area.name
    return f'<a href="{safe(area.href)}"><title>{safe(name)}</title>{drawn}</a>'


def _class_face(area: MapArea, key: str, style: Style, shape: str) -> str:
    level = _level(area)
    if level and area.unstable:
        return f'<path {look(f"h{level}", style)} fill="url(#{key}-{level})" {shape}'
    if level:
        return f"<path {look(f'k{level}', style)} {shape}"
    return f'<path {look("k0", style)} fill="url(#{key}-0)" {shape}'


def _level(area: MapArea) -> int:
    """Return the class to paint, 0 for none."""
    if area.protected or area.level is None:
        return 0
    return min(max(area.level, 1), 5)


def _digit(area: MapArea, x: float, y: float, room: float, style: Style) -> str:
    """Write the class into the area, smaller where the area is small."""
    level = _level(area)
    sign = (area.sign or str(area.level)) if level else "–"
    step = 0 if room >= 16 else 1 if room >= 9 else 2 if room >= 6 else 3
    if style == "paper":
        size = (28, 17, 10, 7)[step]
        attributes = look(f"t{level}", style).replace('font-size="15"', f'font-size="{size}"')
        drop = size * 0.35
    else:
        attributes = f'class="s{step}"' if step else ""
        drop = (5.3, 5.3, 3.5, 2.4)[step]
    gap = " " if attributes else ""
    return f'<text{gap}{attributes} x="{x:g}" y="{y + drop:.4g}">{safe(sign)}</text>'


def _change_mark(change: Change, x: float, y: float, style: Style) -> str:
    if change == "up":
        return f'<path {look("up", style)} d="M{x:g} {y - 9:g}l10 17h-20z"/>'
    if change == "down":
        return f'<path {look("down", style)} d="M{x:g} {y + 9:g}l10-17h-20z"/>'
    if change == "same":
        return f'<path {look("same", style)} d="M{x - 8:g} {y:g}h16"/>'
    return ""


def _patterns(areas: Sequence[MapArea], key: str, style: Style) -> str:
    """Write the hatch of each class that needs it, and the dots."""
    hatched = sorted({_level(area) for area in areas if area.unstable} - {0})
    parts = []
    for level in hatched:
        ground = look(f"k{level}", style)
        if style == "paper":
            ground = ground.split(" stroke")[0]
        parts.append(
            f'<pattern id="{key}-{level}" width="8" height="8" patternUnits="userSpaceOnUse"'
            f' patternTransform="rotate(45)"><rect {ground} x="-1" y="-1" width="10" height="10"/>'
            f'<path {look("on1" if level < 4 else "on4", style)} d="M1.1-1v10"/></pattern>'
        )
    if any(not _level(area) for area in areas):
        parts.append(
            f'<pattern id="{key}-0" width="7" height="7" patternUnits="userSpaceOnUse">'
            f'<rect {look("ground", style)} width="7" height="7"/>'
            f'<circle {look("dot", style)} cx="2" cy="2" r="1.1"/></pattern>'
        )
    return f"<defs>{''.join(parts)}</defs>" if parts else ""


def _lines(lines: Sequence[MapLine], plan: PreparedMap, style: Style) -> list[str]:
    """Draw rivers under the district lines, renewal areas above them."""
    drawn: Mapping[str, list[str]] = {"river": [], "district": [], "renewal": []}
    for line in lines:
        path = line_path(plan, line.geometry)
        if path:
            drawn[line.kind].append(f'<path {look(line.kind, style)} d="{path}"/>')
    edges = [("district", plan.districts), ("outline", "" if plan.districts else plan.outline)]
    own = [f'<path {look(name, style)} d="{path}"/>' for name, path in edges if path]
    return [*drawn["river"], *own, *drawn["district"], *drawn["renewal"]]


def _names(
    labels: Sequence[MapLabel], plan: PreparedMap, pins: Sequence[MapPin], kind: Kind, style: Style
) -> tuple[list[str], tuple[float, float, float, float]]:
    """Write the names where they cover no digit and no pin, and return how much room the drawing needs with them."""
    left, top, right, bottom = 0.0, 0.0, float(plan.width), float(plan.height)
    # On a phone the public map writes its names and pins larger, so keep them further apart.
    size = 30 if kind == "land" else PLACE_SIZE
    crowded = [(*plan.place(pin.lon, pin.lat), size * 0.9) for pin in pins]
    if kind != "land":
        crowded += [(x, y, 8.0) for x, y, _room in plan.spots.values()]
    texts = []
    for label in labels:
        spot = _name_spot(label, plan)
        if spot is None:
            continue
        x, y, anchor = spot
        wide = text_width(clean(label.text), size, bold=True) + 6
        if (anchor == "middle" and not label.outside) or (x, y) == plan.groups.get(label.text, ())[:2]:
            x, y = _beside(x, y, wide, size, crowded)
        start = x - wide / 2 if anchor == "middle" else x - wide if anchor == "end" else x
        left, right = min(left, start - 4), max(right, start + wide + 4)
        top, bottom = min(top, y - size - 2), max(bottom, y + 8)
        attributes = look("place", style)
        if anchor != "middle":
            attributes = (
                attributes.replace('"middle"', f'"{anchor}"') if style == "paper" else f'class="place {anchor}"'
            )
        texts.append(f'<text {attributes} x="{x:g}" y="{y:g}">{safe(label.text)}</text>')
    return texts, (round(left), round(top), round(right), round(bottom))


def _beside(
    x: float, y: float, wide: float, size: float, crowded: Sequence[tuple[float, float, float]]
) -> tuple[float, float]:
    """Return the nearest place to x, y where a name of this width covers none of the crowded points."""
    near = [point for point in crowded if abs(point[0] - x) < wide / 2 + 110 and abs(point[1] - y) < 130]
    best, least = (x, y), float("inf")
    for down in (6, -12, 22, -26, 34, -38, 46, -52, 60, -66):
        for across in (0, -20, 20, -44, 44, -70, 70):
            covered = sum(
                1
                for point_x, point_y, radius in near
                if abs(point_x - x - across) < wide / 2 + radius and -radius - 4 < y + down - point_y < size + radius
            )
            cost = covered * 1000 + abs(down) + abs(across)
            if cost < least:
                best, least = (round(x + across, 1), round(y + down, 1)), cost
    return best


def _name_spot(label: MapLabel, plan: PreparedMap) -> tuple[float, float, str] | None:
    if label.lon is not None and label.lat is not None:
        x, y = plan.place(label.lon, label.lat)
        return x, y, "middle"
    if label.text not in plan.groups:
        return None
    x, y, edge_x, edge_y = plan.groups[label.text]
    if not label.outside or (edge_x, edge_y) == (0, 0):
        return x, y, "middle"
    across, down = edge_x - x, edge_y - y
    length = max((across * across + down * down) ** 0.5, 1.0)
    across, down = across / length, down / length
    anchor = "middle" if abs(across) < 0.4 else "start" if across > 0 else "end"
    return round(edge_x + across * 14, 1), round(edge_y + down * 18 + (10 if down > 0 else 0), 1), anchor


def _pin(pin: MapPin, plan: PreparedMap, style: Style) -> str:
    x, y = plan.place(pin.lon, pin.lat)
    drawn = (
        f'<circle {look("pin", style)} cx="{x:g}" cy="{y:g}" r="16"/>'
        f'<text {look("pin-number", style)} x="{x:g}" y="{y + 5.6:g}">{safe(pin.number)}</text>'
    )
    if style == "paper":
        return drawn
    if not pin.href:
        return f"<g><title>{safe(pin.name)}</title>{drawn}</g>"
    return f'<a class="to-pin" href="{safe(pin.href)}"><title>{safe(f"{pin.number}: {pin.name}")}</title>{drawn}</a>'


def areas_of(collection: Mapping[str, Any], *, name: str = "name") -> list[MapArea]:
    """Read a GeoJSON FeatureCollection as plain areas, for tests and previews."""
    return [
        MapArea(id=str(number), name=str((one.get("properties") or {}).get(name, number)), geometry=one.get("geometry"))
        for number, one in enumerate(collection.get("features", []))
    ]
