"""Open child-abuse investigations, the longest without a review first: drift is seen (M5, V3)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from duties.intervals import Intervals
from records.calendar import instant_to_text
from records.history import KnownHistory
from records.sources import SourceSystem
from records.states import investigations
from serving.access.permissions import Officer
from serving.referring.asking import Ages, OpenAsked
from serving.referring.list_open import OpenListed, list_open
from serving.referring.open_lists import Lane, Late, OpenList
from serving.service.context import Service
from serving.work_store.lists import ListRow
from serving.worklist.items import ItemKind

__all__ = ["INVESTIGATION_LIST", "list_investigations"]

_ALL = Lane(ItemKind.INVESTIGATION, "open", "open")


async def list_investigations(service: Service, officer: Officer, asked: OpenAsked) -> OpenListed:
    """One page of those that nobody closed; ages count from the last review, or the opening.

    Raises:
        As :func:`serving.referring.list_open.list_open`.
    """
    return await list_open(service, officer, INVESTIGATION_LIST, asked)


def _every(intervals: Intervals) -> timedelta:
    return timedelta(days=intervals.investigation_review.every_days)


def _ages(intervals: Intervals) -> tuple[Ages, ...]:
    every, days = _every(intervals), intervals.investigation_review.every_days
    return (
        Ages("in_time", f"Reviewed within {days} days", timedelta(0), every),
        Ages("drifting", f"{days} to {2 * days} days without a review", every, 2 * every),
        Ages("long", f"{2 * days} days or more without a review", 2 * every, None),
    )


def _late(intervals: Intervals) -> Late:
    return Late(_every(intervals), (_ALL,), "without a review for longer than is allowed")


def _about(
    known: KnownHistory, row: ListRow, _intervals: Intervals, _now: datetime
) -> Mapping[str, Any] | None:
    one = next((i for i in investigations(known) if i.is_open and i.reference == row.reference),
               None)  # fmt: skip
    if one is None:
        return None
    last = one.reviews[-1] if one.reviews else None
    return {
        "category": one.category,
        "opened": instant_to_text(one.opened.occurred),
        "last_review": None if last is None else instant_to_text(last.occurred),
        "reviewed_by": None if last is None else str(last.details["review_by"]),
        "discussed": one.discussion is not None,
        "account_taken": one.account is not None,
    }


INVESTIGATION_LIST = OpenList(
    name="investigations",
    entry="INVESTIGATIONS_LISTED",
    systems=(SourceSystem.CHILD_ABUSE_INVESTIGATION,),
    stages=(("never_reviewed", "Never reviewed"), ("reviewed", "Reviewed before")),
    lanes=lambda _: (_ALL,),
    counted=(_ALL,),
    ages=_ages,
    late=_late,
    about=_about,
)
