"""The one registry and what is declared beside it: permissions, navigation, the register of processing, history."""

import ast
import importlib
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.db import models
from django.utils import translation

from quartierswerk.config import navigation
from quartierswerk.kernel.permits import permits
from quartierswerk.kernel.privacy import PrivacyEntry, entry_labels
from quartierswerk.people.rules import ROLES
from tests.house.project import PRODUCT, listed, python_files, short, tree
from tests.house.test_shelves import our_models

ASKING = {"demand", "may", "why_not"}
# Fields of these names tell something about a person, wherever they stand.
PERSONAL_NAMES = {
    "mail",
    "email",
    "phone",
    "mobile",
    "first_name",
    "last_name",
    "person",
    "person_name",
    "contact",
    "contact_name",
    "birth_date",
    "born_on",
    "ip_address",
}
# Models whose field "name" names a thing. A new model with a name comes here or into the register of processing.
NAMES_OF_THINGS = {
    "files.File",
    "places.Area",
    "places.Level",
    "places.Neighbourhood",
    "places.IdeaPoint",
    "places.PlaceKind",
    "places.RenewalArea",
    "places.MeetingPlace",
    "places.Room",
    "places.Street",
    "monitoring.Indicator",
    "monitoring.IndexSpec",
    "monitoring.Mapping",
    "monitoring.Theme",
    "people.Office",
}


# Permissions


def test_every_permission_is_named_after_its_app_and_a_verb() -> None:
    labels = {config.label for config in apps.get_app_configs() if config.name.startswith("quartierswerk.")}
    wrong = [
        permit.name
        for permit in permits()
        if not re.fullmatch(r"[a-z_]+\.[a-z]+(_[a-z_]+)?", permit.name) or permit.name.split(".")[0] not in labels
    ]

    assert wrong == []


@pytest.mark.parametrize("language", ["de", "en"])
def test_every_permission_has_a_label_and_a_reason_for_each_condition(language: str) -> None:
    with translation.override(language):
        silent = [
            permit.name
            for permit in permits()
            if not str(permit.label).strip() or not all(str(reason).strip() for _check, reason in permit.conditions)
        ]

    assert silent == []


def test_reasons_are_sentences() -> None:
    with translation.override("de"):
        faults = [
            f"{permit.name}: {reason}"
            for permit in permits()
            for _check, reason in permit.conditions
            if not re.fullmatch(r"[A-ZÄÖÜ„].*[.!?]", str(reason), re.DOTALL)
        ]

    assert faults == [], listed(faults)


def test_roles_of_permissions_exist() -> None:
    assert {role for permit in permits() for role in permit.roles} - set(ROLES) == set()


def named_permissions() -> Iterator[tuple[str, str]]:
    """Yield place and name of each permission that the code or a template asks for by name."""
    for path in python_files():
        for node in ast.walk(tree(path)):
            if not isinstance(node, ast.Call):
                continue
            function = ast.unparse(node.func).split(".")[-1]
            at = 1 if function in ASKING else 3 if function == "Step" else None
            given = [keyword.value for keyword in node.keywords if keyword.arg in {"permission", "audience"}]
            if at is not None and len(node.args) > at:
                given.append(node.args[at])
            for one in given:
                if isinstance(one, ast.Constant) and isinstance(one.value, str) and one.value:
                    yield f"{short(path)}:{node.lineno}", one.value
    for entries in (navigation.PUBLIC, navigation.DESK):
        for _url, label, permission in entries:
            if permission:
                yield f"navigation {label}", permission


def test_every_permission_that_is_asked_for_exists() -> None:
    known = {permit.name for permit in permits()}
    faults = [f"{place} asks for {name}" for place, name in named_permissions() if name not in known]

    assert faults == [], listed(faults)


def test_navigation_leads_to_pages_that_exist() -> None:
    from tests.house.test_pages import url_names

    names = {name for entries in (navigation.PUBLIC, navigation.DESK) for name, _label, _permission in entries}

    assert names - url_names() == set()


def test_recorded_actions_are_permissions_or_have_no_asker() -> None:
    """``record`` names the permission, so that the history can be read; what the system does by itself is exempt."""
    known = {permit.name for permit in permits()}
    faults = [
        f"{short(path)}:{node.lineno}: {node.args[0].value}"
        for path in python_files()
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call)
        and ast.unparse(node.func) == "record"
        and node.args
        and isinstance(node.args[0], ast.Constant)
        and node.args[0].value not in known
        and not any(
            keyword.arg == "by" and isinstance(keyword.value, ast.Constant) and keyword.value.value is None
            for keyword in node.keywords
        )
    ]

    assert faults == [], listed(faults)


# Register of processing


def privacy_entries() -> dict[str, list[PrivacyEntry]]:
    """The entries of each package that has some."""
    return {
        path.parent.name: importlib.import_module(f"quartierswerk.{path.parent.name}.privacy").PRIVACY
        for path in sorted(PRODUCT.glob("*/privacy.py"))
        if path.parent.name != "kernel"
    }


def personal_fields(model: type[models.Model]) -> list[str]:
    """The fields of a model that tell something about people."""
    found = []
    for field in model._meta.get_fields():
        if field.auto_created or not getattr(field, "concrete", True):
            continue
        leads_to_person = (
            field.is_relation and getattr(field.related_model, "_meta", None) and field.related_model._meta.label
        ) == settings.AUTH_USER_MODEL
        named_so = field.name in PERSONAL_NAMES or isinstance(field, models.EmailField)
        own_name = field.name == "name" and model._meta.label not in NAMES_OF_THINGS
        if leads_to_person or named_so or own_name:
            found.append(field.name)
    return found


def test_every_model_with_personal_data_has_its_entry() -> None:
    registered = entry_labels([entry for entries in privacy_entries().values() for entry in entries])
    faults = [
        f"{model._meta.label} ({', '.join(fields)})"
        for model in our_models()
        if (fields := personal_fields(model)) and model._meta.label_lower not in registered
    ]

    assert faults == [], listed(faults)


def test_entries_name_models_and_fields_that_exist_and_all_personal_ones() -> None:
    faults = []
    for entry in (entry for entries in privacy_entries().values() for entry in entries):
        model = apps.get_model(entry.model)
        there = {field.name for field in model._meta.get_fields()}
        faults += [f"{entry.model} has no field {name}" for name in entry.fields if name not in there]
        faults += [
            f"{entry.model}.{name} is missing in its entry"
            for name in personal_fields(model)
            if name not in entry.fields and model.__module__.startswith("quartierswerk.")
        ]

    assert faults == [], listed(faults)


def test_entries_stand_beside_their_models_and_say_everything() -> None:
    faults = []
    for package, entries in privacy_entries().items():
        for entry in entries:
            module = apps.get_model(entry.model).__module__
            if module.startswith("quartierswerk.") and module.split(".")[1] != package:
                faults.append(f"{entry.model} stands in {package}")
            silent = [
                name
                for name in ("purpose", "groups", "recipients", "keep_for")
                if not str(getattr(entry, name)).strip()
            ]
            faults += [f"{entry.model} says nothing about {name}" for name in silent]

    assert faults == [], listed(faults)


def test_names_of_things_are_models_with_a_name() -> None:
    labels = {model._meta.label for model in our_models() if "name" in {f.name for f in model._meta.get_fields()}}

    assert NAMES_OF_THINGS - labels == set()


# History is read by thing


def mentions_entry(path: Path) -> bool:
    return path.is_relative_to(PRODUCT / "history") or any(
        isinstance(node, ast.ImportFrom)
        and (node.module or "").startswith("quartierswerk.history")
        and any(alias.name in {"Entry", "entries_of", "models"} for alias in node.names)
        for node in ast.walk(tree(path))
    )


def reads_by_person(node: ast.AST) -> bool:
    """Whether a call looks for, sorts or groups by who did it."""
    if not isinstance(node, ast.Call):
        return False
    function = ast.unparse(node.func).split(".")[-1]
    by_person = re.compile(r"-?(by|by_id|on_behalf_of|on_behalf_of_id)(__.+)?")
    if function in {"filter", "exclude", "get", "Q", "count", "aggregate", "annotate"}:
        return any(keyword.arg and by_person.fullmatch(keyword.arg) for keyword in node.keywords)
    if function in {"order_by", "values", "values_list", "distinct"}:
        return any(
            isinstance(argument, ast.Constant) and by_person.fullmatch(str(argument.value)) for argument in node.args
        )
    return False


def test_history_is_never_a_list_of_what_one_person_did() -> None:
    faults = [
        f"{short(path)}:{node.lineno}"
        for path in python_files()
        if mentions_entry(path)
        for node in ast.walk(tree(path))
        if reads_by_person(node)
    ]

    assert faults == [], listed(faults)


def test_no_way_leads_from_a_person_to_the_history() -> None:
    from quartierswerk.history.models import Entry

    back = {
        name: Entry._meta.get_field(name).remote_field.related_name for name in ("by", "on_behalf_of", "thing_type")
    }

    assert back == {"by": "+", "on_behalf_of": "+", "thing_type": "+"}


@pytest.mark.parametrize(
    ("code", "found"),
    [
        ("Entry.objects.filter(by=user)", True),
        ("entries.exclude(on_behalf_of__name='x')", True),
        ("Q(by_id=3)", True),
        ("entries.order_by('-by')", True),
        ("entries.values('by__name')", True),
        ("entries.filter(thing_id=3).order_by('-at')", False),
        ("record('a.b', thing, by=user)", False),
    ],
)
def test_the_look_for_lists_by_person_works(code: str, found: bool) -> None:
    assert any(reads_by_person(node) for node in ast.walk(ast.parse(code))) is found
