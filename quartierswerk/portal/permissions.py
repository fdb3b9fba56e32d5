"""Who may write the city's own pages."""

from django.utils.translation import gettext_lazy as _

from quartierswerk.kernel.permits import permit
from quartierswerk.people.permissions import has_role

permit(
    "portal.edit_page",
    (has_role("admin", "city_coordination"), _("The city's pages are written by the city-wide coordination.")),
    label=_("Write the city's own pages"),
)
