"""What every reader gives: a table of features; and the limits that keep a file from taking the machine."""

from dataclasses import dataclass, field
from typing import Any

from quartierswerk.places.rules.preview import Finding

MEGABYTE = 1024 * 1024
MOST_BYTES = 200 * MEGABYTE
MOST_FEATURES = 60_000
MOST_VERTICES = 6_000_000


class Unreadable(Exception):
    """The file cannot be read; ``finding`` says why."""

    def __init__(self, code: str, *, field: str = "file", **facts: Any) -> None:
        self.finding = Finding(code, field=field, facts=facts)
        super().__init__(code)


@dataclass
class FeatureTable:
    """The features of a file as they stand there: columns of values, geometries (None = none), their system."""

    columns: dict[str, list[Any]]
    geoms: Any
    """numpy array of shapely geometries in the file's own system; None where there is none."""
    crs: Any
    """What pyproj takes, or None when the file does not say."""
    layers: list[str] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)

    def __len__(self) -> int:
        return len(self.geoms)


def limited(table: FeatureTable) -> FeatureTable:
    """Return the table, or refuse what is empty or larger than any city."""
    import shapely

    if len(table) == 0:
        raise Unreadable("no_features")
    too_many_features(len(table))
    vertices = int(shapely.get_num_coordinates(table.geoms).sum())
    if vertices > MOST_VERTICES:
        raise Unreadable("too_many_vertices", count=vertices, most=MOST_VERTICES)
    return table


def too_many_features(count: int) -> None:
    """Refuse a file with more features than any city has blocks; asked before the geometries are read."""
    if count > MOST_FEATURES:
        raise Unreadable("too_many_features", count=count, most=MOST_FEATURES)
