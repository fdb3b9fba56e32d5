"""What the first page of the workspace puts together for the person who signed in."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from quartierswerk.monitoring.queries import imports_visible_to as value_imports_visible_to
from quartierswerk.monitoring.queries import runs_visible_to
from quartierswerk.people.models import Appointment, User
from quartierswerk.people.queries import (
    appointments_of,
    appointments_substituted_by,
    drafts_of,
    invitations_visible_to,
)
from quartierswerk.places.queries import imports_visible_to as area_imports_visible_to

SOON = timedelta(days=14)


@dataclass(frozen=True)
class Waiting:
    """One thing that waits for the reader: what, why them, until when, where to go on."""

    title: str
    why: str
    url: str
    until: date | None = None

    def is_late(self, today: date) -> bool:
        """Whether the day has passed."""
        return self.until is not None and self.until < today


def waiting_for(user: User, today: date) -> list[Waiting]:
    """What waits for ``user``, what has a date first and the oldest duty on top."""
    found = [*_drafts(user), *_uploads(user), *_invitations(user, today), *_own_ends(user, today)]
    return sorted(found, key=lambda one: (one.until is None, one.until or date.max))


def substituting(user: User, today: date) -> list[Appointment]:
    """The appointments of others that ``user`` exercises today."""
    return list(appointments_substituted_by(user, today))


def own_appointments(user: User, today: date) -> list[Appointment]:
    """The roles ``user`` holds today."""
    return [held for held in appointments_of([user]).get(user.pk, []) if held.is_current(today)]


def newest_runs(user: User, *, most: int = 3) -> list[Any]:
    """The newest computed indices, as far as ``user`` sees them."""
    return list(runs_visible_to(user)[:most])


def _drafts(user: User) -> Iterator[Waiting]:
    for draft in drafts_of(user)[:5]:
        kept = timezone.localtime(draft.saved_at)
        yield Waiting(
            _("Go on writing: %(form)s") % {"form": draft.form},
            _("Your draft of %(day)s, %(time)s") % {"day": f"{kept:%d.%m.%Y}", "time": f"{kept:%H:%M}"},
            draft.form,
        )


def _uploads(user: User) -> Iterator[Waiting]:
    for run in area_imports_visible_to(user).filter(by=user, state="uploaded")[:5]:
        yield Waiting(
            _("Decide on the import “%(file)s”") % {"file": run.file_name},
            _("The file is uploaded, nothing is taken over yet."),
            reverse("places:import-detail", args=[run.public_id]),
        )
    for values in value_imports_visible_to(user).filter(by=user, state="waiting")[:5]:
        yield Waiting(
            _("Decide on the import “%(file)s”") % {"file": values.file_name},
            _("The file is uploaded, nothing is taken over yet."),
            reverse("monitoring:import-detail", args=[values.public_id]),
        )


def _invitations(user: User, today: date) -> Iterator[Waiting]:
    for invitation in invitations_visible_to(user).filter(invited_by=user, state="sent")[:20]:
        last = timezone.localdate(invitation.expires_at)
        if last - today <= SOON / 2:
            yield Waiting(
                _("%(name)s has not answered the invitation yet") % {"name": invitation.name},
                _("The link in the mail ends soon. You can send it once more."),
                reverse("people:invitation-list"),
                last,
            )


def _own_ends(user: User, today: date) -> Iterator[Waiting]:
    for held in own_appointments(user, today):
        if held.ends_on is not None and held.ends_on - today <= SOON:
            yield Waiting(
                _("Your role ends: %(role)s") % {"role": held},
                _("Hand over what is open, or ask for a longer term."),
                reverse("people:account"),
                held.ends_on,
            )
