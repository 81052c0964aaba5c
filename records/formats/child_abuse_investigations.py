"""S5: the child-abuse investigation system."""

from __future__ import annotations

from records.columns import Choice, Column
from records.events import EventKind
from records.formats.declaration import ExtractFormat
from records.formats.vocabulary import ADULT_COLUMNS
from records.sources import SourceSystem

__all__ = ["CHILD_ABUSE_INVESTIGATIONS"]

CHILD_ABUSE_INVESTIGATIONS = ExtractFormat(
    source=SourceSystem.CHILD_ABUSE_INVESTIGATION,
    file="S5_child_abuse_investigations.csv",
    entries={
        EventKind.INVESTIGATION_OPENED: ("abuse_category",),
        EventKind.INVESTIGATION_STRATEGY_DISCUSSION: (),
        EventKind.INVESTIGATION_ACCOUNT_TAKEN: (),
        EventKind.INVESTIGATION_SUSPECT_INTERVIEWED: ("adult_ref",),
        EventKind.INVESTIGATION_REVIEW: ("review_by",),
        EventKind.INVESTIGATION_CLOSED: ("investigation_outcome",),
    },
    own=(
        Column(
            "abuse_category",
            Choice(
                (
                    "sexual_exploitation",
                    "online_grooming",
                    "sexual_abuse",
                    "physical_abuse",
                    "neglect",
                    "emotional_abuse",
                )
            ),
            "what is investigated",
        ),
        *ADULT_COLUMNS,
        Column("review_by", Choice(("sergeant", "inspector", "superintendent")), "reviewer's rank"),
        Column(
            "investigation_outcome",
            Choice(("charged", "protection_plan", "no_further_action", "passed_to_social_care")),
            "how it was closed",
        ),
    ),
    promise_hours=24,
)
