"""The queue of referrals: those without an owner first, then the oldest (S9, M6)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

from duties.intervals import Intervals
from records.calendar import instant_to_text
from records.history import KnownHistory
from records.sources import SourceSystem
from serving.access.permissions import Officer
from serving.referring.asking import NONE, Ages, OpenAsked
from serving.referring.list_open import OpenListed, list_open
from serving.referring.open_lists import Lane, Late, OpenList
from serving.service.context import Service
from serving.work_store.lists import ListRow
from serving.worklist.items import ItemKind
from serving.worklist.referrals import Stage, Staged, staged_referrals

__all__ = ["CONCERNS", "REFERRAL_LIST", "STAGE_WORDS", "list_referrals", "next_values"]

_DAY = timedelta(days=1)
_UNOWNED = Lane(ItemKind.REFERRAL_UNOWNED, "unowned", "without an owner")
_OWNED = Lane(ItemKind.REFERRAL, "owned", "with a team")
_DECIDED = Lane(ItemKind.REFERRAL_DECIDED, "decided", "decided and not closed")

STAGE_WORDS: Mapping[Stage, str] = {
    Stage.RECEIVED: "Received, not triaged",
    Stage.TRIAGED: "Triaged, not allocated",
    Stage.ALLOCATED: "Allocated, not decided",
    Stage.DISCUSSED: "Discussed, not decided",
    Stage.DECIDED: "Decided, not closed",
    Stage.CLOSED: "Closed",
}
_AGES = (
    Ages("day", "Under a day", timedelta(0), _DAY),
    Ages("three_days", "1 to 3 days", _DAY, 3 * _DAY),
    Ages("week", "3 to 7 days", 3 * _DAY, 7 * _DAY),
    Ages("month", "1 to 4 weeks", 7 * _DAY, 28 * _DAY),
    Ages("older", "4 weeks or more", 28 * _DAY, None),
)
#: What each concern is called.
CONCERNS: Mapping[str, str] = {
    "sexual_exploitation": "Sexual exploitation",
    "criminal_exploitation": "Criminal exploitation",
    "going_missing": "Going missing",
    "domestic_abuse": "Domestic abuse",
    "neglect": "Neglect",
    "physical_abuse": "Physical abuse",
    "sexual_abuse": "Sexual abuse",
    "emotional_abuse": "Emotional abuse",
    "self_harm": "Self-harm",
    "other": "Another matter",
}
#: What is next at each stage: the step, in words, and within how many hours of receipt.
_NEXT: Mapping[Stage, tuple[str, str, Callable[[Intervals], int]]] = {
    Stage.RECEIVED: ("triage", "Triage", lambda i: i.referral_triage.within_hours),
    Stage.TRIAGED: ("allocate", "Allocate to a team", lambda i: i.referral_allocation.within_hours),
    Stage.ALLOCATED: ("decide", "Decide", lambda i: i.referral_decision.within_hours),
    Stage.DISCUSSED: ("decide", "Decide", lambda i: i.referral_decision.within_hours),
}


async def list_referrals(service: Service, officer: Officer, asked: OpenAsked) -> OpenListed:
    """One page of the queue. Decided ones are listed only when their stage is asked for.

    Raises:
        As :func:`serving.referring.list_open.list_open`.
    """
    return await list_open(service, officer, REFERRAL_LIST, asked)


def next_values(staged: Staged, intervals: Intervals, now: datetime) -> dict[str, Any] | None:
    """What a referral waits for and until when; None once it is decided."""
    if staged.stage not in _NEXT:
        return None
    step, words, hours = _NEXT[staged.stage]
    due = staged.referral.received.occurred + timedelta(hours=hours(intervals))
    return {
        "step": step,
        "words": words,
        "due": instant_to_text(due),
        "state": "overdue" if due < now else "due",
    }


def _lanes(asked: OpenAsked) -> tuple[Lane, ...]:
    if asked.stage == Stage.DECIDED.value:
        return (_DECIDED,)
    if asked.owner is not None:
        return (_UNOWNED,) if asked.owner == NONE else (_OWNED,)
    return (_UNOWNED, _OWNED)


def _late(intervals: Intervals) -> Late:
    after = timedelta(hours=intervals.referral_allocation.within_hours)
    return Late(after, (_UNOWNED,), "without an owner for longer than is allowed")


def _about(
    known: KnownHistory, row: ListRow, intervals: Intervals, now: datetime
) -> Mapping[str, Any] | None:
    staged = next(
        (s for s in staged_referrals(known) if s.referral.reference == row.reference), None
    )
    if staged is None:
        return None
    received = staged.referral.received.details
    return {
        "concern": staged.referral.concern,
        "concern_words": CONCERNS[staged.referral.concern],
        "referred_by": str(received["referred_by"]),
        "priority": staged.referral.priority,
        "next": next_values(staged, intervals, now),
    }


REFERRAL_LIST = OpenList(
    name="referrals",
    entry="REFERRALS_LISTED",
    systems=(SourceSystem.SAFEGUARDING_HUB,),
    stages=tuple((s.value, STAGE_WORDS[s]) for s in Stage if s is not Stage.CLOSED),
    lanes=_lanes,
    counted=(_UNOWNED, _OWNED, _DECIDED),
    ages=lambda _: _AGES,
    late=_late,
    about=_about,
)
