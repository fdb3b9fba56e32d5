"""Computing from two texts, exactly as the command does: specification and values in, result texts out."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Frozen:
    """What a run keeps. The texts are those that ``quartierswerk index`` writes for the same input."""

    result_text: str
    details_text: str
    uncertainty_text: str
    borders: list[float]
    seed: int | None
    used: int
    excluded: int


def computed(spec_text: str, values_text: str) -> Frozen:
    """Compute an index, with its uncertainty where the specification declares one. Raises SpecError."""
    from quartierswerk.compute.csv_reading import read_values
    from quartierswerk.compute.index import compute_index
    from quartierswerk.compute.reading import read_spec
    from quartierswerk.compute.uncertainty import uncertainty
    from quartierswerk.compute.writing import csv_text, record_text, result_rows, uncertainty_rows

    spec = read_spec(spec_text)
    table = read_values(values_text.encode(), spec.id)
    result = compute_index(spec, table)
    unsure = csv_text(uncertainty_rows(uncertainty(spec, table, result))) if spec.uncertainty else ""
    return Frozen(
        result_text=csv_text(result_rows(result)),
        details_text=record_text(spec, result),
        uncertainty_text=unsure,
        borders=[] if result.borders is None else [float(border) for border in result.borders],
        seed=spec.uncertainty.seed if spec.uncertainty else None,
        used=len(result.used),
        excluded=len(result.excluded),
    )
