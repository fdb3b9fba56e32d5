"""The invented city is believable, whole, and the same each time."""

import csv
import hashlib
import io
import json
import statistics
import subprocess
import sys
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest
import shapely
import yaml

from quartierswerk.demo.city import index
from quartierswerk.demo.city.geography import LEVELS, QUARTERS_WITH_BLOCKS, geography, to_geojson
from quartierswerk.demo.city.indicators import definitions, themes, values, values_csv
from quartierswerk.demo.city.neighbourhoods import ASPECTS, neighbourhoods, neighbourhoods_geojson
from quartierswerk.demo.city.personas import offices, organisations, personas
from quartierswerk.demo.city.places import ACCESS, places
from quartierswerk.demo.city.population import dates, population
from quartierswerk.demo.city.renewal import renewal_areas, renewal_geojson
from quartierswerk.demo.city.streets import find, streets

TODAY = date(2026, 5, 20)
FOLDER = Path(index.__file__).parent
LOGINS = [
    "admin",
    "koordination",
    "sozialplanung",
    "jugendamt",
    "gesundheitsamt",
    "stadterneuerung",
    "mittler",
    "bewertung1",
    "bewertung2",
    "quartier",
    "traeger",
    "initiative",
    "wohnen",
    "begleitgruppe",
    "bezirk",
    "rat",
    "bewohnerin",
    "charlie",
]
REAL_NAMES = [
    "Stuttgart",
    "Berlin",
    "Karlsruhe",
    "Mannheim",
    "Heilbronn",
    "Freiburg",
    "Ulm",
    "Tübingen",
    "Reutlingen",
    "Esslingen",
    "Ludwigsburg",
    "Pforzheim",
    "Heidelberg",
    "Hamburg",
    "Frankfurt",
    "München",
    "Köln",
    "Neckar",
    "Heslach",
    "Zuffenhausen",
    "Cannstatt",
    "Feuerbach",
    "Vaihingen",
    "Killesberg",
]


def everything(today: date = TODAY) -> str:
    """All that the city exports, as one text."""
    parts = [to_geojson(level) for level in LEVELS]
    parts += [renewal_geojson(today), neighbourhoods_geojson(today), values_csv(today), index.index_values_csv(today)]
    parts += [repr(places()), repr(personas()), repr(streets()), geography().river.wkt]
    return "\n".join(parts)


def digest() -> str:
    return hashlib.sha256(everything().encode()).hexdigest()


def ground(geometry: shapely.Geometry) -> float:
    """Rough size in square kilometres."""
    return geometry.area * 111.2 * 111.32 * 0.6562


def test_another_process_makes_the_same_city() -> None:
    code = "import tests.demo.test_city as t; print(t.digest())"
    root = FOLDER.parents[2]

    other = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=root)

    assert other.stdout.strip() == digest()


def test_city_has_six_districts_forty_quarters_and_some_blocks() -> None:
    counts = {level: len(geography().level(level)) for level in LEVELS}

    assert counts == {"city": 1, "district": 6, "quarter": 40, "block": 12}
    assert [area.code for area in geography().level("district")] == ["01", "02", "03", "04", "05", "06"]
    assert [area.name for area in geography().level("district")] == [
        "Mitte",
        "Nordhang",
        "Lauterauen",
        "Weststadt",
        "Südhöhe",
        "Hafen",
    ]


def test_codes_and_names_are_unique() -> None:
    codes = [area.code for area in geography().areas]
    names = [area.name for area in geography().level("quarter")]

    assert sorted(set(codes)) == sorted(codes)
    assert sorted(set(names)) == sorted(names)


@pytest.mark.parametrize("level", ["district", "quarter"])
def test_areas_cover_the_city_without_gap_or_overlap(level: str) -> None:
    shapes = [area.geometry for area in geography().level(level)]
    city = geography().area("1").geometry

    assert [shape.is_valid for shape in shapes] == [True] * len(shapes)
    assert bool(shapely.coverage_is_valid(shapes))
    assert shapely.unary_union(shapes).normalize().equals(city)
    assert shapely.unary_union(shapes).geom_type == "Polygon"
    assert list(city.interiors) == []


@pytest.mark.parametrize("code", QUARTERS_WITH_BLOCKS)
def test_blocks_cover_their_quarter(code: str) -> None:
    blocks = [area.geometry for area in geography().level("block") if area.parent == code]

    assert [block.is_valid for block in blocks] == [True] * 4
    assert bool(shapely.coverage_is_valid(blocks))
    assert shapely.unary_union(blocks).equals(geography().area(code).geometry)


def test_every_quarter_lies_in_its_district() -> None:
    outside = [
        quarter.name
        for quarter in geography().level("quarter")
        if not geography().area(quarter.parent).geometry.covers(quarter.geometry)
    ]

    assert outside == []


def test_quarters_are_compact_and_of_believable_size() -> None:
    sizes = sorted(ground(area.geometry) for area in geography().level("quarter"))
    slivers = [
        (one.name, geography().area(other).name)
        for one in geography().level("quarter")
        for other in geography().neighbours()[one.code]
        if one.geometry.intersection(geography().area(other).geometry).length < 0.0015
    ]

    assert sizes[0] > 0.5
    assert sizes[-1] < 2.5
    assert slivers == []


def test_coordinates_have_six_decimals_at_most() -> None:
    written = json.loads(to_geojson("quarter"))
    numbers = [
        number
        for feature in written["features"]
        for ring in feature["geometry"]["coordinates"]
        for point in ring
        for number in point
    ]

    assert [number for number in numbers if round(number, 6) != number] == []


def test_river_runs_through_the_city_along_borders() -> None:
    inside = geography().river.intersection(geography().area("1").geometry)
    borders = shapely.unary_union([area.geometry.boundary for area in geography().level("quarter")])

    assert inside.length > 0.05
    assert inside.difference(borders.buffer(1e-7)).length == pytest.approx(0, abs=1e-9)


def test_people_add_up_and_muehlwiesen_has_5707() -> None:
    latest = [row for row in population(TODAY) if row.on == date(2025, 12, 31)]

    assert 205_000 < sum(row.residents for row in latest) < 215_000
    assert [row.residents for row in latest if row.quarter == "0301"] == [5707]
    assert [row.quarter for row in latest if row.residents < 300] == ["0603"]
    assert [row for row in population(TODAY) if row.under_15 + row.working_age + row.over_64 != row.residents] == []


def test_dates_are_the_last_five_turns_of_the_year() -> None:
    assert [on.year for on in dates(TODAY)] == [2021, 2022, 2023, 2024, 2025]
    assert dates(date(2026, 12, 31))[-1] == date(2026, 12, 31)
    assert dates(date(2026, 12, 30))[-1] == date(2025, 12, 31)


def test_latest_numbers_do_not_depend_on_the_day() -> None:
    now = index.index_values_csv(TODAY)

    later = index.index_values_csv(date(2031, 2, 3))

    assert now == later


def test_each_definition_says_what_it_is_in_two_languages() -> None:
    texts = ("names", "explanation", "numerator", "denominator", "source", "method")

    lacking = [(d.key, text) for d in definitions() for text in texts if set(getattr(d, text)) != {"de", "en"}]

    assert len(definitions()) == 8
    assert lacking == []
    assert {d.unit for d in definitions()} == {"share", "m²"}
    assert [d.key for d in definitions() if d.direction == "resource"] == ["living_space", "green_space"]
    assert {d.theme for d in definitions()} == set(themes())


def test_values_are_whole_counts_with_two_missing_and_one_estimated() -> None:
    shares = {d.key for d in definitions() if d.unit == "share"}

    assert len(values(TODAY)) == 40 * 8 * 5
    assert [(v.quarter, v.indicator, v.on.year) for v in values(TODAY) if v.numerator is None] == [
        ("0606", "early_departures", 2025),
        ("0204", "night_noise", 2022),
    ]
    assert [(v.quarter, v.indicator, v.on.year) for v in values(TODAY) if v.note] == [("0605", "living_space", 2025)]
    assert [v for v in values(TODAY) if v.indicator in shares and v.rate is not None and not 0 < v.rate < 0.6] == []


def test_trends_are_slow() -> None:
    by_series: dict[tuple[str, str], list[float | None]] = {}
    for value in values(TODAY):
        if value.quarter != "0603":  # 184 people: chance is large there
            by_series.setdefault((value.quarter, value.indicator), []).append(value.rate)

    jumps = {
        series for series, rates in by_series.items() for a, b in pairwise(rates) if a and b and abs(b / a - 1) > 0.35
    }

    assert jumps == set()


def small_index(today: date) -> tuple[dict[str, float], dict[tuple[str, str], float]]:
    """Weighted mean of z-values, as the specification declares; scores and contributions by quarter."""
    spec = yaml.safe_load(index.SPECIFICATION)
    rows = [row for row in csv.DictReader(io.StringIO(index.index_values_csv(today))) if int(row["residents"]) >= 300]
    weights = {child["id"]: child["weight"] / 100 for child in spec["aggregate"]["children"]}
    parts: dict[tuple[str, str], float] = {}
    for indicator in spec["indicators"]:
        key, sign = indicator["id"], -1 if indicator["direction"] == "resource" else 1
        median = statistics.median(float(row[key]) for row in rows if row[key])
        column = [sign * float(row[key] or median) for row in rows]
        mean, sd = statistics.fmean(column), statistics.pstdev(column)
        parts |= {(r["area"], key): weights[key] * (x - mean) / sd for r, x in zip(rows, column, strict=True)}
    return {r["area"]: sum(parts[r["area"], key] for key in weights) for r in rows}, parts


def test_index_spreads_over_the_classes_as_in_the_picture() -> None:
    cuts = yaml.safe_load(index.SPECIFICATION)["classes"]["cuts"]

    scores, parts = small_index(TODAY)

    ranked = sorted(scores, key=lambda code: -scores[code])
    classes = {code: 1 + sum(cut < score for cut in cuts) for code, score in scores.items()}
    assert [list(classes.values()).count(label) for label in (1, 2, 3, 4, 5)] == [5, 6, 16, 6, 6]
    assert [geography().area(code).name for code in ranked[:7]] == [
        "Eschenbühl",
        "Südhöhe-Ort",
        "Fischerinsel",
        "Unterer Nordhang",
        "Neue Vorstadt",
        "Mühlwiesen",
        "Kelterplatz",
    ]
    assert round(scores["0301"], 2) == 0.88
    assert {key: round(part, 2) for (code, key), part in parts.items() if code == "0301"} == {
        "unemployment": 0.28,
        "children_in_basic_support": 0.32,
        "basic_support_in_old_age": 0.24,
        "single_parent_households": 0.08,
        "living_space": -0.06,
        "early_departures": 0.02,
    }


def test_need_is_correlated_between_neighbours_and_between_indicators() -> None:
    scores, parts = small_index(TODAY)
    near = geography().neighbours()
    pairs = [(scores[one], scores[other]) for one in scores for other in near[one] if other in scores]

    assert statistics.correlation(*map(list, zip(*pairs, strict=True))) > 0.05
    assert (
        statistics.correlation(
            [parts[code, "unemployment"] for code in scores],
            [parts[code, "children_in_basic_support"] for code in scores],
        )
        > 0.6
    )


def test_renewal_areas_cross_borders_and_stay_in_the_city() -> None:
    city = geography().area("1").geometry

    for area in renewal_areas(TODAY):
        touched = [q for q in geography().level("quarter") if q.geometry.intersection(area.geometry).area > 1e-7]
        assert (area.key, area.geometry.is_valid, city.contains(area.geometry)) == (area.key, True, True)
        assert len(touched) > 1
        assert area.ends_on is None or area.ends_on > area.starts_on
    assert [(area.kind, area.status) for area in renewal_areas(TODAY)] == [
        ("priority", "considered"),
        ("formal", "in_force"),
        ("formal", "in_force"),
        ("priority", "ended"),
    ]
    assert all(area.starts_on <= TODAY for area in renewal_areas(date(2026, 1, 5)))


def test_71_per_cent_of_muehlwiesen_lie_in_the_lauterbogen() -> None:
    (lauterbogen,) = [area for area in renewal_areas(TODAY) if area.key == "lauterbogen"]
    muehlwiesen = geography().area("0301").geometry

    assert round(muehlwiesen.intersection(lauterbogen.geometry).area / muehlwiesen.area, 2) == 0.71


def test_neighbourhoods_say_what_makes_them_one() -> None:
    found = neighbourhoods(TODAY)
    city = geography().area("1").geometry

    assert [one.name for one in found if one.project] == [
        "Mühlwiesen",
        "Speicherstraße",
        "Am Gaswerk",
        "Hasenrain",
        "Sonnenrain",
    ]
    assert [one.key for one in found if one.previous_geometry is not None] == ["am-gaswerk"]
    assert [one.key for one in found if not city.covers(one.geometry)] == []
    assert [(one.name, one.name_in_use) for one in found if one.name_in_use] == [
        ("Kelterplatz und Kanalviertel", "Am Kanal")
    ]
    assert set(found[0].idea) == set(ASPECTS.values())
    assert [
        (one.key, text)
        for one in found
        for text in (one.summary, one.reason, *one.idea.values())
        if set(text) != {"de", "en", "easy"}
    ] == []


def test_am_kanal_crosses_a_district_border() -> None:
    (kanal,) = [one for one in neighbourhoods(TODAY) if one.key == "am-kanal"]

    districts = [d.name for d in geography().level("district") if d.geometry.intersection(kanal.geometry).area > 1e-7]

    assert districts == ["Mitte", "Hafen"]


def test_places_lie_in_their_quarter_and_street() -> None:
    astray = [
        place.key
        for place in places()
        if not geography().area(place.quarter).geometry.contains(shapely.Point(place.point))
        or place.quarter not in streets()[place.street.rstrip("0123456789 ")]
    ]

    assert len(places()) == 24
    assert astray == []
    assert [place.key for place in places() if set(place.access) != set(ACCESS)] == []
    assert [hours for place in places() for hours in place.hours if hours.closes <= hours.opens] == []


def test_muehlenhaus_is_as_the_pictures_show_it() -> None:
    (house,) = [place for place in places() if place.key == "muehlenhaus"]

    open_minutes = sum((h.closes.hour - h.opens.hour) * 60 + h.closes.minute - h.opens.minute for h in house.hours)
    assert (house.name, house.street, house.phone) == ("Mühlenhaus", "Wehrgasse 4", "00000 / 55 12")
    assert [(h.weekday, h.opens.hour, h.closes.hour) for h in house.hours][:2] == [(1, 14, 18), (3, 14, 18)]
    assert round(open_minutes / 60 * 365.25 / 7 / 12) == 62


def test_personas_are_those_of_the_interfaces() -> None:
    assert [persona.login for persona in personas()] == LOGINS
    assert [persona.login for persona in personas() if persona.posts == ()] == ["charlie"]
    assert [p.login for p in personas() if p.office and p.office not in offices()] == []
    assert {post.thing for p in personas() for post in p.posts if post.scope == "organisation"} == set(organisations())


@pytest.mark.parametrize(
    ("question", "codes"),
    [
        ("Bleichstraße", ("0301", "0303")),
        ("bleichstr. 7", ("0301", "0303")),
        ("WEHRGASSE", ("0301",)),
        ("Südhöhe", ("0501",)),
        ("Mühl", ("0301",)),
        ("gibt es nicht", ()),
        ("  ", ()),
    ],
)
def test_street_finder(question: str, codes: tuple[str, ...]) -> None:
    assert find(question) == codes


def test_streets_cover_every_quarter() -> None:
    assert len(streets()) >= 115
    assert {code for codes in streets().values() for code in codes} == {q.code for q in geography().level("quarter")}


@pytest.mark.parametrize("name", REAL_NAMES)
def test_no_real_place_is_named(name: str) -> None:
    texts = [path.read_text(encoding="utf-8") for path in sorted(FOLDER.glob("*.yaml"))]

    assert [text for text in texts if name in text] == []
