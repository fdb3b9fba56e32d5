"""Rules of places: pure, no database."""

from datetime import date, time

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from quartierswerk.places.rules import (
    OtherDays,
    Placing,
    Shares,
    Term,
    WeeklySpan,
    missing_idea_points,
    near_misses,
    near_names,
    next_open_day,
    open_on,
    overlapping_spans,
    overlapping_terms,
    place_version,
    residents_within,
    shape_columns_of,
    shares_between,
    sought_form,
    united,
)
from quartierswerk.places.rules.fields import likely_field
from quartierswerk.places.rules.shapes import from_geojson, in_metres, shape_columns
from quartierswerk.places.rules.siblings import Overlap, gaps, overlaps, sticking_out, uncovered
from quartierswerk.places.rules.whereabouts import distance_km, likely_systems, looks_swapped
from tests.factories.places import EAST, NORTH, box_m, square


def boxes(*corners: tuple[float, ...]) -> np.ndarray:
    made = np.empty(len(corners), dtype=object)
    made[:] = [box_m(*corner) for corner in corners]
    return made


# Shares


def test_half_of_an_area_in_another_is_a_half() -> None:
    shares = shares_between(square(0, 0), square(500, 0))

    assert (shares.of_a, shares.of_b) == (pytest.approx(0.5, abs=1e-4), pytest.approx(0.5, abs=1e-4))
    assert shares.common_m2 == pytest.approx(500_000, rel=1e-4)
    assert (shares.common_residents, shares.residents_of_a, shares.residents_of_b, shares.known) == (
        None,
        None,
        None,
        0,
    )


def test_residents_follow_where_people_live_and_not_the_ground() -> None:
    crowded, empty = (square(0, 0, 500, 1000), 900), (square(500, 0, 500, 1000), 100)

    shares = shares_between(square(0, 0), square(0, 0, 500, 1000), residents=[crowded, empty])

    assert shares.of_a == pytest.approx(0.5, abs=1e-4)
    assert shares.residents_of_a == pytest.approx(0.9, abs=1e-3)
    assert shares.common_residents == pytest.approx(900, abs=1)
    assert shares.residents_of_b == pytest.approx(1, abs=1e-3)
    assert shares.known == pytest.approx(1, abs=1e-3)


def test_people_in_a_piece_that_lies_half_inside_count_by_half() -> None:
    assert residents_within(square(0, 0, 500, 1000), [(square(0, 0), 800)]) == pytest.approx(400, abs=0.5)


def test_piece_without_a_number_is_not_known_and_not_nobody() -> None:
    counted, silent = (square(0, 0, 500, 1000), 300), (square(500, 0, 500, 1000), None)

    shares = shares_between(square(0, 0), square(0, 0), residents=[counted, silent])

    assert shares.common_residents == pytest.approx(300, abs=0.5)
    assert shares.known == pytest.approx(0.5, abs=1e-3)


def test_areas_apart_share_nothing() -> None:
    apart = shares_between(square(0, 0), square(5000, 0), residents=[(square(9000, 0), 5)])

    assert apart == Shares(0.0, 0.0, 0.0, None, None, None, 0.0)


@settings(max_examples=30, deadline=None)
@given(x=st.floats(0, 900), y=st.floats(0, 900), width=st.floats(50, 2000), height=st.floats(50, 2000))
def test_shares_of_ground_agree_both_ways(x: float, y: float, width: float, height: float) -> None:
    here, there = square(0, 0), square(x, y, width, height)

    one, other = shares_between(here, there), shares_between(there, here)

    assert one.common_m2 == pytest.approx(other.common_m2, abs=0.5)
    assert one.of_a == pytest.approx(other.of_b, abs=1e-6)
    assert one.common_m2 == pytest.approx(max(0, min(1000, x + width) - x) * max(0, min(1000, y + height) - y), abs=25)


# Siblings


def test_overlap_is_found_with_its_size() -> None:
    found = overlaps(boxes((0, 0), (990, 0), (3000, 0)))

    assert found == [Overlap(0, 1, pytest.approx(10_000))]


def test_area_inside_another_is_an_overlap() -> None:
    assert overlaps(boxes((0, 0), (100, 100, 200, 200))) == [Overlap(0, 1, pytest.approx(40_000))]


def test_neighbours_and_slivers_of_rounding_are_no_overlap() -> None:
    assert overlaps(boxes((0, 0), (1000, 0), (1999.8, 0))) == []


def test_hole_between_areas_is_a_gap_with_its_neighbours() -> None:
    ring = boxes((0, 0, 3000, 1000), (0, 2000, 3000, 1000), (0, 1000, 1000, 1000), (2000, 1000, 1000, 1000))

    (gap,) = gaps(ring)

    assert (gap.around, gap.m2) == ((0, 1, 2, 3), pytest.approx(1_000_000))
    assert box_m(1000, 1000).contains(shapely.Point(gap.x, gap.y))


def test_areas_without_holes_have_no_gap() -> None:
    assert gaps(boxes((0, 0), (1000, 0), (5000, 0))) == []


def test_ground_at_the_edge_that_no_child_covers_is_named() -> None:
    whole = boxes((0, 0, 2000, 1000))

    assert uncovered(whole, boxes((0, 0), (1000, 0, 900, 1000))) == [(0, pytest.approx(100_000), 1)]
    assert uncovered(whole, boxes((0, 0), (1000, 0))) == []


def test_child_that_reaches_out_is_named_with_its_size() -> None:
    children, parents = boxes((0, 0), (1500, 0)), boxes((0, 0, 2000, 1000), (0, 0, 2000, 1000))

    assert sticking_out(children, parents) == [(1, pytest.approx(500_000))]


# Shapes


def test_columns_of_a_shape_are_measured_in_metres() -> None:
    shape = shape_columns_of(square(0, 0))

    assert shape["area_m2"] == pytest.approx(1_000_000, abs=20)
    assert (shape["west"], shape["south"]) == (pytest.approx(9.16334, abs=1e-5), pytest.approx(48.77986, abs=1e-5))
    assert in_metres(shapely.Point(shape["centre_lon"], shape["centre_lat"])).equals_exact(
        shapely.Point(EAST + 500, NORTH + 500), 1
    )


def test_point_of_a_bent_area_lies_inside_it() -> None:
    bent = {
        "type": "Polygon",
        "coordinates": [[[9, 48], [9.3, 48], [9.3, 48.02], [9.02, 48.02], [9.02, 48.3], [9, 48.3], [9, 48]]],
    }

    shape = shape_columns_of(bent)

    assert from_geojson(bent).contains(shapely.Point(shape["centre_lon"], shape["centre_lat"]))


def test_light_outlines_of_neighbours_keep_one_border() -> None:
    wavy = [[9.2 + 0.0001 * np.sin(i), 48.7 + i * 0.0005] for i in range(41)]
    left = {"type": "Polygon", "coordinates": [[*wavy, [9.1, 48.72], [9.1, 48.7], wavy[0]]]}
    right = {"type": "Polygon", "coordinates": [[*wavy, [9.3, 48.72], [9.3, 48.7], wavy[0]]]}

    one, other = shape_columns([from_geojson(left), from_geojson(right)])

    light = [from_geojson(one["geom_map"]), from_geojson(other["geom_map"])]
    assert [len(geom.exterior.coords) < 20 for geom in light] == [True, True]
    assert in_metres(light[0].intersection(light[1])).area < 1


@pytest.mark.parametrize(
    ("geom", "reason"),
    [
        ({"type": "Point", "coordinates": [9, 48]}, "not_an_area"),
        ({"type": "Polygon", "coordinates": []}, "not_an_area"),
        ({"type": "Polygon", "coordinates": [[[9, 48], [9.1, 48.1], [9.1, 48], [9, 48.1], [9, 48]]]}, "crosses_itself"),
        (
            {
                "type": "Polygon",
                "coordinates": [[[512000, 5403000], [513000, 5403000], [513000, 5404000], [512000, 5403000]]],
            },
            "not_in_degrees",
        ),
    ],
)
def test_what_is_no_area_is_refused(geom: dict, reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        shape_columns_of(geom)


@pytest.mark.parametrize(
    "geom", [{}, {"type": "Polygon"}, {"type": "Polygon", "coordinates": [["x"]]}, {"type": "Nest"}]
)
def test_what_cannot_be_read_is_a_value_error(geom: dict) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - the text is shapely's
        shape_columns_of(geom)


def test_no_geometry_empties_all_columns() -> None:
    assert set(shape_columns_of(None).values()) == {None}


def test_uniting_neighbours_closes_the_sliver_between_them() -> None:
    whole = united([square(0, 0), square(1000.1, 0)])

    assert whole is not None
    assert (whole["type"], len(whole["coordinates"])) == ("Polygon", 1)
    assert united([]) is None


# Whereabouts


def test_metres_are_recognised_by_where_they_would_lie() -> None:
    assert likely_systems((512000, 5403000, 513000, 5404000))[0] == "EPSG:25832"
    assert likely_systems((9.1, 48.7, 9.3, 48.9)) == ["EPSG:4326"]
    assert likely_systems((3512000, 5403000, 3513000, 5404000)) == ["EPSG:31467"]
    assert likely_systems((0, 0, 1, 1)) == []


def test_what_lies_nearest_to_the_city_is_proposed_first() -> None:
    berlin = (13.2, 52.4, 13.6, 52.6)

    assert likely_systems((380000, 5810000, 390000, 5820000), near=berlin)[0] == "EPSG:25833"


def test_latitude_before_longitude_is_noticed() -> None:
    assert (looks_swapped((48.7, 9.1, 48.9, 9.3)), looks_swapped((9.1, 48.7, 9.3, 48.9))) == (True, False)


def test_distance_of_boxes_is_in_kilometres() -> None:
    assert distance_km((9, 48, 10, 49), (9.5, 50, 10, 51)) == pytest.approx(111.2)
    assert distance_km((9, 48, 10, 49), (9.5, 48.5, 12, 51)) == 0


# Words


@pytest.mark.parametrize(
    ("code", "near"),
    [
        ("1", ["01"]),
        ("0101011", ["01010101"]),
        ("01010110", ["01010101"]),
        ("01.01.0101", ["01010101"]),
        ("99999999", []),
        ("ab-1", ["AB1"]),
        ("", []),
    ],
)
def test_near_misses_are_what_a_slip_makes_of_a_code(code: str, near: list[str]) -> None:
    assert near_misses([code], ["01", "01010101", "02020202", "AB1"]) == {code: near}


def test_known_codes_are_no_misses() -> None:
    assert near_misses(["01", "01"], ["01"]) == {}


def test_near_misses_of_many_codes_stay_fast() -> None:
    known = [f"{number:08d}" for number in range(0, 660_000, 20)]

    found = near_misses([f"{number:08d}" for number in range(7, 2007, 20)], known)

    assert (len(found), found["00000007"]) == (100, ["00000000"])


def test_fields_that_look_alike_are_proposed() -> None:
    assert near_names("plr_id", ["PLR_ID", "name", "plr_nr"]) == ["PLR_ID", "plr_nr"]


@pytest.mark.parametrize(
    ("typed", "form"),
    [
        ("Königstraße", "koenigstr"),
        ("Königstr.", "koenigstr"),
        ("KÖNIGSTRASSE 12", "koenigstr 12"),
        ("Lange Straße", "langestr"),
        ("Am Stadtgraben", "am stadtgraben"),
        ("Straßburger Weg", "strassburger weg"),
        ("  ", ""),
    ],
)
def test_streets_are_found_however_they_are_written(typed: str, form: str) -> None:
    assert sought_form(typed) == form


def test_points_of_the_idea_without_text_are_named_in_order() -> None:
    idea = {"home": {"de": "Hier bin ich zu Hause."}, "variety": {"de": "  "}}

    assert missing_idea_points(idea, ["variety", "differences", "home"]) == ["variety", "differences"]


@pytest.mark.parametrize(
    ("choice", "fields", "likely"),
    [
        ("code", ["stadtbezirk_nr", "name"], "stadtbezirk_nr"),
        ("code", ["name", "id", "plr_id"], "id"),
        ("name", ["OBJECTID", "BEZEICHNUNG"], "BEZEICHNUNG"),
        ("residents", ["einwohner_2024"], "einwohner_2024"),
        ("name", ["a", "b"], ""),
        ("parent", ["bezirk"], ""),
    ],
)
def test_likely_fields_are_proposed(choice: str, fields: list[str], likely: str) -> None:
    assert likely_field(choice, fields) == likely


# Opening hours


MONDAY, SUNDAY = date(2026, 5, 18), date(2026, 5, 24)
MORNING = WeeklySpan(0, time(9), time(12))
AFTERNOON = WeeklySpan(0, time(14), time(18))


def test_weekly_hours_are_listed_in_order() -> None:
    assert open_on(MONDAY, [AFTERNOON, MORNING]) == [(time(9), time(12)), (time(14), time(18))]
    assert open_on(SUNDAY, [AFTERNOON, MORNING]) == []


def test_other_days_replace_the_weekly_hours() -> None:
    holiday = OtherDays(date(2026, 5, 18), date(2026, 5, 20))
    short = OtherDays(MONDAY, MONDAY, time(10), time(11))

    assert open_on(MONDAY, [MORNING], [holiday]) == []
    assert open_on(MONDAY, [MORNING], [holiday, short]) == [(time(10), time(11))]
    assert open_on(date(2026, 5, 25), [MORNING], [holiday]) == [(time(9), time(12))]


def test_next_open_day_looks_over_a_closed_week() -> None:
    closed = OtherDays(MONDAY, date(2026, 5, 30))

    assert next_open_day(MONDAY, [MORNING], [closed]) == date(2026, 6, 1)
    assert next_open_day(MONDAY, []) is None


def test_overlapping_hours_are_named() -> None:
    late = WeeklySpan(0, time(11), time(15))

    assert overlapping_spans([AFTERNOON, MORNING, WeeklySpan(1, time(9), time(12))]) == []
    assert overlapping_spans([late, MORNING]) == [(MORNING, late)]


# Validity


OLD, NEW = Term(None, date(2020, 12, 31), 1), Term(date(2021, 1, 1), None, 2)


@pytest.mark.parametrize(
    ("starts", "ends", "present", "placing"),
    [
        (None, None, [], Placing(None, None, None)),
        (None, None, [OLD, NEW], Placing(NEW, None, None)),
        (date(2021, 1, 1), None, [OLD, NEW], Placing(NEW, None, None)),
        (date(2026, 1, 1), None, [OLD, NEW], Placing(None, NEW, None)),
        (date(2015, 1, 1), None, [OLD, NEW], Placing(None, OLD, date(2020, 12, 31))),
        (date(2015, 1, 1), date(2016, 12, 31), [NEW], Placing(None, None, date(2016, 12, 31))),
        (date(2015, 1, 1), None, [NEW], Placing(None, None, date(2020, 12, 31))),
        (date(2026, 1, 1), None, [Term(None, None, 3)], Placing(None, Term(None, None, 3), None)),
    ],
)
def test_a_version_is_placed_among_those_that_are_there(
    starts: date | None, ends: date | None, present: list[Term], placing: Placing
) -> None:
    assert place_version(starts, ends, present) == placing


def test_versions_that_count_on_one_day_are_named() -> None:
    late = Term(date(2020, 6, 1), None, 3)

    assert overlapping_terms([NEW, OLD]) == []
    assert overlapping_terms([late, OLD]) == [(OLD, late)]
    assert overlapping_terms([Term(None, None, 4), NEW]) == [(Term(None, None, 4), NEW)]
