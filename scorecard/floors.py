"""The policy's floors, applied to what is known of one child. A floor raises, never lowers.

Each kind of floor is one function in :data:`RULES`; each row of the policy names a kind,
its parameters and its wording.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from records.events import Event
from records.history import KnownHistory
from scorecard import floor_adults, floor_concerns, floor_rules
from scorecard.floor_finding import MOST_EVIDENCE, Found, Rule
from scorecard.floor_kinds import Floor, FloorKind
from scorecard.policy import Policy

__all__ = ["MOST_EVIDENCE", "RULES", "FloorApplied", "floors_that_apply"]


@dataclass(frozen=True, slots=True)
class FloorApplied:
    """One floor that holds for the child.

    Attributes:
        id: the floor's id in the policy.
        evidence: the source entries behind it, newest first, at most
            :data:`MOST_EVIDENCE`; none when it rests on the person records alone
            (age, learning disability).
    """

    id: str
    band: str
    short: str
    full: str
    evidence: tuple[Event, ...]


def floors_that_apply(known: KnownHistory, policy: Policy) -> tuple[FloorApplied, ...]:
    """Every floor that holds, the highest band first, then in the policy's order.

    Of several floors of one kind only the first of the highest band is given: 72 hours
    missing says 24 hours too. What is not known makes no floor hold; it is said elsewhere
    that it isn't known.
    """
    strongest: dict[FloorKind, FloorApplied] = {}
    for floor in policy.floors:
        found = RULES[floor.kind](known, floor.params)
        if found is None:
            continue
        earlier = strongest.get(floor.kind)
        if earlier is None or policy.rank(floor.band) > policy.rank(earlier.band):
            strongest[floor.kind] = _applied(floor, found)
    order = {floor.id: place for place, floor in enumerate(policy.floors)}
    return tuple(sorted(strongest.values(), key=lambda f: (-policy.rank(f.band), order[f.id])))


def _applied(floor: Floor, found: Found) -> FloorApplied:
    newest_first = sorted(
        found.evidence, key=lambda e: (e.occurred, e.recorded, e.entry), reverse=True
    )
    return FloorApplied(
        id=floor.id,
        band=floor.band,
        short=floor.short.format_map(found.tells),
        full=floor.full.format_map(found.tells),
        evidence=tuple(newest_first[:MOST_EVIDENCE]),
    )


#: One rule for each kind of floor.
RULES: Mapping[FloorKind, Rule] = {
    FloorKind.LIVE_PLAN: floor_rules.live_plan,
    FloorKind.LIVE_PLAN_AGREED: floor_rules.live_plan_agreed,
    FloorKind.YOUNGER_THAN: floor_rules.younger_than,
    FloorKind.LEARNING_DISABILITY: floor_rules.learning_disability,
    FloorKind.NOTICE_IN_FORCE: floor_rules.notice_in_force,
    FloorKind.NOTICE_SERVED: floor_rules.notice_served,
    FloorKind.NOTICE_BREACHED: floor_rules.notice_breached,
    FloorKind.STILL_MISSING: floor_rules.still_missing,
    FloorKind.SEXUAL_HARM_TOLD: floor_concerns.sexual_harm_told,
    FloorKind.SEXUAL_HARM_FOUND: floor_concerns.sexual_harm_found,
    FloorKind.SEXUAL_CRIME: floor_concerns.sexual_crime,
    FloorKind.EXPLOITATION_DECIDED: floor_concerns.exploitation_decided,
    FloorKind.EXPLOITATION_INVESTIGATED: floor_concerns.exploitation_investigated,
    FloorKind.EXPLOITATION_REFERRED: floor_concerns.exploitation_referred,
    FloorKind.EXPLOITATION_INTELLIGENCE: floor_concerns.exploitation_intelligence,
    FloorKind.REPORTS_WITH_CONCERN: floor_concerns.reports_with_concern,
    FloorKind.WARNED_ADULT: floor_adults.warned_adult,
    FloorKind.SUSPECTED_ADULT: floor_adults.suspected_adult,
    FloorKind.MANAGED_ADULT: floor_adults.managed_adult,
}
