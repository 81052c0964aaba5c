"""Who was told of a report, plan or referral, and who said that they saw it: for the sender."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from serving.store.opening import Connection
from serving.telling.audiences import AUDIENCES, Reach
from serving.telling.kinds import KINDS, Way
from serving.telling.tell import push
from serving.telling.tellers import Teller
from serving.work_store.told import ToldRow, add_told
from serving.work_store.told_lists import hand_on, told_about, unacknowledged

__all__ = ["HandOver", "hand_on_unacknowledged", "hand_overs"]

#: As many as one round hands on; the next round goes on with the rest.
_MOST = 500


@dataclass(frozen=True, slots=True)
class HandOver:
    """That one audience was told, for whoever told them to see.

    Attributes:
        told: the audience in words: "the supervisor on duty".
        team: of which team; None: of all.
        words: what they were told.
        acknowledge_by: until when they must say that they saw it; None if they needn't.
        acknowledged_at, acknowledged_by: who did; None while nobody has.
        handed_on_at: when it went on, because nobody had.
    """

    at: datetime
    told: str
    team: str | None
    words: str
    acknowledge_by: datetime | None
    acknowledged_at: datetime | None
    acknowledged_by: str | None
    handed_on_at: datetime | None


def hand_overs(connection: Connection, reference: str) -> tuple[HandOver, ...]:
    """Who was told of what bears this reference, in order of time. Asked for by the reports'
    and plans' own pages, so that the sender sees whether anybody has it."""
    return tuple(_hand_over(row) for row in told_about(connection, reference))


def _hand_over(row: ToldRow) -> HandOver:
    return HandOver(
        at=row.at,
        told=AUDIENCES[row.audience].words,
        team=row.team,
        words=KINDS[row.kind].fact,
        acknowledge_by=row.acknowledge_by,
        acknowledged_at=row.acknowledged_at,
        acknowledged_by=row.acknowledged_by,
        handed_on_at=row.handed_on_at,
    )


def hand_on_unacknowledged(
    connection: Connection, service: Teller, now: datetime
) -> tuple[ToldRow, ...]:
    """Tell the next audience of what was not acknowledged in time, once for each notice.

    Returns the notices that are new; they must be acknowledged too, and go no further.
    """
    late = unacknowledged(connection, now, _MOST)
    made = []
    for row in late:
        on = _on_from(row, now)
        if add_told(connection, on):
            push(connection, service, on)
            made.append(on)
    hand_on(connection, [row.id for row in late], now)
    return tuple(made)


def _on_from(row: ToldRow, now: datetime) -> ToldRow:
    audience = KINDS[row.kind].hands_on_to
    if audience is None:
        raise ValueError(f"{row.kind} must be acknowledged and is handed on to nobody")
    return ToldRow(
        id=f"{row.id}.on",
        at=now,
        kind=row.kind,
        child=row.child,
        cause=row.cause,
        degree=row.degree,
        audience=audience,
        team=row.team if AUDIENCES[audience].reach is Reach.TEAM else None,
        person=None,
        reference=row.reference,
        sender=row.sender,
        way=Way.PUSH.value,
        follows=row.id,
    )
