"""Child protection plans and looked-after status, as social care records them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from records.events import Event, EventKind
from records.history import KnownHistory

__all__ = ["ProtectionPlan", "is_looked_after", "looked_after_entry", "protection_plans"]


@dataclass(frozen=True, slots=True)
class ProtectionPlan:
    """One child protection plan: in force from its start until its recorded end."""

    reference: str
    started: Event
    ended: datetime | None

    @property
    def is_in_force(self) -> bool:
        """No end is known."""
        return self.ended is None

    @property
    def category(self) -> str:
        """The category as social care names it."""
        return str(self.started.details["category"])


def protection_plans(known: KnownHistory) -> tuple[ProtectionPlan, ...]:
    """Every child protection plan known, the latest started first.

    A plan started again under its reference is in force, whatever ended before.
    """
    return known.once(_protection_plans)


def _protection_plans(known: KnownHistory) -> tuple[ProtectionPlan, ...]:
    started = known.of_kind(EventKind.CHILD_PROTECTION_STARTED)
    ended: dict[str, datetime] = {}
    for event in known.of_kind(EventKind.CHILD_PROTECTION_ENDED):
        ended[event.reference] = event.occurred
    found = {}
    for event in started:
        end = ended.get(event.reference)
        # An end before the start is of an earlier time under the same reference.
        is_its_end = end is not None and end >= event.occurred
        found[event.reference] = ProtectionPlan(event.reference, event, end if is_its_end else None)
    return tuple(
        sorted(found.values(), key=lambda p: (p.started.occurred, p.reference), reverse=True)
    )


def looked_after_entry(known: KnownHistory) -> Event | None:
    """The latest known entry about care: a start, a move or an end; None if there is none."""
    entries = known.of_kind(
        EventKind.LOOKED_AFTER_STARTED, EventKind.PLACEMENT_MOVED, EventKind.LOOKED_AFTER_ENDED
    )
    return entries[-1] if entries else None


def is_looked_after(known: KnownHistory) -> bool:
    """Whether the child's latest care entry leaves the child looked after."""
    latest = looked_after_entry(known)
    return latest is not None and latest.kind is not EventKind.LOOKED_AFTER_ENDED
