"""What our commands share."""

from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.utils.translation import get_language, gettext, override

from quartierswerk.kernel.commands import Command


class Ask(Command):
    def run(self, **options: Any) -> None:
        self.stdout.write(f"{get_language()}: {gettext('Please sign in first.')}")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ([], "de: Bitte melden Sie sich zuerst an.\n"),
        (["--lang", "de"], "de: Bitte melden Sie sich zuerst an.\n"),
        (["--lang", "en"], "en: Please sign in first.\n"),
    ],
)
def test_messages_are_german_unless_told_otherwise(arguments: list[str], said: str, capsys) -> None:
    with override("en"):
        call_command(Ask(), *arguments)
        language = get_language()

    assert (capsys.readouterr().out, language) == (said, "en")


def test_other_languages_are_refused() -> None:
    with pytest.raises(CommandError, match="invalid choice: 'fr'"):
        call_command(Ask(), "--lang", "fr")


def test_command_that_does_nothing_says_so() -> None:
    with pytest.raises(CommandError, match="nothing to do"):
        call_command(Command())
