"""What an import would do, as plain values: made by ``places.imports``, carried out by ``actions.import_areas``."""

import dataclasses
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

AREAS, RENEWAL = "areas", "renewal"


@dataclass(frozen=True)
class Finding:
    """Something to know about a file: a key, what it concerns, and whether it stops the import.

    ``concerns`` is the code of an area, or "" for the whole file; ``field`` is the choice it belongs to (file, crs,
    layer, code, name, parent, ...), so that a form can say it beside the field.
    """

    code: str
    concerns: str = ""
    stops: bool = True
    field: str = ""
    facts: dict[str, Any] = dataclasses.field(default_factory=dict)


@dataclass(frozen=True)
class ImportSpec:
    """How a file is to be read: which field means what, and for when it counts.

    For renewal areas ``kind``, ``status``, ``starts_on``, ``ends_on`` and ``legal_basis`` name fields too; a text
    that is no field but a known kind or status is taken for all rows.
    """

    subject: str = AREAS
    level: str = ""
    code: str = ""
    name: str = ""
    parent: str = ""
    residents: str = ""
    residents_on: date | None = None
    valid_from: date | None = None
    valid_until: date | None = None
    dissolve: bool = False
    partial: bool = False
    crs: str = ""
    encoding: str = ""
    layer: str = ""
    kind: str = ""
    status: str = ""
    starts_on: str = ""
    ends_on: str = ""
    legal_basis: str = ""

    def as_mapping(self) -> dict[str, Any]:
        """What was chosen, without what was left open, for the record of the run."""
        chosen = {name: value for name, value in asdict(self).items() if value not in ("", None, False)}
        return {name: value.isoformat() if isinstance(value, date) else value for name, value in chosen.items()}


@dataclass(frozen=True)
class Planned:
    """One row of the file, ready to be written: ``facts`` and ``shape`` are columns of the model."""

    code: str
    facts: dict[str, Any]
    shape: dict[str, Any]


@dataclass(frozen=True)
class Changed:
    """An area that is there already and differs; ``opens_version`` tells that a new version begins."""

    code: str
    name: str
    differences: dict[str, tuple[Any, Any]]
    opens_version: bool = False
    changed_m2: float = 0.0


@dataclass(frozen=True)
class Present:
    """An area as it is stored, for lists in a preview."""

    code: str
    name: str


@dataclass
class AreaPreview:
    """What an import would do. ``defects`` stop it, ``warnings`` do not."""

    spec: ImportSpec
    file_name: str = ""
    checksum: str = ""
    size: int = 0
    today: date | None = None
    fields: list[str] = dataclasses.field(default_factory=list)
    layers: list[str] = dataclasses.field(default_factory=list)
    features: int = 0
    rows: list[Planned] = dataclasses.field(default_factory=list)
    new: list[Present] = dataclasses.field(default_factory=list)
    changed: list[Changed] = dataclasses.field(default_factory=list)
    unchanged: list[Present] = dataclasses.field(default_factory=list)
    vanished: list[Present] = dataclasses.field(default_factory=list)
    closes_vanished: bool = False
    findings: list[Finding] = dataclasses.field(default_factory=list)
    stands_on: str = ""
    """Fingerprint of what was stored when the preview was made; the import refuses when it differs."""

    @property
    def defects(self) -> list[Finding]:
        """What stops the import."""
        return [finding for finding in self.findings if finding.stops]

    @property
    def warnings(self) -> list[Finding]:
        """What a person should know before confirming."""
        return [finding for finding in self.findings if not finding.stops]

    @property
    def counts(self) -> dict[str, int]:
        """How many areas of each kind."""
        return {
            "features": self.features,
            "new": len(self.new),
            "changed": len(self.changed),
            "unchanged": len(self.unchanged),
            "vanished": len(self.vanished),
            "warnings": len(self.warnings),
        }

    def find(self, findings: Iterable[Finding]) -> bool:
        """Add findings; tell whether one of them stops the import."""
        added = list(findings)
        self.findings += added
        return any(finding.stops for finding in added)
