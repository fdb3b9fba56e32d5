"""Quartierswerk: the working platform for social neighbourhood development."""

__version__ = "0.1.0"
