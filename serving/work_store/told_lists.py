"""Reading notices: an audience's list, what was handed over, what nobody acknowledged in time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, and_, func, or_, select, true, update

from records.calendar import instant_to_text
from serving.tables.messages import told_notices
from serving.work_store.told import ToldRow, told_row

__all__ = [
    "Readers",
    "acknowledge_told",
    "count_open",
    "find_told",
    "hand_on",
    "is_any_late",
    "read_acknowledged",
    "read_open",
    "told_about",
    "unacknowledged",
]

_TOLD = told_notices.c


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
    connection: Connection, readers: Readers, most: int, *, after: ToldRow | None = None
) -> tuple[ToldRow, ...]:
    """What nobody acknowledged: what must be acknowledged first, then the newest; ``after``
    one of them, those that follow it."""
    query = select(told_notices).where(_to(readers), _TOLD.acknowledged_at.is_(None))
    if after is not None:
        query = query.where(_follows(after))
    rows = connection.execute(
        query.order_by(_TOLD.acknowledge_by.is_(None), _TOLD.at.desc(), _TOLD.id).limit(most)
    )
    return tuple(told_row(row) for row in rows)


def _follows(after: ToldRow) -> ColumnElement[bool]:
    at = instant_to_text(after.at)
    older = or_(_TOLD.at < at, and_(_TOLD.at == at, _TOLD.id > after.id))
    if after.acknowledge_by is None:
        return and_(_TOLD.acknowledge_by.is_(None), older)
    return or_(_TOLD.acknowledge_by.is_(None), older)


def read_acknowledged(
    connection: Connection, readers: Readers, since: datetime, most: int
) -> tuple[ToldRow, ...]:
    """What was told since then and acknowledged, the newest first."""
    query = (
        select(told_notices)
        .where(
            _to(readers),
            _TOLD.acknowledged_at.is_not(None),
            _TOLD.at >= instant_to_text(since),
        )
        .order_by(_TOLD.at.desc(), _TOLD.id)
        .limit(most)
    )
    return tuple(told_row(row) for row in connection.execute(query))


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
