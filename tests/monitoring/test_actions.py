"""What changed, what did not, what was recorded."""

from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.utils import timezone

from quartierswerk.compute.errors import SpecError
from quartierswerk.history.models import Entry as HistoryEntry
from quartierswerk.history.queries import entries_of
from quartierswerk.kernel.errors import NotYet, Refused, Stale
from quartierswerk.monitoring import actions
from quartierswerk.monitoring.models import (
    EarlierValue,
    ImportRun,
    IndexRun,
    IndexSpec,
    Indicator,
    Mapping,
    Theme,
    Value,
)
from quartierswerk.monitoring.queries import Entry, plan_values
from quartierswerk.search.models import IndexedText
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
FIELDS: dict[str, Any] = {
    "key": "unemployment",
    "name": {"de": "Arbeitslosigkeit", "en": ""},
    "unit": "share",
    "direction": "burden",
    "source": {"de": "Amt"},
}


def stored() -> dict[str, tuple[float | None, bool, bool]]:
    rows = Value.objects.values_list("area__code", "value", "suppressed", "revised")
    return {code: (value, suppressed, revised) for code, value, suppressed, revised in rows}


def recorded(thing: Any) -> list[str]:
    return [entry.action for entry in entries_of(thing)]


# Indicators


def test_an_indicator_is_described_found_and_recorded(sozialplanung: Any) -> None:
    indicator = actions.save_indicator(FIELDS, by=sozialplanung, levels=[make_level()])

    assert (indicator.version, indicator.name, list(indicator.levels.all())) == (
        1,
        {"de": "Arbeitslosigkeit"},
        [make_level()],
    )
    assert recorded(indicator) == ["monitoring.edit_indicator"]
    found = IndexedText.objects.get(thing_label="monitoring.indicator", thing_id=indicator.pk)
    assert (str(found.title), found.audience) == ("Arbeitslosigkeit", "monitoring.view_values")


def test_an_indicator_without_source_is_not_saved(sozialplanung: Any) -> None:
    with pytest.raises(NotYet) as lacking:
        actions.save_indicator({**FIELDS, "source": {"de": ""}}, by=sozialplanung)

    assert lacking.value.lacking == {"source"}
    assert (Indicator.objects.count(), HistoryEntry.objects.count()) == (0, 0)


def test_a_key_is_given_once(sozialplanung: Any) -> None:
    make_indicator()

    with pytest.raises(NotYet) as lacking:
        actions.save_indicator(FIELDS, by=sozialplanung)

    assert lacking.value.lacking == {"key_taken"}


def test_sending_twice_makes_one_indicator(sozialplanung: Any) -> None:
    key = uuid4()

    first = actions.save_indicator(FIELDS, by=sozialplanung, once_key=key)
    second = actions.save_indicator(FIELDS, by=sozialplanung, once_key=key)

    assert (first, Indicator.objects.count()) == (second, 1)


def test_who_saw_an_older_version_learns_of_the_newer(sozialplanung: Any, jugendamt: Any) -> None:
    indicator = make_indicator()
    actions.save_indicator({"source": {"de": "Neu"}}, by=jugendamt, indicator=indicator, seen_version=1)

    with pytest.raises(Stale) as stale:
        actions.save_indicator({"source": {"de": "Anders"}}, by=sozialplanung, indicator=indicator, seen_version=1)

    assert stale.value.theirs.source == {"de": "Neu"}
    assert Indicator.objects.get().source == {"de": "Neu"}


def test_who_keeps_no_values_describes_no_indicator(stadterneuerung: Any) -> None:
    with pytest.raises(Refused) as refused:
        actions.save_indicator(FIELDS, by=stadterneuerung)

    assert refused.value.reason == "Nur die planenden Ämter und die Gesamtkoordination pflegen die Werte."
    assert (Indicator.objects.count(), HistoryEntry.objects.count()) == (0, 0)


def test_an_indicator_is_put_aside_and_brought_back(koordination: Any) -> None:
    indicator = make_indicator()

    actions.archive_indicator(indicator, by=koordination)
    aside = (indicator.archived_at is not None, IndexedText.objects.count())
    actions.restore_indicator(indicator, by=koordination)

    assert (aside, indicator.archived_at, IndexedText.objects.count()) == ((True, 0), None, 1)
    assert recorded(indicator) == ["monitoring.archive_indicator"] * 2 + ["monitoring.edit_indicator"]


def test_a_theme_is_added_and_renamed(koordination: Any) -> None:
    actions.save_theme("work", {"de": "Arbeit"}, by=koordination)
    actions.save_theme("work", {"de": "Arbeit und Einkommen"}, by=koordination, order=2)

    assert list(Theme.objects.values_list("key", "name", "order")) == [("work", {"de": "Arbeit und Einkommen"}, 2)]


# Imports


def test_an_import_writes_marks_what_changed_and_keeps_what_was(sozialplanung: Any) -> None:
    make_areas(3)
    indicator = make_indicator()
    first = make_values(indicator, {"01": 0.1, "02": 0.2})

    plan = plan_values(
        [
            Entry("unemployment", "01", PERIOD, 0.1),
            Entry("unemployment", "02", PERIOD, 0.25),
            Entry("unemployment", "03", PERIOD, None, suppressed=True),
        ],
        level=make_level(),
    )
    run = actions.import_values(plan, by=sozialplanung, file_name="neu.csv", checksum="1" * 64)

    assert stored() == {"01": (0.1, False, False), "02": (0.25, False, True), "03": (None, True, False)}
    assert (run.counts["new"], run.counts["changed"], run.counts["unchanged"]) == (1, 1, 1)
    assert list(EarlierValue.objects.values_list("area__code", "value", "earlier_run")) == [("02", 0.2, first.pk)]
    assert recorded(run) == ["monitoring.import_values"]


def test_an_import_with_defects_writes_nothing(sozialplanung: Any) -> None:
    make_areas(1)
    make_indicator()
    plan = plan_values(
        [Entry("unemployment", "01", PERIOD, 0.1), Entry("unemployment", "99", PERIOD, 0.1)], level=make_level()
    )
    HistoryEntry.objects.all().delete()

    with pytest.raises(NotYet) as lacking:
        actions.import_values(plan, by=sozialplanung)

    assert lacking.value.lacking == {"defects"}
    assert (Value.objects.count(), ImportRun.objects.count(), HistoryEntry.objects.count()) == (0, 0, 0)


def test_an_import_is_undone_as_a_whole(sozialplanung: Any) -> None:
    make_areas(3)
    indicator = make_indicator()
    make_values(indicator, {"01": 0.1, "02": 0.2})
    before = stored()
    second = make_values(indicator, {"02": 0.25, "03": 0.3})

    actions.undo_import(second, by=sozialplanung)

    assert stored() == before
    assert ImportRun.objects.get(pk=second.pk).state == "undone"
    assert recorded(second) == ["monitoring.undo_import", "monitoring.import_values"]


def test_an_import_whose_values_changed_later_waits_for_the_later_one(sozialplanung: Any) -> None:
    make_areas(1)
    indicator = make_indicator()
    first = make_values(indicator, {"01": 0.1})
    second = make_values(indicator, {"01": 0.2})

    with pytest.raises(NotYet) as lacking:
        actions.undo_import(first, by=sozialplanung)
    actions.undo_import(second, by=sozialplanung)
    actions.undo_import(first, by=sozialplanung)

    assert lacking.value.lacking == {"newer_import"}
    assert stored() == {}


def test_an_import_is_not_undone_twice(sozialplanung: Any) -> None:
    make_areas(1)
    run = actions.undo_import(make_values(make_indicator(), {"01": 0.1}), by=sozialplanung)

    with pytest.raises(Refused) as refused:
        actions.undo_import(run, by=sozialplanung)

    assert refused.value.reason == "Nur ein übernommener Import lässt sich zurücknehmen."


def test_confirming_twice_takes_over_once(sozialplanung: Any) -> None:
    make_areas(1)
    make_indicator()
    run = actions.keep_upload(b"x", file_name="x.csv", by=sozialplanung)
    plan = plan_values([Entry("unemployment", "01", PERIOD, 0.1)], level=make_level())

    actions.import_values(plan, by=sozialplanung, run=run)
    actions.import_values(plan, by=sozialplanung, run=run)

    assert (Value.objects.count(), recorded(run)) == (1, ["monitoring.import_values"])


def test_uploads_are_kept_once_discarded_and_forgotten(sozialplanung: Any) -> None:
    key = uuid4()
    first = actions.keep_upload(b"1", file_name="1.csv", by=sozialplanung, once_key=key)
    again = actions.keep_upload(b"1", file_name="1.csv", by=sozialplanung, once_key=key)
    second = actions.keep_upload(b"2", file_name="2.csv", by=sozialplanung)

    actions.choose_mapping(first, "level: quarter", by=sozialplanung)
    actions.discard_upload(second, by=sozialplanung)
    kept = [actions.forget_old_uploads(timezone.now() + timedelta(days=days)) for days in (6, 8)]

    assert (first, kept, ImportRun.objects.count()) == (again, [0, 1], 0)


def test_a_mapping_cannot_be_chosen_for_what_is_taken_over(sozialplanung: Any) -> None:
    make_areas(1)
    run = make_values(make_indicator(), {"01": 0.1})

    with pytest.raises(NotYet):
        actions.choose_mapping(run, "level: quarter", by=sozialplanung)


def test_a_saved_mapping_is_overwritten_under_its_name(sozialplanung: Any) -> None:
    actions.save_mapping("Jahreszahlen", "a", by=sozialplanung)
    actions.save_mapping("Jahreszahlen", "b", by=sozialplanung)

    assert list(Mapping.objects.values_list("name", "text")) == [("Jahreszahlen", "b")]


# Indices


def test_a_changed_text_is_a_new_version_and_an_equal_one_is_none(sozialplanung: Any) -> None:
    first = make_spec()

    same = actions.save_spec(
        "need", SPEC, name={"de": "Unterstützungsbedarf", "en": ""}, by=sozialplanung, seen_version=1
    )
    changed = actions.save_spec(
        "need", SPEC.replace("0.5]", "0.7]"), name={"de": "Unterstützungsbedarf"}, by=sozialplanung, seen_version=1
    )

    assert (same.pk, changed.version) == (first.pk, 2)
    assert IndexSpec.objects.get(version=1).text == SPEC
    assert [found.thing_id for found in IndexedText.objects.filter(kind="index")] == [changed.pk]


def test_a_text_with_mistakes_is_no_version(sozialplanung: Any) -> None:
    with pytest.raises(SpecError):
        actions.save_spec("need", "version: 1\nid: area\n", name={"de": "X"}, by=sozialplanung)

    assert IndexSpec.objects.count() == 0


def test_two_people_writing_the_next_version_learn_of_each_other(sozialplanung: Any) -> None:
    make_spec()
    text = SPEC.replace("0.5]", "0.7]")
    actions.save_spec("need", text, name={"de": "U"}, by=sozialplanung, seen_version=1)

    with pytest.raises(Stale):
        actions.save_spec("need", SPEC.replace("0.5]", "0.9]"), name={"de": "U"}, by=sozialplanung, seen_version=1)
    with pytest.raises(NotYet) as taken:
        actions.save_spec("need", text, name={"de": "U"}, by=sozialplanung)
    with pytest.raises(NotYet) as nameless:
        actions.save_spec("other", text, name={"de": ""}, by=sozialplanung)

    assert (taken.value.lacking, nameless.value.lacking) == ({"key_taken"}, {"name"})


def test_a_run_is_frozen_with_everything_it_came_from(sozialplanung: Any) -> None:
    make_city()

    run = make_run(by=sozialplanung)
    make_values(Indicator.objects.get(key="unemployment"), {"01": 0.9})

    assert run.values_text.splitlines()[:2] == ["area,living_space,unemployment", "01,50.0,0.02"]
    assert run.periods == {"living_space": "2025-12-31", "unemployment": "2025-12-31"}
    assert (run.areas_used, run.areas_excluded, run.results.count()) == (8, 0, 8)
    assert run.results.order_by("rank").values_list("area__code", "class_label").first() == ("08", "3")
    assert recorded(run) == ["monitoring.run_index"]


def test_computing_twice_by_a_double_click_is_one_run(sozialplanung: Any) -> None:
    make_city()
    spec, key = make_spec(), uuid4()

    runs = {
        actions.run_index(spec, level=make_level(), period_on=PERIOD, by=sozialplanung, once_key=key).pk
        for _ in range(2)
    }

    assert (len(runs), IndexRun.objects.count()) == (1, 1)


def test_values_of_different_dates_are_the_latest_up_to_the_day(sozialplanung: Any) -> None:
    make_city()
    later = date(2026, 3, 31)
    make_values(Indicator.objects.get(key="unemployment"), {f"{n:02d}": 0.01 * n for n in range(1, 9)}, on=later)

    now, then = make_run(make_spec(), on=later), make_run(IndexSpec.objects.get(), on=PERIOD)

    assert now.periods == {"living_space": "2025-12-31", "unemployment": "2026-03-31"}
    assert then.periods == {"living_space": "2025-12-31", "unemployment": "2025-12-31"}


def test_an_index_without_values_is_refused_and_nothing_is_kept(sozialplanung: Any) -> None:
    make_areas(4)

    with pytest.raises(SpecError):
        make_run(make_spec(), by=sozialplanung)

    assert IndexRun.objects.count() == 0


def test_an_index_and_a_result_are_put_aside(koordination: Any) -> None:
    make_city()
    run = make_run()

    actions.archive_run(run, by=koordination)
    actions.archive_spec(run.spec, by=koordination)
    aside = IndexSpec.objects.get().archived_at is not None
    actions.restore_spec(run.spec, by=koordination)

    assert (run.archived_at is not None, aside, IndexSpec.objects.get().archived_at) == (True, True, None)
