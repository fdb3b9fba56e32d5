"""Down, never up, never sideways: where import-linter does not look (relations, templates, private modules)."""

import ast
import re
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings

from tests.house.project import (
    OPEN_PACKAGES,
    PRIVATE_MODULES,
    PRODUCT,
    height,
    listed,
    may_use,
    package_of,
    python_files,
    shelves,
    short,
    template_name,
    templates,
    tree,
)

COTTON = re.compile(r"<c-([a-z][\w.-]*)")
NAMED = re.compile(r"""{%\s*(extends|include)\s+["']([^"'#]+)""")
LOADED = re.compile(r"{%\s*load\s+([^%]*?)\s*%}")


def our_models() -> list[type]:
    return [model for model in apps.get_models() if model.__module__.startswith("quartierswerk.")]


def package_of_model(model: type) -> str:
    return model.__module__.split(".")[1]


def test_every_package_has_its_shelf() -> None:
    packages = {path.parent.name for path in PRODUCT.glob("*/__init__.py")}

    assert packages - set().union(*shelves()) == set()


def test_kernel_is_lowest_and_config_highest() -> None:
    assert (height("kernel"), height("config")) == (0, len(shelves()) - 1)


def test_relations_lead_downwards() -> None:
    faults = [
        f"{model._meta.label}.{field.name} leads to {field.related_model._meta.label}"
        for model in our_models()
        for field in model._meta.get_fields()
        if getattr(field, "related_model", None) is not None
        and not field.auto_created
        and field.related_model.__module__.startswith("quartierswerk.")
        and field.related_model._meta.label != settings.AUTH_USER_MODEL
        and not may_use(package_of_model(model), package_of_model(field.related_model))
    ]

    assert faults == [], listed(faults)


def owner_of_template(name: str) -> str:
    found = [path for path in templates() if template_name(path) == name]
    return package_of(found[0]) if found else ""


def owner_of_component(tag: str) -> str:
    wanted = f"cotton/{tag.replace('.', '/').replace('-', '_')}"
    owner = owner_of_template(f"{wanted}.html") or owner_of_template(f"{wanted}/index.html")
    return owner or owner_of_template(f"cotton/{tag.replace('.', '/')}.html")


def owner_of_library(library: str) -> str:
    found = sorted(PRODUCT.glob(f"**/templatetags/{library}.py"))
    return package_of(found[0]) if found else ""


def used_by(path: Path) -> list[tuple[str, str]]:
    """What a template uses, with the package that owns it ("" if it is not ours)."""
    text = path.read_text(encoding="utf-8")
    used = [(name, owner_of_template(name)) for _tag, name in NAMED.findall(text)]
    used += [(f"<c-{tag}>", owner_of_component(tag)) for tag in sorted(set(COTTON.findall(text)) - {"vars", "slot"})]
    for words in LOADED.findall(text):
        names = words.split(" from ")[-1].split()
        used += [(f"load {name}", owner_of_library(name)) for name in names]
    return used


def test_templates_use_only_what_stands_below() -> None:
    faults = [
        f"{short(path)} uses {what} of {owner}"
        for path in templates()
        for what, owner in used_by(path)
        if owner and not may_use(package_of(path), owner)
    ]

    assert faults == [], listed(faults)


def test_templates_use_only_what_exists() -> None:
    elsewhere = ("load ", "django/", "account/", "mfa/", "usersessions/", "socialaccount/", "allauth/", "admin/")
    faults = [
        f"{short(path)} uses {what}, which is nowhere"
        for path in templates()
        for what, owner in used_by(path)
        if not owner and not what.startswith(elsewhere)
    ]

    assert faults == [], listed(faults)


def test_templates_of_an_app_stand_in_its_own_folder() -> None:
    foreign = {"cotton", "account", "mfa", "usersessions", "socialaccount", "allauth", "django", "429.html"}
    faults = [
        short(path)
        for path in templates()
        if (folder := template_name(path).split("/")[0]) not in foreign
        and folder != package_of(path)
        and "desks" not in path.parts
    ]

    assert faults == [], listed(faults)


def test_each_component_exists_once() -> None:
    names = [template_name(path) for path in templates() if template_name(path).startswith("cotton/")]

    assert sorted(name for name in set(names) if names.count(name) > 1) == []


def imports_of(path: Path) -> list[tuple[int, str]]:
    """Line and dotted name of each import from the product; ``from a import b`` counts as ``a.b``."""
    found: list[tuple[int, str]] = []
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            found += [(node.lineno, alias.name) for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found += [(node.lineno, f"{node.module}.{alias.name}") for alias in node.names]
    return [(line, name) for line, name in found if name.startswith("quartierswerk.")]


def is_private(name: str) -> bool:
    inside = name.split(".")[2:]
    return any(part in PRIVATE_MODULES for part in inside[:2]) or any(
        part.startswith("_") and not part.startswith("__") for part in inside
    )


def test_private_modules_and_names_stay_inside_their_package() -> None:
    faults = [
        f"{short(path)}:{line}: {name}"
        for path in python_files()
        for line, name in imports_of(path)
        if (package := name.split(".")[1]) != package_of(path)
        and package not in OPEN_PACKAGES
        and package_of(path) != "config"
        and is_private(name)
    ]

    assert faults == [], listed(faults)


def test_nobody_imports_relatively() -> None:
    faults = [
        f"{short(path)}:{node.lineno}"
        for path in python_files()
        for node in ast.walk(tree(path))
        if isinstance(node, ast.ImportFrom) and node.level
    ]

    assert faults == [], listed(faults)


@pytest.mark.parametrize(
    ("user", "used", "allowed"),
    [
        ("places", "people", True),
        ("people", "places", False),
        ("places", "places", True),
        ("history", "search", False),
        ("files", "framework", False),
        ("config", "demo", True),
    ],
)
def test_the_order_is_read_rightly(user: str, used: str, allowed: bool) -> None:
    assert may_use(user, used) is allowed
