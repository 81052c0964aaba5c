"""Referrals to the safeguarding hub: how far each came, and what it waits for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType

from records.events import Event, EventKind
from records.history import KnownHistory

__all__ = ["REFERRAL_STEPS", "Referral", "referrals"]

#: What must happen to a referral, in order. Closing it ends them all.
REFERRAL_STEPS = (
    EventKind.REFERRAL_TRIAGED,
    EventKind.REFERRAL_ALLOCATED,
    EventKind.REFERRAL_DECISION,
)


@dataclass(frozen=True, slots=True)
class Referral:
    """One referral as known.

    Attributes:
        received: the entry of its receipt; of a receipt entered twice, the earlier.
        steps: for each of :data:`REFERRAL_STEPS` that was taken, the first entry of it.
        closed: the entry that closed it; None while it is open for all that is known.
        owned: the last entry that allocated it: it may have gone on to another team.
        discussed: the first entry of a strategy discussion about it.
    """

    received: Event
    steps: Mapping[EventKind, Event]
    closed: Event | None
    owned: Event | None = None
    discussed: Event | None = None

    @property
    def reference(self) -> str:
        """The reference that its entries share."""
        return self.received.reference

    @property
    def concern(self) -> str:
        """What it is about."""
        return str(self.received.details["concern"])

    @property
    def is_open(self) -> bool:
        """Nobody recorded that it was closed, nor what was decided."""
        return self.ended is None

    @property
    def ended(self) -> datetime | None:
        """When it was decided or closed, whichever came first."""
        ends = (self.steps.get(EventKind.REFERRAL_DECISION), self.closed)
        return min((end.occurred for end in ends if end is not None), default=None)

    @property
    def is_dismissed(self) -> bool:
        """Closed, or decided that nothing more is to be done."""
        decision = self.steps.get(EventKind.REFERRAL_DECISION)
        return self.closed is not None or (
            decision is not None
            and decision.details.get("referral_decision") == "no_further_action"
        )

    @property
    def is_of_exploitation(self) -> bool:
        """Whether it is about sexual exploitation."""
        return self.concern == "sexual_exploitation"

    @property
    def team(self) -> str | None:
        """The team that it was allocated to, the last time; None before."""
        return None if self.owned is None else str(self.owned.details["allocated_to"])

    @property
    def priority(self) -> str | None:
        """How urgent it is, as triaged; None before."""
        triaged = self.steps.get(EventKind.REFERRAL_TRIAGED)
        return None if triaged is None else str(triaged.details["priority"])

    def answer_to(self, step: EventKind) -> Event | None:
        """The first entry that shows ``step`` taken: its own, a later step's or the closing.

        A referral that was allocated is past triage, whether or not anybody entered it.
        """
        later = REFERRAL_STEPS[REFERRAL_STEPS.index(step) :]
        answers = [self.steps[kind] for kind in later if kind in self.steps]
        if self.closed is not None:
            answers.append(self.closed)
        return min(answers, key=lambda e: (e.occurred, e.recorded, e.entry), default=None)


def referrals(known: KnownHistory) -> tuple[Referral, ...]:
    """Every referral to the hub whose receipt is known, the earliest received first."""
    return known.once(_referrals)


def _referrals(known: KnownHistory) -> tuple[Referral, ...]:
    received: dict[str, Event] = {}
    steps: dict[str, dict[EventKind, Event]] = {}
    owned: dict[str, Event] = {}
    for event in known.of_kind(
        EventKind.REFERRAL_RECEIVED,
        *REFERRAL_STEPS,
        EventKind.REFERRAL_STRATEGY_DISCUSSION,
        EventKind.REFERRAL_CLOSED,
    ):
        if event.kind is EventKind.REFERRAL_RECEIVED:
            received.setdefault(event.reference, event)
        else:
            steps.setdefault(event.reference, {}).setdefault(event.kind, event)
        if event.kind is EventKind.REFERRAL_ALLOCATED:
            owned[event.reference] = event
    found = []
    for reference, event in received.items():
        taken = steps.get(reference, {})
        closed = taken.pop(EventKind.REFERRAL_CLOSED, None)
        discussed = taken.pop(EventKind.REFERRAL_STRATEGY_DISCUSSION, None)
        team = owned.get(reference)
        found.append(Referral(event, MappingProxyType(taken), closed, team, discussed))
    return tuple(sorted(found, key=lambda r: (r.received.occurred, r.reference)))
