"""Whether children were seen, and seen alone, where domestic abuse was attended (S6, S11)."""

from __future__ import annotations

from collections.abc import Iterator

from records.events import Event, EventKind
from records.states.sightings import SAME_ATTENDANCE
from serving.figures.cases import Asked, Case, Part
from serving.figures.months import month_of

__all__ = ["SEEN", "children_seen"]

#: How a child was seen.
SEEN = (
    ("alone", "apart from the adults"),
    ("not_alone", "not apart from the adults"),
    ("not_said", "whether alone is not recorded"),
)


def children_seen(asked: Asked) -> Iterator[Case]:
    """One case for each attendance at domestic abuse, the child at home or not said to be away.

    What two systems say of one attendance is taken together, as
    :data:`~records.states.sightings.SAME_ATTENDANCE` has it: seen in one is seen.
    """
    for entries in _attendances(asked):
        seen = {entry.details.get("child_seen") for entry in entries}
        alone = {entry.details.get("seen_alone") for entry in entries}
        first = entries[0]
        part, kind, by = Part.NOT_KNOWN, "", first
        if True in seen:
            kind = "alone" if True in alone else "not_alone" if False in alone else "not_said"
            part = Part.MET
            by = next(entry for entry in entries if entry.details.get("child_seen") is True)
        elif False in seen:
            part = Part.NOT_MET
        yield Case(
            month=month_of(first.occurred),
            part=part,
            reference=by.reference,
            source=by.source,
            entry=by.entry,
            about=first.entry,
            kind=kind,
        )


def _attendances(asked: Asked) -> Iterator[list[Event]]:
    """Entries of one attendance together, of those that count."""
    together: list[list[Event]] = []
    for event in asked.known.of_kind(EventKind.INCIDENT, EventKind.DOMESTIC_INCIDENT):
        if event.kind is EventKind.INCIDENT and event.details.get("incident_type") != "domestic":
            continue
        if together and event.occurred - together[-1][0].occurred <= SAME_ATTENDANCE:
            together[-1].append(event)
        else:
            together.append([event])
    for entries in together:
        counted = [event for event in entries if _counts(event)]
        if counted:
            yield counted


def _counts(event: Event) -> bool:
    """Nobody need have looked for a child who was away, or at a call to the address alone."""
    if event.kind is EventKind.DOMESTIC_INCIDENT:
        return event.details.get("child_present") is not False
    return event.details.get("about") == "the_child" or "child_seen" in event.details
