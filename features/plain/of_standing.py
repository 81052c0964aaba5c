"""The plain engine's measures of what stands: notices, plans, and the child's age."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta

from features.declaration import Measure
from features.measured import Measured
from features.plain.readings import NONE, with_evidence
from records.events import EventKind
from records.history import KnownHistory
from records.states import notices, plans
from records.states.care import ProtectionPlan, protection_plans
from records.unknown import Unknown

__all__ = ["OF_STANDING", "PLAN_RANKS", "PROTECTION_RECENT"]

#: A child protection plan that ended no longer than this before the question ended lately.
PROTECTION_RECENT = timedelta(days=365)
#: The value of each state of a CSE plan.
PLAN_RANKS = {"ended": 1, "draft": 2, "live": 3}


def _notices_in_force(known: KnownHistory) -> Measured:
    served = [notice.served for notice in notices(known) if notice.is_in_force]
    return with_evidence(len(served), served) if served else NONE


def _plan_state(known: KnownHistory) -> Measured:
    found = plans(known)
    return Measured(PLAN_RANKS[found[0].state], (found[0].current,)) if found else NONE


def _protection_state(known: KnownHistory) -> Measured:
    def rank(plan: ProtectionPlan) -> int:
        if plan.ended is None:
            return 3
        return 2 if plan.ended >= known.as_of - PROTECTION_RECENT else 1

    found = protection_plans(known)
    if not found:
        return NONE
    highest = max(found, key=rank)  # of equals the latest started, which comes first
    ends = known.of_kind(EventKind.CHILD_PROTECTION_ENDED)
    return with_evidence(
        rank(highest),
        [highest.started, *[e for e in ends if e.reference == highest.reference][-1:]],
    )


def _age(known: KnownHistory) -> Measured:
    age = known.age
    return Measured(Unknown.NOT_RECORDED if age is None or age < 0 else age)


#: How each measure of what stands is taken.
OF_STANDING: Mapping[Measure, Callable[[KnownHistory], Measured]] = {
    Measure.NOTICES_IN_FORCE: _notices_in_force,
    Measure.PLAN_STATE: _plan_state,
    Measure.PROTECTION_STATE: _protection_state,
    Measure.AGE: _age,
}
