"""The command line as a page: what every subcommand says of itself.

commands.py check    fail when docs/reference/commands.md is out of date
commands.py write    write it anew
"""

import io
import os
import sys
from contextlib import redirect_stdout
from pathlib import Path
from unittest import mock

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "reference" / "commands.md"
HEAD = """\
# The command `quartierswerk`

Written by `tools/commands.py write` from the help of each subcommand. In a checkout it is `.venv/bin/quartierswerk`,
where a wheel is installed `quartierswerk`; nothing has to be activated. Which installation it works on says the
[environment](environment.md), above all `DATA_DIR` and `DATABASE_URL`.

| exit status | means |
|---|---|
| 0 | done; there may be warnings |
| 1 | refused, with the reasons on standard error; nothing was written |
| 2 | wrong usage |

Messages are German, with `--lang en` English. `index` needs neither storage nor Django. Every other command brings the
storage up to the program's version first and loads the shipped catalogues; only `check` touches no stored data.
"""


def main(arguments: list[str]) -> int:
    if arguments not in (["check"], ["write"]):
        print(__doc__)
        return 2
    if arguments == ["write"]:
        PAGE.write_text(page(), encoding="utf-8")
    elif not PAGE.exists() or PAGE.read_text(encoding="utf-8") != page():
        print("docs/reference/commands.md is out of date: tools/commands.py write")
        return 1
    return 0


def page() -> str:
    """Return the page, one section for each subcommand."""
    from quartierswerk.config.cli import PURE, STORED

    sections = [f"\n## {name}\n\n```text\n{help_of(name)}\n```\n" for name in sorted({**PURE, **STORED})]
    return HEAD + "".join(sections)


def help_of(name: str) -> str:
    """Return what ``quartierswerk NAME --help`` prints, in English and 100 letters wide."""
    from quartierswerk.config.cli import run

    printed = io.StringIO()
    with mock.patch.dict(os.environ, COLUMNS="100"), redirect_stdout(printed):
        run([name, "--lang", "en", "--help"])
    return printed.getvalue().strip()


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    sys.exit(main(sys.argv[1:]))
