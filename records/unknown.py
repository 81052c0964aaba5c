"""Why a value is not known. Unknown is a value of its own, never 0, "" or an early date."""

from __future__ import annotations

from enum import Enum

__all__ = ["UNKNOWN_CODES", "Unknown"]


class Unknown(Enum):
    """The kinds of not knowing. Each is worded differently and none is reassuring (N3).

    The members' values are stored in artefacts and audit entries: adding one is
    safe, renaming one needs a migration.
    """

    #: The system is connected, but nobody wrote the value down.
    NOT_RECORDED = "not_recorded"
    #: No extract of the system has ever reached this service.
    NOT_CONNECTED = "not_connected"
    #: The system's last extract is older than its promise.
    STALE = "stale"
    #: Reading the value failed just now.
    FAILED = "failed"
    #: The question does not arise, e.g. days since the last report of a child never reported.
    NOT_APPLICABLE = "not_applicable"


#: How each kind stands in a column of whole numbers. No measurement comes near these, so
#: a code can't be mistaken for a value, and 32 bits hold them; the two engines and the
#: scorecard share them.
UNKNOWN_CODES: dict[Unknown, int] = {
    Unknown.NOT_RECORDED: -2_000_000_001,
    Unknown.NOT_CONNECTED: -2_000_000_002,
    Unknown.STALE: -2_000_000_003,
    Unknown.FAILED: -2_000_000_004,
    Unknown.NOT_APPLICABLE: -2_000_000_005,
}
