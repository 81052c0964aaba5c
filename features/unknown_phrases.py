"""What is said when a value is not known: each kind of not knowing has its own sentence."""

from __future__ import annotations

from features.declaration import Measure
from records.unknown import Unknown

__all__ = ["BRIEF", "UNKNOWN_PHRASES"]

#: Each measure's matter in two or three words, to begin a short line about not knowing.
BRIEF: dict[Measure, str] = {
    Measure.EPISODES: "Missing reports",
    Measure.DAYS_SINCE_LAST: "Last missing report",
    Measure.LONGEST_HOURS: "Time missing",
    Measure.OVERNIGHT: "Nights missing",
    Measure.GAPS_SHORTENING: "Gaps between reports",
    Measure.FOUND_WITH_UNKNOWN_ADULT: "Found with whom",
    Measure.SEXUAL_HARM: "What the child told",
    Measure.INTERVIEWS_NOT_DONE: "Return interviews",
    Measure.NOTICES_IN_FORCE: "Abduction notices",
    Measure.NOTICES_EVER: "Abduction notices",
    Measure.PLAN_STATE: "CSE plan",
    Measure.PROTECTION_STATE: "Child protection plan",
    Measure.LOOKED_AFTER: "Looked after",
    Measure.AGE: "Age",
}

#: Four ways of not knowing are four different sentences; a question that does not arise
#: is a fifth.
UNKNOWN_PHRASES: dict[Unknown, tuple[str, str]] = {
    Unknown.NOT_RECORDED: ("{brief}: not recorded", "{subject} is not known: {meaning}."),
    Unknown.NOT_CONNECTED: (
        "{systems}: not connected",
        "{subject} is not known. Not connected to this service: {systems}.",
    ),
    Unknown.STALE: (
        "{brief}: data is old",
        "{subject} may have changed. Older than promised: {systems}.",
    ),
    Unknown.FAILED: (
        "{brief}: could not be read",
        "{subject} could not be read just now. This says nothing about risk.",
    ),
    Unknown.NOT_APPLICABLE: ("{brief}: nothing recorded", "{subject} can't be said: {meaning}."),
}
