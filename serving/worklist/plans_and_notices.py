"""Plans by the day of their review, and abduction notices by their last day (M3, M5, M11)."""

from __future__ import annotations

from datetime import timedelta

from records.calendar import end_of_day, local_day
from records.events import EventKind
from records.states import notices, plans
from serving.worklist.items import Item, ItemKind, ItemRule, Open

__all__ = ["NOTICES", "PLANS"]


def _plans(asked: Open) -> tuple[Item, ...]:
    """Live plans and drafts; a plan without a day is due when the timetable says."""
    items = []
    for plan in plans(asked.known):
        if plan.state == "ended":
            continue
        details, entry = plan.details, plan.current
        due = details.get("review_due")
        day = due or local_day(entry.occurred) + timedelta(
            days=asked.intervals.plan_review.without_date_days
        )
        items.append(
            Item(
                kind=ItemKind.PLAN,
                reference=plan.reference,
                about="",
                source=entry.source,
                entry=entry.entry,
                owner=str(details["owner"]),
                stage=plan.state,
                since=plan.first.occurred,
                at=end_of_day(day),
            )
        )
    return tuple(items)


def _notices(asked: Open) -> tuple[Item, ...]:
    """Notices in force, until the end of their last day; whoever keeps the live plan sees to
    them."""
    owner = next((str(p.details["owner"]) for p in plans(asked.known) if p.is_live), "")
    return tuple(
        Item(
            kind=ItemKind.NOTICE,
            reference=notice.reference,
            about="",
            source=notice.served.source,
            entry=notice.served.entry,
            owner=owner,
            stage="breached" if notice.breaches else "in_force",
            since=notice.served.occurred,
            at=end_of_day(notice.in_force_until),
            until=end_of_day(notice.in_force_until),
        )
        for notice in notices(asked.known)
        if notice.is_in_force
    )


PLANS = ItemRule(ItemKind.PLAN, frozenset({EventKind.PLAN_VERSION}), _plans)
NOTICES = ItemRule(ItemKind.NOTICE, frozenset({EventKind.NOTICE_SERVED}), _notices)
