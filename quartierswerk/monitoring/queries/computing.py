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
    """Compute an index from texts. Raises SpecError."""
    raise NotImplementedError
