"""In which looks at the child which version of a plan was shown (M3, N1).

Not worked out from dates: each look's kept answer is opened against the log's commitment,
and what it says of the plan is what was shown.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from records.calendar import instant_to_text
from serving.access.kinds import KINDS
from serving.access.permissions import Officer, Permission
from serving.access.reasons import AccessReason
from serving.answer.encoder import encode
from serving.planning.acting import NotOwnTeamError
from serving.planning.reading import NoSuchPlanError, PlanNow, read_plan
from serving.replay import Replayed, code_in_use, replay
from serving.service.access_log import check_may, log_look, log_refusal
from serving.service.access_manners import RestrictedError
from serving.service.context import Service
from serving.service.paging import cursor, place_of
from serving.service.past_entries import read_answer
from serving.store.accounts import find_account
from serving.store.log_search import FoundEntry, search_log_entries
from serving.store.log_search_ids import ids_ever
from serving.store.log_search_sought import Sought
from serving.store.opening import Connection
from serving.store.writer import Receipt

__all__ = ["MOST", "LooksAsked", "PlanLooks", "list_plan_looks", "version_shown"]

#: Looks on a page: each answer is worked out again from what is kept of it.
MOST = 25
_LOOKS = frozenset({"CHILD_VIEWED", "CHILD_VIEWED_IN_EMERGENCY", "CHILD_DISCLOSED", "PLAN_VIEWED"})
_RULES: Mapping[type[Exception], str] = {
    NoSuchPlanError: "no_such_plan",
    RestrictedError: "restricted",
    NotOwnTeamError: "another_teams_plan",
}


@dataclass(frozen=True, slots=True)
class LooksAsked:
    """Of which plan, from where on, how many."""

    reference: str
    after: str | None = None
    limit: int = MOST


@dataclass(frozen=True, slots=True)
class PlanLooks:
    """One page: its values, the exact bytes, the log's receipt."""

    values: Mapping[str, Any]
    body: bytes
    receipt: Receipt


async def list_plan_looks(
    service: Service, officer: Officer, asked: LooksAsked, reason: AccessReason
) -> PlanLooks:
    """Looks since the plan's first version, the newest first; for its own team and supervisors.

    Raises:
        NotPermittedError, NoSuchPlanError, RestrictedError, NotOwnTeamError: refused;
            entered too.
        BadCursorError: ``after`` is no ``next_page`` of this list.
        StoreUnavailableError: it could not be read or logged; nothing is shown.
    """
    now = service.clock()
    await check_may(service, officer, Permission.TEAM_LOOKS_VIEW, now)
    of = f"plan looks {asked.reference}"
    place = None if asked.after is None else place_of(service.secret, of, asked.after)
    before = None if place is None else str(place[0])

    def read() -> tuple[PlanNow, list[dict[str, Any]], str | None]:
        with service.store.reading() as connection:
            plan = read_plan(connection, asked.reference, now)
            if not plan.limits.may_open(str(plan.child), officer.team):
                raise RestrictedError
            if not (plan.may_read_copy(officer) or _is_own(plan, officer)):
                raise NotOwnTeamError(plan.owner_team)
            found, through = _entries(connection, plan, before, min(max(asked.limit, 1), MOST))
            names: dict[str, str] = {}
            return plan, [_look(connection, one, plan, names) for one in found], through

    try:
        plan, looks, through = await asyncio.to_thread(read)
    except tuple(_RULES) as refused:
        await log_refusal(service, officer, _RULES[type(refused)], now, reason=reason)
        raise
    values = {
        "reference": plan.reference,
        "child": str(plan.child),
        "name": plan.name,
        "as_at": instant_to_text(now),
        "looks": looks,
        "next_page": None if through is None else cursor(service.secret, of, [through]),
    }
    body = encode(values)
    receipt = await log_look(
        service, officer, kind="PLAN_LOOKS_LISTED", at=now, child=str(plan.child), reason=reason,
        body=body, inputs={"as_of": instant_to_text(now)},
        facts={"plan": plan.reference, "looks": len(looks)},
    )  # fmt: skip
    return PlanLooks(values, body, receipt)


def _is_own(plan: PlanNow, officer: Officer) -> bool:
    return officer.team is not None and officer.team == plan.owner_team


def _entries(
    connection: Connection, plan: PlanNow, before: str | None, most: int
) -> tuple[list[FoundEntry], str | None]:
    if not plan.versions:
        return [], None
    ids = ids_ever(connection, str(plan.child))
    since = min(version.event.recorded for version in plan.versions)
    found: list[FoundEntry] = []
    while len(found) < most:
        sought = Sought(
            children=ids, since=since, until=plan.now + timedelta(milliseconds=1), kinds=_LOOKS,
            before=before,
        )  # fmt: skip
        page = search_log_entries(connection, sought, most - len(found))
        found += page.entries
        before = page.through
        if before is None:
            return found, None
    return found, before


def _look(
    connection: Connection, one: FoundEntry, plan: PlanNow, names: dict[str, str]
) -> dict[str, Any]:
    past = read_answer(connection, one.id)
    replayed = replay(past.past, past.kept, code_in_use())
    version, words = version_shown(replayed, plan.reference)
    who = one.private.get("who")
    if who is not None and who not in names:
        account = find_account(connection, who)
        names[who] = who if account is None else account.display_name
    kind = one.fields["kind"]
    return {
        "entry": one.id,
        "at": one.fields["at"],
        "kind": kind,
        "words": KINDS[kind].words,
        "officer": None if who is None else names[who],
        "team": one.fields["team"],
        "version": version,
        "shown": words,
        "verdict": replayed.verdict.value,
    }


def version_shown(replayed: Replayed, reference: str) -> tuple[int | None, str]:
    """Which version of the plan the kept answer showed, and that in words.

    Of an answer that is not kept it says why, never a guess.
    """
    if replayed.body is None:
        return None, f"Not known: {replayed.words}"
    try:
        values = json.loads(replayed.body)
    except ValueError:
        return None, "Not known: the answer is not of a form that tells."
    for version, words in _plans_in(values):
        if version["reference"] == reference:
            return int(version["version"]), f"Version {version['version']} {words}."
    return None, "This plan was not shown."


def _plans_in(values: Mapping[str, Any]) -> list[tuple[Mapping[str, Any], str]]:
    """Every plan that an answer, or a page about a plan, holds; how it was shown."""
    found: list[tuple[Mapping[str, Any], str]] = []
    plan = values.get("plan")
    if isinstance(plan, dict) and plan.get("current"):
        found.append((plan["current"], "was shown as the child's plan"))
    found += [(one, "was shown below") for one in values.get("plans_other", ())]
    found += [(one["plan"], "was shown as possible") for one in values.get("possible_plans", ())]
    if isinstance(values.get("current"), dict):
        found.append((values["current"], "was opened"))
    if isinstance(values.get("version"), dict):
        found.append((values["version"], "was opened"))
    for side in ("before", "after"):
        if isinstance(values.get(side), dict):
            found.append(({**values[side], "reference": values["reference"]}, "was compared"))
    return found
