"""The outbox: what is due is claimed by one sender at a time, and every try is written down."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    LABEL_STYLE_TABLENAME_PLUS_COL,
    ColumnElement,
    Connection,
    Row,
    Select,
    and_,
    func,
    insert,
    or_,
    select,
    update,
)

from records.calendar import instant_from_text, instant_to_text
from serving.tables.messages import deliveries, delivery_attempts, messages, told_notices
from serving.work_store.told import MessageRow

__all__ = [
    "Attempt",
    "Carried",
    "Delivery",
    "attempts_of",
    "carried_by",
    "claim_due",
    "count_states",
    "find_delivery",
    "is_any_due",
    "mark",
    "page_of_deliveries",
    "revive",
]

_D, _M, _T = deliveries.c, messages.c, told_notices.c


@dataclass(frozen=True, slots=True)
class Delivery:
    """One message on one way out.

    Attributes:
        state: ``waiting``, ``sent``, or ``dead`` after the last try.
        tries: since it was made, or since somebody had it sent again.
        due_at: when the next try is due, while it waits.
        fault: why the last try failed; empty if none did.
    """

    id: str
    message: MessageRow
    channel: str
    state: str
    tries: int
    due_at: datetime
    sent_at: datetime | None
    fault: str


@dataclass(frozen=True, slots=True)
class Carried:
    """What a message carries: kind -> how many; whom it is about; until when to acknowledge."""

    kinds: Mapping[str, int]
    children: frozenset[str]
    acknowledge_by: datetime | None


@dataclass(frozen=True, slots=True)
class Attempt:
    """One try: when, and what came of it; ``sent`` or why not."""

    number: int
    at: datetime
    outcome: str


def is_any_due(connection: Connection, now: datetime) -> bool:
    """Whether :func:`claim_due` would take any."""
    query = select(_D.id).where(_due(now)).limit(1)
    return connection.execute(query).scalar_one_or_none() is not None


def _due(now: datetime) -> ColumnElement[bool]:
    at = instant_to_text(now)
    free = or_(_D.claimed_until.is_(None), _D.claimed_until <= at)
    return and_(_D.state == "waiting", _D.due_at <= at, free)


def claim_due(
    connection: Connection, now: datetime, until: datetime, claim: str, most: int
) -> tuple[Delivery, ...]:
    """Take what is due, the longest due first, so that nobody else sends it before ``until``.

    What a sender claimed that died is due again after its claim. From now on nothing more is
    merged into these messages.
    """
    due = (
        select(_D.id)
        .where(_due(now))
        .order_by(_D.due_at, _D.id)
        .limit(most)
        .with_for_update(skip_locked=True)
    )
    ids = list(connection.execute(due).scalars())
    if not ids:
        return ()
    connection.execute(
        update(deliveries)
        .where(_D.id.in_(ids))
        .values(claim=claim, claimed_until=instant_to_text(until))
    )
    theirs = select(_D.message_id).where(_D.id.in_(ids))
    connection.execute(
        update(messages).where(_M.id.in_(theirs), _M.is_begun == 0).values(is_begun=1)
    )
    rows = connection.execute(_joined().where(_D.id.in_(ids)).order_by(_D.due_at, _D.id))
    return tuple(_delivery(row) for row in rows)


def mark(
    connection: Connection,
    delivery: str,
    claim: str,
    at: datetime,
    *,
    fault: str = "",
    again_at: datetime | None = None,
) -> bool:
    """Write down what came of a try: sent if there is no ``fault``; else due again at
    ``again_at``, or dead if None. False if the claim is no longer the sender's: somebody else
    has taken it over, and then only the try is written down."""
    moment = instant_to_text(at)
    number = select(func.coalesce(func.max(delivery_attempts.c.number), 0) + 1).where(
        delivery_attempts.c.delivery_id == delivery
    )
    values: dict[str, Any] = {"tries": _D.tries + 1, "claim": None, "claimed_until": None}
    if not fault:
        values |= {"state": "sent", "sent_at": moment, "fault": ""}
    elif again_at is None:
        values |= {"state": "dead", "fault": fault}
    else:
        values |= {"due_at": instant_to_text(again_at), "fault": fault}
    mine = and_(_D.id == delivery, _D.claim == claim)
    is_mine = connection.execute(update(deliveries).where(mine).values(**values)).rowcount == 1
    tried = {
        "delivery_id": delivery,
        "number": connection.execute(number).scalar_one(),
        "at": moment,
        "outcome": fault or "sent",
    }
    connection.execute(insert(delivery_attempts).values(**tried))
    return is_mine


def carried_by(connection: Connection, message: str) -> Carried:
    """What the message carries."""
    query = select(_T.kind, _T.child_id, _T.acknowledge_by, _T.follows).where(
        _T.message_id == message
    )
    kinds: dict[str, int] = {}
    children, by = set(), []
    for row in connection.execute(query.order_by(_T.kind, _T.id)):
        kinds[row.kind] = kinds.get(row.kind, 0) + 1
        children |= {row.child_id} - {None}
        by += [row.acknowledge_by] * (row.acknowledge_by is not None)
    until = instant_from_text(min(by)) if by else None
    return Carried(kinds, frozenset(children), until)


def page_of_deliveries(
    connection: Connection,
    most: int,
    *,
    state: str | None = None,
    after: tuple[str, str] | None = None,
) -> tuple[Delivery, ...]:
    """Deliveries, the newest message first; ``after`` the (moment, id) of one, those older."""
    query = _joined().order_by(_M.at.desc(), _D.id.desc()).limit(most)
    if state is not None:
        query = query.where(_D.state == state)
    if after is not None:
        at, last = after
        query = query.where(or_(_M.at < at, and_(_M.at == at, _D.id < last)))
    return tuple(_delivery(row) for row in connection.execute(query))


def find_delivery(connection: Connection, delivery: str) -> Delivery | None:
    """The delivery of this id; None if there is none."""
    row = connection.execute(_joined().where(_D.id == delivery)).one_or_none()
    return None if row is None else _delivery(row)


def attempts_of(connection: Connection, of: Collection[str]) -> Mapping[str, Sequence[Attempt]]:
    """The tries of each of these, in order."""
    tried = delivery_attempts.c
    query = select(delivery_attempts).where(tried.delivery_id.in_(sorted(of)))
    found: dict[str, list[Attempt]] = {each: [] for each in of}
    for row in connection.execute(query.order_by(tried.delivery_id, tried.number)):
        attempt = Attempt(row.number, instant_from_text(row.at), row.outcome)
        found[row.delivery_id].append(attempt)
    return found


def revive(connection: Connection, delivery: str, at: datetime) -> bool:
    """Let a dead one be tried again from now on; False if it is not dead."""
    dead = and_(_D.id == delivery, _D.state == "dead")
    values = {"state": "waiting", "tries": 0, "due_at": instant_to_text(at)}
    return connection.execute(update(deliveries).where(dead).values(**values)).rowcount == 1


def count_states(connection: Connection) -> Mapping[str, int]:
    """State -> how many deliveries are in it."""
    query = select(_D.state, func.count()).group_by(_D.state)
    return {row[0]: row[1] for row in connection.execute(query)}


def _joined() -> Select[Any]:
    both = select(deliveries, messages).join(messages, _M.id == _D.message_id)
    return both.set_label_style(LABEL_STYLE_TABLENAME_PLUS_COL)


def _delivery(row: Row[Any]) -> Delivery:
    said = row._mapping
    message = MessageRow(
        id=said[_M.id],
        at=instant_from_text(said[_M.at]),
        audience=said[_M.audience],
        team=said[_M.team],
        is_digest=bool(said[_M.is_digest]),
    )
    sent = said[_D.sent_at]
    return Delivery(
        id=said[_D.id],
        message=message,
        channel=said[_D.channel],
        state=said[_D.state],
        tries=said[_D.tries],
        due_at=instant_from_text(said[_D.due_at]),
        sent_at=None if sent is None else instant_from_text(sent),
        fault=said[_D.fault],
    )
