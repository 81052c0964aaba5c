"""S2: neighbourhood CSE plans, JSON Lines, one line for each version of a plan.

The caps on length are what lets "read first" stand on a phone's first screen.
"""

from __future__ import annotations

from records.columns import Choice, Column, Day, Items, Lines, Number, Text
from records.events import EventKind
from records.formats.declaration import ExtractFormat
from records.sources import SourceSystem

__all__ = ["CSE_PLANS", "PLAN_SECTIONS"]

_PEOPLE = (
    Column("name", Text(80), "as known", True, identifying=True),
    Column("relationship", Text(80), "to the child", True),
    Column("concern", Text(200), "why named"),
    Column("notice_ref", Text(60), "an abduction notice on this adult"),
)
_PLACES = (
    Column("place", Text(120), "address or description", True, identifying=True),
    Column("why", Text(200), "why to look there"),
)
_ACTIONS = (
    Column("action", Text(160), "what to do", True),
    Column("role", Text(60), "who does it", True),
    Column("within_minutes", Number(0, 60 * 24 * 28), "time limit from the report", True),
)
_CONTACTS = (
    Column("role", Text(60), "duty social work team, parent, home", True),
    Column("name", Text(80), "person, where one is named", identifying=True),
    Column("phone", Text(20), "number in full", True, identifying=True),
    Column("hours", Text(60), "when it is answered"),
)
_WORDS = (
    Column("said_on", Day(), "when the child said it", True),
    Column("words", Text(400), "as the child said it, never corrected", True),
)

#: The plan's sections in reading order.
PLAN_SECTIONS: tuple[Column, ...] = (
    Column("read_first", Lines(90, 3), "worst harm; first act; whom to ring", True),
    Column("first_hour", Items(_ACTIONS, 12), "ordered first-hour actions"),
    Column("later_hours", Items(_ACTIONS, 20), "escalation after the first hour"),
    Column("pattern", Text(1000), "usual times, triggers, travel, return"),
    Column("people", Items(_PEOPLE), "associates and persons of concern", identifying=True),
    Column("places", Items(_PLACES), "addresses to check", identifying=True),
    Column("vehicles", Lines(120, 20), "registration, keeper, link", identifying=True),
    Column("phones", Lines(120, 20), "numbers and accounts", identifying=True),
    Column("on_finding", Lines(200, 12), "what to do when the child is found"),
    Column("disruption", Lines(200, 20), "steps against those who exploit"),
    Column("protection", Text(600), "protection plan, care plan, referrals"),
    Column("contacts", Items(_CONTACTS), "whom to ring", identifying=True),
    Column("other_children", Lines(120, 20), "who else is exposed", identifying=True),
    Column("childs_words", Items(_WORDS), "the child's own words", identifying=True),
)

CSE_PLANS = ExtractFormat(
    source=SourceSystem.CSE_PLANS,
    file="S2_cse_plans.jsonl",
    entries={
        EventKind.PLAN_VERSION: ("version", "state", "owner", "owner_team", "read_first"),
    },
    own=(
        Column("version", Number(1, 999), "counts up from 1 within a plan"),
        Column("state", Choice(("draft", "live", "ended")), "state from this version on"),
        Column("owner", Text(80), "named officer"),
        Column("owner_team", Text(80), "the owner's team"),
        Column("owner_phone", Text(20), "out-of-hours route"),
        Column("review_due", Day(), "next review"),
        Column("agreed_band", Choice(("Medium", "High")), "minimum band agreed by the meeting"),
        Column("agreed_until", Day(), "last day on which the agreed band applies"),
        *(
            Column(c.name, c.type, c.meaning, False, c.identifying, c.protected)
            for c in PLAN_SECTIONS
        ),
    ),
    promise_hours=24,
)
