"""Notices that people are told: added once, merged into messages, acknowledged, handed on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, and_, func, insert, select, update

from records.calendar import instant_from_text, instant_to_text
from serving.store.batches import insert_rows
from serving.tables.messages import deliveries, messages, told_notices
from serving.tables.work import caseload, work_items
from serving.worklist.items import ItemKind

__all__ = [
    "MessageRow",
    "ToldRow",
    "add_message",
    "add_told",
    "carry",
    "is_missing_now",
    "open_message_for",
    "pushes_since",
    "team_of_child",
    "times_told",
    "told_row",
]


@dataclass(frozen=True, slots=True)
class ToldRow:
    """One notice to one audience, as :mod:`serving.tables.messages` says."""

    id: str
    at: datetime
    kind: str
    child: str | None
    cause: str
    degree: int
    audience: str
    team: str | None
    person: str | None
    reference: str | None
    sender: str | None
    way: str
    held_back: bool = False
    message: str | None = None
    acknowledge_by: datetime | None = None
    acknowledged_at: datetime | None = None
    acknowledged_by: str | None = None
    handed_on_at: datetime | None = None
    follows: str | None = None


@dataclass(frozen=True, slots=True)
class MessageRow:
    """One message to one audience. It holds nothing of a child."""

    id: str
    at: datetime
    audience: str
    team: str | None
    is_digest: bool


def add_told(connection: Connection, row: ToldRow) -> bool:
    """Add a notice; False if one of this id is there, and then nothing changes."""
    values = (
        row.id,
        instant_to_text(row.at),
        row.kind,
        row.child,
        row.cause,
        row.degree,
        row.audience,
        row.team,
        row.person,
        row.reference,
        row.sender,
        row.way,
        int(row.held_back),
        row.message,
        _text(row.acknowledge_by),
        _text(row.acknowledged_at),
        row.acknowledged_by,
        _text(row.handed_on_at),
        row.follows,
    )
    return insert_rows(connection, told_notices, [values]) == 1


def times_told(
    connection: Connection,
    kind: str,
    child: str | None,
    cause: str,
    audience: str,
    team: str | None,
) -> tuple[int, int, datetime | None]:
    """How often this audience was told of the cause, the worst degree, and when last."""
    told = told_notices.c
    same = and_(
        told.kind == kind,
        told.child_id == child,
        told.cause == cause,
        told.audience == audience,
        told.team == team,
    )
    query = select(func.count(), func.max(told.degree), func.max(told.at)).where(same)
    count, degree, last = connection.execute(query).one()
    return (
        count,
        -1 if degree is None else degree,
        None if last is None else instant_from_text(last),
    )


def pushes_since(
    connection: Connection, kind: str, audience: str, team: str | None, since: datetime
) -> int:
    """How many notices of the kind were pushed to the audience since then."""
    told = told_notices.c
    query = (
        select(func.count())
        .select_from(told_notices)
        .where(
            told.audience == audience,
            told.team == team,
            told.at >= instant_to_text(since),
            told.kind == kind,
            told.way == "push",
        )
    )
    return int(connection.execute(query).scalar_one())


def open_message_for(connection: Connection, row: ToldRow, since: datetime) -> str | None:
    """The message about this child to this audience that nobody has begun to send, if there
    is one not older than ``since``; it is held until the transaction ends, so that no sender
    begins it meanwhile."""
    if row.child is None:
        return None
    told, sent = told_notices.c, messages.c
    about = select(told.message_id).where(
        told.child_id == row.child, told.audience == row.audience, told.message_id.is_not(None)
    )
    query = (
        select(sent.id)
        .where(
            sent.id.in_(about),
            sent.audience == row.audience,
            sent.team == row.team,
            sent.is_digest == 0,
            sent.is_begun == 0,
            sent.at >= instant_to_text(since),
        )
        .order_by(sent.at)
        .limit(1)
        .with_for_update()
    )
    return connection.execute(query).scalar_one_or_none()


def add_message(connection: Connection, row: MessageRow, channels: Sequence[str]) -> bool:
    """Add a message, to leave by each of the channels, at once; False if it is there."""
    at = instant_to_text(row.at)
    values = (row.id, at, row.audience, row.team, int(row.is_digest), 0)
    if insert_rows(connection, messages, [values]) == 0:
        return False
    leaving = [
        {
            "id": f"{row.id}.{channel}",
            "message_id": row.id,
            "channel": channel,
            "state": "waiting",
            "tries": 0,
            "due_at": at,
            "fault": "",
        }
        for channel in channels
    ]
    if leaving:
        connection.execute(insert(deliveries), leaving)
    return True


def carry(connection: Connection, notices: Sequence[str], message: str) -> None:
    """Let the message carry these notices."""
    named = told_notices.c.id.in_(list(notices))
    connection.execute(update(told_notices).where(named).values(message_id=message))


def is_missing_now(connection: Connection, child: str) -> bool:
    """Whether the list of those who are missing now holds the child."""
    items = work_items.c
    query = select(func.count()).select_from(work_items)
    here = and_(items.child_id == child, items.kind == ItemKind.MISSING.value)
    return bool(connection.execute(query.where(here)).scalar_one())


def team_of_child(connection: Connection, child: str) -> str | None:
    """The neighbourhood team where the child belongs; None if none is known."""
    query = select(caseload.c.team).where(caseload.c.child_id == child)
    return connection.execute(query).scalar_one_or_none()


def told_row(found: Row[Any]) -> ToldRow:
    """The notice of one row of the table."""
    return ToldRow(
        id=found.id,
        at=instant_from_text(found.at),
        kind=found.kind,
        child=found.child_id,
        cause=found.cause,
        degree=found.degree,
        audience=found.audience,
        team=found.team,
        person=found.person,
        reference=found.reference,
        sender=found.sender,
        way=found.way,
        held_back=bool(found.held_back),
        message=found.message_id,
        acknowledge_by=_instant(found.acknowledge_by),
        acknowledged_at=_instant(found.acknowledged_at),
        acknowledged_by=found.acknowledged_by,
        handed_on_at=_instant(found.handed_on_at),
        follows=found.follows,
    )


def _text(moment: datetime | None) -> str | None:
    return None if moment is None else instant_to_text(moment)


def _instant(said: str | None) -> datetime | None:
    return None if said is None else instant_from_text(said)
