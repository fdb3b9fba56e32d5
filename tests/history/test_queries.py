"""The history in words, read by thing."""

from datetime import date

import pytest
from django.db import models
from django.template import Context, Template
from django.utils import translation

from quartierswerk.files.models import File
from quartierswerk.history.actions import record
from quartierswerk.history.models import Entry
from quartierswerk.history.queries import Change, Line, _in_words, entries_of, history_of
from quartierswerk.kernel.texts import LanguageText
from quartierswerk.people.models import Office, OfficeAppointment
from tests.query_counts import assert_same_query_count

pytestmark = pytest.mark.django_db


@pytest.fixture
def office() -> Office:
    return Office.objects.create(key="sport", name="Sportamt")


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


def test_lines_tell_who_what_why_and_the_changed_fields(office, koordination, charlie, now) -> None:
    record("files.store_file", office, by=None)
    record(
        "files.archive_file",
        office,
        by=koordination,
        on_behalf_of=charlie,
        why="Es war doppelt.",
        before={"name": "Sport", "email": "", "key": "sport"},
        after={"name": "Sportamt", "email": "a@b.example", "key": "sport", "is_open": True},
    )

    assert history_of(office) == [
        Line(
            at=now,
            who="Konrad Koch for Charlie Chaos",
            what="Put a file into the archive",
            why="Es war doppelt.",
            changes=(
                Change("Name", "Sport", "Sportamt"),
                Change("Mail address", "–", "a@b.example"),
                Change("Is open", "–", "yes"),
            ),
        ),
        Line(at=now, who="Automatically or by a former account", what="Upload a file", why="", changes=()),
    ]


def test_action_without_permission_is_named_as_it_is(office) -> None:
    record("offices.gone_long_ago", office, by=None)

    assert [line.what for line in history_of(office)] == ["offices.gone_long_ago"]


def test_history_of_another_thing_with_the_same_number_stays_apart(office, koordination) -> None:
    record("files.store_file", office, by=None)
    record("files.archive_file", type(koordination)(pk=office.pk), by=None)

    assert [entry.action for entry in entries_of(office)] == ["files.store_file"]


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        (None, None, "–"),
        (None, "", "–"),
        (None, False, "no"),
        (None, 1234.5, "1,234.5"),
        (None, ["a", True], "a, yes"),
        (None, {"type": "Polygon", "coordinates": []}, "(outline)"),
        (None, [{"name": "Saal", "seats": 80, "note": ""}, {"name": "Küche", "seats": None}], "Saal, 80; Küche"),
        (None, "x" * 300, f"{'x' * 200} …"),
        (None, "2026-05-20", "2026-05-20"),
        (OfficeAppointment._meta.get_field("starts_on"), "2026-05-20", "05/20/2026"),
        (OfficeAppointment._meta.get_field("starts_on"), "2026-99-99", "2026-99-99"),
        (File._meta.get_field("stored_at"), "2026-05-20T08:42:00Z", "05/20/2026 10:42 a.m."),
        (File._meta.get_field("purpose"), "import", "Table or map data to import"),
        (File._meta.get_field("purpose"), "gone", "gone"),
        (File._meta.get_field("purpose"), ["import", "paper"], "Table or map data to import, Document"),
        (LanguageText(), {"de": "Hallo", "en": "Hello"}, "Hello"),
        (models.ForeignKey(Office, models.CASCADE), 7, "7"),
    ],
)
def test_value_is_put_into_words(field, value, words: str) -> None:
    assert _in_words(field, value) == words


def test_component_shows_the_lines(office, koordination) -> None:
    record(
        "files.store_file",
        office,
        by=koordination,
        why="<b>Weil</b>",
        before={"name": "<i>Alt</i>"},
        after={"name": "Neu"},
    )

    page = Template('{% cotton history :lines="lines" /%}').render(Context({"lines": history_of(office)}))

    assert [
        part in page for part in ("Upload a file", "Konrad Koch", "&lt;b&gt;Weil", "&lt;i&gt;Alt&lt;/i&gt;", "Neu")
    ] == [True] * 5
    assert [part in page for part in ("<b>", "<i>", "<c-")] == [False] * 3


def test_component_without_lines_says_so() -> None:
    page = Template('{% cotton history :lines="lines" /%}').render(Context({"lines": []}))

    assert page.strip() == "<p>Nothing has been recorded yet.</p>"


def test_reading_asks_as_often_for_three_as_for_one(office, koordination) -> None:
    count = assert_same_query_count(
        lambda: history_of(office),
        add_row=lambda number: record("files.store_file", office, by=koordination, on_behalf_of=koordination),
    )

    assert count == 1


def test_deleted_person_leaves_the_entry_without_a_name(office, koordination) -> None:
    record("files.store_file", office, by=koordination, after={"since": date(2026, 5, 20)})

    Entry.objects.update(by=None)

    assert [(line.who, line.changes) for line in history_of(office)] == [
        ("Automatically or by a former account", (Change("Since", "–", "2026-05-20"),))
    ]
