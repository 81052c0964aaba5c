"""Send the version that is being written for approval: whole, seen, and free of conflicts."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from records.calendar import local_day
from records.words import day_words
from serving.access.permissions import Officer, Permission
from serving.access.reasons import AccessReason
from serving.planning.acting import Acting, Done, NotOwnTeamError, carry_out
from serving.planning.reading import PlanNow
from serving.planning.sections import ABOUT, SECTIONS, SectionFault, missing_to_submit
from serving.planning.states import ActRefusedError, PlanAct, PlanState, after
from serving.service.context import Service
from serving.service.editing import Seen

__all__ = ["NotReadyError", "check_review_day", "submit_plan", "undecided_words"]


class NotReadyError(Exception):
    """Something is to be put right first. Nothing was changed.

    Attributes:
        faults: ``where`` is the name of the section.
    """

    def __init__(self, faults: Sequence[SectionFault]) -> None:
        super().__init__(" ".join(fault.words for fault in faults))
        self.faults = tuple(faults)


async def submit_plan(
    service: Service, officer: Officer, reference: str, seen: Seen, reason: AccessReason
) -> Done:
    """Send it for approval. A plan that was never approved is written down as a draft, so
    that officers see that one is being written; one in force stays as it is.

    Raises:
        NotReadyError: read first, owner, team or the day of review is missing, or that day
            is too far off; or two texts stand about which nobody chose.
        ChangedMeanwhileError: somebody changed it since the officer read it.
        ActRefusedError and others: see :func:`serving.planning.acting.carry_out`.
    """

    def work(acting: Acting) -> tuple[str, None]:
        plan = acting.plan
        if not plan.may_write(acting.officer):
            raise NotOwnTeamError(plan.owner_team)
        after(plan.standing, PlanAct.SUBMIT)
        seen.check(plan.tag)
        if words := undecided_words(plan):
            raise ActRefusedError(words)
        if faults := missing_to_submit(plan.contents()):
            raise NotReadyError(faults)
        check_review_day(service, plan, date.fromisoformat(plan.about("review_due")))
        version = 0
        if plan.standing.plan is PlanState.DRAFT:
            version = acting.write_version(plan.contents(), "draft")
        acting.add("submitted", version=version)
        return "PLAN_SUBMITTED", None

    return await carry_out(service, officer, Permission.PLAN_WRITE, reference, reason, work)


def undecided_words(plan: PlanNow) -> str | None:
    """What stands about which somebody must choose first; None if nothing does."""
    apart = {said.row.section for said in plan.copy.apart}
    if apart:
        titles = ", ".join(SECTIONS[name].title for name in SECTIONS if name in apart)
        return f"Two texts are kept under: {titles}. Choose for each section first."
    if plan.overtaken:
        titles = ", ".join(SECTIONS[name].title for name in plan.overtaken)
        return (
            f"A newer version of the plan says something else under: {titles}. "
            "Read those sections again and save what the plan shall say."
        )
    return None


def check_review_day(service: Service, plan: PlanNow, day: date) -> None:
    """Raises :class:`NotReadyError` unless the day comes, and no later than the timetable of
    duties lets a plan go without a review."""
    today = local_day(plan.now)
    last = today + timedelta(days=service.intervals.plan_review.without_date_days)
    if not today < day <= last:
        words = f"Set the next review to a day after today, {day_words(last)} at the latest."
        raise NotReadyError([SectionFault(ABOUT, words)])
