"""Approve the version that waits: from then on officers see it, and no other (M3)."""

from __future__ import annotations

from datetime import date

from serving.access.permissions import Officer, Permission
from serving.access.reasons import AccessReason
from serving.planning.acting import Acting, Done, OwnWorkError, carry_out
from serving.planning.states import ActRefusedError, PlanAct, after
from serving.planning.submit_plan import check_review_day
from serving.service.context import Service
from serving.service.editing import Seen

__all__ = ["approve_plan"]


async def approve_plan(
    service: Service, officer: Officer, reference: str, seen: Seen, reason: AccessReason
) -> Done:
    """Write the version down as live. Never by anybody who wrote a part of it or sent it.

    Raises:
        OwnWorkError: they wrote a part of it, or sent it.
        NotReadyError: the day of its review has passed while it waited.
        ActRefusedError: nothing waits; or a newer version came meanwhile that its writer has
            not seen: send it back. Others: see :func:`serving.planning.acting.carry_out`.
        ChangedMeanwhileError: it is not what the supervisor read.
    """

    def work(acting: Acting) -> tuple[str, None]:
        plan = acting.plan
        after(plan.standing, PlanAct.APPROVE)
        seen.check(plan.tag)
        if acting.officer.name in plan.copy.writers:
            raise OwnWorkError
        if plan.overtaken:
            raise ActRefusedError(
                "A newer version of the plan came while this one waited. Send it back, so that "
                "its writer reads that first."
            )
        check_review_day(service, plan, date.fromisoformat(plan.about("review_due")))
        version = acting.write_version(plan.contents(), "live")
        acting.add("approved", version=version)
        return "PLAN_APPROVED", None

    return await carry_out(service, officer, Permission.PLAN_APPROVE, reference, reason, work)
