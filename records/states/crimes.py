"""Crimes in which a child is recorded, and where each stands with the prosecutors."""

from __future__ import annotations

from dataclasses import dataclass

from records.events import Event, EventKind
from records.formats.vocabulary import SEXUAL_OFFENCES
from records.history import KnownHistory

__all__ = ["Prosecution", "is_exploitation_crime", "is_sexual_crime", "prosecutions"]


@dataclass(frozen=True, slots=True)
class Prosecution:
    """One time that a crime was sent to prosecutors.

    Attributes:
        sent: the entry that says so.
        asked: the first entry that the prosecutors asked for further work; None if none is.
        decision: the entry of their decision, to charge or not; None while none is known.
        ended: the entry that ended the wait: the decision, the crime's closing, or the
            next sending; None while it waits.
    """

    sent: Event
    asked: Event | None
    decision: Event | None
    ended: Event | None

    @property
    def reference(self) -> str:
        """The crime's reference."""
        return self.sent.reference


def is_sexual_crime(event: Event) -> bool:
    """Whether the entry is of a sexual offence, or of one flagged as exploitation."""
    return event.details.get("offence") in SEXUAL_OFFENCES or is_exploitation_crime(event)


def is_exploitation_crime(event: Event) -> bool:
    """Whether the entry is of an exploitation offence, or flagged as exploitation."""
    details = event.details
    return bool(
        details.get("offence") == "child_sexual_exploitation" or details.get("cse_flag") is True
    )


def prosecutions(known: KnownHistory) -> tuple[Prosecution, ...]:
    """Every sending of a crime to prosecutors, the earliest first.

    A crime sent twice before anything came of it was sent once. Sent again after further
    work was asked for, it is a new wait.
    """
    return known.once(_prosecutions)


def _prosecutions(known: KnownHistory) -> tuple[Prosecution, ...]:
    by_reference: dict[str, list[Event]] = {}
    for event in known.of_kind(*_STEPS):
        by_reference.setdefault(event.reference, []).append(event)
    found: list[Prosecution] = []
    for events in by_reference.values():
        found += _of_one_crime(events)
    return tuple(sorted(found, key=lambda p: (p.sent.occurred, p.reference)))


def _of_one_crime(events: list[Event]) -> list[Prosecution]:
    """The waits of one crime, from its entries in order of occurrence."""
    found: list[Prosecution] = []
    sent = asked = None
    for event in events:
        match event.kind:
            case EventKind.CRIME_SENT_TO_PROSECUTORS:
                if sent is not None and asked is not None:
                    found.append(Prosecution(sent, asked, None, event))
                    sent, asked = event, None
                sent = sent or event
            case EventKind.CRIME_CHARGING_DECISION if sent is not None:
                if event.details["charging_decision"] == "further_work_asked_for":
                    asked = asked or event
                else:
                    found.append(Prosecution(sent, asked, event, event))
                    sent = asked = None
            case EventKind.CRIME_CLOSED if sent is not None:
                found.append(Prosecution(sent, asked, None, event))
                sent = asked = None
            case _:
                pass
    return found if sent is None else [*found, Prosecution(sent, asked, None, None)]


_STEPS = (
    EventKind.CRIME_SENT_TO_PROSECUTORS,
    EventKind.CRIME_CHARGING_DECISION,
    EventKind.CRIME_CLOSED,
)
