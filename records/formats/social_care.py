"""S10: what social care shares: child protection plans, looked-after status, placements."""

from __future__ import annotations

from records.columns import Choice, Column
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
    ),
    promise_hours=48,
)
