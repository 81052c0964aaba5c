"""S9: referrals to the safeguarding hub, and what became of them."""

from __future__ import annotations

from records.columns import Choice, Column, Text
from records.events import EventKind
from records.formats.declaration import ExtractFormat
from records.sources import SourceSystem

__all__ = ["SAFEGUARDING_HUB"]

SAFEGUARDING_HUB = ExtractFormat(
    source=SourceSystem.SAFEGUARDING_HUB,
    file="S9_safeguarding_hub.csv",
    entries={
        EventKind.REFERRAL_RECEIVED: ("referred_by", "concern"),
        EventKind.REFERRAL_TRIAGED: ("priority",),
        EventKind.REFERRAL_ALLOCATED: ("allocated_to",),
        EventKind.REFERRAL_STRATEGY_DISCUSSION: (),
        EventKind.REFERRAL_DECISION: ("referral_decision",),
        EventKind.REFERRAL_CLOSED: (),
        EventKind.NATIONAL_REFERRAL: ("exploitation",),
        EventKind.PANEL_DECISION: ("panel_level",),
    },
    own=(
        Column(
            "referred_by",
            Choice(("police", "school", "health", "social_care", "family", "public", "other")),
            "who referred",
        ),
        Column(
            "concern",
            Choice(
                (
                    "sexual_exploitation",
                    "criminal_exploitation",
                    "going_missing",
                    "domestic_abuse",
                    "neglect",
                    "physical_abuse",
                    "sexual_abuse",
                    "emotional_abuse",
                    "self_harm",
                    "other",
                )
            ),
            "what the referral is about",
        ),
        Column("priority", Choice(("urgent", "high", "standard")), "as triaged"),
        Column("allocated_to", Text(60), "the team that owns it"),
        Column(
            "referral_decision",
            Choice(
                (
                    "child_protection_enquiry",
                    "child_in_need",
                    "exploitation_panel",
                    "early_help",
                    "no_further_action",
                )
            ),
            "what was decided",
        ),
        Column(
            "exploitation",
            Choice(("sexual", "criminal", "labour", "domestic_servitude")),
            "kind, in a referral to the national mechanism",
        ),
        Column("panel_level", Choice(("low", "medium", "high")), "level given by the panel"),
    ),
    promise_hours=24,
)
