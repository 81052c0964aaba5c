"""Whether a child was seen: incidents of which no entry says so, and entries that do."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from records.events import Event, EventKind
from records.history import KnownHistory

__all__ = ["SAME_ATTENDANCE", "SIGHTING_KINDS", "UNSEEN_KINDS", "Unseen", "unseen_incidents"]

#: Two systems' entries this close tell of one attendance: seen in one is seen.
SAME_ATTENDANCE = timedelta(hours=6)


@dataclass(frozen=True, slots=True)
class Unseen:
    """One incident at which nobody is known to have seen the child.

    Attributes:
        seen: the first entry, at the same attendance or later, that shows the child
            seen; None while there is none.
    """

    incident: Event
    seen: Event | None

    @property
    def is_said(self) -> bool:
        """Whether the entry says that the child was not seen; else it says nothing."""
        return self.incident.details.get("child_seen") is False


def unseen_incidents(known: KnownHistory) -> tuple[Unseen, ...]:
    """Incidents (S6, S11) that don't say that the child was seen, the earliest first.

    An incident about the child, or one of domestic abuse with the child at home or not
    said to be away, counts also when nothing is said. A call to the address counts only
    if the entry says that the child was not seen: nobody need have looked. What two
    systems say of one attendance is taken together.
    """
    return known.once(_unseen_incidents)


def _unseen_incidents(known: KnownHistory) -> tuple[Unseen, ...]:
    unseen = [e for e in known.of_kind(*UNSEEN_KINDS) if _is_unseen(e)]
    if not unseen:
        return ()
    sightings = [e for e in known.of_kind(*SIGHTING_KINDS) if SIGHTINGS[e.kind](e.details)]
    return tuple(
        Unseen(
            incident,
            next(
                (s for s in sightings if s.occurred >= incident.occurred - SAME_ATTENDANCE),
                None,
            ),
        )
        for incident in unseen
    )


def _is_unseen(incident: Event) -> bool:
    details = incident.details
    if details.get("child_seen") is True:
        return False
    if incident.kind is EventKind.DOMESTIC_INCIDENT:
        return details.get("child_present") is not False
    return details.get("about") == "the_child" or details.get("child_seen") is False


def _says_seen(details: Mapping[str, Any]) -> bool:
    return details.get("child_seen") is True


def _always(_: Mapping[str, Any]) -> bool:
    return True


def _interviewed(details: Mapping[str, Any]) -> bool:
    return details.get("interview") == "done"


UNSEEN_KINDS = (EventKind.INCIDENT, EventKind.DOMESTIC_INCIDENT)
#: Entries that show the child seen by police or by those who spoke with the child.
SIGHTINGS: Mapping[EventKind, Callable[[Mapping[str, Any]], bool]] = {
    EventKind.INCIDENT: _says_seen,
    EventKind.DOMESTIC_INCIDENT: _says_seen,
    EventKind.MISSING_FOUND: lambda details: details.get("how_ended") == "police_found",
    EventKind.PREVENTION_INTERVIEW: _interviewed,
    EventKind.RETURN_INTERVIEW: _interviewed,
    EventKind.INVESTIGATION_ACCOUNT_TAKEN: _always,
    EventKind.DETAINED: _always,
    EventKind.CUSTODY_DISCLOSURE: _always,
    EventKind.PROTECTION_POWER_USED: _always,
}
SIGHTING_KINDS = tuple(SIGHTINGS)
