"""S3: child abduction warning notices. The person is the child; the adult has own columns."""

from __future__ import annotations

from records.columns import Column, Day
from records.events import EventKind
from records.formats.declaration import ExtractFormat
from records.formats.vocabulary import ADULT_COLUMNS
from records.sources import SourceSystem

__all__ = ["ABDUCTION_NOTICES"]

ABDUCTION_NOTICES = ExtractFormat(
    source=SourceSystem.ABDUCTION_NOTICES,
    file="S3_abduction_notices.csv",
    entries={
        EventKind.NOTICE_SERVED: ("adult_ref", "in_force_until"),
        EventKind.NOTICE_BREACHED: ("adult_ref",),
        EventKind.NOTICE_WITHDRAWN: ("adult_ref",),
    },
    own=(
        *ADULT_COLUMNS,
        Column("in_force_until", Day(), "the last day on which the notice is in force"),
    ),
    promise_hours=24,
)
