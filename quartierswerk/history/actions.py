"""Writes of the history."""

from typing import Any, TypeVar

from django.contrib.contenttypes.models import ContentType
from django.db.models import Model

from quartierswerk.history.models import Entry
from quartierswerk.kernel.errors import NotYet
from quartierswerk.kernel.permits import demand
from quartierswerk.kernel.steps import Step

Thing = TypeVar("Thing", bound=Model)


def record(
    action: str,
    thing: Model,
    *,
    by: Any,
    why: str = "",
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
    on_behalf_of: Any = None,
) -> Entry:
    """Write down that ``by`` did ``action`` (the permission's name) with ``thing``; ``by`` None means the system."""
    return Entry.objects.create(
        thing_type=ContentType.objects.get_for_model(thing),
        thing_id=thing.pk,
        action=action,
        by=by,
        on_behalf_of=on_behalf_of,
        why=why,
        before=before or {},
        after=after or {},
    )


def advance(thing: Thing, step: Step, *, by: Any, why: str = "", state_field: str = "state") -> Thing:
    """Take ``step`` with ``thing``: demand its permission, check and save the state, record it.

    Raises Refused when ``by`` may not, NotYet when the step does not start from the present state.
    """
    demand(by, step.permission, thing)
    state = getattr(thing, state_field)
    if state not in step.from_:
        raise NotYet({state})
    setattr(thing, state_field, step.to)
    thing.save(update_fields=[state_field])
    record(step.permission, thing, by=by, why=why, before={state_field: state}, after={state_field: step.to})
    return thing
