"""Invite the first person who administers the platform."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import CommandError, CommandParser
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from quartierswerk.kernel import commands
from quartierswerk.kernel.errors import NotYet
from quartierswerk.people.actions.invitations import invite_first_admin, token_of
from quartierswerk.people.actions.outbox import full_address


class Command(commands.Command):
    help = "Invite the first person who administers the platform; prints the link that the mail carries."

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("email", help="mail address of the person")
        parser.add_argument("name", help="name of the person")

    def run(self, *, email: str, name: str, **options: Any) -> None:
        language = get_language() or "de"
        try:
            invitation = invite_first_admin(email=email, name=name, language=language)
        except NotYet as somebody:
            raise CommandError(
                _("Somebody administers this platform already. They invite further people in the workspace.")
            ) from somebody
        except ValidationError as wrong:
            raise CommandError(" ".join(wrong.messages)) from wrong
        link = full_address("people:invitation-accept", token_of(invitation), language=language)
        self.stdout.write(_("A mail to %(email)s is waiting to be sent. Its link works once:") % {"email": email})
        self.stdout.write(link)
