"""Reading notices: an audience's list, what was handed over, what nobody acknowledged in time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Connection, and_, func, or_, select, true, update

from records.calendar import instant_from_text, instant_to_text
from serving.tables.messages import told_notices
from serving.tables.work import caseload, work_items
from serving.work_store.told import ToldRow, told_row
from serving.worklist.items import ItemKind

__all__ = [
    "After",
    "KindCount",
    "Readers",
    "acknowledge_told",
    "awaited",
    "count_kinds",
    "count_open",
    "find_told",
    "hand_on",
    "is_any_late",
    "read_acknowledged",
    "read_open",
    "told_about",
    "unacknowledged",
]

_TOLD, _ITEM = told_notices.c, work_items.c


#: Where a page ended: whether it must be acknowledged, the moment as text, the id.
After = tuple[bool, str, str]


@dataclass(frozen=True, slots=True)
class Readers:
    """Whose list it is.

    Attributes:
        audiences: those that the reader is of.
        team: the reader's team, whose notices are read beside those to all; None: of all teams.
    """

    audiences: tuple[str, ...]
    team: str | None


def read_open(
    connection: Connection, readers: Readers, most: int, *, after: After | None = None
) -> tuple[ToldRow, ...]:
    """What nobody acknowledged: what must be acknowledged first, then the newest; ``after``
    one of them, those that follow it."""
    query = select(told_notices).where(_to(readers), _TOLD.acknowledged_at.is_(None))
    if after is not None:
        must, *place = after
        follows = _older(*place)
        query = query.where(
            or_(_TOLD.acknowledge_by.is_(None), follows)
            if must
            else and_(_TOLD.acknowledge_by.is_(None), follows)
        )
    in_order = query.order_by(_TOLD.acknowledge_by.is_(None), _TOLD.at.desc(), _TOLD.id)
    return tuple(told_row(row) for row in connection.execute(in_order.limit(most)))


def read_acknowledged(
    connection: Connection,
    readers: Readers,
    since: datetime,
    most: int,
    *,
    after: After | None = None,
) -> tuple[ToldRow, ...]:
    """What was told since then and acknowledged, the newest first; ``after`` one of them."""
    query = select(told_notices).where(
        _to(readers), _TOLD.acknowledged_at.is_not(None), _TOLD.at >= instant_to_text(since)
    )
    if after is not None:
        _, *place = after
        query = query.where(_older(*place))
    in_order = query.order_by(_TOLD.at.desc(), _TOLD.id)
    return tuple(told_row(row) for row in connection.execute(in_order.limit(most)))


def _older(at: str, notice: str) -> ColumnElement[bool]:
    return or_(_TOLD.at < at, and_(_TOLD.at == at, _TOLD.id > notice))


def count_open(connection: Connection, readers: Readers) -> int:
    """How many nobody acknowledged."""
    query = select(func.count()).select_from(told_notices)
    open_ones = query.where(_to(readers), _TOLD.acknowledged_at.is_(None))
    return int(connection.execute(open_ones).scalar_one())


def find_told(connection: Connection, notice: str, readers: Readers) -> ToldRow | None:
    """The notice of this id, if it is told to the readers; else None."""
    query = select(told_notices).where(_TOLD.id == notice, _to(readers))
    found = connection.execute(query).one_or_none()
    return None if found is None else told_row(found)


def acknowledge_told(connection: Connection, notice: str, at: datetime, by: str) -> bool:
    """Say who saw it and when; False if somebody had before, and then nothing changes."""
    open_one = and_(_TOLD.id == notice, _TOLD.acknowledged_at.is_(None))
    values = {"acknowledged_at": instant_to_text(at), "acknowledged_by": by}
    return connection.execute(update(told_notices).where(open_one).values(values)).rowcount == 1


def told_about(connection: Connection, reference: str) -> tuple[ToldRow, ...]:
    """Who was told of this report, plan or referral, in order of time."""
    query = select(told_notices).where(_TOLD.reference == reference).order_by(_TOLD.at, _TOLD.id)
    return tuple(told_row(row) for row in connection.execute(query))


def awaited(
    connection: Connection, most: int, *, team: str | None = None, authority: str | None = None
) -> tuple[ToldRow, ...]:
    """What must be acknowledged about children who are missing now and nobody acknowledged,
    handed on or not: the longest waited for first. A reading: nothing is held."""
    missing = select(_ITEM.child_id).where(
        _ITEM.child_id == _TOLD.child_id, _ITEM.kind == ItemKind.MISSING.value
    )
    query = select(told_notices).where(
        _TOLD.acknowledged_at.is_(None), _TOLD.acknowledge_by.is_not(None), missing.exists()
    )
    if team is not None:
        query = query.where(_TOLD.team == team)
    if authority is not None:
        there = caseload.c.local_authority == authority
        query = query.where(
            select(caseload.c.child_id).where(caseload.c.child_id == _TOLD.child_id, there).exists()
        )
    in_order = query.order_by(_TOLD.acknowledge_by, _TOLD.id).limit(most)
    return tuple(told_row(row) for row in connection.execute(in_order))


def is_any_late(connection: Connection, now: datetime) -> bool:
    """Whether :func:`unacknowledged` would give any."""
    query = select(_TOLD.id).where(_late(now)).limit(1)
    return connection.execute(query).scalar_one_or_none() is not None


def unacknowledged(connection: Connection, now: datetime, most: int) -> tuple[ToldRow, ...]:
    """What had to be acknowledged before ``now``, was not, and was not handed on yet: the
    longest overdue first. Held until the transaction ends, so that two senders don't hand the
    same one on."""
    query = (
        select(told_notices)
        .where(_late(now))
        .order_by(_TOLD.acknowledge_by)
        .limit(most)
        .with_for_update(skip_locked=True)
    )
    return tuple(told_row(row) for row in connection.execute(query))


def _late(now: datetime) -> ColumnElement[bool]:
    return and_(
        _TOLD.acknowledged_at.is_(None),
        _TOLD.acknowledge_by <= instant_to_text(now),
        _TOLD.handed_on_at.is_(None),
    )


def hand_on(connection: Connection, notices: Sequence[str], at: datetime) -> None:
    """Say that these were handed on."""
    named = _TOLD.id.in_(list(notices))
    connection.execute(update(told_notices).where(named).values(handed_on_at=instant_to_text(at)))


def _to(readers: Readers) -> ColumnElement[bool]:
    audience = _TOLD.audience.in_(readers.audiences)
    if readers.team is None:
        return and_(audience, true())
    return and_(audience, or_(_TOLD.team == readers.team, _TOLD.team.is_(None)))


@dataclass(frozen=True, slots=True)
class KindCount:
    """How many notices of one kind to one audience, and what came of them.

    Attributes:
        held_back: whose push a budget took.
        over: whose time to act is over; ``in_time`` of these were acknowledged within it.
    """

    kind: str
    audience: str
    told: int
    pushed: int
    held_back: int
    acknowledged: int
    handed_on: int
    over: int
    in_time: int


def count_kinds(
    connection: Connection, since: datetime, until: datetime, act_within: Mapping[str, timedelta]
) -> tuple[KindCount, ...]:
    """What was told in ``since <= at <= until``, by kind and audience; a kind's time to act is
    ``act_within``'s."""
    counts: dict[tuple[str, str], list[int]] = {}
    for kind, within in act_within.items():
        query = select(
            _TOLD.audience,
            _TOLD.way,
            _TOLD.held_back,
            _TOLD.at,
            _TOLD.acknowledged_at,
            _TOLD.handed_on_at,
        ).where(
            _TOLD.kind == kind,
            _TOLD.at >= instant_to_text(since),
            _TOLD.at <= instant_to_text(until),
        )
        for row in connection.execute(query):
            at = instant_from_text(row.at)
            seen = None if row.acknowledged_at is None else instant_from_text(row.acknowledged_at)
            is_over = at + within <= until
            marks = (
                True,
                row.way == "push",
                bool(row.held_back),
                seen is not None,
                row.handed_on_at is not None,
                is_over,
                is_over and seen is not None and seen <= at + within,
            )
            found = counts.setdefault((kind, row.audience), [0] * len(marks))
            for place, mark in enumerate(marks):
                found[place] += mark
    return tuple(KindCount(*key, *found) for key, found in sorted(counts.items()))
