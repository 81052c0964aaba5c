"""CSE plans: the current version of each, and whether it is in force."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from records.calendar import local_day
from records.events import Event, EventKind
from records.history import KnownHistory

__all__ = ["Plan", "plans"]


@dataclass(frozen=True, slots=True)
class Plan:
    """One plan as known: its newest version, and the event that recorded it.

    Attributes:
        first: the event of its oldest known version.
        current: the event of its newest known version, by version number.
    """

    reference: str
    first: Event
    current: Event
    day: date

    @property
    def details(self) -> dict[str, Any]:
        """The current version's columns."""
        return dict(self.current.details)

    @property
    def version(self) -> int:
        """Number of the current version."""
        return int(self.current.details["version"])

    @property
    def state(self) -> str:
        """``draft``, ``live`` or ``ended``."""
        return str(self.current.details["state"])

    @property
    def is_live(self) -> bool:
        """Whether the plan is in force. A live plan whose review is overdue still is."""
        return self.state == "live"

    @property
    def is_review_overdue(self) -> bool:
        """Whether the day of review has passed on a live plan."""
        due = self.current.details.get("review_due")
        return self.is_live and due is not None and due < self.day

    @property
    def agreed_band(self) -> str | None:
        """The minimum band agreed by the meeting, while it applies."""
        until = self.current.details.get("agreed_until")
        if until is not None and until < self.day:
            return None
        return self.current.details.get("agreed_band")


def plans(known: KnownHistory) -> tuple[Plan, ...]:
    """Every plan of the child: live before draft before ended, then the newest first."""
    return known.once(_plans)


def _plans(known: KnownHistory) -> tuple[Plan, ...]:
    versions: dict[str, list[Event]] = {}
    for event in known.of_kind(EventKind.PLAN_VERSION):
        versions.setdefault(event.reference, []).append(event)
    day = local_day(known.as_of)
    found = []
    for reference, events in versions.items():
        ordered = sorted(events, key=lambda e: (e.details["version"], e.recorded, e.entry))
        found.append(Plan(reference, ordered[0], ordered[-1], day))
    rank = {"live": 0, "draft": 1, "ended": 2}
    found.sort(key=lambda p: (-p.current.recorded.timestamp(), p.reference))
    return tuple(sorted(found, key=lambda plan: rank[plan.state]))
