"""S11: domestic-abuse incidents with children in the household."""

from __future__ import annotations

from records.columns import Choice, Column, YesNo
from records.events import EventKind
from records.formats.declaration import ExtractFormat
from records.formats.vocabulary import ADULT_COLUMNS
from records.sources import SourceSystem

__all__ = ["DOMESTIC_ABUSE"]

DOMESTIC_ABUSE = ExtractFormat(
    source=SourceSystem.DOMESTIC_ABUSE,
    file="S11_domestic_abuse.csv",
    entries={
        EventKind.DOMESTIC_INCIDENT: ("risk",),
        EventKind.DOMESTIC_CONFERENCE_REFERRAL: (),
    },
    own=(
        Column("risk", Choice(("standard", "medium", "high")), "as assessed for the adult harmed"),
        Column("child_present", YesNo(), "the child was in the home then"),
        Column("child_seen", YesNo(), "an officer saw the child"),
        *ADULT_COLUMNS,
    ),
    promise_hours=24,
)
