"""Begin a plan for a child: nothing is written down for officers until it is sent (S2, M3)."""

from __future__ import annotations

import asyncio

from linkage.subjects import Subject
from records.states import plans
from serving.access.permissions import Officer, Permission
from serving.access.reasons import AccessReason
from serving.access.restrictions import Restrictions
from serving.entering.given import new_reference
from serving.planning.acting import Acting, Done, NotOwnTeamError, do
from serving.planning.copies import Copy
from serving.planning.reading import PlanNow, history_now
from serving.planning.states import ActRefusedError, PlanAct, PlanState, Standing, after
from serving.service.access_log import check_may, log_refusal
from serving.service.access_manners import RestrictedError
from serving.service.context import Service
from serving.service.preparing_looks import NoSuchChildError
from serving.store.link_trails import id_now
from serving.store.linkings import lock_linking
from serving.store.log_search_ids import ids_ever
from serving.store.opening import Connection
from serving.store.restrictions import read_restrictions
from serving.tables.who import WHO
from serving.work_store.plan_drafts import drafts_of_children

__all__ = ["begin_plan"]

_RULES: dict[type[Exception], str] = {
    NoSuchChildError: "no_such_child",
    RestrictedError: "restricted",
    NotOwnTeamError: "no_team",
    ActRefusedError: "not_in_this_state",
}


async def begin_plan(service: Service, officer: Officer, child: str, reason: AccessReason) -> Done:
    """Begin a plan, kept by the officer's own team.

    A child has one plan that has not ended: a second would say another thing first.

    Raises:
        NotPermittedError, NoSuchChildError, RestrictedError, NotOwnTeamError,
        ActRefusedError: refused; the refusal is entered too. The second last: the account
            is of no team; the last: the child has a plan.
        StoreUnavailableError: it could not be entered, so nothing was begun.
    """
    now = service.clock()
    await check_may(service, officer, Permission.PLAN_WRITE, now)

    def run() -> Done:
        with service.store.writing() as connection:
            lock_linking(connection)
            whose = id_now(connection, WHO[Subject.CHILD], child)
            if whose is None:
                raise NoSuchChildError
            if officer.team is None:
                raise NotOwnTeamError(None)
            known = history_now(connection, whose, now)
            _check_none(connection, whose, [plan.state for plan in plans(known)])
            limits: Restrictions = read_restrictions(connection)
            reference = new_reference("CSE", now, service.draw(8))
            plan = PlanNow(reference, whose, (), Copy(), limits, known, now)
            return do(connection, service, officer, plan, reason, _begin)

    try:
        return await asyncio.to_thread(run)
    except tuple(_RULES) as refused:
        rule = _RULES[type(refused)]
        await log_refusal(service, officer, rule, now, child=child, reason=reason)
        raise


def _check_none(connection: Connection, child: str, states: list[str]) -> None:
    """Raises ActRefusedError if a plan stands, or one is being written."""
    standing = Standing(PlanState.NOT_BEGUN)
    if "live" in states:
        standing = Standing(PlanState.LIVE)
    elif "draft" in states or drafts_of_children(connection, sorted(ids_ever(connection, child))):
        standing = Standing(PlanState.DRAFT)
    after(standing, PlanAct.BEGIN)


def _begin(acting: Acting) -> tuple[str, None]:
    acting.add("begun")
    return "PLAN_BEGUN", None
