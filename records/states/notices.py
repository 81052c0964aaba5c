"""Child abduction warning notices: one adult warned off one child."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from records.calendar import local_day
from records.events import Event, EventKind
from records.history import KnownHistory

__all__ = ["Notice", "notices"]


@dataclass(frozen=True, slots=True)
class Notice:
    """One notice as known.

    Attributes:
        served: the event of service; its details name the adult.
        breaches: known breaches, earliest first.
        withdrawn: when it was withdrawn, if it was.
    """

    reference: str
    served: Event
    breaches: tuple[Event, ...]
    withdrawn: datetime | None
    day: date

    @property
    def in_force_until(self) -> date:
        """The last day in force, as served."""
        until: date = self.served.details["in_force_until"]
        return until

    @property
    def is_in_force(self) -> bool:
        """Served, not withdrawn, and its last day not past."""
        return self.withdrawn is None and self.day <= self.in_force_until

    @property
    def adult_name(self) -> str:
        """The adult as named on the notice; words to that effect if it names nobody."""
        names = [self.served.details.get(n) for n in ("adult_forename", "adult_surname")]
        return " ".join(name for name in names if name) or "an adult not named on the notice"


def notices(known: KnownHistory) -> tuple[Notice, ...]:
    """Every notice that names the child, the latest served first.

    A withdrawn notice stays withdrawn: serving one again takes a reference of its own.
    """
    return known.once(_notices)


def _notices(known: KnownHistory) -> tuple[Notice, ...]:
    events = known.of_kind(
        EventKind.NOTICE_SERVED, EventKind.NOTICE_BREACHED, EventKind.NOTICE_WITHDRAWN
    )
    served = {e.reference: e for e in events if e.kind is EventKind.NOTICE_SERVED}
    day = local_day(known.as_of)
    found = [
        Notice(
            reference=reference,
            served=event,
            breaches=tuple(
                e
                for e in events
                if e.reference == reference and e.kind is EventKind.NOTICE_BREACHED
            ),
            withdrawn=min(
                (
                    e.occurred
                    for e in events
                    if e.reference == reference and e.kind is EventKind.NOTICE_WITHDRAWN
                ),
                default=None,
            ),
            day=day,
        )
        for reference, event in served.items()
    ]
    return tuple(sorted(found, key=lambda n: (n.served.occurred, n.reference), reverse=True))
