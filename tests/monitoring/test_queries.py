"""Reads: who sees what, the same query count for one and three rows, sums that hold, invariants."""

from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from quartierswerk.monitoring.actions import run_index, save_indicator
from quartierswerk.monitoring.models import AreaResult, IndexRun, Indicator, Value
from quartierswerk.monitoring.queries import (
    areas_on,
    broken_invariants,
    imports_visible_to,
    indicators_visible_to,
    prepared_map,
    run_areas,
    run_legend,
    run_page,
    runs_visible_to,
    sheet_of,
    spec_start,
    specs_visible_to,
    story_of,
    values_visible_to,
)
from tests.factories.monitoring import (
    PERIOD,
    SPEC,
    make_areas,
    make_city,
    make_indicator,
    make_level,
    make_run,
    make_spec,
    make_values,
)

pytestmark = pytest.mark.django_db


def queries_of(read: Any) -> int:
    with CaptureQueriesContext(connection) as seen:
        read()
    return len(seen)


def test_charlie_sees_nothing_though_there_is_something(charlie: Any, sozialplanung: Any) -> None:
    make_city()
    make_run()
    reads = [indicators_visible_to, values_visible_to, imports_visible_to, specs_visible_to, runs_visible_to]

    assert [read(charlie).count() for read in reads] == [0, 0, 0, 0, 0]  # type: ignore[operator]
    assert [read(sozialplanung).count() for read in reads] == [2, 16, 2, 1, 1]  # type: ignore[operator]


def test_the_page_of_a_run_asks_as_often_for_few_areas_as_for_many() -> None:
    make_city(6)
    few = make_run()
    counts = [queries_of(lambda: run_page(few)), queries_of(lambda: story_of(few, "03"))]
    make_areas(10, start=20)
    codes = {f"{n:02d}": 0.03 * n / 20 for n in range(20, 30)}
    make_values(Indicator.objects.get(key="unemployment"), codes)
    make_values(Indicator.objects.get(key="living_space"), {code: 30.0 + 100 * value for code, value in codes.items()})
    many = make_run(few.spec)

    assert [queries_of(lambda: run_page(many)), queries_of(lambda: story_of(many, "03"))] == counts


def test_paths_of_a_map_are_prepared_once() -> None:
    make_city(6)
    areas = areas_on(make_level(), PERIOD)
    prepared_map(areas)

    assert queries_of(lambda: prepared_map(areas)) == 0


def test_the_story_of_an_area_sums_to_its_score_in_words_and_numbers() -> None:
    make_city(8)
    run = make_run()

    for code in ("01", "04", "08"):
        story = story_of(run, code)
        assert story is not None
        assert story.base is not None
        assert sum((part.shown for part in story.parts if part.shown is not None), story.base) == story.total
        assert f"{story.total:.2f}" == f"{story.standing.result.score:.2f}"


def test_the_story_says_class_rank_border_and_what_would_change() -> None:
    make_city(8)
    unemployment = Indicator.objects.get(key="unemployment")
    save_indicator({"numerator": {"de": "Arbeitslose"}}, by=None, indicator=unemployment)
    Value.objects.filter(indicator=unemployment).update(denominator=1000.0)
    for value in Value.objects.filter(indicator=unemployment):
        value.numerator = (value.value or 0) * 1000
        value.save()
    run = make_run()

    story = story_of(run, "08")

    assert story is not None
    assert story.finding == "Quartier 08 liegt in Klasse 3 von 3 (hoch)."
    assert [(field.digit, field.current) for field in story.scale] == [("1", False), ("2", False), ("3", True)]
    assert story.explanation.startswith("Nach oben: ")
    assert story.distance.startswith("Die nächste Klasse ist 2; sie endet ")
    assert len(story.changes) == 1
    assert story.changes[0].endswith(" weniger bei „Arbeitslose“ (jetzt 91)")
    assert [one.indicator.key for one in story.burdens] == ["unemployment", "living_space"]
    assert story.strengths == ()


def test_an_area_that_was_left_out_says_why() -> None:
    make_city(8)
    text = SPEC.replace("indicators:", 'exclude: {ids: [{id: "03", reason: Hafen}]}\nindicators:', 1)

    story = story_of(make_run(make_spec(text=text)), "03")

    assert story is not None
    assert (story.finding, story.more) == (
        "Quartier 03 wurde nicht bewertet: Hafen.",
        "Das sagt nichts über die Menschen, die dort leben.",
    )
    assert story_of(IndexRun.objects.get(), "99") is None


def test_a_run_with_uncertainty_says_how_sure_its_classes_are() -> None:
    make_city(8)
    text = SPEC + "uncertainty: {draws: 200, seed: 1, weights: {dirichlet: 1}, leave-one-out: true}\n"

    page = run_page(make_run(make_spec(text=text)))
    row = page.standings[0]

    assert page.finding == "3 Quartiere liegen in Klasse 3."
    assert page.has_certainty
    assert row.certainty in {"stabil", *(f"nicht stabil: {n} von 100" for n in range(100))}
    assert row.rank_text == "1"
    assert {one.rank_text for one in page.standings if one.result.rank_low != one.result.rank_high} <= {
        f"{one.result.rank} ({one.result.rank_low}–{one.result.rank_high})" for one in page.standings
    }
    assert sum(row.result.class_shares.values()) == pytest.approx(1)


def test_areas_without_values_are_told_apart_from_those_left_out() -> None:
    make_city(8)
    make_areas(1, start=30)

    page = run_page(make_run())

    assert ([area.code for area in page.other_areas], page.has_gaps) == (["30"], True)
    assert [code for code, _name in page.districts] == ["A", "B"]
    assert [row.area.code for row in page.in_district("A")] == ["08", "06", "04", "02"]
    assert len(page.in_district("nowhere")) == 8


def test_the_sheet_of_an_indicator_shows_the_latest_values_and_the_city_s_own_mean() -> None:
    make_areas(5)
    indicator = make_indicator()
    make_values(indicator, {f"{n:02d}": 0.1 * n for n in range(1, 5)})
    Value.objects.update(numerator=1.0, denominator=4.0, value=0.25)

    sheet = sheet_of(indicator)

    assert (sheet.period_on, [row.text for row in sheet.rows]) == (PERIOD, ["25,0\xa0%"] * 4 + ["fehlt"])
    assert sheet.summary is not None
    assert (sheet.summary.mean, sheet.summary.weighted, sheet.borders) == (0.25, True, ())
    assert sheet_of(indicator, level="nowhere", period="gestern").period_on == PERIOD
    assert sheet_of(make_indicator("living_space")).rows == ()


def test_what_is_stored_holds_and_what_was_tampered_with_is_found() -> None:
    make_city(8)
    run = make_run()
    before = broken_invariants()

    IndexRun.objects.update(result_text=run.result_text.replace("08,false", "08,true"))
    tampered = broken_invariants()
    IndexRun.objects.update(result_text=run.result_text, values_text=run.values_text + "99,1,1\n")
    AreaResult.objects.filter(area__code="01").delete()
    more = broken_invariants()

    assert before == []
    assert tampered == [f"Das Ergebnis {run.public_id} von need kommt nicht Byte für Byte wieder heraus."]
    assert len(more) == 3


def test_the_first_specification_offered_can_be_computed() -> None:
    make_city(8)

    run = run_index(make_spec("first", spec_start()), level=make_level(), period_on=PERIOD, by=None)

    assert run.areas_used == 8


def test_shown_total_is_a_decimal_of_two_places() -> None:
    make_city(8)

    story = story_of(make_run(), "02")

    assert story is not None
    assert story.total is not None
    assert story.total.as_tuple().exponent == Decimal("0.01").as_tuple().exponent


def test_without_classes_the_map_shows_fifths_by_rank() -> None:
    make_city(10)
    text = SPEC.split("classes:")[0]

    page = run_page(make_run(make_spec(text=text)))

    assert page.finding == "Quartier 10 hat den höchsten Wert von 10: Quartiere."
    assert [area.level for area in run_areas(page)] == [5, 5, 4, 4, 3, 3, 2, 2, 1, 1]
    assert [item.mark for item in run_legend(page)] == ["1", "2", "3", "4", "5"]


def test_where_high_is_better_the_lowest_scores_are_the_darkest() -> None:
    make_city(10)
    text = SPEC.replace("id: area\n", "id: area\norientation: resource\n").replace(
        '"1", "2", "3"', '"schwach", "mittel", "stark"'
    )

    page = run_page(make_run(make_spec(text=text)))
    story = story_of(page.run, "10")

    assert [(one.label, one.step, one.sign, one.shown_word) for one in page.classes] == [
        ("stark", 1, "1", "stark"),
        ("mittel", 3, "2", "mittel"),
        ("schwach", 5, "3", "schwach"),
    ]
    assert story is not None
    assert story.finding == "Quartier 10 liegt in Klasse „schwach“ von 3."


def test_classes_by_equal_ranks_have_no_border_to_name() -> None:
    make_city(10)
    text = SPEC.split("classes:")[0] + "classes: {method: equal-ranks, k: 10}\n"

    story = story_of(make_run(make_spec(text=text)), "10")

    assert story is not None
    assert (story.finding, story.distance, story.next_border) == ("Quartier 10 liegt in Klasse 1 von 10.", "", None)
    assert [(field.digit, field.shade) for field in story.scale][-2:] == [("2", 5), ("1", 5)]


def test_a_value_that_cannot_be_divided_says_so() -> None:
    make_city(10)
    text = SPEC.replace("{method: z, sd: population}", "{method: min-max, to: [1, 2]}").replace(
        "arithmetic", "geometric"
    )

    story = story_of(make_run(make_spec(text=text.replace("-0.5, 0.5", "1.3, 1.6"))), "10")

    assert story is not None
    assert (story.is_additive, [part.shown_text for part in story.parts]) == (False, ["–", "–"])


def test_what_was_filled_in_is_named() -> None:
    make_city(10)
    Value.objects.filter(area__code="04", indicator__key="unemployment").delete()
    text = SPEC.replace(
        "{id: unemployment, direction: burden}", "{id: unemployment, direction: burden, missing: median}"
    )

    story = story_of(make_run(make_spec(text=text)), "04")

    assert story is not None
    assert story.notes == ("„Arbeitslosigkeit“ fehlte und wurde aufgefüllt.",)
    assert [part.imputed for part in story.parts if part.id == "unemployment"] == [True]
