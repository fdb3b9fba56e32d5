"""A page or a read may ask the database as often for three rows as for one, never more often."""

from collections.abc import Callable

from django.db import connection
from django.test.utils import CaptureQueriesContext


def assert_same_query_count(read: Callable[[], object], *, add_row: Callable[[int], object]) -> int:
    """Call ``read`` with one row and with three rows (``add_row(1)``, then 2 and 3) and compare the numbers of queries.

    ``read`` has to use up what it reads (``list(...)``, or a request of the page). It is called once beforehand, so
    that what is only asked for once per process does not count. Returns the number, for tests that fix it.
    """
    add_row(1)
    read()
    with CaptureQueriesContext(connection) as one:
        read()
    add_row(2)
    add_row(3)
    with CaptureQueriesContext(connection) as three:
        read()
    if len(one) != len(three):
        further = [query["sql"][:300] for query in three.captured_queries[len(one) :]]
        raise AssertionError(
            f"{len(one)} queries for one row, {len(three)} for three; the last ones:\n" + "\n".join(further)
        )
    return len(one)
