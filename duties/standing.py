"""Duties about what stands: plans to review, notices about to lapse."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

from duties.duty import Duty, state_of
from duties.intervals import Intervals
from records.calendar import FORCE_ZONE, local_day
from records.history import KnownHistory
from records.sources import SourceSystem
from records.states import notices, plans
from records.words import day_words

__all__ = ["lapsing_notices", "plan_reviews"]


def plan_reviews(known: KnownHistory, intervals: Intervals, band: str | None) -> list[Duty]:
    """The review of each live CSE plan, until the end of its day.

    A live plan without a day of review is due so many days after its current version.
    """
    del band
    duties = []
    for plan in plans(known):
        if not plan.is_live:
            continue
        day = plan.details.get("review_due")
        if day is None:
            days = intervals.plan_review.without_date_days
            last = local_day(plan.current.occurred) + timedelta(days=days)
            what = f"Review of the CSE plan: no day is set; due by {day_words(last)}"
        else:
            last = day
            overdue = "was due" if plan.is_review_overdue else "due"
            what = f"Review of the CSE plan: {overdue} by {day_words(last)}"
        due = _end_of(last)
        duties.append(
            Duty(
                kind="plan_review",
                about_reference=plan.reference,
                source=SourceSystem.CSE_PLANS,
                due=due,
                done=None,
                state=state_of(due, None, known.as_of, intervals),
                words=f"{what}.",
                owner=str(plan.details["owner"]),
            )
        )
    return duties


def lapsing_notices(known: KnownHistory, intervals: Intervals, band: str | None) -> list[Duty]:
    """Each notice in force whose last day is near: renew it, or let it lapse with a reason."""
    del band
    rule = intervals.notice_lapsing
    near = local_day(known.as_of) + timedelta(days=rule.before_days)
    duties = []
    for notice in notices(known):
        if not notice.is_in_force or notice.in_force_until > near:
            continue
        due, last_day = _end_of(notice.in_force_until), day_words(notice.in_force_until)
        duties.append(
            Duty(
                kind="notice_lapsing",
                about_reference=notice.reference,
                source=SourceSystem.ABDUCTION_NOTICES,
                due=due,
                done=None,
                state=state_of(due, None, known.as_of, intervals),
                words=f"Abduction notice lapses after {last_day}: renew it, or record why not.",
                owner=rule.owner,
            )
        )
    return duties


def _end_of(day: date) -> datetime:
    """The last microsecond of the local day."""
    midnight = datetime.combine(day + timedelta(days=1), time(), FORCE_ZONE)
    return midnight.astimezone(UTC) - timedelta(microseconds=1)
