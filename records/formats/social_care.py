"""S10: what social care shares: plans, looked-after status, placements, conferences."""

from __future__ import annotations

from records.columns import Choice, Column, Day, YesNo
from records.events import EventKind
from records.formats.declaration import ExtractFormat
from records.sources import SourceSystem

__all__ = ["SOCIAL_CARE"]

SOCIAL_CARE = ExtractFormat(
    source=SourceSystem.SOCIAL_CARE,
    file="S10_social_care.csv",
    entries={
        EventKind.CHILD_PROTECTION_STARTED: ("category",),
        EventKind.CHILD_PROTECTION_ENDED: (),
        EventKind.LOOKED_AFTER_STARTED: ("placement",),
        EventKind.PLACEMENT_MOVED: ("placement",),
        EventKind.LOOKED_AFTER_ENDED: (),
        EventKind.CHILD_IN_NEED_STARTED: (),
        EventKind.CHILD_IN_NEED_ENDED: (),
        EventKind.CONFERENCE_CALLED: ("conference", "conference_on"),
        EventKind.CONFERENCE_HELD: ("conference", "police_invited"),
    },
    own=(
        Column(
            "category",
            Choice(("neglect", "physical_abuse", "emotional_abuse", "sexual_abuse", "multiple")),
            "category of the child protection plan",
        ),
        Column(
            "placement",
            Choice(
                ("foster_home", "childrens_home", "semi_independent", "kinship", "secure", "other")
            ),
            "kind of placement",
        ),
        Column("out_of_area", YesNo(), "placed by another authority than the one it lies in"),
        Column("conference", Choice(("initial", "review")), "kind of child protection conference"),
        Column("conference_on", Day(), "the day for which a conference is called"),
        Column("police_invited", YesNo(), "police were invited to the conference"),
        Column("police_attended", YesNo(), "police were there"),
        Column(
            "conference_decision",
            Choice(("plan_started", "plan_continued", "plan_ended", "no_plan")),
            "what the conference decided",
        ),
    ),
    promise_hours=48,
)
