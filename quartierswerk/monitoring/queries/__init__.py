"""Reads of indicators, values and indices."""

from quartierswerk.monitoring.queries.findings import Finding
from quartierswerk.monitoring.queries.plan import Change, Entry, Plan, plan_values

__all__ = ["Change", "Entry", "Finding", "Plan", "plan_values"]
