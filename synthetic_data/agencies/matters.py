"""What agencies did about a child: one matter for each record that a system opens.

A matter is true of the world: the incident was attended, the referral was triaged. What
the system noticed of it, when and how well, is for :mod:`synthetic_data.recording`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from records.events import EventKind
from records.sources import SourceSystem
from synthetic_data.world.adults import Adult

__all__ = ["Matter", "Step"]


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that happened in a matter.

    Attributes:
        at: when; minutes of :mod:`synthetic_data.minutes`.
        details: the system's own columns, but for the adult's.
        adult: whom the entry names beside the child.
        told: when police were told; None: at once.
    """

    kind: EventKind
    at: int
    details: Mapping[str, Any] = field(default_factory=dict)
    adult: Adult | None = None
    told: int | None = None


@dataclass(frozen=True, slots=True)
class Matter:
    """The steps of one record of one system, the opening one first."""

    source: SourceSystem
    steps: tuple[Step, ...]
