"""Notices to teams and their supervisors: written with the act, read, acknowledged once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, and_, insert, or_, select, true, update

from records.calendar import instant_from_text, instant_to_text
from serving.tables.restrictions import access_notices

__all__ = ["NoticeRow", "acknowledge", "add_notices", "find_notice", "read_notices"]

#: As many as one page or answer tells of, the open ones first.
MOST = 200


@dataclass(frozen=True, slots=True)
class NoticeRow:
    """One notice to one team, or to supervisors. It names no child.

    Attributes:
        kind: ``opened_in_emergency`` or ``limit_followed``.
        team: whose it is; None, to ``supervisors`` alone, means all of them.
        audience: ``team``, or ``supervisors``: those of the team.
        entry: the log's entry that tells the rest; None if no entry goes with it.
        officer, officer_team: who opened it, by account; None where nobody did.
    """

    id: str
    at: datetime
    kind: str
    team: str | None
    audience: str
    entry: str | None = None
    officer: str | None = None
    officer_team: str | None = None
    reason: str | None = None
    acknowledged_at: datetime | None = None
    acknowledged_by: str | None = None


def add_notices(connection: Connection, rows: Iterable[NoticeRow]) -> None:
    """Leave notices that nobody has acknowledged yet."""
    values = [
        {
            "id": row.id,
            "at": instant_to_text(row.at),
            "kind": row.kind,
            "team": row.team,
            "audience": row.audience,
            "entry_id": row.entry,
            "officer": row.officer,
            "officer_team": row.officer_team,
            "reason_code": row.reason,
        }
        for row in rows
    ]
    if values:
        connection.execute(insert(access_notices), values)


def read_notices(
    connection: Connection, team: str | None, *, is_supervisor: bool
) -> tuple[NoticeRow, ...]:
    """What is told to a member of the team: at most :data:`MOST`, the open and newest first."""
    notices = access_notices.c
    query = (
        select(access_notices)
        .where(_told_to(team, is_supervisor=is_supervisor))
        .order_by(notices.acknowledged_at.is_not(None), notices.at.desc(), notices.id)
        .limit(MOST)
    )
    return tuple(_row(found) for found in connection.execute(query))


def find_notice(
    connection: Connection, notice: str, team: str | None, *, is_supervisor: bool
) -> NoticeRow | None:
    """The notice of this id, if it is told to a member of the team; else None."""
    told = and_(
        access_notices.c.id == notice,
        _told_to(team, is_supervisor=is_supervisor),
    )
    found = connection.execute(select(access_notices).where(told)).one_or_none()
    return None if found is None else _row(found)


def acknowledge(connection: Connection, notice: str, at: datetime, by: str) -> bool:
    """Say who saw it and when; False if somebody had before, and then nothing changes."""
    open_one = and_(access_notices.c.id == notice, access_notices.c.acknowledged_at.is_(None))
    values = {"acknowledged_at": instant_to_text(at), "acknowledged_by": by}
    return connection.execute(update(access_notices).where(open_one).values(values)).rowcount == 1


def _told_to(team: str | None, *, is_supervisor: bool) -> ColumnElement[bool]:
    """What members of the team are told; a supervisor of no team stands above all of them."""
    notices = access_notices.c
    if not is_supervisor:
        return and_(notices.team == team, notices.audience == "team")
    if team is None:
        return true()
    return or_(
        notices.team == team, and_(notices.team.is_(None), notices.audience == "supervisors")
    )


def _row(found: Row[Any]) -> NoticeRow:
    seen = found.acknowledged_at
    return NoticeRow(
        id=found.id,
        at=instant_from_text(found.at),
        kind=found.kind,
        team=found.team,
        audience=found.audience,
        entry=found.entry_id,
        officer=found.officer,
        officer_team=found.officer_team,
        reason=found.reason_code,
        acknowledged_at=None if seen is None else instant_from_text(seen),
        acknowledged_by=found.acknowledged_by,
    )
