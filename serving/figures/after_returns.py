"""Interviews after each return of a missing child (S1): held in time, and what was told."""

from __future__ import annotations

from collections.abc import Iterator

from records.events import Event, EventKind
from records.formats.vocabulary import DISCLOSURES
from records.states import missing_episodes
from serving.figures.cases import Asked, Case, Part
from serving.figures.months import month_of

__all__ = [
    "NOT_HELD",
    "TOLD",
    "interviews_that_told",
    "prevention_interviews_held",
    "return_interviews_held",
]

#: Why an interview does not count as held in time.
NOT_HELD = (
    ("late", "held, but late"),
    ("did_not_want_to", "the child did not want to talk"),
    ("not_done", "not held"),
)
#: What children told, in kind, never in their words.
TOLD = tuple(
    (told, told.replace("_", " ").replace("drugs or alcohol", "drugs or alcohol by somebody"))
    for told in DISCLOSURES
    if told != "nothing_told"
)


def return_interviews_held(asked: Asked) -> Iterator[Case]:
    """One case for each return: held within the timetable's hours."""
    return _held(asked, "return_interview")


def prevention_interviews_held(asked: Asked) -> Iterator[Case]:
    """The same of the interview that police hold."""
    return _held(asked, "prevention_interview")


def _held(asked: Asked, kind: str) -> Iterator[Case]:
    superseded = {e.reference for e in missing_episodes(asked.known) if e.superseded}
    for duty in asked.due(kind):
        part, why = Part.NOT_MET, "not_done"
        if duty.by is not None and duty.done is not None:
            if duty.by.details.get("interview") != "done":
                why = "did_not_want_to"
            elif duty.about_reference in superseded:
                part, why = Part.NOT_KNOWN, ""  # When the child came back nobody recorded.
            elif duty.done <= duty.due:
                part, why = Part.MET, ""
            else:
                why = "late"
        record = asked.record_of(duty, EventKind.MISSING_REPORTED)
        yield Case(
            month=month_of(duty.since),
            part=part,
            reference=record.reference,
            source=record.source,
            entry=record.entry,
            about=duty.about_reference,
            kind=why,
        )


def interviews_that_told(asked: Asked) -> Iterator[Case]:
    """One case for each interview held: whether the child told of anything."""
    for event in asked.known.of_kind(EventKind.RETURN_INTERVIEW, EventKind.PREVENTION_INTERVIEW):
        if event.details.get("interview") != "done":
            continue
        part, kind = _told(event)
        yield Case(
            month=month_of(event.occurred),
            part=part,
            reference=event.reference,
            source=event.source,
            entry=event.entry,
            about=event.entry,
            kind=kind,
        )


def _told(interview: Event) -> tuple[Part, str]:
    told = interview.details.get("disclosure")
    if told is None:
        return Part.NOT_KNOWN, ""
    return (Part.NOT_MET, "") if told == "nothing_told" else (Part.MET, told)
