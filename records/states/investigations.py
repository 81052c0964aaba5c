"""Child-abuse investigations: opened, what was done in each, and whether it is closed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from records.events import Event, EventKind
from records.history import KnownHistory

__all__ = ["EXPLOITATION_CATEGORIES", "Investigation", "investigations"]

#: Categories that name sexual exploitation, or the grooming that leads to it.
EXPLOITATION_CATEGORIES = frozenset({"sexual_exploitation", "online_grooming"})


@dataclass(frozen=True, slots=True)
class Investigation:
    """One investigation as known.

    Attributes:
        opened: the entry that opened it, for the last time if it was closed between;
            of an opening entered twice, the earlier.
        discussion: the first strategy discussion under its reference; None if none is known.
        account: the first account taken; None if none is known.
        reviews: since it was opened, earliest first.
        closed: the entry that closed it; None while it is open for all that is known.
    """

    opened: Event
    discussion: Event | None
    account: Event | None
    reviews: tuple[Event, ...]
    closed: Event | None

    @property
    def reference(self) -> str:
        """The reference that its entries share."""
        return self.opened.reference

    @property
    def is_open(self) -> bool:
        """Nobody recorded that it was closed."""
        return self.closed is None

    @property
    def ended(self) -> datetime | None:
        """When it was closed."""
        return None if self.closed is None else self.closed.occurred

    @property
    def category(self) -> str:
        """What is investigated, as its opening says."""
        return str(self.opened.details["abuse_category"])

    @property
    def is_of_exploitation(self) -> bool:
        """Whether its category names sexual exploitation or online grooming."""
        return self.category in EXPLOITATION_CATEGORIES


def investigations(known: KnownHistory) -> tuple[Investigation, ...]:
    """Every investigation whose opening is known, the earliest opened first.

    An investigation closed and opened again under its reference is open; what was done
    before counts for it still, save reviews, which are counted from the opening that
    stands.
    """
    return known.once(_investigations)


def _investigations(known: KnownHistory) -> tuple[Investigation, ...]:
    by_reference: dict[str, list[Event]] = {}
    for event in known.of_kind(*_S5_KINDS):
        by_reference.setdefault(event.reference, []).append(event)
    found = [_investigation(events) for events in by_reference.values()]
    known_ones = [one for one in found if one is not None]
    return tuple(sorted(known_ones, key=lambda one: (one.opened.occurred, one.reference)))


def _investigation(events: list[Event]) -> Investigation | None:
    opened = [e for e in events if e.kind is EventKind.INVESTIGATION_OPENED]
    if not opened:
        return None
    closings = [e for e in events if e.kind is EventKind.INVESTIGATION_CLOSED]
    last = opened[-1].occurred
    before = [e.occurred for e in closings if e.occurred < last]
    stands = next(e for e in opened if not before or e.occurred > before[-1])
    return Investigation(
        opened=stands,
        discussion=_first(events, EventKind.INVESTIGATION_STRATEGY_DISCUSSION),
        account=_first(events, EventKind.INVESTIGATION_ACCOUNT_TAKEN),
        reviews=tuple(
            e
            for e in events
            if e.kind is EventKind.INVESTIGATION_REVIEW and e.occurred >= stands.occurred
        ),
        closed=next((e for e in closings if e.occurred >= last), None),
    )


def _first(events: list[Event], kind: EventKind) -> Event | None:
    return next((event for event in events if event.kind is kind), None)


_S5_KINDS = (
    EventKind.INVESTIGATION_OPENED,
    EventKind.INVESTIGATION_STRATEGY_DISCUSSION,
    EventKind.INVESTIGATION_ACCOUNT_TAKEN,
    EventKind.INVESTIGATION_REVIEW,
    EventKind.INVESTIGATION_CLOSED,
)
