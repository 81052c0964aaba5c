"""Cases that wait for a charging decision, the longest waiting first (M12)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from duties.intervals import Intervals
from records.calendar import instant_to_text
from records.events import EventKind
from records.history import KnownHistory
from records.sources import SourceSystem
from records.states import prosecutions
from serving.access.permissions import Officer
from serving.referring.asking import Ages, OpenAsked
from serving.referring.list_open import OpenListed, list_open
from serving.referring.open_lists import Lane, Late, OpenList
from serving.service.context import Service
from serving.work_store.lists import ListRow
from serving.worklist.items import ItemKind

__all__ = ["CHARGING_LIST", "list_charging"]

_WEEK = timedelta(days=7)
_ALL = Lane(ItemKind.CHARGING, "waiting", "with the prosecutors")
_AGES = (
    Ages("week", "Under a week", timedelta(0), _WEEK),
    Ages("month", "1 to 4 weeks", _WEEK, 4 * _WEEK),
    Ages("quarter", "4 to 12 weeks", 4 * _WEEK, 12 * _WEEK),
    Ages("older", "12 weeks or more", 12 * _WEEK, None),
)
#: In what part a child is recorded in a crime.
_PARTS = {
    EventKind.CRIME_VICTIM: "victim",
    EventKind.CRIME_SUSPECT: "suspect",
    EventKind.CRIME_WITNESS: "witness",
}


async def list_charging(service: Service, officer: Officer, asked: OpenAsked) -> OpenListed:
    """One page of the cases, a row for each child in each of them.

    Raises:
        As :func:`serving.referring.list_open.list_open`.
    """
    return await list_open(service, officer, CHARGING_LIST, asked)


def _late(intervals: Intervals) -> Late:
    after = timedelta(hours=intervals.charging_decision.within_hours)
    return Late(after, (_ALL,), "waiting for a decision longer than is allowed")


def _about(
    known: KnownHistory, row: ListRow, _intervals: Intervals, _now: datetime
) -> Mapping[str, Any] | None:
    case = next(
        (one for one in prosecutions(known)
         if one.ended is None and one.reference == row.reference), None,
    )  # fmt: skip
    if case is None:
        return None
    crimes = [e for e in known.of_kind(*_PARTS) if e.reference == row.reference]
    return {
        "offences": sorted({str(e.details["offence"]) for e in crimes}),
        "parts": sorted({_PARTS[e.kind] for e in crimes}),
        "sent": instant_to_text(case.sent.occurred),
        "further_work_asked": None if case.asked is None else instant_to_text(case.asked.occurred),
    }


CHARGING_LIST = OpenList(
    name="charging",
    entry="CHARGING_LISTED",
    systems=(SourceSystem.CRIME,),
    stages=(
        ("sent", "Sent to prosecutors, no decision"),
        ("further_work", "Prosecutors asked for further work"),
    ),
    lanes=lambda _: (_ALL,),
    counted=(_ALL,),
    ages=lambda _: _AGES,
    late=_late,
    about=_about,
)
