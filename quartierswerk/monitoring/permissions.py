"""Who may see indicators, values and indices, and who may change them."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from quartierswerk.kernel.permits import permit
from quartierswerk.people.permissions import has_role

VIEWERS = ("admin", "city_coordination", "planner", "urban_renewal", "area_lead", "theme_lead", "intermediary")
KEEPERS = ("admin", "city_coordination", "planner")

_only_viewers = (
    has_role(*VIEWERS),
    _("Values of small areas are for the planning of the city. Your role does not include it."),
)
_only_keepers = (has_role(*KEEPERS), _("Only the planning offices and the city-wide coordination keep the values."))


def _is_applied(user: Any, run: Any) -> bool:
    return run is None or run.state == "applied"


def _is_kept(user: Any, thing: Any) -> bool:
    return thing is None or thing.archived_at is None


permit("monitoring.view_values", _only_viewers, label=_("See indicators, values and indices"))
permit("monitoring.import_values", _only_keepers, label=_("Import values"))
permit(
    "monitoring.undo_import",
    _only_keepers,
    (_is_applied, _("Only an import that was taken over can be undone.")),
    label=_("Undo an import of values"),
)
permit(
    "monitoring.edit_indicator",
    _only_keepers,
    (_is_kept, _("The indicator is archived.")),
    label=_("Describe an indicator"),
)
permit("monitoring.archive_indicator", _only_keepers, label=_("Archive an indicator or bring it back"))
permit("monitoring.edit_spec", _only_keepers, label=_("Write the method of an index"))
permit("monitoring.archive_spec", _only_keepers, label=_("Archive an index or bring it back"))
permit(
    "monitoring.run_index",
    _only_keepers,
    (_is_kept, _("The index is archived.")),
    label=_("Compute an index"),
)
permit("monitoring.archive_run", _only_keepers, label=_("Archive a computed index or bring it back"))
