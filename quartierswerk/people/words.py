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

# Models and fields of the sign-in library, which has no German names for them, as the page of one's own data says them.
MODEL_NAMES: dict[str, Any] = {
    "people.User": _("Account"),
    "account.EmailAddress": _("Confirmed mail addresses"),
    "mfa.Authenticator": _("Second step of the sign-in"),
    "usersessions.UserSession": _("Where I am signed in"),
    "socialaccount.SocialAccount": _("Sign-in of my organisation"),
}
FIELD_NAMES: dict[str, Any] = {
    "user": _("person"),
    "created_at": _("since"),
    "last_used_at": _("last used on"),
    "ip": _("network address"),
    "user_agent": _("browser"),
    "provider": _("organisation"),
    "uid": _("number there"),
    "verified": _("confirmed"),
    "type": _("kind"),
}
