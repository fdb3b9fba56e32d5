"""The permissions as a page: name, what it allows, roles that can have it, conditions.

permissions.py check    fail when docs/reference/permissions.md is out of date
permissions.py write    write it anew
"""

import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "reference" / "permissions.md"


def main(arguments: list[str]) -> int:
    if arguments not in (["check"], ["write"]):
        print(__doc__)
        return 2
    if arguments == ["write"]:
        PAGE.parent.mkdir(parents=True, exist_ok=True)
        PAGE.write_text(page(), encoding="utf-8")
    elif not PAGE.exists() or PAGE.read_text(encoding="utf-8") != page():
        print("docs/reference/permissions.md is out of date: tools/permissions.py write")
        return 1
    return 0


def page() -> str:
    """Return the page; the texts are the English ones of the code."""
    from django.utils import translation

    from quartierswerk.kernel.permits import permits

    lines = [
        "# Permissions",
        "",
        "Written by `tools/permissions.py write` from the registry that each app fills in `permissions.py`. All",
        "conditions have to hold; the first that fails gives the reason a person reads. Inside the product the page",
        "“Roles and what they may do” shows the same by role.",
        "",
        "| permission | allows | roles that can have it | reasons for a refusal |",
        "|---|---|---|---|",
    ]
    with translation.override("en"):
        for permit in permits():
            roles = ", ".join(f"`{role}`" for role in sorted(permit.roles)) or "everyone who meets the conditions"
            reasons = "<br>".join(_cell(reason) for _condition, reason in permit.conditions)
            lines.append(f"| `{permit.name}` | {_cell(permit.label)} | {roles} | {reasons} |")
    return "\n".join(lines) + "\n"


def _cell(text: object) -> str:
    return str(text).replace("|", "\\|").replace("\n", " ")


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "quartierswerk.config.settings")
    import django

    django.setup()
    sys.exit(main(sys.argv[1:]))
