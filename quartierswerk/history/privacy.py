"""The entry of the history in the register of processing."""

from django.utils.translation import gettext_lazy as _

from quartierswerk.kernel.privacy import PrivacyEntry

PRIVACY = [
    PrivacyEntry(
        model="history.Entry",
        fields=("by", "on_behalf_of", "why", "before", "after"),
        purpose=_("Being able to tell who changed a thing, when and why; no measuring of anybody's work."),
        groups=_("People with an account, and people whose data was changed."),
        recipients=_("Whoever may see the thing; it is never listed by person."),
        keep_for=_("As long as the thing it tells about. With an account its name goes."),
    ),
]
