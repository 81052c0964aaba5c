"""Send the version that waits back to its writers, with what is to be changed."""

from __future__ import annotations

from serving.access.permissions import Officer, Permission
from serving.access.reasons import AccessReason
from serving.planning.acting import Acting, Done, carry_out
from serving.planning.given_words import given_words
from serving.planning.states import PlanAct, after
from serving.service.context import Service
from serving.service.editing import Seen

__all__ = ["send_plan_back"]


async def send_plan_back(
    service: Service,
    officer: Officer,
    reference: str,
    words: str,
    seen: Seen,
    reason: AccessReason,
) -> Done:
    """Send it back. Every word of it stays; its writers go on from there.

    Raises:
        GivenWordsError: no words that say what is to be changed.
        ActRefusedError: nothing waits. Others: see :func:`serving.planning.acting.carry_out`.
    """

    def work(acting: Acting) -> tuple[str, None]:
        said = given_words(words, "Say what must be changed.")
        after(acting.plan.standing, PlanAct.SEND_BACK)
        seen.check(acting.plan.tag)
        acting.add("sent_back", content={"words": said})
        return "PLAN_SENT_BACK", None

    return await carry_out(service, officer, Permission.PLAN_APPROVE, reference, reason, work)
