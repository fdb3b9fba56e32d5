"""What every edit here shares: the lock with the version, the difference, once only, and the lines of the index."""

import uuid
from collections.abc import Callable, Collection, Mapping
from typing import Any, TypeVar

from django.db import IntegrityError, transaction
from django.db.models import Model
from django.urls import reverse
from django.utils.text import slugify

from quartierswerk.kernel.errors import Stale

Row = TypeVar("Row", bound=Model)


def once(model: type[Row], once_key: uuid.UUID | None, make: Callable[[], Row]) -> Row:
    """Return the row that ``once_key`` made before, else make it; also when two of them come at the same time."""
    if once_key is None:
        return make()
    rows = model._default_manager.filter(once_key=once_key)
    if first := rows.first():
        return first
    try:
        with transaction.atomic():
            return make()
    except IntegrityError:
        if first := rows.first():
            return first
        raise


def locked(thing: Row, seen_version: int | None = None) -> Row:
    """Return ``thing`` as it stands now, locked until the end of the transaction.

    Raises Stale when somebody saved since ``seen_version`` was shown.
    """
    present = type(thing)._default_manager.select_for_update().get(pk=thing.pk)
    if seen_version is not None and present.version != seen_version:  # type: ignore[attr-defined]
        raise Stale(present)
    return present


def change(thing: Model, facts: Mapping[str, Any], allowed: Collection[str]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Put ``facts`` into ``thing`` and return what they replaced and what they are; equal values are left out."""
    if unknown := set(facts) - set(allowed):
        raise TypeError(f"{type(thing).__name__} has no editable {', '.join(sorted(unknown))}")
    before, after = {}, {}
    for name, value in facts.items():
        present = getattr(thing, name, None)  # a new thing has no kind yet
        if present != value:
            setattr(thing, name, value)
            before[name], after[name] = _recorded(present), _recorded(value)
    return before, after


def _recorded(value: Any) -> Any:
    return str(value) if isinstance(value, Model) else value


RESERVED = frozenset({"neu"})
"""Words that follow /quartiere/ or /orte/ in addresses of other pages."""


def free_slug(model: type[Model], name: str) -> str:
    """Return an address made of ``name`` that no row of ``model`` has yet."""
    german = name.casefold().replace("ä", "ae").replace("ö", "oe").replace("ü", "ue").replace("ß", "ss")
    stem = slugify(german)[:70].strip("-") or model.__name__.lower()
    taken = RESERVED | set(model._default_manager.filter(slug__startswith=stem).values_list("slug", flat=True))
    numbered = (f"{stem}-{number}" for number in range(2, len(taken) + 3))
    return stem if stem not in taken else next(slug for slug in numbered if slug not in taken)


def address(name: str, **parts: Any) -> str:
    """The address of a page of places."""
    return reverse(f"places:{name}", kwargs=parts)
