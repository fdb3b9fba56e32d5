"""Names that several pages of people show."""

from typing import Any

from django.utils.translation import gettext_lazy as _

# App -> name of the area on the page of roles. An area that is not listed shows its app's name.
AREA_NAMES: dict[str, Any] = {
    "files": _("Files"),
    "history": _("History"),
    "monitoring": _("Monitoring"),
    "people": _("People and accounts"),
    "places": _("Areas, neighbourhoods and places"),
    "portal": _("Public pages"),
    "reports": _("Papers"),
    "search": _("Search"),
}
