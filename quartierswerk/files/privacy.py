"""The entry of uploaded files in the register of processing."""

from django.utils.translation import gettext_lazy as _

from quartierswerk.kernel.privacy import PrivacyEntry

PRIVACY = [
    PrivacyEntry(
        model="files.File",
        fields=("stored_by", "name", "alt", "content"),
        purpose=_("Keeping the papers and pictures that belong to a place, a project or an application."),
        groups=_("People who upload files, and people who can be seen or named in them."),
        recipients=_("Whoever the owning page allows to see the file."),
        keep_for=_(
            "As long as the thing it belongs to. "
            "Files that were only uploaded for an import are deleted after seven days."
        ),
    ),
]
