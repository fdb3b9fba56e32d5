"""The real files of the Berlin MSS 2017: through import and stored index to every published class."""

import csv
import os
from datetime import date
from pathlib import Path

import pytest

from quartierswerk.compute.index_command import main as index_command
from quartierswerk.monitoring.actions import import_values, run_index, save_spec
from quartierswerk.monitoring.imports import plan_file, read_mapping
from quartierswerk.places.models import Area
from tests.factories.monitoring import make_level

FOLDER = Path(os.environ.get("QUARTIERSWERK_REFERENCE", "../shared")) / "data" / "monitoring" / "berlin_mss_2017"
SHARES, CLASSES = FOLDER / "mss_2017_indicator_shares.csv", FOLDER / "mss_2017_published_classes.csv"
NAMES = [
    "unemployed",
    "long_term_unemployed",
    "transfer_payments_recipients",
    "transfer_payments_recipients_below_15_years",
]
ON = date(2016, 12, 31)

pytestmark = [
    pytest.mark.reference,
    pytest.mark.django_db,
    pytest.mark.skipif(not SHARES.exists(), reason=f"the real data are not at {FOLDER} (QUARTIERSWERK_REFERENCE)"),
]


def mapping_text(*, unknown: str = "refuse") -> str:
    columns = [(f"s{n}", f"s{n}_percentage_{name}", "percent") for n, name in enumerate(NAMES, start=1)]
    columns += [(f"d{n}", f"d{n}_percentage_{name}", "points") for n, name in enumerate(NAMES, start=1)]
    columns.append(("inhabitants", "inhabitants", "number"))
    values = "\n".join(f"  - {{indicator: {key}, column: {column}}}" for key, column, _unit in columns)
    define = "\n".join(
        f"  - {{key: {key}, name: {key}, unit: {unit}, direction: burden, source: MSS Berlin 2017}}"
        for key, _column, unit in columns
    )
    return (
        f"level: quarter\ncode: plr_id\nperiod: 2016-12-31\nunknown_areas: {unknown}\n"
        f"values:\n{values}\ndefine:\n{define}\n"
    )


def classes_mapping() -> str:
    return (
        "level: quarter\ncode: plr_id\nperiod: 2016-12-31\n"
        "values:\n  - {indicator: status_class, column: published_status_class}\n"
        "define:\n  - {key: status_class, name: Klasse, unit: number, direction: burden, source: MSS Berlin 2017}\n"
    )


def spec_text(letter: str, cuts: str, labels: str) -> str:
    indicators = "\n".join(f"  - {{id: {letter}{n}, direction: burden}}" for n in range(1, 5))
    children = ", ".join(f"{{id: {letter}{n}, weight: 1}}" for n in range(1, 5))
    return (
        f"version: 1\nid: plr_id\nexclude: {{column: status_class, when: empty}}\nindicators:\n{indicators}\n"
        "normalise: {method: z, sd: population}\n"
        f"aggregate: {{id: top, method: sum, children: [{children}]}}\n"
        f"rescale: {{method: z, sd: population}}\nclasses: {{method: cuts, cuts: {cuts}, labels: {labels}}}\n"
    )


def published(column: str) -> dict[str, str]:
    with CLASSES.open(encoding="utf-8") as file:
        return {row["plr_id"]: row[column] for row in csv.DictReader(file) if row[column]}


@pytest.fixture
def planning_areas() -> None:
    level = make_level()
    with SHARES.open(encoding="utf-8") as file:
        Area.objects.bulk_create(
            Area(level=level, code=row["plr_id"], name=row["plr_id"]) for row in csv.DictReader(file)
        )


@pytest.mark.parametrize(
    ("letter", "cuts", "labels", "column"),
    [
        ("s", "[-1, 1, 1.5]", '["1", "2", "3", "4"]', "published_status_class"),
        ("d", "[-1, 1]", '["+", "+/-", "-"]', "published_dynamics_class"),
    ],
)
def test_every_published_class_comes_out_of_the_stored_values(
    planning_areas: None, tmp_path: Path, letter: str, cuts: str, labels: str, column: str
) -> None:
    for file, text in ((SHARES, mapping_text()), (CLASSES, classes_mapping())):
        plan = plan_file(file.read_bytes(), read_mapping(text))
        assert plan.defects == []
        import_values(plan, by=None, file_name=file.name, mapping_text=text)

    text = spec_text(letter, cuts, labels)
    spec = save_spec("mss", text, name={"de": "MSS 2017"}, by=None)
    run = run_index(spec, level=make_level(), period_on=ON, by=None)

    found = dict(run.results.filter(excluded=False).values_list("area__code", "class_label"))
    assert found == published(column)
    assert (run.areas_used, run.areas_excluded) == (436, 11)

    spec_file, values, out = tmp_path / "spec.yaml", tmp_path / "values.csv", tmp_path / "result.csv"
    spec_file.write_text(text, encoding="utf-8")
    values.write_text(run.values_text, encoding="utf-8")
    assert index_command([str(spec_file), "--values", str(values), "--out", str(out)]) == 0
    assert out.read_text(encoding="utf-8") == run.result_text
    assert (tmp_path / "result.csv.json").read_text(encoding="utf-8") == run.details_text


def test_the_area_without_polygon_and_the_polygon_without_row_are_both_reported(planning_areas: None) -> None:
    Area.objects.filter(code="04030417").delete()
    Area.objects.create(level=make_level(), code="09041403", name="Polygon ohne Zeile")

    strict = plan_file(SHARES.read_bytes(), read_mapping(mapping_text()))
    lenient = plan_file(SHARES.read_bytes(), read_mapping(mapping_text(unknown="skip")))

    assert [finding.code for finding in strict.defects] == ["area-unknown-near"]
    assert strict.defects[0].facts["area"] == "04030417"
    assert [(f.code, f.facts.get("area"), f.facts.get("areas")) for f in lenient.warnings] == [
        ("area-unknown-near", "04030417", None),
        ("area-skipped", None, None),
        ("area-without", None, ["09041403"]),
        ("cells-empty", None, None),
    ]
