"""S6: command and control: incidents at a child's address or about the child."""

from __future__ import annotations

from records.columns import Choice, Column, YesNo
from records.events import EventKind
from records.formats.declaration import ExtractFormat
from records.sources import SourceSystem

__all__ = ["COMMAND_AND_CONTROL"]

COMMAND_AND_CONTROL = ExtractFormat(
    source=SourceSystem.COMMAND_AND_CONTROL,
    file="S6_command_and_control.csv",
    entries={
        EventKind.INCIDENT: ("incident_type", "about"),
    },
    own=(
        Column(
            "incident_type",
            Choice(
                (
                    "concern_for_safety",
                    "domestic",
                    "missing",
                    "disturbance",
                    "suspicious_activity",
                    "search_warrant",
                    "medical",
                    "anti_social_behaviour",
                    "other",
                )
            ),
            "kind of incident",
        ),
        Column("about", Choice(("the_child", "the_address")), "what the call was about"),
        Column("child_seen", YesNo(), "an officer saw the child"),
        Column("seen_alone", YesNo(), "the child was spoken to apart from the adults"),
        Column(
            "demeanour",
            Choice(("settled", "quiet", "distressed", "frightened", "angry", "unwell")),
            "how the child seemed",
        ),
    ),
    promise_hours=24,
)
