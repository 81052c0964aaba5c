"""What hangs on a doubtful link: why one is looked at before another."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from enum import Enum

from linkage.subjects import Subject
from records.events import Event, EventKind
from records.history import History, KnownHistory, known_at
from records.persons import ChildId, RecordId
from records.sources import SourceSystem
from records.states import notices, plans, protection_plans
from serving.answer.inputs import CARRIED_KINDS
from serving.store.histories import read_summaries
from serving.store.linked import MOST_CHOSEN, LinkedHistories
from serving.store.links import links_of, records_of
from serving.store.naming import entries_naming
from serving.store.opening import Connection
from serving.tables.who import WHO

__all__ = ["Hang", "what_hangs"]


class Hang(Enum):
    """One thing that a wrong link would lose or misplace, the most urgent first."""

    LIVE_PLAN = "live_plan"
    MISSING_NOW = "missing_now"
    NOTICE = "notice"
    PROTECTION_PLAN = "protection_plan"
    MANAGED = "managed"

    def words(self, subject: Subject) -> str:
        """What hangs, in words that name nobody."""
        return (_OF_CHILDREN if subject is Subject.CHILD else _OF_ADULTS)[self]


_OF_CHILDREN = {
    Hang.MISSING_NOW: "reported missing now",
    Hang.LIVE_PLAN: "a CSE plan is live",
    Hang.NOTICE: "a notice is in force",
    Hang.PROTECTION_PLAN: "a child protection plan is in force",
    Hang.MANAGED: "managed now",
}
_OF_ADULTS = _OF_CHILDREN | {
    Hang.MISSING_NOW: "a child named beside this adult is reported missing now",
    Hang.LIVE_PLAN: "a child named beside this adult has a live CSE plan",
    Hang.NOTICE: "a notice on this adult is in force",
    Hang.PROTECTION_PLAN: "a child named beside this adult has a child protection plan in force",
}
_READ = frozenset(kind.value for kind in CARRIED_KINDS)
_PLANS, _NOTICES = SourceSystem.CSE_PLANS, SourceSystem.ABDUCTION_NOTICES
_MANAGED = SourceSystem.MANAGED_OFFENDERS


def what_hangs(
    connection: Connection, subject: Subject, people: Collection[ChildId], now: datetime
) -> dict[ChildId, tuple[Hang, ...]]:
    """What each of these children or adults holds by their own records, most urgent first.

    Never what is only possibly theirs. Of an adult: what notices (S3) and the management
    of offenders (S8) say, and what the children named there hold.
    """
    of = _of_children if subject is Subject.CHILD else _of_adults
    found = of(connection, people, now)
    return {who: tuple(hang for hang in Hang if hang in found.get(who, ())) for who in people}


def _of_children(
    connection: Connection, children: Collection[ChildId], now: datetime
) -> dict[ChildId, set[Hang]]:
    records = records_of(connection, WHO[Subject.CHILD], children)
    found: dict[ChildId, set[Hang]] = {child: set() for child in children}
    for child, summary in read_summaries(connection, sorted(children)).items():
        if summary.missing_since is not None:
            found[child].add(Hang.MISSING_NOW)
        if summary.protection:
            found[child].add(Hang.PROTECTION_PLAN)
    # A draft plan is no live one, and a notice has no mark of its own: these few are read.
    close = {child for record, child in records.items() if record.source in (_PLANS, _NOTICES)}
    if close:
        chosen = close if len(close) <= MOST_CHOSEN else None
        for history in LinkedHistories(connection, chosen).with_only(CARRIED_KINDS):
            if history.child in close:
                found[history.child] |= _standing(known_at(history.of_kinds(_READ), now))
    return found


def _standing(known: KnownHistory) -> set[Hang]:
    standing = {
        Hang.LIVE_PLAN: any(plan.is_live for plan in plans(known)),
        Hang.NOTICE: any(notice.is_in_force for notice in notices(known)),
        Hang.PROTECTION_PLAN: any(plan.is_in_force for plan in protection_plans(known)),
    }
    return {hang for hang, stands in standing.items() if stands}


def _of_adults(
    connection: Connection, adults: Collection[ChildId], now: datetime
) -> dict[ChildId, set[Hang]]:
    whose = records_of(connection, WHO[Subject.ADULT], adults)
    named = {record for record in whose if record.source in (_NOTICES, _MANAGED)}
    entries, moved = entries_naming(connection, named)
    events: dict[ChildId, list[Event]] = {}
    beside: dict[ChildId, set[RecordId]] = {}
    for adult, child, event in entries:
        events.setdefault(whose[adult], []).append(event)
        if child is not None:
            beside.setdefault(whose[adult], set()).add(child)
    held = _held_by_children(connection, beside, now)
    found = {}
    for adult_id, theirs in events.items():
        known = known_at(History(adult_id, (), tuple(theirs), moved), now)
        found[adult_id] = set(held.get(adult_id, ()))
        if any(notice.is_in_force for notice in notices(known)):
            found[adult_id].add(Hang.NOTICE)
        if _is_managed(known.of_kind(EventKind.MANAGED_PERSON, EventKind.MANAGED_PERSON_ENDED)):
            found[adult_id].add(Hang.MANAGED)
    return found


def _held_by_children(
    connection: Connection, beside: Mapping[ChildId, set[RecordId]], now: datetime
) -> dict[ChildId, set[Hang]]:
    """What the children named beside each adult hold; a notice on them may be another's."""
    records = {str(record) for theirs in beside.values() for record in theirs}
    child_of = links_of(connection, WHO[Subject.CHILD], records)
    hangs = _of_children(connection, set(child_of.values()), now)
    return {
        adult: {
            hang
            for record in theirs
            if record in child_of
            for hang in hangs[child_of[record]]
            if hang is not Hang.NOTICE
        }
        for adult, theirs in beside.items()
    }


def _is_managed(steps: Iterable[Event]) -> bool:
    """Whether the last step of any system's reference leaves the adult managed."""
    last = {event.reference: event.kind for event in steps}
    return EventKind.MANAGED_PERSON in last.values()
