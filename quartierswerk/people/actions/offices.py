"""Offices of the administration."""

from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from quartierswerk.history.actions import record
from quartierswerk.kernel.errors import Stale
from quartierswerk.kernel.permits import demand
from quartierswerk.people.models import Office
from quartierswerk.people.permissions import APPOINTING
from quartierswerk.people.roles import stands_in_for


@transaction.atomic
def add_office(*, key: str, name: str, email: str = "", by: Any, once_key: UUID | None = None) -> Office:
    """Add an office; the same ``once_key`` gives the first one again."""
    if once_key and (first := Office.objects.filter(once_key=once_key).first()):
        return first
    demand(by, "people.edit_office", None)
    office = Office(key=key, name=name.strip(), email=email, once_key=once_key)
    office.full_clean(exclude=["once_key"])
    office.save()
    record("people.edit_office", office, by=by, on_behalf_of=stands_in_for(by, *APPOINTING), after=_facts(office))
    return office


@transaction.atomic
def edit_office(office: Office, *, name: str, email: str, by: Any, seen_version: int) -> Office:
    """Change an office; raises Stale when somebody else changed it since ``seen_version``."""
    demand(by, "people.edit_office", office)
    locked = Office.objects.select_for_update().get(pk=office.pk)
    if locked.version != seen_version:
        raise Stale(locked)
    before = _facts(locked)
    locked.name, locked.email = name.strip(), email
    locked.version += 1
    locked.full_clean(exclude=["once_key"])
    locked.save(update_fields=["name", "email", "version"])
    record(
        "people.edit_office",
        locked,
        by=by,
        on_behalf_of=stands_in_for(by, *APPOINTING),
        before=before,
        after=_facts(locked),
    )
    return locked


@transaction.atomic
def archive_office(office: Office, *, by: Any, why: str) -> Office:
    """Archive an office in which nobody holds a role any more."""
    demand(by, "people.archive_office", office)
    office.archived_at = timezone.now()
    office.save(update_fields=["archived_at"])
    record("people.archive_office", office, by=by, on_behalf_of=stands_in_for(by, *APPOINTING), why=why)
    return office


def _facts(office: Office) -> dict[str, Any]:
    return {"name": office.name, "email": office.email}
