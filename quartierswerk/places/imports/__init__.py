"""Reading files of areas, renewal areas and streets, with a preview before anything is written."""

from datetime import date
from pathlib import Path

from quartierswerk.places.imports.preview import preview_areas
from quartierswerk.places.imports.renewal import preview_renewal_areas
from quartierswerk.places.imports.sentences import sentence
from quartierswerk.places.rules.preview import RENEWAL, AreaPreview, ImportSpec

__all__ = ["preview_areas", "preview_file", "preview_renewal_areas", "sentence"]


def preview_file(path: Path, spec: ImportSpec, *, today: date, file_name: str = "") -> AreaPreview:
    """Preview a file as areas or as renewal areas, as ``spec.subject`` says."""
    look = preview_renewal_areas if spec.subject == RENEWAL else preview_areas
    return look(path, spec, today=today, file_name=file_name)
