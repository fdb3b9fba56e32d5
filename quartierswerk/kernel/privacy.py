"""The register of processing: one entry beside each model with personal data."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class PrivacyEntry:
    """What is kept about people in one model, why, who receives it and when it is deleted (GDPR Art. 30)."""

    model: str
    """Label of the model, such as ``"people.User"``."""
    fields: tuple[str, ...]
    """Fields with personal data."""
    purpose: Any
    groups: Any
    recipients: Any
    keep_for: Any
    """When it is deleted, as a sentence."""


def entry_labels(entries: list[PrivacyEntry]) -> set[str]:
    """Labels of the models that have an entry."""
    return {entry.model.lower() for entry in entries}
