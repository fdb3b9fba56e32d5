"""Tables and wires: migrations that are complete and lead back, no signals, no hidden saving."""

import ast
import re
from io import StringIO

import pytest
from django.apps import apps
from django.contrib.contenttypes.fields import GenericForeignKey
from django.core.management import call_command
from django.db.migrations.loader import MigrationLoader

from tests.house.project import listed, package_of, python_files, short, tree
from tests.house.test_shelves import our_models

SAYING_NOTHING = re.compile(r"^(utils?|helpers?|common|misc|services|managers?|info|handlers?|stuff|tools|base|core)$")


def our_migrations() -> dict[tuple[str, str], object]:
    labels = {config.label for config in apps.get_app_configs() if config.name.startswith("quartierswerk.")}
    loader = MigrationLoader(None, ignore_no_migrations=True)
    return {key: migration for key, migration in loader.disk_migrations.items() if key[0] in labels}


@pytest.mark.django_db
def test_migrations_are_complete() -> None:
    out = StringIO()
    try:
        call_command("makemigrations", "--check", "--dry-run", stdout=out, stderr=out)
    except SystemExit:
        pytest.fail(out.getvalue())


def test_every_migration_has_a_way_back() -> None:
    faults = [
        f"{label}.{name}: {operation.describe()}"
        for (label, name), migration in our_migrations().items()
        for operation in migration.operations
        if not operation.reversible
    ]

    assert faults == [], listed(faults)


def test_every_app_with_tables_has_migrations() -> None:
    with_tables = {model._meta.app_label for model in our_models()}

    assert with_tables - {label for label, _name in our_migrations()} == set()


def test_generic_relations_stand_only_in_the_history() -> None:
    owners = {
        model._meta.label
        for model in our_models()
        if any(isinstance(field, GenericForeignKey) for field in model._meta.private_fields)
    }

    assert owners == {"history.Entry"}


def test_nothing_listens_to_signals() -> None:
    faults = [
        f"{short(path)}:{node.lineno}"
        for path in python_files()
        for node in ast.walk(tree(path))
        if isinstance(node, ast.ImportFrom)
        and (node.module or "").startswith(("django.dispatch", "django.db.models.signals", "django.core.signals"))
    ]

    assert faults == [], listed(faults)


def test_models_do_not_hide_work_in_saving_and_deleting() -> None:
    hidden = {"save", "delete", "refresh_from_db", "__setattr__", "clean_fields", "full_clean"}
    faults = [
        f"{model._meta.label}.{name}"
        for model in our_models()
        for base in model.__mro__
        if base.__module__.startswith("quartierswerk.")
        for name in hidden & set(vars(base))
    ]

    assert faults == [], listed(faults)


def test_no_metaclasses_of_our_own() -> None:
    faults = [
        f"{short(path)}:{node.lineno}"
        for path in python_files()
        for node in ast.walk(tree(path))
        if isinstance(node, ast.ClassDef)
        and (
            any(keyword.arg == "metaclass" for keyword in node.keywords)
            or any(ast.unparse(base) == "type" for base in node.bases)
        )
    ]

    assert faults == [], listed(faults)


def test_middleware_knows_nothing_of_the_domain(settings) -> None:
    assert [name for name in settings.MIDDLEWARE if name.startswith("quartierswerk.")] == []


def test_modules_have_names_that_say_something() -> None:
    faults = [
        short(path)
        for path in python_files()
        if any(SAYING_NOTHING.match(part) for part in (path.stem, *path.relative_to(path.parents[1]).parts[:-1]))
    ]

    assert faults == [], listed(faults)


def test_foreign_keys_protect_or_belong() -> None:
    """Nothing is deleted by accident: a cascade only where the row is part of the other one of the same app."""
    faults = [
        f"{model._meta.label}.{field.name}"
        for model in our_models()
        for field in model._meta.get_fields()
        if (field.many_to_one or field.one_to_one)
        and getattr(field.remote_field, "on_delete", None) is not None
        and field.remote_field.on_delete.__name__ == "CASCADE"
        and not field.auto_created
        and field.related_model.__module__.split(".")[:2] != model.__module__.split(".")[:2]
    ]

    assert faults == [], listed(faults)


def test_rules_are_pure() -> None:
    faults = [
        f"{short(path)}:{line}: {name}"
        for path in python_files()
        if "rules" in (path.stem, path.parent.name) and package_of(path) != "kernel"
        for line, name in all_imports(path)
        if name.split(".")[0] == "django" or re.fullmatch(r"quartierswerk\.\w+\.(models|queries|actions)(\..*)?", name)
    ]

    assert faults == [], listed(faults)


def all_imports(path) -> list[tuple[int, str]]:
    found: list[tuple[int, str]] = []
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            found += [(node.lineno, alias.name) for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            found.append((node.lineno, node.module or ""))
    return found
