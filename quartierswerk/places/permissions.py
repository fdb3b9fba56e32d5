"""Who may see and change areas, neighbourhoods and meeting places, and the reason when not."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from quartierswerk.kernel.permits import permit
from quartierswerk.people.permissions import has_role
from quartierswerk.people.queries import holds, roles_of
from quartierswerk.people.rules import STAFF_ROLES
from quartierswerk.places.models import AreaImport

READERS = frozenset({*STAFF_ROLES, "neighbourhood_coordination", "council"})
"""Roles that see areas, renewal areas, and what is not public of neighbourhoods and places."""
KEEPERS = frozenset({"admin", "city_coordination", "planner"})
"""Roles that keep the areas of the city."""
EDITORS = frozenset({*KEEPERS, "area_lead", "intermediary"})
"""Roles that edit every neighbourhood and every meeting place."""
OWN_EDITORS = frozenset({"neighbourhood_coordination"})
"""Roles that edit what belongs to their own neighbourhood."""


def may_edit_neighbourhood(user: Any, neighbourhood: Any) -> bool:
    """Editors, and the coordination of this very neighbourhood."""
    if roles_of(user) & EDITORS:
        return True
    return neighbourhood is not None and holds(user, *OWN_EDITORS, scope="neighbourhood", thing=neighbourhood)


def may_edit_place(user: Any, place: Any) -> bool:
    """Editors, and the coordination of a neighbourhood that the place belongs to."""
    if roles_of(user) & EDITORS:
        return True
    if place is None or not roles_of(user) & OWN_EDITORS:
        return False
    return any(
        holds(user, *OWN_EDITORS, scope="neighbourhood", thing=neighbourhood)
        for neighbourhood in place.neighbourhoods.all()
    )


may_edit_neighbourhood.roles = EDITORS | OWN_EDITORS  # type: ignore[attr-defined]
may_edit_place.roles = EDITORS | OWN_EDITORS  # type: ignore[attr-defined]


def is_current(user: Any, thing: Any) -> bool:
    """The thing is not archived; without a thing the question is of no matter."""
    return thing is None or thing.archived_at is None


def is_archived(user: Any, thing: Any) -> bool:
    """The thing is archived."""
    return thing is None or thing.archived_at is not None


def is_imported(user: Any, run: Any) -> bool:
    """The run wrote something and was not undone."""
    return run is None or run.state == AreaImport.State.IMPORTED


def is_uploaded(user: Any, run: Any) -> bool:
    """The file waits for a decision."""
    return run is None or run.state == AreaImport.State.UPLOADED


_KEEPERS_ONLY = _("Only city-wide coordination and planning keep the areas of the city.")
_EDITORS_ONLY = _("Only leads, planning, coordination and the neighbourhood's own coordination edit this.")
_READERS_ONLY = _("Only staff, neighbourhood coordination and council see this.")
_ARCHIVED = _("This is archived. Bring it back first.")
_NOT_ARCHIVED = _("This is not archived.")


_readers, _keepers = has_role(*sorted(READERS)), has_role(*sorted(KEEPERS))
_renewal = has_role(*sorted({*KEEPERS, "urban_renewal"}))
_creators = has_role(*sorted(EDITORS | OWN_EDITORS))
_neighbourhood = (may_edit_neighbourhood, _EDITORS_ONLY)
_place = (may_edit_place, _EDITORS_ONLY)
_current, _archived = (is_current, _ARCHIVED), (is_archived, _NOT_ARCHIVED)

permit("places.view_areas", (_readers, _READERS_ONLY), label=_("See areas and what is not public of places"))
permit(
    "places.view_office_notes",
    (has_role(*sorted(STAFF_ROLES)), _("Only staff of the city reads notes of the offices.")),
    label=_("Read the notes of the offices on renewal areas"),
)
permit("places.import_areas", (_keepers, _KEEPERS_ONLY), label=_("Import areas and renewal areas from files"))
permit(
    "places.confirm_import",
    (_keepers, _KEEPERS_ONLY),
    (is_uploaded, _("This file is already imported or was put aside.")),
    label=_("Confirm or put aside an import"),
)
permit(
    "places.undo_import",
    (_keepers, _KEEPERS_ONLY),
    (is_imported, _("This import was not carried out or is already undone.")),
    label=_("Undo an import"),
)
permit("places.correct_area", (_keepers, _KEEPERS_ONLY), label=_("Correct name and residents of an area"))
permit("places.import_streets", (_keepers, _KEEPERS_ONLY), label=_("Import the list of streets"))
_ONLY_RENEWAL = _("Only urban renewal, planning and city-wide coordination keep renewal areas.")
permit("places.create_renewal_area", (_renewal, _ONLY_RENEWAL), label=_("Create renewal areas"))
permit("places.edit_renewal_area", (_renewal, _ONLY_RENEWAL), _current, label=_("Edit renewal areas"))
permit("places.archive_renewal_area", (_renewal, _ONLY_RENEWAL), _current, label=_("Archive renewal areas"))
permit("places.restore_renewal_area", (_renewal, _ONLY_RENEWAL), _archived, label=_("Bring back renewal areas"))
permit(
    "places.create_neighbourhood",
    (has_role(*sorted(EDITORS)), _("Only leads, planning and coordination create neighbourhoods.")),
    label=_("Create neighbourhoods"),
)
permit("places.edit_neighbourhood", _neighbourhood, _current, label=_("Edit neighbourhoods and their outline"))
permit(
    "places.archive_neighbourhood",
    (_keepers, _("Only city-wide coordination and planning archive neighbourhoods.")),
    _current,
    label=_("Archive neighbourhoods"),
)
permit(
    "places.restore_neighbourhood",
    (_keepers, _("Only city-wide coordination and planning bring neighbourhoods back.")),
    _archived,
    label=_("Bring back neighbourhoods"),
)
permit("places.create_meeting_place", (_creators, _EDITORS_ONLY), label=_("Create meeting places"))
permit("places.edit_meeting_place", _place, _current, label=_("Edit meeting places"))
permit("places.archive_meeting_place", _place, _current, label=_("Archive meeting places"))
permit("places.restore_meeting_place", _place, _archived, label=_("Bring back meeting places"))
permit(
    "places.appoint",
    (
        has_role("admin", "city_coordination"),
        _("Only city-wide coordination and administration name who is in charge."),
    ),
    label=_("Name who is in charge of a district or neighbourhood"),
)
