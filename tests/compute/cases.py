"""Small specifications and tables that tests change in one place to see what happens."""

from copy import deepcopy
from typing import Any

from quartierswerk.compute.index import Result, compute_index
from quartierswerk.compute.reading import spec_from_mapping
from quartierswerk.compute.table import Table

SPEC: dict[str, Any] = {
    "version": 1,
    "id": "code",
    "indicators": [{"id": "a", "direction": "burden"}, {"id": "b", "direction": "burden"}],
    "normalise": {"method": "z"},
    "aggregate": {
        "id": "top",
        "method": "sum",
        "children": [{"id": "a", "weight": 1}, {"id": "b", "weight": 2}],
    },
}
VALUES: dict[str, list[Any]] = {
    "code": ["01", "02", "03", "04", "05"],
    "a": ["1", "2", "3", "4", "10"],
    "b": ["5", "3", "3", "1", "0.5"],
    "people": ["100", "200", "300", "400", "500"],
    "group": ["x", "x", "y", "y", "y"],
}


def spec_with(**changes: Any) -> dict[str, Any]:
    """The small specification with some top-level keys set anew; None takes a key out."""
    found = deepcopy(SPEC)
    for key, value in changes.items():
        if value is None:
            found.pop(key, None)
        else:
            found[key] = value
    return found


def indicator(name: str, **more: Any) -> dict[str, Any]:
    """An indicator that points to burden unless told otherwise; dashes are written as underscores."""
    return {"id": name, "direction": "burden", **{key.replace("_", "-"): value for key, value in more.items()}}


def one_indicator(**more: Any) -> dict[str, Any]:
    """A specification with the indicator ``a`` alone, its normalised value being the score."""
    return spec_with(
        indicators=[indicator("a", **more)],
        aggregate={"method": "sum", "children": [{"id": "a", "weight": 1}]},
    )


def table_with(**changes: list[Any]) -> Table:
    """The small table with some columns set anew or added."""
    columns = {**VALUES, **changes}
    return Table(columns["code"], columns)


def computed(spec: dict[str, Any], table: Table | None = None) -> Result:
    """The index of a specification over the small table or another one."""
    return compute_index(spec_from_mapping(spec), table_with() if table is None else table)
