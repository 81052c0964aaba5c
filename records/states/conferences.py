"""Child protection conferences: whether police were there, and what was decided."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from records.calendar import local_day
from records.events import Event, EventKind
from records.history import KnownHistory

__all__ = ["Conference", "conferences"]


@dataclass(frozen=True, slots=True)
class Conference:
    """One conference as known.

    Attributes:
        held: the first entry of it.
        invited: police were invited; None if that isn't recorded.
        attended: police were there; None if that isn't recorded.
        told: the first recorded entry that says what was decided; None if none does.
    """

    held: Event
    invited: bool | None
    attended: bool | None
    told: Event | None

    @property
    def reference(self) -> str:
        """The reference of its first entry."""
        return self.held.reference


def conferences(known: KnownHistory) -> tuple[Conference, ...]:
    """Every known conference about the child, the earliest first.

    Entries of one day under one reference are one conference: what any of them says
    counts, and that police were there before that they were not.
    """
    return known.once(_conferences)


def _conferences(known: KnownHistory) -> tuple[Conference, ...]:
    days: dict[tuple[str, date], list[Event]] = {}
    for event in known.of_kind(EventKind.CONFERENCE_HELD):
        days.setdefault((event.reference, local_day(event.occurred)), []).append(event)
    return tuple(
        Conference(
            held=entries[0],
            invited=_any(entries, "police_invited"),
            attended=_any(entries, "police_attended"),
            told=min(
                (e for e in entries if "conference_decision" in e.details),
                key=lambda e: (e.recorded, e.entry),
                default=None,
            ),
        )
        for entries in days.values()
    )


def _any(entries: list[Event], column: str) -> bool | None:
    """Whether any entry says yes; None if none says anything."""
    said = [bool(e.details[column]) for e in entries if column in e.details]
    return any(said) if said else None
