import json

import pytest

from quartierswerk.ui.svg.paths import PreparedMap, line_path, path_of, prepare_paths


def square(x, y, size=0.01):
    ring = [[x, y], [x + size, y], [x + size, y + size], [x, y + size], [x, y]]
    return {"type": "Polygon", "coordinates": [ring]}


def grid(columns, rows):
    return {f"{c}-{r}": square(9 + c * 0.01, 48 + r * 0.01) for c in range(columns) for r in range(rows)}


def test_a_path_has_one_absolute_start_and_relative_steps():
    assert path_of([[(10, 20), (15, 18), (15, 30), (10, 20)]]) == "M10 20l5-2 0 12z"


def test_neighbours_keep_their_common_corners():
    prepared = prepare_paths(grid(2, 1), 116)

    assert (prepared.width, prepared.height) == (116, 91)
    assert prepared.paths == {"0-0": "M58 83l0-75-50 0 0 75z", "1-0": "M58 83l50 0 0-75-50 0z"}


def test_north_is_up_and_east_is_right():
    prepared = prepare_paths(grid(3, 3))

    west, east = prepared.place(9, 48), prepared.place(9.03, 48)
    south, north = prepared.place(9, 48), prepared.place(9, 48.03)
    assert (west[0] < east[0], south[1] > north[1]) == (True, True)


def test_prepared_map_survives_json():
    prepared = prepare_paths(grid(3, 2), groups={"0-0": "West", "2-0": "Ost"})

    assert PreparedMap.from_json(json.loads(json.dumps(prepared.as_json()))) == prepared


def test_each_spot_lies_inside_its_area_with_the_room_it_has():
    prepared = prepare_paths(grid(2, 1), 116)

    assert prepared.spots["0-0"] == (33.0, 45.4, 25.0)


def test_holes_and_several_parts_stay():
    outer = [[9, 48], [9.1, 48], [9.1, 48.1], [9, 48.1], [9, 48]]
    hole = [[9.04, 48.04], [9.06, 48.04], [9.06, 48.06], [9.04, 48.06], [9.04, 48.04]]
    parts = {"type": "MultiPolygon", "coordinates": [[outer, hole], square(9.2, 48, 0.05)["coordinates"]]}

    prepared = prepare_paths({"a": parts})

    assert prepared.paths["a"].count("M") == 3


@pytest.mark.parametrize(
    "geometry",
    [
        None,
        {},
        {"type": "Point", "coordinates": [9, 48]},
        {"type": "LineString", "coordinates": [[9, 48], [9.1, 48.1]]},
        {"type": "Polygon", "coordinates": []},
        {"type": "GeometryCollection", "geometries": []},
        {"type": "Nonsense"},
    ],
    ids=str,
)
def test_what_is_no_polygon_has_no_path(geometry):
    prepared = prepare_paths({"bad": geometry, "good": square(9, 48)})

    assert list(prepared.paths) == ["good"]


def test_no_areas_at_all_give_an_empty_plan():
    assert prepare_paths({}) == PreparedMap(width=900, height=300)


def test_a_crossed_outline_is_mended():
    bow = {"type": "Polygon", "coordinates": [[[9, 48], [9.1, 48.1], [9.1, 48], [9, 48.1], [9, 48]]]}

    assert prepare_paths({"bow": bow}).paths["bow"].count("M") == 2


def test_a_speck_beside_a_giant_can_still_be_seen():
    prepared = prepare_paths({"giant": square(9, 48, 1), "speck": square(10.5, 48, 0.00001)})

    assert prepared.paths["speck"].endswith("l2-2 2 2-2 2z")


def test_flat_shapes_do_not_break_the_frame():
    thin = {"type": "Polygon", "coordinates": [[[9, 48], [9, 49], [9.0000001, 49], [9.0000001, 48], [9, 48]]]}

    prepared = prepare_paths({"thin": thin})

    assert (list(prepared.paths), prepared.height <= 900 * 1.25 + 1) == (["thin"], True)


def test_district_lines_are_drawn_once_and_only_between_districts():
    prepared = prepare_paths(grid(2, 2), 116, groups={"0-0": "W", "0-1": "W", "1-0": "O", "1-1": "O"})

    assert prepared.districts == "M58 8l-43 0 0 64 0 65 43 0M58 8l0 64 0 65M58 8l43 0 0 64 0 65-43 0"
    assert prepared.outline == "M15 8l43 0 43 0 0 64 0 65-43 0-43 0 0-65z"
    assert sorted(prepared.groups) == ["O", "W"]


def test_areas_that_overlap_still_get_district_lines():
    areas = {"a": square(9, 48, 0.0101), "b": square(9.01, 48)}

    prepared = prepare_paths(areas, groups={"a": "A", "b": "B"})

    assert prepared.districts.count("z") == 2


def test_a_budget_is_kept():
    import math

    def blob(x, y):
        ring = [
            [
                x + 0.004 * math.cos(n / 200 * math.tau) * (1 + 0.05 * math.sin(n)),
                y + 0.004 * math.sin(n / 200 * math.tau),
            ]
            for n in range(200)
        ]
        return {"type": "Polygon", "coordinates": [[*ring, ring[0]]]}

    areas = {f"{c}-{r}": blob(9 + c * 0.01, 48 + r * 0.01) for c in range(20) for r in range(20)}

    prepared = prepare_paths(areas, budget=24_000)

    assert (len(prepared.paths), sum(map(len, prepared.paths.values())) < 30_000) == (400, True)


def test_rivers_and_edges_come_into_the_same_plane():
    prepared = prepare_paths(grid(2, 1), 116)

    river = {"type": "LineString", "coordinates": [[9.01, 48], [9.01, 48.01]]}
    assert line_path(prepared, river) == "M58 83l0-75"
    assert line_path(prepared, square(9, 48)) == "M8 83l50 0 0-75-50 0z"
    assert line_path(prepared, None) == ""
