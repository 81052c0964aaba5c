"""What is done to protect a child: plans, notices, the power of police; and what brings it on.

Times are minutes of :mod:`synthetic_data.minutes`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from synthetic_data.minutes import DAY, minute_of_day
from synthetic_data.world.adults import Adult

__all__ = ["NoticeLife", "PlanLife", "PlanStep", "PowerUse", "Telling"]


@dataclass(frozen=True, slots=True)
class PlanStep:
    """One version of a plan."""

    at: int
    state: str
    review_due: date | None
    agreed_band: str | None
    agreed_until: date | None


@dataclass(frozen=True, slots=True)
class PlanLife:
    """A CSE plan from its first version on. ``is_mistaken``: the child was not exploited."""

    steps: tuple[PlanStep, ...]
    is_mistaken: bool

    def state_at(self, minute: int) -> str | None:
        """The plan's state then; None before its first version."""
        begun = [step.state for step in self.steps if step.at <= minute]
        return begun[-1] if begun else None

    def runs_on_at(self, minute: int) -> bool:
        """Not ended by then."""
        return self.steps[-1].state != "ended" or self.steps[-1].at > minute


@dataclass(frozen=True, slots=True)
class NoticeLife:
    """An abduction notice on one adult about the child."""

    adult: Adult
    served: int
    until: date
    breaches: tuple[int, ...]
    withdrawn: int | None

    def is_in_force(self, minute: int) -> bool:
        """Served, not past its last day, not withdrawn."""
        if self.withdrawn is not None and self.withdrawn <= minute:
            return False
        return self.served <= minute < minute_of_day(self.until) + DAY


@dataclass(frozen=True, slots=True)
class PowerUse:
    """Police took the child into protection."""

    at: int
    reason: str


@dataclass(frozen=True, slots=True)
class Telling:
    """The child told somebody of sexual harm outside a return from missing."""

    at: int
    route: str
