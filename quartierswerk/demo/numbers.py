"""The demo city's indicators, their values and the index, carried in by the planner of the social office."""

from datetime import date

from quartierswerk.demo.city import index
from quartierswerk.demo.city.indicators import ESTIMATED, Definition, definitions, themes, values
from quartierswerk.demo.city.population import dates
from quartierswerk.monitoring.actions import (
    import_values,
    run_index,
    save_indicator,
    save_mapping,
    save_spec,
    save_theme,
)
from quartierswerk.monitoring.models import Theme
from quartierswerk.monitoring.queries.plan import Entry, plan_values
from quartierswerk.people.models import User
from quartierswerk.places.models import Level

INDEX_KEY = "unterstuetzungsbedarf"
FILE_NAME = "kennzahlen-lauterfeld.csv"
MAPPING = """\
version: 1
level: quarter
code: area
period: {column: period}
long: {indicator: indicator, numerator: numerator, denominator: denominator, note: note}
decimal: point
notes: {estimated: [estimated]}
"""


def describe_indicators(by: User) -> None:
    """Themes and the definitions of the indicators."""
    kept = {
        key: save_theme(key, name, by=by, order=order) for order, (key, name) in enumerate(themes().items(), start=1)
    }
    quarter = Level.objects.get(key="quarter")
    for definition in definitions():
        save_indicator(_fields(definition, kept), by=by, levels=[quarter])


def load_values(by: User, today: date) -> None:
    """Five years of values, taken over in one import."""
    entries = [
        Entry(
            indicator=value.indicator,
            area=value.quarter,
            period_on=value.on,
            value=value.rate,
            numerator=value.numerator,
            denominator=value.denominator,
            estimated=value.note == ESTIMATED,
            row=row,
        )
        for row, value in enumerate(values(today), start=2)
        if value.numerator is not None
    ]
    plan = plan_values(entries, level=Level.objects.get(key="quarter"))
    import_values(plan, by=by, file_name=FILE_NAME, mapping_text=MAPPING)
    save_mapping("Kennzahlen Lauterfeld", MAPPING, by=by)


def compute_index(by: User, today: date) -> None:
    """Declare the index and compute it for each date, the latest last."""
    spec = save_spec(INDEX_KEY, index.SPECIFICATION, name=index.NAME, class_words=index.CLASS_WORDS, by=by)
    quarter = Level.objects.get(key="quarter")
    for on in dates(today):
        run_index(spec, level=quarter, period_on=on, by=by)


def _fields(definition: Definition, kept: dict[str, Theme]) -> dict[str, object]:
    return {
        "key": definition.key,
        "name": definition.names,
        "explanation": definition.explanation,
        "numerator": definition.numerator,
        "denominator": definition.denominator,
        "source": definition.source,
        "method_note": definition.method,
        **({"unit": "share"} if definition.unit == "share" else {"unit": "other", "unit_name": definition.unit}),
        "decimals": 1,
        "direction": definition.direction,
        "theme": kept[definition.theme],
        "period_kind": "year",
        "licence": "Erfundene Zahlen",
    }
