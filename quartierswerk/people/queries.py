"""Reads about people."""

from quartierswerk.people.roles import Held, acting_for, held_by, holds, is_staff, roles_of

__all__ = ["Held", "acting_for", "held_by", "holds", "is_staff", "roles_of"]
