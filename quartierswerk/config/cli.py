"""The command `quartierswerk`: one list of subcommands; those that need no storage start without Django."""

import argparse
import importlib
import os
import sys
from collections.abc import Callable, Sequence
from typing import NoReturn

# Commands that need neither storage nor Django: name -> module with main(argv) -> exit status, and what it does.
PURE = {
    "index": ("quartierswerk.compute.index_command", "compute an index from a specification and a table"),
}
# Commands that run on the installation: name -> management command, and what it does.
STORED = {
    "serve": ("serve", "serve the platform, with a worker beside it"),
    "worker": ("worker", "run background tasks and timed jobs"),
    "demo": ("demo", "build the invented demo city if the storage is empty, print the personas, serve"),
    "invite-admin": ("invite_admin", "invite the first person who administers the platform"),
    "check": ("check_installation", "tell what is configured and what is missing"),
    "check-data": ("check_data", "verify every invariant of the stored data"),
    "import-areas": ("import_areas", "import areas from GeoJSON, GeoPackage or Shapefile"),
    "import-streets": ("import_streets", "import the list of streets by which people find their neighbourhood"),
    "import-values": ("import_values", "import indicator values from CSV or XLSX"),
}
# Commands that look at an installation whose storage may be missing; they must not change it.
READS_ONLY = {"check"}


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run the command line; exit 0 done, 1 refused with reasons, 2 wrong usage."""
    sys.exit(run(list(sys.argv[1:] if arguments is None else arguments)))


def run(arguments: list[str]) -> int:
    """Dispatch to the subcommand and return the exit status."""
    if not arguments or arguments[0] in {"-h", "--help"}:
        _print_help()
        return 0 if arguments else 2
    if arguments[0] == "--version":
        from quartierswerk import __version__

        print(f"quartierswerk {__version__}")
        return 0
    name, rest = arguments[0], arguments[1:]
    if name in PURE:
        pure: Callable[[list[str]], int] = importlib.import_module(PURE[name][0]).main
        return pure(rest)
    if name in STORED:
        return _run_stored(name, rest)
    print(
        f"quartierswerk: Den Befehl „{name}“ gibt es nicht. Alle Befehle: quartierswerk --help",
        file=sys.stderr,
    )
    return 2


def _run_stored(name: str, arguments: list[str]) -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "quartierswerk.config.settings")
    import django
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import CommandError, call_command, get_commands, load_command_class
    from django.db import DatabaseError

    try:
        django.setup()
        management_name = STORED[name][0]
        command = load_command_class(get_commands()[management_name], management_name)
        command._called_from_command_line = True  # type: ignore[attr-defined]  # so argparse tells wrong usage
        parser = command.create_parser("quartierswerk", name)
        options = vars(parser.parse_args(arguments))
        if name not in READS_ONLY:
            call_command("prepare_storage", verbosity=0)
        options.pop("args", None)
        command.execute(**options)
    except SystemExit as usage:  # argparse has already said what was wrong
        return int(usage.code or 0)
    except (CommandError, ImproperlyConfigured) as refused:
        print(refused, file=sys.stderr)
        return 1
    except DatabaseError as broken:
        print(f"Die Datenbank antwortet nicht wie erwartet: {broken}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    return 0


def _print_help() -> None:
    parser = argparse.ArgumentParser(
        prog="quartierswerk", description="The working platform for social neighbourhood development."
    )
    parser.add_argument("--version", action="store_true", help="print the version")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND")
    for name, (_where, help_text) in sorted({**PURE, **STORED}.items()):
        commands.add_parser(name, help=help_text)
    parser.print_help()


if __name__ == "__main__":
    main()
