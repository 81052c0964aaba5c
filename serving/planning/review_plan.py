"""Review a plan in force and find that it still holds: the same words, and the next day."""

from __future__ import annotations

from datetime import date

from serving.access.permissions import Officer, Permission
from serving.access.reasons import AccessReason
from serving.planning.acting import Acting, Done, NotOwnTeamError, carry_out
from serving.planning.given_words import given_words
from serving.planning.sections import ABOUT
from serving.planning.states import PlanAct, after
from serving.planning.submit_plan import check_review_day
from serving.service.context import Service
from serving.service.editing import Seen

__all__ = ["review_plan"]


async def review_plan(
    service: Service,
    officer: Officer,
    reference: str,
    review_due: date,
    words: str,
    seen: Seen,
    reason: AccessReason,
) -> Done:
    """Write the version in force down once more with the day of its next review.

    It changes nothing else, so nobody has to approve it; what must change is written as a
    new version and approved.

    Args:
        words: what was looked at, and why the plan still holds.

    Raises:
        GivenWordsError: no words.
        NotReadyError: the day has passed, or is too far off.
        ActRefusedError and others: see :func:`serving.planning.acting.carry_out`.
    """

    def work(acting: Acting) -> tuple[str, None]:
        said = given_words(words, "Say what was looked at, and why the plan still holds.")
        plan = acting.plan
        if not plan.may_write(acting.officer):
            raise NotOwnTeamError(plan.owner_team)
        after(plan.standing, PlanAct.REVIEW)
        seen.check(plan.tag)
        check_review_day(service, plan, review_due)
        sections = plan.written_down()
        about = {**sections[ABOUT], "review_due": review_due.isoformat()}
        version = acting.write_version({**sections, ABOUT: about}, "live")
        acting.add("reviewed", content={"words": said}, version=version)
        return "PLAN_REVIEWED", None

    return await carry_out(service, officer, Permission.PLAN_WRITE, reference, reason, work)
