"""Judgements that wait for a supervisor, beside the advice as it is now (N7, M5)."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from records.calendar import instant_to_text
from records.history import known_at
from serving.access.permissions import Officer, Permission
from serving.answer.advice import advice_values, measure_for
from serving.answer.encoder import encode
from serving.answer.identity import child_values
from serving.answer.inputs import look_history
from serving.answer.judgements import judgement_values
from serving.reviewing.entering_lists import enter_list
from serving.service.access_log import check_may
from serving.service.context import Service
from serving.service.paging import cursor, place_of
from serving.store.extracts import freshness
from serving.store.restrictions import read_restrictions
from serving.store.writer import Receipt
from serving.work_store.lists import ListPage, ListRow, Place, check_lists_made, page_of
from serving.work_store.lists import read_children as read_blobs
from serving.worklist.items import ItemKind

__all__ = ["WAITING_ON_A_PAGE", "WaitingJudgements", "list_judgements"]

WAITING_ON_A_PAGE = 25
_OF = "judgements waiting"
_WAITING = "waiting"


@dataclass(frozen=True, slots=True)
class WaitingJudgements:
    """One page: its values, the exact bytes that are sent, and the log's receipt."""

    values: dict[str, Any]
    body: bytes
    receipt: Receipt


async def list_judgements(
    service: Service, officer: Officer, after: str | None = None
) -> WaitingJudgements:
    """Judgements that wait, the oldest first; of all teams, since a supervisor stands above.

    Each child shown has an entry in the log. A page may hold fewer rows than there is room
    for: go on while there is a ``next_page``.

    Raises:
        NotPermittedError: refused; the refusal is logged too.
        BadCursorError: ``after`` is no ``next_page`` of this list.
        ListsNotMadeError: the lists were never worked out.
        StoreUnavailableError: it could not be read or logged; nothing is shown.
    """
    now = service.clock()
    await check_may(service, officer, Permission.JUDGEMENT_DECIDE, now)
    place = None if after is None else tuple(map(str, place_of(service.secret, _OF, after)))
    values = await asyncio.to_thread(_read, service, officer, place, now)
    body = encode(values)
    receipt = await enter_list(
        service,
        officer,
        kind="JUDGEMENTS_LISTED",
        at=now,
        children=[row["child"] for row in values["judgements"] if not row["limited"]],
        body=body,
        facts={"listed": len(values["judgements"])},
    )
    return WaitingJudgements(values, body, receipt)


def _read(service: Service, officer: Officer, after: Place | None, now: datetime) -> dict[str, Any]:
    with service.store.reading() as connection:
        check_lists_made(connection)
        page: ListPage = page_of(
            connection,
            ItemKind.JUDGEMENT,
            now=now,
            at_before=now,
            after=after,
            most=WAITING_ON_A_PAGE,
        )
        rows = [row for row in page.rows if row.stage == _WAITING]
        withheld = read_restrictions(connection).withheld_from(officer.team)
        open_ = [row.child for row in rows if str(row.child) not in withheld]
        blobs, taken = read_blobs(connection, open_), freshness(connection)
    champion, systems = service.models().cards.champion, frozenset(taken)

    def shown(row: ListRow) -> dict[str, Any]:
        known = known_at(look_history(blobs[row.child], systems), now)
        who, said = (
            child_values(known),
            advice_values(known, champion, service.policy, measure_for(known, champion)),
        )
        waits = judgement_values(known)["waiting"]
        is_own = any(
            event.reference == row.reference and event.details.get("by") == officer.name
            for event in known.events
        )
        return {
            "child": row.child,
            "limited": False,
            "reference": row.reference,
            "since": instant_to_text(row.since),
            "is_own": is_own,
            "name": who["name"],
            "age": who["age"],
            "team": who["team"],
            "advised": said["advice"]["band"],
            "headline": said["headline"],
            "judgement": waits if waits and waits["reference"] == row.reference else None,
        }

    return {
        "judgements": [shown(row) if row.child in blobs else _limited(row) for row in rows],
        "next_page": None if page.after is None else cursor(service.secret, _OF, page.after),
        "as_at": instant_to_text(now),
    }


def _limited(row: ListRow) -> dict[str, Any]:
    return {
        "child": row.child,
        "limited": True,
        "reference": row.reference,
        "since": instant_to_text(row.since),
        "is_own": False,
        "name": None,
        "age": None,
        "team": None,
        "advised": None,
        "headline": [],
        "judgement": None,
    }
