"""What may be done with a referral at each stage: every stage by every step, or why not (M6)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from types import MappingProxyType

from records.events import EventKind
from serving.worklist.referrals import Stage

__all__ = ["STEPS", "WRITTEN_AS", "Refusal", "Step", "StepRefusedError", "check_step", "leads_to"]


class Step(Enum):
    """One step. Values stand in the API: never rename."""

    TRIAGE = "triage"
    ALLOCATE = "allocate"
    DISCUSS = "discuss"
    DECIDE = "decide"
    CLOSE = "close"


#: The kind of entry that each step is written down as.
WRITTEN_AS: Mapping[Step, EventKind] = MappingProxyType(
    {
        Step.TRIAGE: EventKind.REFERRAL_TRIAGED,
        Step.ALLOCATE: EventKind.REFERRAL_ALLOCATED,
        Step.DISCUSS: EventKind.REFERRAL_STRATEGY_DISCUSSION,
        Step.DECIDE: EventKind.REFERRAL_DECISION,
        Step.CLOSE: EventKind.REFERRAL_CLOSED,
    }
)


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a step can't be taken, and what to do instead."""

    words: str


class StepRefusedError(Exception):
    """The referral is not at a stage at which the step can be taken. Nothing was written."""


_TRIAGE_FIRST = Refusal("Triage it first: nobody has said yet how urgent it is.")
_TRIAGED = Refusal("It was triaged. To change the priority, correct that entry.")
_DECIDED = Refusal("It is decided. To change the decision, correct that entry.")
_CLOSED = Refusal("It is closed. To go on with it, take the closing back.")
_DECIDE_FIRST = Refusal("Record what was decided first, even if nothing more is to be done.")

#: Stage -> step -> the stage that it leads to, or why it can't be taken.
STEPS: Mapping[Stage, Mapping[Step, Stage | Refusal]] = MappingProxyType(
    {
        Stage.RECEIVED: {
            Step.TRIAGE: Stage.TRIAGED,
            Step.ALLOCATE: _TRIAGE_FIRST,
            Step.DISCUSS: _TRIAGE_FIRST,
            Step.DECIDE: _TRIAGE_FIRST,
            Step.CLOSE: _TRIAGE_FIRST,
        },
        Stage.TRIAGED: {
            Step.TRIAGE: _TRIAGED,
            Step.ALLOCATE: Stage.ALLOCATED,
            Step.DISCUSS: Stage.DISCUSSED,
            Step.DECIDE: Stage.DECIDED,
            Step.CLOSE: _DECIDE_FIRST,
        },
        Stage.ALLOCATED: {
            Step.TRIAGE: _TRIAGED,
            Step.ALLOCATE: Stage.ALLOCATED,
            Step.DISCUSS: Stage.DISCUSSED,
            Step.DECIDE: Stage.DECIDED,
            Step.CLOSE: _DECIDE_FIRST,
        },
        Stage.DISCUSSED: {
            Step.TRIAGE: _TRIAGED,
            Step.ALLOCATE: Stage.DISCUSSED,
            Step.DISCUSS: Stage.DISCUSSED,
            Step.DECIDE: Stage.DECIDED,
            Step.CLOSE: _DECIDE_FIRST,
        },
        Stage.DECIDED: {
            Step.TRIAGE: _DECIDED,
            Step.ALLOCATE: _DECIDED,
            Step.DISCUSS: _DECIDED,
            Step.DECIDE: _DECIDED,
            Step.CLOSE: Stage.CLOSED,
        },
        Stage.CLOSED: dict.fromkeys(Step, _CLOSED),
    }
)


def leads_to(stage: Stage, step: Step) -> Stage | Refusal:
    """The stage after the step, or why it can't be taken."""
    return STEPS[stage][step]


def check_step(stage: Stage, step: Step) -> None:
    """Refuse a step that the stage does not allow.

    Raises:
        StepRefusedError: with what to do instead.
    """
    found = leads_to(stage, step)
    if isinstance(found, Refusal):
        raise StepRefusedError(found.words)
