"""The life of an invitation."""

from django.utils.translation import gettext_lazy as _

from quartierswerk.kernel.steps import Step

INVITATION_STEPS = (
    Step("accept", {"sent"}, "accepted", "people.accept_invitation", _("Take the role")),
    Step("resend", {"sent"}, "sent", "people.resend_invitation", _("Send the invitation again")),
    Step("withdraw", {"sent"}, "withdrawn", "people.withdraw_invitation", _("Withdraw the invitation")),
)
