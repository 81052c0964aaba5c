"""Who looked at the children whose live plans one's own team holds (N6).

The team's own looks and everybody else's: whoever holds the plan can tell a look that was
due from one that was not, and whom to ask what came of it. For that they must know who it
was; the officer's own words stay with the auditor.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from records.calendar import instant_to_text
from records.history import known_at
from records.persons import ChildId
from records.states import plans
from serving.access.kinds import KINDS
from serving.access.permissions import Officer, Permission
from serving.answer.encoder import encode
from serving.answer.inputs import look_history
from serving.service.access_log import check_may, log_look
from serving.service.context import Service
from serving.store.accounts import find_account
from serving.store.log_search import FoundEntry, search_log_entries
from serving.store.log_search_ids import ids_ever
from serving.store.log_search_sought import Sought
from serving.store.opening import Connection
from serving.store.plan_owners import blobs_of_plans
from serving.store.writer import Receipt

__all__ = ["LOOKED_BACK", "TeamLooks", "list_team_looks"]

LOOKED_BACK = timedelta(days=28)
MOST = 200
_LOOKS = frozenset({"CHILD_VIEWED", "CHILD_VIEWED_IN_EMERGENCY", "CHILD_DISCLOSED"})


@dataclass(frozen=True, slots=True)
class TeamLooks:
    """The looks: their values, the exact bytes that are sent, and the log's receipt."""

    values: Mapping[str, Any]
    body: bytes
    receipt: Receipt


async def list_team_looks(service: Service, officer: Officer) -> TeamLooks:
    """Looks of the last 28 days, the newest first, at most :data:`MOST`.

    The officer's own team alone, never another's; nobody's team holds no plan. A child is
    named by its plan's reference and its opaque id.

    Raises:
        NotPermittedError: refused; the refusal is logged too.
        StoreUnavailableError: it could not be read or logged; nothing is shown.
    """
    now = service.clock()
    await check_may(service, officer, Permission.TEAM_LOOKS_VIEW, now)
    values = await asyncio.to_thread(_read, service, officer.team, now)
    body = encode(values)
    receipt = await log_look(
        service,
        officer,
        kind="TEAM_LOOKS_LISTED",
        at=now,
        body=body,
        inputs={"as_of": instant_to_text(now)},
        facts={"plans": values["plans"], "looks": len(values["looks"])},
    )
    return TeamLooks(values, body, receipt)


def _read(service: Service, team: str | None, now: datetime) -> dict[str, Any]:
    since = now - LOOKED_BACK
    with service.store.reading() as connection:
        held = {} if team is None else _held(connection, team, now)
        found = [
            (entry, child, reference)
            for child, reference in held.items()
            for entry in _looks_at(connection, child, since, now)
        ]
        found.sort(key=lambda each: each[0].id, reverse=True)
        names: dict[str, str] = {}
        looks = [_look(connection, *each, names) for each in found[:MOST]]
    return {
        "team": team,
        "plans": len(held),
        "looks": looks,
        "more": len(found) > MOST,
        "since": instant_to_text(since),
        "as_at": instant_to_text(now),
    }


def _held(connection: Connection, team: str, now: datetime) -> dict[ChildId, str]:
    """The children whose live plan is the team's, with the plan's reference."""
    held: dict[ChildId, str] = {}
    for child, blob in sorted(blobs_of_plans(connection, team).items()):
        known = known_at(look_history(blob, frozenset()), now)
        for plan in plans(known):
            if plan.is_live and plan.details["owner_team"] == team:
                held.setdefault(child, plan.reference)
    return held


def _looks_at(
    connection: Connection, child: ChildId, since: datetime, now: datetime
) -> Iterator[FoundEntry]:
    """One more than are told, so that it can be said that there are more."""
    ids, left, before = ids_ever(connection, child), MOST + 1, None
    while left > 0:
        # A moment later than now: entries of this very moment are looks too.
        until = now + timedelta(milliseconds=1)
        sought = Sought(children=ids, since=since, until=until, kinds=_LOOKS, before=before)
        page = search_log_entries(connection, sought, left)
        yield from page.entries
        left -= len(page.entries)
        before = page.through
        if before is None:
            return


def _look(
    connection: Connection, entry: FoundEntry, child: ChildId, reference: str, names: dict[str, str]
) -> dict[str, Any]:
    who = entry.private.get("who")
    if who is not None and who not in names:
        account = find_account(connection, who)
        names[who] = who if account is None else account.display_name
    return {
        "entry": entry.id,
        "at": entry.fields["at"],
        "child": child,
        "plan": reference,
        "kind": entry.fields["kind"],
        "words": KINDS[entry.fields["kind"]].words,
        "officer": None if who is None else names[who],
        "roles": entry.fields["roles"],
        "team": entry.fields["team"],
        "reason": entry.fields["reason_code"],
    }
