"""Fetching one thing for a page: what may not be seen looks like what is not there."""

from typing import Any, TypeVar

from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.db.models import Model, QuerySet
from django.http import Http404

Row = TypeVar("Row", bound=Model)


def find(things: "QuerySet[Row]", **lookup: Any) -> Row:
    """Return the one row of ``things`` that fits ``lookup``, else raise Http404 (also for a malformed id)."""
    try:
        return things.get(**lookup)
    except (ObjectDoesNotExist, ValidationError, ValueError, OverflowError) as missing:
        raise Http404 from missing
