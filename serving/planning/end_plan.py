"""End a plan, with what came of it: from then on officers see that it has ended (M3, M8)."""

from __future__ import annotations

from serving.access.permissions import Officer, Permission
from serving.access.reasons import AccessReason
from serving.planning.acting import Acting, Done, carry_out
from serving.planning.given_words import given_words
from serving.planning.states import PlanAct, after
from serving.service.context import Service
from serving.service.editing import Seen

__all__ = ["end_plan"]


async def end_plan(
    service: Service,
    officer: Officer,
    reference: str,
    outcome: str,
    seen: Seen,
    reason: AccessReason,
) -> Done:
    """Write a last version down, with state ended; for a supervisor, since the child loses
    the plan's protection by it. What was being written is kept, and goes no further.

    Args:
        outcome: what came of the plan, and why it can end.

    Raises:
        GivenWordsError: no words.
        ActRefusedError and others: see :func:`serving.planning.acting.carry_out`.
    """

    def work(acting: Acting) -> tuple[str, None]:
        said = given_words(outcome, "Say what came of the plan, and why it can end.")
        plan = acting.plan
        after(plan.standing, PlanAct.END)
        seen.check(plan.tag)
        version = 0
        if plan.current is not None:
            version = acting.write_version(plan.written_down(), "ended")
        acting.add("ended", content={"words": said}, version=version)
        return "PLAN_ENDED", None

    return await carry_out(service, officer, Permission.PLAN_APPROVE, reference, reason, work)
