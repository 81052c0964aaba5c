"""Whom linkage is about: children and adults are linked by the same rules, apart."""

from __future__ import annotations

from enum import Enum

__all__ = ["Subject"]


class Subject(Enum):
    """Whose records are linked. A child's record is never compared with an adult's."""

    CHILD = "child"
    ADULT = "adult"
