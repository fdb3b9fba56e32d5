"""The social monitoring of Berlin 2017, recomputed and held against its published results.

Source of values and recipe: the shared reference folder (QUARTIERSWERK_REFERENCE), monitoring/PROVENANCE.md.
"""

import csv
import os
from pathlib import Path
from typing import Any

import pytest

from quartierswerk.compute.csv_reading import read_values
from quartierswerk.compute.index import Result, compute_index
from quartierswerk.compute.reading import spec_from_mapping
from quartierswerk.compute.table import Table
from quartierswerk.compute.uncertainty import uncertainty

ROOT = Path(__file__).resolve().parents[2]
FOLDER = Path(os.environ.get("QUARTIERSWERK_REFERENCE", ROOT.parent / "shared")) / "data/monitoring/berlin_mss_2017"

pytestmark = [
    pytest.mark.reference,
    pytest.mark.skipif(not FOLDER.is_dir(), reason=f"the real data is missing: {FOLDER} (QUARTIERSWERK_REFERENCE)"),
]

STATUS = [
    "s1_percentage_unemployed",
    "s2_percentage_long_term_unemployed",
    "s3_percentage_transfer_payments_recipients",
    "s4_percentage_transfer_payments_recipients_below_15_years",
]
DYNAMICS = ["d" + name[1:] for name in STATUS]
STATUS_CLASSES = {"method": "cuts", "cuts": [-1, 1, 1.5], "labels": ["1", "2", "3", "4"]}
DYNAMICS_CLASSES = {"method": "cuts", "cuts": [-1, 1], "labels": ["+", "+/-", "-"]}


def published(name: str) -> dict[str, dict[str, str]]:
    with (FOLDER / name).open(encoding="utf-8", newline="") as file:
        return {row["plr_id"]: row for row in csv.DictReader(file)}


def table() -> Table:
    shares = read_values((FOLDER / "mss_2017_indicator_shares.csv").read_bytes(), "plr_id")
    classes = published("mss_2017_published_classes.csv")
    flag = [classes[area]["published_status_class"] for area in shares.ids]
    return Table(shares.ids, {**shares.columns, "published_status_class": flag})


def mss(columns: list[str], classes: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {
        "version": 1,
        "id": "plr_id",
        "exclude": {"column": "published_status_class", "when": "empty"},
        "indicators": [{"id": name[:2], "column": name, "direction": "burden"} for name in columns],
        "normalise": {"method": "z", "sd": "population"},
        "aggregate": {
            "id": "index",
            "method": "sum",
            "children": [{"id": name[:2], "weight": 1} for name in columns],
        },
        "rescale": {"method": "z", "sd": "population"},
        "classes": classes,
        **more,
    }


def labels(result: Result) -> dict[str, str]:
    return {area: result.label(place) for place, area in enumerate(result.used)}


def test_all_436_status_classes_and_the_index_agree_with_what_was_published() -> None:
    classes = published("mss_2017_published_classes.csv")
    figures = published("mss_2017_published_z_status.csv")

    result = compute_index(spec_from_mapping(mss(STATUS, STATUS_CLASSES)), table())

    assert (len(result.ids), len(result.used), len(result.excluded)) == (447, 436, 11)
    assert labels(result) == {
        area: row["published_status_class"] for area, row in classes.items() if row["published_status_class"]
    }
    apart = [
        abs(score - float(figures[area]["status_index_standardised"]))
        for area, score in zip(result.used, result.scores, strict=True)
    ]
    assert max(apart) < 1e-5
    for indicator in ("s1", "s2", "s3", "s4"):
        ours = result.details.normalised[indicator]
        theirs = [float(figures[area][f"z_{indicator}"]) for area in result.used]
        assert max(abs(ours - theirs)) < 1e-5


def test_all_436_dynamics_classes_and_the_44_areas_of_attention_agree() -> None:
    classes = published("mss_2017_published_classes.csv")

    status = labels(compute_index(spec_from_mapping(mss(STATUS, STATUS_CLASSES)), table()))
    dynamics = labels(compute_index(spec_from_mapping(mss(DYNAMICS, DYNAMICS_CLASSES)), table()))

    assert dynamics == {
        area: row["published_dynamics_class"] for area, row in classes.items() if row["published_status_class"]
    }
    attention = [area for area in status if status[area] == "4" or (status[area] == "3" and dynamics[area] == "-")]
    assert len(attention) == 44


def test_contributions_explain_every_score() -> None:
    result = compute_index(spec_from_mapping(mss(STATUS, STATUS_CLASSES)), table())

    summed = sum(result.contributions.values()) + result.constant
    assert max(abs(summed - result.scores)) < 1e-14


def test_share_of_areas_that_keep_their_class_is_as_computed_elsewhere() -> None:
    """PROVENANCE.md, robustness: 75.5 % under random weights, z or min-max and drop-one; 96.8 % within 25 %."""
    wild = {"draws": 2000, "weights": {"dirichlet": 1}, "normalise": ["z", "min-max"], "leave-one-out": True}
    mild = {"draws": 2000, "weights": {"within": 0.25}}
    kept = []
    for plan in (wild, mild):
        spec = spec_from_mapping(mss(STATUS, STATUS_CLASSES, uncertainty=plan))
        found = uncertainty(spec, table(), compute_index(spec, table()))
        kept.append(float((found.same_class >= 0.95).mean()))

    assert kept == pytest.approx([0.755, 0.968], abs=0.01)
