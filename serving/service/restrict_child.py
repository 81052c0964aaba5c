"""Limit a child's record to a named team, and lift that: the word of a supervisor (N6)."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from linkage.subjects import Subject
from records.calendar import instant_to_text
from serving.access.fuller_reasons import FullerReasonError, is_full
from serving.access.permissions import Officer, Permission
from serving.access.reasons import AccessReason
from serving.answer.encoder import encode
from serving.audit.leaf import Outcome, new_entry_id
from serving.service.access_log import check_may, entry_of, log_refusal
from serving.service.context import Service
from serving.service.editing import Seen, etag_of
from serving.service.preparing_looks import NoSuchChildError
from serving.store.acts import enter_act
from serving.store.link_trails import id_now
from serving.store.linkings import lock_linking
from serving.store.notices import NoticeRow, add_notices
from serving.store.opening import Connection
from serving.store.restrictions import (
    RestrictionRow,
    end_restrictions,
    is_team,
    restrict,
    standing_restrictions,
)
from serving.store.writer import Receipt
from serving.tables.who import WHO

__all__ = ["Limits", "NoSuchTeamError", "limits_etag", "restrict_child"]


class NoSuchTeamError(Exception):
    """Nobody is of the team, so nobody could open the record. Nothing was changed."""

    def __init__(self) -> None:
        super().__init__("Name a team that somebody is of, as it stands at their account.")


@dataclass(frozen=True, slots=True)
class Limits:
    """The limits on one record as they are now: the exact bytes, their tag, the receipt."""

    body: bytes
    etag: str
    receipt: Receipt


def limits_etag(rows: Iterable[RestrictionRow]) -> str:
    """The tag of the limits on one record; every record that is not limited has the same."""
    return etag_of({"limits": [[row.id, row.team] for row in rows]})


async def restrict_child(
    service: Service,
    officer: Officer,
    child: str,
    team: str | None,
    reason: AccessReason,
    seen: Seen,
) -> Limits:
    """Limit the record to the team alone, or with None lift every limit on it.

    The change, its entry and the notices to every team that keeps or kept the record are
    one transaction. An id that went into another child's limits that child.

    Args:
        reason: its words are the written reason, which is always asked for.
        seen: the limits that the supervisor says to have seen.

    Raises:
        NotPermittedError, NoSuchChildError, FullerReasonError, NoSuchTeamError: refused;
            the refusal is logged too.
        ChangedMeanwhileError: somebody else changed the limits. Nothing was changed.
        StoreUnavailableError: it could not be entered, so nothing was changed.
    """
    now = service.clock()
    await check_may(service, officer, Permission.CHILD_RESTRICT, now)
    if not is_full(reason.note):
        await log_refusal(service, officer, "limit_without_words", now, child=child, reason=reason)
        raise FullerReasonError
    try:
        return await asyncio.to_thread(_change, service, officer, child, team, reason, seen, now)
    except tuple(_RULES) as refused:
        rule = _RULES[type(refused)]
        await log_refusal(service, officer, rule, now, child=child, reason=reason)
        raise


_RULES: dict[type[Exception], str] = {
    NoSuchChildError: "no_such_child",
    NoSuchTeamError: "no_such_team",
}


def _change(
    service: Service,
    officer: Officer,
    asked: str,
    team: str | None,
    reason: AccessReason,
    seen: Seen,
    now: datetime,
) -> Limits:
    entry = new_entry_id(now, service.draw(10))
    with service.store.writing() as connection:
        # Links that move records let limits follow: neither may pass the other.
        lock_linking(connection)
        child = id_now(connection, WHO[Subject.CHILD], asked)
        if child is None:
            raise NoSuchChildError
        if team is not None and not is_team(connection, team):
            raise NoSuchTeamError
        before = standing_restrictions(connection, child)
        seen.check(limits_etag(before))
        if team is None:
            end_restrictions(connection, child, now, officer.name)
        else:
            row = RestrictionRow(entry, child, team, now, officer.name, reason.code, reason.note)
            restrict(connection, row)
        after = standing_restrictions(connection, child)
        _tell(connection, officer, {row.team for row in (*before, *after)}, entry, reason, now)
        body = encode(_values(child, after, now))
        act = entry_of(
            officer,
            entry=entry,
            kind="RESTRICTION_LIFTED" if team is None else "CHILD_RESTRICTED",
            at=now,
            outcome=Outcome.DONE,
            body=body,
            child=child,
            reason=reason,
            facts={"limits_before": len(before), "limits_after": len(after)},
        )
        receipt = enter_act(connection, act, service.draw)
    return Limits(body, limits_etag(after), receipt)


def _values(child: str, rows: tuple[RestrictionRow, ...], now: datetime) -> dict[str, Any]:
    return {
        "child": child,
        "teams": [row.team for row in rows],
        "as_at": instant_to_text(now),
    }


def _tell(
    connection: Connection,
    officer: Officer,
    teams: set[str],
    entry: str,
    reason: AccessReason,
    now: datetime,
) -> None:
    """Whoever keeps the record, or kept it, learns of the change; not the one who made it."""
    add_notices(
        connection,
        [
            NoticeRow(
                id=f"{entry}.{number}",
                at=now,
                kind="limit_changed",
                team=team,
                audience="team",
                entry=entry,
                officer=officer.name,
                officer_team=officer.team,
                reason=reason.code,
            )
            for number, team in enumerate(sorted(teams - {officer.team or ""}))
        ],
    )
