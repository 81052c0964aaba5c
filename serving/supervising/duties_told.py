"""How one duty stands on a list: in its own words, with its owner and its record."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from duties.due import Duty
from records.calendar import instant_to_text

__all__ = ["DUTY_NAMES", "STATES", "duty_told"]

#: What a list of duties can be of, and what pages call it.
STATES: Mapping[str, str] = MappingProxyType(
    {"overdue": "Overdue", "today": "Due in 24 hours", "coming": "Coming"}
)
#: Each kind of duty as a heading; a test proves that every kind has one.
DUTY_NAMES: Mapping[str, str] = MappingProxyType(
    {
        "supervision_gap": "No supervisory review",
        "supervisory_review": "Supervisory review of a missing report",
        "meeting_while_missing": "Strategy meeting while a child is missing",
        "meeting_after_reports": "Strategy meeting after repeated reports",
        "prevention_interview": "Prevention interview",
        "return_interview": "Return interview",
        "child_unseen": "Child not seen at an incident",
        "referral_triage": "Referral to triage",
        "referral_allocation": "Referral to allocate",
        "referral_decision": "Referral to decide",
        "investigation_discussion": "Investigation without a strategy discussion",
        "investigation_account": "Investigation without the child's account",
        "investigation_review": "Investigation without a supervisory review",
        "charging_decision": "Charging decision",
        "further_work": "Further work for prosecutors",
        "conference_decision": "Conference of which the decision is not known",
        "plan_review": "Review of a CSE plan",
        "notice_lapsing": "Abduction notice near its last day",
    }
)


def duty_told(duty: Duty) -> dict[str, Any]:
    """The duty's own words and times: what the child's page says too."""
    return {
        "kind": duty.kind,
        "name": DUTY_NAMES[duty.kind],
        "words": duty.words,
        "state": duty.state,
        "since": instant_to_text(duty.since),
        "due": instant_to_text(duty.due),
        "owner": duty.owner,
        "reference": duty.about_reference,
        "system": duty.source.value,
        "times": len(duty.came_due),
    }
