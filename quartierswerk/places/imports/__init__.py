"""Reading files of areas, renewal areas and streets, with a preview before anything is written."""

from datetime import date
from pathlib import Path

from quartierswerk.places.imports.files import read_table
from quartierswerk.places.imports.outline import read_outline
from quartierswerk.places.imports.preview import preview_areas
from quartierswerk.places.imports.renewal import preview_renewal_areas
from quartierswerk.places.imports.sentences import sentence
from quartierswerk.places.imports.tables import Unreadable
from quartierswerk.places.rules.preview import RENEWAL, AreaPreview, Finding, ImportSpec

__all__ = ["preview_areas", "preview_file", "preview_renewal_areas", "read_fields", "read_outline", "sentence"]


def preview_file(path: Path, spec: ImportSpec, *, today: date, file_name: str = "") -> AreaPreview:
    """Preview a file as areas or as renewal areas, as ``spec.subject`` says."""
    look = preview_renewal_areas if spec.subject == RENEWAL else preview_areas
    return look(path, spec, today=today, file_name=file_name)


def read_fields(path: Path, *, layer: str = "") -> tuple[list[str], list[str], list[Finding]]:
    """Fields and layers of a file, and what keeps it from being read; for the form that asks what means what."""
    try:
        table = read_table(path, ImportSpec(layer=layer))
    except Unreadable as wrong:
        layers = [str(name) for name in wrong.finding.facts.get("layers", [])]
        if not layers:
            return [], [], [wrong.finding]
        fields, _layers, defects = read_fields(path, layer=layers[0])
        return fields, layers, defects
    return list(table.columns), table.layers, []
