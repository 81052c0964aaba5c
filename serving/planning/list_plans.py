"""Plans that are being written or wait for approval: the longest first, nobody named (M5)."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from records.calendar import instant_to_text
from serving.access.permissions import Officer, Permission, may
from serving.answer.encoder import encode
from serving.service.access_log import check_may, log_look
from serving.service.context import Service
from serving.service.paging import MOST_ON_A_PAGE, USUAL_ON_A_PAGE, cursor, place_of
from serving.store.writer import Receipt
from serving.work_store.plan_drafts import copies_listed, count_copies

__all__ = ["STATES", "PlansAsked", "PlansListed", "list_plans"]

#: State of a list -> its words.
STATES: Mapping[str, str] = {"waiting": "waiting for approval", "open": "being written"}


@dataclass(frozen=True, slots=True)
class PlansAsked:
    """Which: in what state, from where on, how many."""

    state: str = "waiting"
    after: str | None = None
    limit: int = USUAL_ON_A_PAGE


@dataclass(frozen=True, slots=True)
class PlansListed:
    """One page: its values, the exact bytes, the log's receipt."""

    values: Mapping[str, Any]
    body: bytes
    receipt: Receipt


async def list_plans(service: Service, officer: Officer, asked: PlansAsked) -> PlansListed:
    """One page: the own team's plans, or all teams' for a supervisor. It names no child;
    a plan is told by its reference alone.

    Raises:
        NotPermittedError: refused; the refusal is logged too.
        BadCursorError: ``after`` is no ``next_page`` of this list.
        StoreUnavailableError: it could not be read or logged; nothing is shown.
    """
    now = service.clock()
    await check_may(service, officer, Permission.WORK_VIEW, now)
    is_above = may(officer, Permission.PLAN_APPROVE)
    if not is_above and officer.team is None:
        team: str | None = ""  # of no team: nobody's plans
    else:
        team = None if is_above else officer.team
    of = f"plans {asked.state} {team}"
    place = None if asked.after is None else place_of(service.secret, of, asked.after)
    after = None if place is None else (str(place[0]), str(place[1]))
    most = min(max(asked.limit, 1), MOST_ON_A_PAGE)

    def read() -> dict[str, Any]:
        with service.store.reading() as connection:
            rows = copies_listed(connection, asked.state, team, after, most + 1)
            count = count_copies(connection, asked.state, team)
        page, more = rows[:most], len(rows) > most
        last = (instant_to_text(page[-1].since), page[-1].reference) if page else ("", "")
        return {
            "state": asked.state,
            "team": team,
            "count": count,
            "plans": [
                {
                    "reference": row.reference,
                    "team": row.team,
                    "who": row.who,
                    "since": instant_to_text(row.since),
                }
                for row in page
            ],
            "next_page": cursor(service.secret, of, last) if more else None,
            "as_at": instant_to_text(now),
        }

    values = await asyncio.to_thread(read)
    body = encode(values)
    receipt = await log_look(
        service, officer, kind="PLANS_LISTED", at=now, body=body,
        inputs={"as_of": instant_to_text(now)},
        facts={"state": asked.state, "listed": len(values["plans"])},
    )  # fmt: skip
    return PlansListed(values, body, receipt)
