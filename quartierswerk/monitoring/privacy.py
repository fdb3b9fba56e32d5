"""The entries of monitoring in the register of processing. Values are counts of small areas and name nobody."""

from django.utils.translation import gettext_lazy as _

from quartierswerk.kernel.privacy import PrivacyEntry

_GROUPS = _("People of the administration who keep values and indices.")
_RECIPIENTS = _("The planning of the city.")

PRIVACY = [
    PrivacyEntry(
        model="monitoring.ImportRun",
        fields=("by", "content"),
        purpose=_("Knowing from which file values come and whom to ask about it."),
        groups=_GROUPS,
        recipients=_RECIPIENTS,
        keep_for=_(
            "As long as the values are kept. A file that was not taken over is deleted after seven days. "
            "With an account its name goes."
        ),
    ),
    PrivacyEntry(
        model="monitoring.Mapping",
        fields=("saved_by",),
        purpose=_("Knowing whom to ask about the assignment of a file."),
        groups=_GROUPS,
        recipients=_RECIPIENTS,
        keep_for=_("As long as the assignment is kept. With an account its name goes."),
    ),
    PrivacyEntry(
        model="monitoring.Indicator",
        fields=("contact",),
        purpose=_("Knowing which office to ask about an indicator."),
        groups=_GROUPS,
        recipients=_RECIPIENTS,
        keep_for=_("As long as the indicator is kept. The form asks for an office, not for a person."),
    ),
    PrivacyEntry(
        model="monitoring.IndexSpec",
        fields=("saved_by",),
        purpose=_("Knowing who declared the version of an index."),
        groups=_GROUPS,
        recipients=_RECIPIENTS,
        keep_for=_("As long as the index is kept. With an account its name goes."),
    ),
    PrivacyEntry(
        model="monitoring.IndexRun",
        fields=("by",),
        purpose=_("Knowing who computed a result."),
        groups=_GROUPS,
        recipients=_RECIPIENTS,
        keep_for=_("As long as the result is kept. With an account its name goes."),
    ),
]
