"""Tell people of something new about a child, in the transaction that makes it so.

How to call it, from any use-case, before the entry of its act::

    with service.store.writing() as connection:
        written = write_entries(connection, service, ...)
        tell(
            connection,
            service,
            Told("missing_report_with_plan", written.child, cause=reference, at=now,
                 reference=reference, sender=officer.name),
        )
        enter_act(...)

Nothing is sent here. The notices stand in their audiences' lists once the transaction ends,
and what is pushed waits in the same transaction's outbox until a sender delivers it. What is
undone tells nobody. What a kind says, to whom and how often: :mod:`serving.telling.kinds`.
Who acknowledged: :mod:`serving.telling.hand_overs`.
"""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from serving.store.opening import Connection
from serving.store.restrictions import standing_restrictions
from serving.telling.audiences import AUDIENCES, Reach
from serving.telling.kinds import KINDS, Kind, Way
from serving.telling.shifts import shift_began
from serving.telling.tellers import Teller
from serving.work_store.told import (
    MessageRow,
    ToldRow,
    add_message,
    add_told,
    carry,
    is_missing_now,
    open_message_for,
    pushes_since,
    team_of_child,
    times_told,
)

__all__ = ["Told", "push", "tell"]

#: Pushes about one child to one audience are one message if they come within this.
_MERGED_WITHIN = timedelta(minutes=10)
_NOTICE_ID = 32


@dataclass(frozen=True, slots=True)
class Told:
    """Something that people must know.

    Attributes:
        kind: the name of a row of :data:`serving.telling.kinds.KINDS`.
        child: the id of whom it is about; None of nobody, as a stale extract is.
        cause: what made it so, the same whenever it is the same: a report's reference, an
            entry. The same cause is not told again but as its kind allows. Holds no name.
        team: whose it is; the child's own if not said. A record that is limited to other
            teams is told to those instead.
        reference: of the report, plan or referral, which notices show and lists are asked by.
        person: the one among the audience who is meant, as the record names the owner.
        sender: the account by whose act it came about, who sees the acknowledgement.
        degree: how bad it is; told again at once if higher than before.
    """

    kind: str
    child: str | None
    cause: str
    at: datetime
    team: str | None = None
    reference: str | None = None
    person: str | None = None
    sender: str | None = None
    degree: int = 0

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise ValueError(f"nobody is told of the kind {self.kind}")


def tell(connection: Connection, service: Teller, told: Told) -> tuple[str, ...]:
    """Leave the notices of one matter for each audience, and the messages that carry them.

    Safe to call twice: the same cause is told once. Call it after the lists of open work were
    made anew (:func:`serving.entering.writing.write_entries` does it), because some kinds are
    pushed only while the child is missing.

    Returns:
        The ids of the notices that are new; none if all of it had been told.
    """
    kind = KINDS[told.kind]
    is_missing = told.child is not None and is_missing_now(connection, told.child)
    made = []
    pushed = kind.if_missing if is_missing else frozenset[str]()
    for audience in (*kind.ways, *sorted(pushed - kind.ways.keys())):
        way = Way.PUSH if audience in pushed else kind.ways[audience]
        for team in _teams(connection, told, audience):
            notice = _notice(connection, service, told, kind, audience, team, way)
            if notice is not None:
                made.append(notice.id)
    return tuple(made)


def _teams(connection: Connection, told: Told, audience: str) -> tuple[str | None, ...]:
    if AUDIENCES[audience].reach is not Reach.TEAM:
        return (None,)
    if told.child is None:
        return (told.team,)
    if limited_to := sorted({row.team for row in standing_restrictions(connection, told.child)}):
        return tuple(limited_to)
    return (told.team or team_of_child(connection, told.child),)


def _notice(
    connection: Connection,
    service: Teller,
    told: Told,
    kind: Kind,
    audience: str,
    team: str | None,
    way: Way,
) -> ToldRow | None:
    """The notice, if the audience wasn't told, or may be told again."""
    times, worst, last = times_told(connection, kind.name, told.child, told.cause, audience, team)
    may_again = last is None or (
        kind.again_after is not None and told.at - last >= kind.again_after
    )
    if not may_again and told.degree <= worst:
        return None
    row = ToldRow(
        id=_id(service, told, audience, team, times),
        at=told.at,
        kind=kind.name,
        child=told.child,
        cause=told.cause,
        degree=told.degree,
        audience=audience,
        team=team,
        person=told.person,
        reference=told.reference,
        sender=told.sender,
        way=way.value,
        acknowledge_by=(
            told.at + kind.acknowledge_within if audience in kind.must_acknowledge else None
        ),
    )
    if way is Way.PUSH and _is_spent(connection, kind, row):
        row = replace(row, way=Way.DIGEST.value, held_back=True)
    if not add_told(connection, row):
        return None  # Told meanwhile by another process.
    if row.way == Way.PUSH.value:
        push(connection, service, row)
    return row


def _is_spent(connection: Connection, kind: Kind, row: ToldRow) -> bool:
    """Whether the shift's budget of the kind is used up for the audience."""
    if kind.pushes_a_shift is None:
        return False
    began = shift_began(row.at)
    pushed = pushes_since(connection, kind.name, row.audience, row.team, began)
    return pushed >= kind.pushes_a_shift


def push(connection: Connection, service: Teller, row: ToldRow) -> None:
    """Put a notice that is there into the outbox: into the message about the same child that
    has not begun to leave, or else into one of its own."""
    message = open_message_for(connection, row, row.at - _MERGED_WITHIN)
    if message is None:
        message = f"m{row.id}"
        add_message(
            connection,
            MessageRow(message, row.at, row.audience, row.team, is_digest=False),
            service.settings.channels,
        )
    carry(connection, [row.id], message)


def _id(service: Teller, told: Told, audience: str, team: str | None, times: int) -> str:
    """The same for the same matter told the same time; keyed, so that it gives away nobody."""
    about = (told.kind, told.child, told.cause, audience, team, times)
    said = repr(about).encode()
    return hmac.new(service.secret, said, hashlib.sha256).hexdigest()[:_NOTICE_ID]
