"""The flagged children of a team: band, why, what is new since the last review (M8, M14)."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from records.calendar import instant_to_text
from records.serial import canonical
from serving.access.permissions import Officer, Permission, may
from serving.answer.encoder import encode
from serving.answer.inputs import look_history
from serving.answer.unknowns import source_values
from serving.reviewing.entering_lists import enter_list
from serving.reviewing.flagged_values import flagged_values, limited_values
from serving.service.access_log import check_may, log_refusal
from serving.service.context import Service
from serving.service.paging import Place, cursor, place_of
from serving.store.extracts import freshness
from serving.store.opening import Connection
from serving.store.rescorings import current_run, going_run
from serving.store.restrictions import read_restrictions
from serving.store.writer import Receipt
from serving.work_store.flagged import (
    FLAGGED_FROM,
    FlaggedRow,
    Whose,
    causes_of,
    count_flagged,
    count_planned,
    flagged_page,
    oldest_bands,
    overdue_page,
    planned_page,
)
from serving.work_store.lists import MOST_COUNTED, areas_listed, check_lists_made, read_children

__all__ = ["ALL_TEAMS", "FLAGGED_ON_A_PAGE", "Flagged", "FlaggedAsked", "OtherTeamError",
           "list_flagged"]  # fmt: skip

FLAGGED_ON_A_PAGE = 25
#: As team: every team's children.
ALL_TEAMS = "all"
#: As band: children with a live plan whom no band flags.
_NO_BAND = "none"
_BY_BAND, _BY_PLAN = "band", "plan"


class OtherTeamError(Exception):
    """The children of another team are not shown."""

    def __init__(self) -> None:
        super().__init__(
            "You see the flagged children of your own team alone. Ask a supervisor for others."
        )


@dataclass(frozen=True, slots=True)
class FlaggedAsked:
    """Which children.

    Attributes:
        team: None for the own team, :data:`ALL_TEAMS`, or a team's name.
        authority: of one local authority instead, for whoever may see all teams.
        band: of this band alone, or ``none``: with a live plan and no band that flags.
        overdue: those alone whose review is overdue, of any band, the longest first.
        after: the ``next_page`` of the page before.
    """

    team: str | None = None
    authority: str | None = None
    band: str | None = None
    overdue: bool = False
    after: str | None = None


@dataclass(frozen=True, slots=True)
class Flagged:
    """One page: its values, the exact bytes that are sent, and the log's receipt."""

    values: dict[str, Any]
    body: bytes
    receipt: Receipt


async def list_flagged(service: Service, officer: Officer, asked: FlaggedAsked) -> Flagged:
    """At most 25 children by band and points, each worked out from the history now.

    Each child shown has an entry in the log. A record that is limited to another team is
    told of without a name.

    Raises:
        NotPermittedError, OtherTeamError: refused; the refusal is logged too.
        BadCursorError: ``after`` is no ``next_page`` of this list.
        ListsNotMadeError: the lists were never worked out.
        StoreUnavailableError: it could not be read or logged; nothing is shown.
    """
    now = service.clock()
    await check_may(service, officer, Permission.FLAGGED_VIEW, now)
    sees_all = may(officer, Permission.JUDGEMENT_DECIDE)
    try:
        whose = _whose(officer, asked, sees_all=sees_all)
    except OtherTeamError:
        await log_refusal(service, officer, "another_team", now)
        raise
    of = f"flagged {whose.team} {whose.authority} {asked.band} {asked.overdue}"
    after = None if asked.after is None else place_of(service.secret, of, asked.after)
    values = await asyncio.to_thread(
        _read, service, officer, asked, whose, of, after, now, sees_all
    )
    body = encode(values)
    shown = [row["child"] for row in values["children"] if not row["limited"]]
    receipt = await enter_list(
        service,
        officer,
        kind="FLAGGED_LISTED",
        at=now,
        children=shown,
        body=body,
        question=canonical(
            {"team": whose.team, "authority": whose.authority, "band": asked.band}
        ).decode(),
        facts={"listed": len(values["children"])},
    )
    return Flagged(values, body, receipt)


def _whose(officer: Officer, asked: FlaggedAsked, *, sees_all: bool) -> Whose:
    """Whose children are listed. Supervisors see all, and their own team's first."""
    if not sees_all:
        if officer.team is None or asked.authority or asked.team not in (None, officer.team):
            raise OtherTeamError
        return Whose(team=officer.team)
    if asked.authority:
        return Whose(authority=asked.authority)
    if asked.team == ALL_TEAMS:
        return Whose()
    return Whose(team=asked.team or officer.team)


def _read(
    service: Service,
    officer: Officer,
    asked: FlaggedAsked,
    whose: Whose,
    of: str,
    after: Place | None,
    now: datetime,
    sees_all: bool,
) -> dict[str, Any]:
    labels = service.policy.labels
    with service.store.reading() as connection:
        check_lists_made(connection)
        rows, place = _page(connection, asked, whose, labels, after, now)
        withheld = read_restrictions(connection).withheld_from(officer.team)
        open_ = [row.child for row in rows if str(row.child) not in withheld]
        blobs = read_children(connection, open_)
        taken = freshness(connection)
        head = _head(connection, whose, labels)
        areas = areas_listed(connection) if sees_all else {"team": (), "authority": ()}
    systems, champion = frozenset(taken), service.models().cards.champion
    return {
        "team": whose.team,
        "authority": whose.authority,
        "band": asked.band,
        "overdue": asked.overdue,
        **head,
        "children": [
            flagged_values(
                row, look_history(blobs[row.child], systems), now, champion, service.policy
            )
            if row.child in blobs
            else limited_values(row)
            for row in rows
        ],
        "next_page": None if place is None else cursor(service.secret, of, place),
        "teams": list(areas["team"]),
        "authorities": list(areas["authority"]),
        "bands": [*reversed(labels[FLAGGED_FROM:]), _NO_BAND],
        "as_at": instant_to_text(now),
        "sources": source_values(taken, now),
    }


def _page(
    connection: Connection,
    asked: FlaggedAsked,
    whose: Whose,
    labels: Sequence[str],
    after: Place | None,
    now: datetime,
) -> tuple[list[FlaggedRow], Place | None]:
    """The rows of one page, and where the next begins; None at the end.

    First by band, then those whom a plan alone flags.
    """
    most = FLAGGED_ON_A_PAGE
    rank = labels.index(asked.band) if asked.band in labels else None
    if asked.overdue:
        due = None if after is None else (str(after[0]), str(after[1]))
        rows = overdue_page(connection, whose, rank=rank, now=now, after=due, most=most + 1)
        more = len(rows) > most
        return rows[:most], rows[most - 1].by_due if more else None
    kind = after[0] if after is not None else _BY_BAND
    found: list[tuple[str, FlaggedRow]] = []
    if kind == _BY_BAND and asked.band != _NO_BAND:
        at = None if after is None else (int(after[1]), int(after[2]), str(after[3]))
        some = flagged_page(connection, whose, rank=rank, after=at, most=most + 1)
        found += [(_BY_BAND, row) for row in some]
    if len(found) <= most and rank is None:
        due = (str(after[1]), str(after[2])) if after is not None and kind == _BY_PLAN else None
        some = planned_page(connection, whose, after=due, most=most + 1 - len(found))
        found += [(_BY_PLAN, row) for row in some]
    if len(found) <= most:
        return [row for _, row in found], None
    kind, last = found[most - 1]
    key = last.by_band if kind == _BY_BAND else last.by_due
    return [row for _, row in found[:most]], (kind, *key)


def _head(connection: Connection, whose: Whose, labels: Sequence[str]) -> dict[str, Any]:
    """Counts by band and by why, each capped, and how old the bands are."""
    counts = [
        {"band": labels[rank], **_capped(count_flagged(connection, whose, rank))}
        for rank in reversed(range(FLAGGED_FROM, len(labels)))
    ]
    counts.append({"band": _NO_BAND, **_capped(count_planned(connection, whose))})
    causes = causes_of(connection, whose)
    run, going, oldest = (
        current_run(connection), going_run(connection), oldest_bands(connection, whose),
    )  # fmt: skip
    return {
        "counts": counts,
        "causes": [
            {"set_by": set_by, "words": words, "count": causes.get(set_by, 0)}
            for set_by, words in _CAUSES.items()
        ],
        "causes_of_first": MOST_COUNTED,
        "bands_from": None if oldest is None else instant_to_text(oldest),
        "rescored_at": None if run is None else instant_to_text(run.as_of),
        "is_rescoring": going is not None,
    }


_CAUSES = {
    "points": "by points",
    "policy": "by policy, whatever the points",
    "both": "by points and policy alike",
}


def _capped(count: int) -> dict[str, Any]:
    return {"count": min(count, MOST_COUNTED), "more": count > MOST_COUNTED}
