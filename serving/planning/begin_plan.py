"""Begin a plan for a child: nothing is written down for officers until it is sent (S2, M3)."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from linkage.subjects import Subject
from records.states import Plan, plans
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

__all__ = ["HasPlanError", "begin_plan"]


class HasPlanError(ActRefusedError):
    """The child has a plan that has not ended, or one is being written: that ``reference``."""

    def __init__(self, words: str, reference: str) -> None:
        super().__init__(words)
        self.reference = reference


_RULES: dict[type[Exception], str] = {
    NoSuchChildError: "no_such_child",
    RestrictedError: "restricted",
    NotOwnTeamError: "no_team",
    HasPlanError: "not_in_this_state",
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
            _check_none(connection, whose, plans(known))
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


def _check_none(connection: Connection, child: str, stand: Sequence[Plan]) -> None:
    """Raises HasPlanError if a plan stands, or one is being written."""
    found = [(plan.reference, PlanState(plan.state)) for plan in stand if plan.state != "ended"]
    written = drafts_of_children(connection, sorted(ids_ever(connection, child)))
    found += [(reference, PlanState.DRAFT) for reference in written]
    for reference, state in found:
        try:
            after(Standing(state), PlanAct.BEGIN)
        except ActRefusedError as refused:
            raise HasPlanError(str(refused), reference) from None


def _begin(acting: Acting) -> tuple[str, None]:
    acting.add("begun")
    return "PLAN_BEGUN", None
