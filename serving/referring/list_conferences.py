"""Conferences to come, and those over of which nobody wrote down if police were there (M7)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from duties.intervals import Intervals
from records.calendar import local_day
from records.events import Event
from records.history import KnownHistory
from records.sources import SourceSystem
from serving.access.permissions import Officer
from serving.referring.asking import Ages, OpenAsked
from serving.referring.list_open import OpenListed, list_open
from serving.referring.open_lists import Lane, Late, OpenList
from serving.service.context import Service
from serving.work_store.lists import ListRow
from serving.worklist.items import ItemKind

__all__ = ["CONFERENCE_LIST", "list_conferences"]

_ALL = Lane(ItemKind.CONFERENCE, "open", "to come, or without attendance recorded")
_AGES = (
    Ages("coming", "To come", None, timedelta(0)),
    Ages("past", "Over, attendance not recorded", timedelta(0), None),
)


async def list_conferences(service: Service, officer: Officer, asked: OpenAsked) -> OpenListed:
    """One page in order of the day: those longest over come first, then those to come.

    Raises:
        As :func:`serving.referring.list_open.list_open`.
    """
    return await list_open(service, officer, CONFERENCE_LIST, asked)


def _late(intervals: Intervals) -> Late:
    after = timedelta(hours=intervals.conference_decision.within_hours)
    return Late(after, (_ALL,), "over, and what came of them not recorded in the time allowed")


def _about(
    known: KnownHistory, row: ListRow, _intervals: Intervals, _now: datetime
) -> Mapping[str, Any] | None:
    entry = next((e for e in known.events if (e.source.value, e.entry) == (row.source, row.entry)),
                 None)  # fmt: skip
    return None if entry is None else _values(entry)


def _values(entry: Event) -> dict[str, Any]:
    """What the call says, or the entry of the conference."""
    details = entry.details
    on = details.get("conference_on") or local_day(entry.occurred)
    invited = details.get("police_invited")
    return {
        "conference": str(details["conference"]),
        "on": on.isoformat(),
        "police_invited": None if invited is None else bool(invited),
        "decision": details.get("conference_decision"),
    }


CONFERENCE_LIST = OpenList(
    name="conferences",
    entry="CONFERENCES_LISTED",
    systems=(SourceSystem.SOCIAL_CARE,),
    stages=(("called", "Called"), ("held", "Held, police attendance not recorded")),
    lanes=lambda _: (_ALL,),
    counted=(_ALL,),
    ages=lambda _: _AGES,
    late=_late,
    about=_about,
)
