"""publiccode.yml (version 0.7): there, complete, in step with the package."""

from typing import Any

import pytest
import yaml

from quartierswerk import __version__
from tests.house.project import ROOT

REQUIRED = {
    "publiccodeYmlVersion",
    "name",
    "url",
    "platforms",
    "developmentStatus",
    "softwareType",
    "description",
    "legal",
    "maintenance",
    "localisation",
}
OPTIONAL = {
    "applicationSuite",
    "landingURL",
    "isBasedOn",
    "softwareVersion",
    "releaseDate",
    "logo",
    "categories",
    "usedBy",
    "fundedBy",
    "roadmap",
    "intendedAudience",
    "organisation",
    "dependsOn",
}
STATUSES = {"concept", "development", "beta", "stable", "obsolete"}
TYPES = {"standalone/mobile", "standalone/iot", "standalone/desktop", "standalone/web", "standalone/backend"}
TYPES |= {"standalone/other", "addon", "library", "configurationFiles"}


@pytest.fixture(scope="module")
def description() -> dict[str, Any]:
    return yaml.safe_load((ROOT / "publiccode.yml").read_text(encoding="utf-8"))


def test_it_has_the_keys_of_its_version(description: dict[str, Any]) -> None:
    keys = set(description)

    assert (REQUIRED - keys, keys - REQUIRED - OPTIONAL) == (set(), set())
    assert description["publiccodeYmlVersion"] == "0.7"
    assert description["developmentStatus"] in STATUSES
    assert description["softwareType"] in TYPES


def test_it_names_the_version_of_the_package(description: dict[str, Any]) -> None:
    assert description["softwareVersion"] == __version__


def test_each_language_is_described_at_the_length_asked_for(description: dict[str, Any]) -> None:
    wrong = {
        language: {"short": len(words["shortDescription"]), "long": len(words["longDescription"])}
        for language, words in description["description"].items()
        if len(words["shortDescription"]) > 150
        or not 150 <= len(words["longDescription"]) <= 10_000
        or not words["features"]
        or any(len(feature) > 100 for feature in words["features"])
    }

    assert wrong == {}
    assert set(description["description"]) == set(description["localisation"]["availableLanguages"])


def test_it_says_licence_and_whom_to_ask(description: dict[str, Any]) -> None:
    contacts = description["maintenance"]["contacts"]

    assert description["legal"] == {"license": "EUPL-1.2"}
    assert description["maintenance"]["type"] in {"internal", "community"}  # a contract would have to be named
    assert [set(contact) for contact in contacts] == [{"name", "email"}]
    assert description["localisation"]["localisationReady"] is True


def test_its_languages_are_those_of_the_interface(description: dict[str, Any], settings: Any) -> None:
    assert description["localisation"]["availableLanguages"] == [code for code, _name in settings.LANGUAGES]
