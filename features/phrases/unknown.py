"""What is said when a value is not known: each kind of not knowing has its own sentence."""

from __future__ import annotations

from records.unknown import Unknown

__all__ = ["UNKNOWN_PHRASES"]

#: (short, full). Four ways of not knowing are four different sentences; a question that
#: does not arise is a fifth.
UNKNOWN_PHRASES: dict[Unknown, tuple[str, str]] = {
    Unknown.NOT_RECORDED: ("{brief}: not recorded", "{subject} is not known: {meaning}."),
    Unknown.NOT_CONNECTED: (
        "{few_systems}: not connected",
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
