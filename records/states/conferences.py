"""Child protection conferences: which were called, whether police were there, what was decided."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from records.calendar import local_day
from records.events import Event, EventKind
from records.history import KnownHistory

__all__ = ["CalledConference", "Conference", "conferences", "unheard_conferences"]


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


@dataclass(frozen=True, slots=True)
class CalledConference:
    """A conference called for a day, by the latest word on it."""

    call: Event
    on: date


def conferences(known: KnownHistory) -> tuple[Conference, ...]:
    """Every known conference about the child, the earliest first.

    Entries of one day under one reference are one conference: what any of them says
    counts, and that police were there before that they were not.
    """
    return known.once(_conferences)


def unheard_conferences(known: KnownHistory) -> tuple[CalledConference, ...]:
    """Conferences that were called and of which nothing says that they were held, by day.

    Calls under one reference are one conference, and the last recorded sets its day: it may
    have been put off. One held under that reference on the day or later answers the call, and
    so does one held under any reference on the day itself.
    """
    latest: dict[str, Event] = {}
    for event in sorted(
        known.of_kind(EventKind.CONFERENCE_CALLED), key=lambda e: (e.recorded, e.entry)
    ):
        latest[event.reference] = event
    held = [(c.reference, local_day(c.held.occurred)) for c in conferences(known)]
    found = [
        CalledConference(call, on)
        for call in latest.values()
        for on in [call.details["conference_on"]]
        if not any(
            day == on or (reference == call.reference and day > on) for reference, day in held
        )
    ]
    return tuple(sorted(found, key=lambda called: (called.on, called.call.reference)))


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
