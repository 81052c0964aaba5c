"""S3: child abduction warning notices. The person is the child; the adult has own columns."""

from __future__ import annotations

from records.columns import Column, Day, Text
from records.events import EventKind
from records.formats.declaration import ExtractFormat
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
        Column("adult_ref", Text(60), "the system's id of the adult", identifying=True),
        Column("adult_forename", Text(80), "forename as recorded", identifying=True),
        Column("adult_surname", Text(80), "surname as recorded", identifying=True),
        Column("adult_date_of_birth", Day(), "as recorded", identifying=True),
        Column("in_force_until", Day(), "the last day on which the notice is in force"),
    ),
    promise_hours=24,
)
