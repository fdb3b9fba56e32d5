"""The demo's index: its specification, the wide table it reads, and the words of its classes."""

from __future__ import annotations

from datetime import date

from quartierswerk.demo.city.indicators import _csv, definitions, values
from quartierswerk.demo.city.population import dates, population

NAME = {"de": "Unterstützungsbedarf in den Quartieren", "en": "Need for support in the quarters"}
CLASS_WORDS = {
    "1": {"de": "sehr niedrig", "en": "very low"},
    "2": {"de": "niedrig", "en": "low"},
    "3": {"de": "mittel", "en": "middle"},
    "4": {"de": "hoch", "en": "high"},
    "5": {"de": "sehr hoch", "en": "very high"},
}
SPECIFICATION = """\
# Unterstützungsbedarf in den Quartieren von Lauterfeld, Fassung 3
version: 1
id: area
exclude:
  - {column: residents, below: 300, reason: "weniger als 300 Menschen"}
indicators:
  - {id: unemployment, direction: burden}
  - {id: children_in_basic_support, direction: burden}
  - {id: basic_support_in_old_age, direction: burden}
  - {id: single_parent_households, direction: burden}
  - {id: living_space, direction: resource}
  - {id: early_departures, direction: burden, missing: median}
normalise: {method: z, sd: population}
aggregate:
  id: need
  method: arithmetic
  children:
    - {id: unemployment, weight: 20}
    - {id: children_in_basic_support, weight: 20}
    - {id: basic_support_in_old_age, weight: 20}
    - {id: single_parent_households, weight: 15}
    - {id: living_space, weight: 15}
    - {id: early_departures, weight: 10}
classes: {method: cuts, cuts: [-0.8, -0.42, 0.4, 0.74], labels: ["1", "2", "3", "4", "5"]}
uncertainty: {draws: 10000, seed: 1, weights: {within: 0.5}, leave-one-out: true}
"""


def index_values_csv(today: date) -> str:
    """The latest values in wide form, as the specification reads them: a row per quarter.

    Columns: area, residents, then one per indicator with the rate (a share from 0 to 1, or a number).
    """
    latest = dates(today)[-1]
    keys = [definition.key for definition in definitions()]
    residents = {row.quarter: row.residents for row in population(today) if row.on == latest}
    rates = {(v.quarter, v.indicator): v.rate for v in values(today) if v.on == latest}
    rows = [
        (code, people, *("" if (rate := rates[code, key]) is None else f"{rate:.15g}" for key in keys))
        for code, people in residents.items()
    ]
    return _csv(("area", "residents", *keys), rows)
