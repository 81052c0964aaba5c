"""S4: the crime recording system. The person is the child, as victim, suspect or witness."""

from __future__ import annotations

from records.columns import Choice, Column, YesNo
from records.events import EventKind
from records.formats.declaration import ExtractFormat
from records.formats.vocabulary import ADULT_COLUMNS, OFFENCES
from records.sources import SourceSystem

__all__ = ["CRIME"]

CRIME = ExtractFormat(
    source=SourceSystem.CRIME,
    file="S4_crime.csv",
    entries={
        EventKind.CRIME_VICTIM: ("offence",),
        EventKind.CRIME_SUSPECT: ("offence",),
        EventKind.CRIME_WITNESS: ("offence",),
        EventKind.CRIME_SUSPECT_NAMED: ("adult_ref",),
        EventKind.CRIME_SENT_TO_PROSECUTORS: (),
        EventKind.CRIME_CHARGING_DECISION: ("charging_decision",),
        EventKind.CRIME_CLOSED: ("crime_outcome",),
    },
    own=(
        Column("offence", Choice(OFFENCES), "kind of offence"),
        Column("cse_flag", YesNo(), "flagged as child sexual exploitation"),
        *ADULT_COLUMNS,
        Column(
            "charging_decision",
            Choice(("charge", "no_further_action", "further_work_asked_for")),
            "the prosecutors' decision",
        ),
        Column(
            "crime_outcome",
            Choice(
                (
                    "charged",
                    "out_of_court",
                    "evidence_too_weak",
                    "victim_does_not_support",
                    "no_suspect_found",
                    "no_further_action",
                )
            ),
            "how the crime was closed",
        ),
    ),
    promise_hours=24,
)
