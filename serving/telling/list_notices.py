"""The notices to somebody: what happened, about which record, and nobody's child named (N6)."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from records.calendar import instant_from_text, instant_to_text
from serving.access.permissions import Officer, Permission, may
from serving.access.restrictions import Restrictions
from serving.answer.encoder import encode
from serving.service.access_log import check_may, log_look
from serving.service.context import Service
from serving.service.paging import USUAL_ON_A_PAGE, Place, cursor, place_of
from serving.store.notices import NoticeRow, read_notices
from serving.store.opening import Connection
from serving.store.restrictions import read_restrictions
from serving.store.writer import Receipt
from serving.telling.audiences import audiences_of, is_of_a_team, teams_read
from serving.telling.notice_values import access_values, told_values
from serving.work_store.told import ToldRow
from serving.work_store.told_lists import Readers, count_open, read_acknowledged, read_open

__all__ = [
    "LOOKED_BACK",
    "Notices",
    "is_supervisor",
    "list_notices",
    "readers_of",
    "reads_of_limits",
    "told_to",
]

#: What was acknowledged stays on the list for so long.
LOOKED_BACK = timedelta(days=28)
_OF = "notices"
_AWAITED, _OPEN, _SEEN = 0, 1, 2


@dataclass(frozen=True, slots=True)
class Notices:
    """One page of notices: values, the exact bytes that are sent, and the log's receipt."""

    values: Mapping[str, Any]
    body: bytes
    receipt: Receipt


def is_supervisor(officer: Officer) -> bool:
    """Whether notices to supervisors are for this officer too."""
    return "supervisor" in officer.roles


def reads_of_limits(officer: Officer) -> bool:
    """Whether notices of limits on records are for this officer: they are left to teams and
    their supervisors, and not to the hub, to link reviewers or to whoever runs the service."""
    return is_of_a_team(audiences_of(officer))


def readers_of(officer: Officer) -> Readers:
    """Whose notices the officer reads."""
    return Readers(audiences_of(officer), teams_read(officer))


async def list_notices(
    service: Service, officer: Officer, after: str | None = None, limit: int = USUAL_ON_A_PAGE
) -> Notices:
    """What is told to the officer: what must be acknowledged first, then what nobody has
    acknowledged, the newest first, then what somebody has in the last 28 days.

    Raises:
        NotPermittedError: refused; the refusal is logged too.
        BadCursorError: ``after`` is no ``next_page`` of this list.
        StoreUnavailableError: it could not be read or logged; nothing is shown.
    """
    now = service.clock()
    await check_may(service, officer, Permission.NOTICES_VIEW, now)
    place = None if after is None else place_of(service.secret, _OF, after)
    page = await asyncio.to_thread(_read, service, officer, place, limit, now)
    values = {
        "team": officer.team,
        "audiences": list(audiences_of(officer)),
        "notices": page.notices,
        "open": page.open,
        "next_page": None if page.last is None else cursor(service.secret, _OF, page.last),
        "as_at": instant_to_text(now),
    }
    body = encode(values)
    receipt = await log_look(
        service,
        officer,
        kind="NOTICES_LISTED",
        at=now,
        body=body,
        inputs={"as_of": instant_to_text(now)},
        facts={"notices": len(page.notices)},
    )
    return Notices(values, body, receipt)


@dataclass(frozen=True, slots=True)
class _Page:
    notices: list[dict[str, Any]]
    open: int
    last: Place | None


def _read(
    service: Service, officer: Officer, place: Place | None, limit: int, now: datetime
) -> _Page:
    readers = readers_of(officer)
    with service.store.reading() as connection:
        limits = read_restrictions(connection)
        access = _of_limits(connection, officer)
        told = _told(connection, readers, place, limit + 1, now)
        open_told = count_open(connection, readers)
    rows: list[NoticeRow | ToldRow] = [*access, *told]
    found = [(_place(row), _values(row, limits, officer)) for row in rows]
    found = [one for one in found if place is None or _order(one[0]) > _order(place)]
    found.sort(key=lambda one: _order(one[0]))
    shown = found[:limit]
    return _Page(
        [values for _, values in shown],
        open_told + sum(row.acknowledged_at is None for row in access),
        shown[-1][0] if len(found) > limit else None,
    )


def _of_limits(connection: Connection, officer: Officer) -> tuple[NoticeRow, ...]:
    if not reads_of_limits(officer):
        return ()
    return read_notices(connection, officer.team, is_supervisor=is_supervisor(officer))


def _told(
    connection: Connection, readers: Readers, place: Place | None, most: int, now: datetime
) -> tuple[ToldRow, ...]:
    rows: tuple[ToldRow, ...] = ()
    rank = _AWAITED if place is None else int(place[0])
    if rank != _SEEN:
        rows = read_open(connection, readers, most, after=_at(place))
    if len(rows) < most:
        until = _at(place) if rank == _SEEN else None
        seen = read_acknowledged(
            connection, readers, now - LOOKED_BACK, most - len(rows), after=until
        )
        rows += seen
    return rows


def _at(place: Place | None) -> tuple[bool, str, str] | None:
    """Whether it must be acknowledged, the moment, the id."""
    return None if place is None else (place[0] == _AWAITED, str(place[1]), str(place[2]))


def _place(row: NoticeRow | ToldRow) -> Place:
    rank = _OPEN if row.acknowledged_at is None else _SEEN
    if isinstance(row, ToldRow) and rank == _OPEN and row.acknowledge_by is not None:
        rank = _AWAITED
    return rank, instant_to_text(row.at), row.id


def _order(place: Place) -> tuple[int, timedelta, str]:
    """Ranks upwards, moments downwards, ids upwards."""
    rank, at, identity = place
    return int(rank), _FAR - instant_from_text(str(at)), str(identity)


_FAR = instant_from_text("9000-01-01T00:00:00.000000Z")


def _values(row: NoticeRow | ToldRow, limits: Restrictions, officer: Officer) -> dict[str, Any]:
    if isinstance(row, NoticeRow):
        return access_values(row)
    return told_values(told_to(officer, row, limits))


def told_to(officer: Officer, row: ToldRow, limits: Restrictions) -> ToldRow:
    """The notice as this officer may read it: without the child's id, which leads to the record,
    if the record is limited to other teams or the officer's roles see no children."""
    if row.child is None:
        return row
    may_open = may(officer, Permission.CHILD_VIEW) and limits.may_open(row.child, officer.team)
    return row if may_open else replace(row, child=None)
