"""Keep typed text: as the draft of a person, or for a visitor whose sign-in had ended."""

import hashlib
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from quartierswerk.kernel.errors import Stale
from quartierswerk.kernel.permits import demand
from quartierswerk.people.models import Draft, User
from quartierswerk.people.rules import DRAFT_FORGOTTEN_AFTER, KEPT_FOR

Fields = dict[str, list[str]]


@transaction.atomic
def save_draft(user: Any, form: str, data: Fields, *, seen_version: int | None = None) -> Draft:
    """Keep what ``form`` holds now.

    ``seen_version`` is the version that the page knows (0: none yet); raises Stale with the kept draft when
    another page kept a newer one. None overwrites whatever is kept.
    """
    demand(user, "people.save_draft", user)
    kept = Draft.objects.select_for_update().filter(user=user, form=form).first()
    if kept is None:
        return Draft.objects.create(user=user, form=form, data=data, saved_at=timezone.now())
    if seen_version is not None and kept.version != seen_version:
        raise Stale(kept)
    kept.data, kept.saved_at = data, timezone.now()
    kept.version += 1
    kept.save(update_fields=["data", "saved_at", "version"])
    return kept


def discard_draft(user: Any, form: str) -> None:
    """Forget the draft of ``user`` for ``form``."""
    demand(user, "people.discard_draft", user)
    Draft.objects.filter(user=user, form=form).delete()


def keep_for_visitor(secret: str, form: str, data: Fields) -> Draft:
    """Keep what somebody sent after their sign-in had ended, for whoever brings ``secret``."""
    draft, _made = Draft.objects.update_or_create(
        keeper=keeper_of(secret), form=form, defaults={"data": data, "saved_at": timezone.now()}
    )
    return draft


@transaction.atomic
def take_over_kept(user: User, secret: str, form: str) -> Draft | None:
    """Make the text kept under ``secret`` the draft of ``user`` and return it, or None when nothing is kept."""
    kept = Draft.objects.filter(keeper=keeper_of(secret), form=form).first() if secret else None
    if kept is None:
        return None
    draft = save_draft(user, form, kept.data)
    kept.delete()
    return draft


def keeper_of(secret: str) -> str:
    """What the table keeps of the secret in the cookie."""
    return hashlib.sha256(secret.encode()).hexdigest()


def forget_old_drafts(now: datetime) -> int:
    """Forget text that nobody came back for: a day after it was kept for a visitor, a year after for a person."""
    kept, _by_model = Draft.objects.filter(user__isnull=True, saved_at__lt=now - KEPT_FOR).delete()
    old, _by_model = Draft.objects.filter(saved_at__lt=now - DRAFT_FORGOTTEN_AFTER).delete()
    return kept + old
