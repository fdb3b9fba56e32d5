"""The folder as a whole: links of the docs, no word about the workplace, licences, file names."""

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

from tests.house.project import PRODUCT, ROOT, listed, own_files, short

TEXT = {
    ".py",
    ".md",
    ".html",
    ".toml",
    ".yml",
    ".yaml",
    ".json",
    ".css",
    ".js",
    ".txt",
    ".in",
    ".po",
    ".cfg",
    ".sh",
    "",
}
# Built from pieces, so that this file does not name what it looks for.
FOLDERS = "|".join(["ho" + "me", "ro" + "ot", "wo" + "rk", "Us" + "ers", "mnt", "worksp" + "ace"])
ABSOLUTE_PATH = re.compile(rf"(?<![\w.:/\-}}>])/(?:{FOLDERS})/[\w.-]+")
ADDRESS = re.compile(r"https?://([^\s\\/\"'<>()\[\]{{}}:|,;`]+)")
KNOWN_HOSTS = re.compile(
    r"(?:[\w-]+\.)*example(?:\.(?:com|org|net))?$|localhost$|127\.0\.0\.1$|testserver$"
    r"|(?:[\w*-]+\.)+(?:org|com|de|eu|net|io|code|dev|gov|info|berlin|fi|gal|fr|int|ch|at|uk)$"
)
LOCK_FILES = {"package-lock.json", *(f"requirements/{name}.txt" for name in ("base", "dev", "build"))}


def texts() -> Iterator[tuple[Path, str]]:
    for path in own_files():
        if path.suffix in TEXT and path.stat().st_size < 3_000_000:
            try:
                yield path, path.read_text(encoding="utf-8")
            except UnicodeDecodeError:
                continue


def test_no_file_names_a_folder_of_somebodys_machine() -> None:
    faults = [f"{short(path)}: {found.group()}" for path, text in texts() for found in ABSOLUTE_PATH.finditer(text)]

    assert faults == [], listed(faults)


def test_lock_files_name_no_registry() -> None:
    faults = [
        f"{short(path)}: {found.group()[:80]}"
        for path, text in texts()
        if short(path) in LOCK_FILES
        for found in re.finditer(r"https?://\S+|--(?:extra-)?index-url\S*|\"resolved\"", text)
        if not re.match(r"https?://(?:github\.com|opencollective\.com|tidelift\.com|[\w.]*funding)", found.group())
    ]

    assert faults == [], listed(faults)


def test_addresses_lead_to_public_places() -> None:
    faults = [
        f"{short(path)}: {host}"
        for path, text in texts()
        for host in ADDRESS.findall(text)
        if "." in host
        and not KNOWN_HOSTS.match(host.split("@")[-1].rstrip("."))
        and "%" not in host
        and "…" not in host
    ]

    assert faults == [], listed(faults)


def test_file_names_are_plain() -> None:
    faults = [short(path) for path in own_files() if not re.fullmatch(r"[\w./\-]+", short(path), re.ASCII)]

    assert faults == [], listed(faults)


# Docs


def markdown() -> list[Path]:
    return [path for path in own_files() if path.suffix == ".md" and not short(path).startswith("LICENSES/")]


def anchors(path: Path) -> set[str]:
    """The anchors of a page's headings, as the usual viewers make them."""
    text = re.sub(r"```.*?```", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
    heads = re.findall(r"^#+ +(.+?)\s*$", text, re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", re.sub(r"[`*]|\[|\]\(.*?\)", "", head).lower()).replace(" ", "-") for head in heads}


def test_links_of_the_docs_resolve() -> None:
    faults = []
    for path in markdown():
        text = re.sub(r"```.*?```|`[^`]*`", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
        for target in re.findall(r"\]\(([^)\s]+)(?: \"[^\"]*\")?\)", text):
            if re.match(r"[a-z]+:", target):
                continue
            name, _hash, anchor = unquote(target).partition("#")
            page = (path.parent / name).resolve() if name else path
            if not page.exists():
                faults.append(f"{short(path)}: {target}")
            elif anchor and page.suffix == ".md" and anchor not in anchors(page):
                faults.append(f"{short(path)}: {target} (no such heading)")

    assert faults == [], listed(faults)


def test_files_that_docs_name_exist() -> None:
    """A path in code marks such as `quartierswerk/places/rules.py` is there."""
    faults = [
        f"{short(path)}: {name}"
        for path in markdown()
        if "decisions" not in path.parts and path.name != "CHANGELOG.md"
        for name in re.findall(
            r"`((?:quartierswerk|tests|tools|docs|catalogues|requirements)/[\w./\-]+)`", path.read_text("utf-8")
        )
        if not (ROOT / name).exists()
    ]

    assert faults == [], listed(faults)


def test_every_app_with_tables_has_a_page_about_itself() -> None:
    with_tables = {path.parent.name for path in PRODUCT.glob("*/migrations")}

    assert {name for name in with_tables if not (PRODUCT / name / "README.md").exists()} == set()


def test_decisions_are_short_and_numbered() -> None:
    decisions = sorted((ROOT / "docs" / "decisions").glob("*.md"))
    numbers = [path.name[:4] for path in decisions]
    long = [path.name for path in decisions if len(path.read_text(encoding="utf-8").splitlines()) > 60]

    assert (sorted(set(numbers)), long) == (numbers, [])
    assert [number for number in numbers if not number.isdigit()] == []


def test_to_do_notes_name_their_issue() -> None:
    note = re.compile(r"\b(?:TO" + r"DO|FIX" + r"ME|XX" + r"X|HA" + r"CK)\b(?!.*#\d)")
    faults = [
        f"{short(path)}:{number}"
        for path, text in texts()
        if path.suffix in {".py", ".html", ".css", ".js"}
        for number, line in enumerate(text.splitlines(), 1)
        if note.search(line)
    ]

    assert faults == [], listed(faults)
