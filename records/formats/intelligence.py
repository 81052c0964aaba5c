"""S7: graded intelligence reports that name a child."""

from __future__ import annotations

from records.columns import Choice, Column, Text
from records.events import EventKind
from records.formats.declaration import ExtractFormat
from records.formats.vocabulary import ADULT_COLUMNS
from records.sources import SourceSystem

__all__ = ["INTELLIGENCE"]

INTELLIGENCE = ExtractFormat(
    source=SourceSystem.INTELLIGENCE,
    file="S7_intelligence.csv",
    entries={
        EventKind.INTELLIGENCE_REPORT: ("theme", "source_grade", "assessment"),
    },
    own=(
        Column(
            "theme",
            Choice(
                (
                    "sexual_exploitation",
                    "online_grooming",
                    "criminal_exploitation",
                    "trafficking",
                    "drugs",
                    "violence",
                    "going_missing",
                    "other",
                )
            ),
            "what it is about",
        ),
        Column(
            "source_grade", Choice(("reliable", "untested", "not_reliable")), "how far to trust it"
        ),
        Column(
            "assessment",
            Choice(
                (
                    "known_directly",
                    "known_indirectly_corroborated",
                    "known_indirectly",
                    "not_known",
                    "suspected_false",
                )
            ),
            "how the source knows it",
        ),
        *ADULT_COLUMNS,
        Column("place", Text(120), "address or place named", identifying=True),
        Column("place_postcode", Text(12), "its postcode", identifying=True),
        Column("vehicle", Text(60), "vehicle named", identifying=True),
    ),
    promise_hours=24,
)
