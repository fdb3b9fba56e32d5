"""The stylesheet is cut to what is in use, and what is in use is there."""

import gzip
import importlib.util
import re
import sys
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[2]
PRODUCT = ROOT / "quartierswerk"
BUILT = PRODUCT / "ui" / "static" / "vendor"


@pytest.fixture(scope="module")
def cutter() -> ModuleType:
    spec = importlib.util.spec_from_file_location("stylesheet", ROOT / "tools" / "stylesheet.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["stylesheet"] = module
    spec.loader.exec_module(module)
    return module


def built(name: str) -> str:
    file = BUILT / name
    assert file.exists(), f"{name} is missing: run tools/frontend.py (make setup does)"
    return file.read_text(encoding="utf-8")


def test_rules_of_unused_classes_go_and_all_others_stay(cutter: ModuleType) -> None:
    kern = (
        "html{margin:0}.kern-a{color:red}.kern-b,.kern-a:hover{color:blue}@media print{.kern-b{top:0}.kern-a{top:1px}}"
    )

    css = cutter.bundle(kern, "", '<p class="kern-a">', "")

    assert css == (
        '@charset "UTF-8";@layer kern{html{margin:0}.kern-a{color:red}.kern-a:hover{color:blue}'
        "@media print{.kern-a{top:1px}}}\n\n"
    )


def test_a_rule_stays_if_its_other_class_is_only_excluded(cutter: ModuleType) -> None:
    kern = ".kern-a:not(.kern-b):hover{top:0}.kern-a:has(.kern-b){top:1px}"

    css = cutter.bundle(kern, "", "kern-a", "")

    assert css == '@charset "UTF-8";@layer kern{.kern-a:not(.kern-b):hover{top:0}}\n\n'


def test_only_variables_that_are_read_stay_and_lose_their_second_value(cutter: ModuleType) -> None:
    kern = ":root{--one:var(--two);--two:red;--three:blue}.kern-a{color:var(--one, #fff)}"

    css = cutter.bundle(kern, "", "kern-a", "")

    assert css == '@charset "UTF-8";@layer kern{:root{--one:var(--two);--two:red}.kern-a{color:var(--one)}}\n\n'


def test_braces_in_addresses_do_not_end_a_rule(cutter: ModuleType) -> None:
    kern = '.kern-a{mask:url("data:image/svg+xml,%3Cstyle%3Ea{b:c;d:e}");top:0}.kern-b{top:0}'

    css = cutter.bundle(kern, "", "kern-a", "")

    assert css.count("data:image/svg+xml,%3Cstyle%3Ea{b:c;d:e}") == 1
    assert ".kern-b" not in css


def test_every_class_that_templates_use_has_a_rule() -> None:
    rules = set(re.findall(r"\.((?:kern|qw)-[\w-]+)", built("quartierswerk.css")))
    used = set()
    for template in PRODUCT.rglob("*.html"):
        text = re.sub(r"{%.*?%}|{{.*?}}", "\ue000", template.read_text(encoding="utf-8"), flags=re.S)
        for classes in re.findall(r'class="([^"]*)"', text):
            # A name with a hole in it is put together from values; tools/stylesheet.py keeps those.
            names = {name for name in re.split(r"\s+", classes) if "\ue000" not in name}
            names |= {name for name in re.split(r"[\s\ue000]+", classes) if re.fullmatch(r"[\w-]*[\w]", name)}
            used |= {name for name in names if name.startswith(("kern-", "qw-")) and not name.endswith("-")}

    assert used - rules - HOOKS == set()


# Classes without a look of their own: they mark a place for other rules or for scripts.
HOOKS = {"qw-public", "qw-drawing"}


def test_every_kept_name_is_a_class_of_kern(cutter: ModuleType) -> None:
    kern = (ROOT / "node_modules" / "@kern-ux" / "native" / "dist" / "kern.min.css").read_text(encoding="utf-8")

    assert {name for name in cutter.KEEP if f".{name}" not in kern} == set()


def test_a_first_visit_stays_within_its_weight() -> None:
    style = len(gzip.compress(built("quartierswerk.css").encode()))
    script = len(gzip.compress(built("quartierswerk.js").encode()))
    library = len(gzip.compress(built("htmx.js").encode()))
    fonts = sum(file.stat().st_size for file in (BUILT / "fonts").glob("*-latin.woff2"))

    assert style <= 25_000
    assert fonts <= 46_000
    assert script <= 8_000
    assert style + fonts + script + library <= 87_000


def test_our_sheets_name_no_physical_sides_and_no_colours_but_tokens() -> None:
    wrong = []
    for sheet in sorted((PRODUCT / "ui" / "static" / "ui").glob("*.css")):
        text = re.sub(r"/\*.*?\*/", "", sheet.read_text(encoding="utf-8"), flags=re.S)
        sides = (
            r"(?:^|[;{\s])((?:margin|padding|border)-(?:left|right)|left|right|float|text-align: (?:left|right))\s*:"
        )
        wrong += [f"{sheet.name}: {side}" for side in re.findall(sides, text) if side != "float"]
        if sheet.name not in {"tokens.css", "print.css"}:
            wrong += [f"{sheet.name}: {colour}" for colour in re.findall(r"#[0-9a-fA-F]{3,8}\b(?=[;,\s)])", text)]

    assert wrong == []


def test_no_two_scripts_use_the_same_name() -> None:
    # They are served as one file, so a second function of the same name would silently replace the first.
    names: list[str] = []
    for script in sorted((PRODUCT / "ui" / "static" / "ui").glob("*.js")):
        text = script.read_text(encoding="utf-8")
        names += re.findall(r"^(?:export )?(?:async )?(?:function|const|let|class) (\w+)", text, re.M)

    assert sorted(names) == sorted(set(names))
