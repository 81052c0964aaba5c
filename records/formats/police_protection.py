"""S13: the power to take a child into police protection (Children Act 1989, section 46)."""

from __future__ import annotations

from records.columns import Choice, Column, Text
from records.events import EventKind
from records.formats.declaration import ExtractFormat
from records.sources import SourceSystem

__all__ = ["POLICE_PROTECTION"]

POLICE_PROTECTION = ExtractFormat(
    source=SourceSystem.POLICE_PROTECTION,
    file="S13_police_protection.csv",
    entries={
        EventKind.PROTECTION_POWER_USED: ("protection_reason", "taken_to"),
        EventKind.PROTECTION_POWER_ENDED: (),
    },
    own=(
        Column(
            "protection_reason",
            Choice(
                (
                    "found_with_risky_adult",
                    "sexual_harm",
                    "physical_harm",
                    "domestic_abuse",
                    "neglect",
                    "other",
                )
            ),
            "why the child was likely to come to significant harm",
        ),
        Column("used_by", Text(60), "rank and team of the officer"),
        Column(
            "taken_to",
            Choice(("hospital", "foster_home", "childrens_home", "relative", "police_station")),
            "where the child was taken",
        ),
    ),
    promise_hours=24,
)
