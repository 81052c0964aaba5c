"""What time alone brings: duties going overdue, days drawing near, referrals nobody owns."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import cache

from duties.intervals import load_intervals
from serving.store.opening import Connection
from serving.telling.kinds import AGAIN_AFTER, LAPSING_DAYS
from serving.telling.tell import Told
from serving.work_store.untold import Standing, count_items, standing_untold
from serving.worklist.items import ItemKind

__all__ = ["drawing_near", "gone_overdue", "unowned", "unreviewed"]

#: A duty that became known later than this after it was due is not told of; it stands in its
#: list all the same. It also bounds what the first look at a store finds.
_LOOKS_BACK = timedelta(days=3)
_UNOWNED_LOOKS_BACK = timedelta(days=30)
#: Without a review for so much longer than a day, it is worse and told again at once.
_WORSE_AFTER = timedelta(days=2)
#: As many of a kind as one look finds; the next finds the rest.
MOST = 500


def unreviewed(connection: Connection, now: datetime) -> Iterator[Told]:
    """Children missing for more than a day without a supervisor's review; again when it is
    three days."""
    for worse, begin, end in (
        (1, now - _WORSE_AFTER, now),
        (2, now - timedelta(days=365), now - _WORSE_AFTER),
    ):
        for one in standing_untold(
            connection,
            ItemKind.UNREVIEWED,
            "missing_without_review",
            begin,
            end,
            now - AGAIN_AFTER,
            MOST,
            step=f"/{worse}",
        ):
            yield _of(one, "missing_without_review", now, f"/{worse}")


def gone_overdue(connection: Connection, now: datetime) -> Iterator[Told]:
    """Duties whose time is past."""
    for one in standing_untold(
        connection,
        ItemKind.DUTY,
        "duty_overdue",
        now - _LOOKS_BACK,
        now,
        now - AGAIN_AFTER,
        MOST,
    ):
        yield _of(one, "duty_overdue", now)


def drawing_near(connection: Connection, now: datetime) -> Iterator[Told]:
    """Plans by the day of their review and notices by their last day, at each of the steps."""
    for kind in (ItemKind.PLAN, ItemKind.NOTICE):
        ends = (*LAPSING_DAYS[1:], 0)
        for days, nearer in zip(LAPSING_DAYS, ends, strict=True):
            for one in standing_untold(
                connection,
                kind,
                "plan_or_notice_lapsing",
                now + timedelta(days=nearer),
                now + timedelta(days=days),
                None,
                MOST,
                step=f"/{days} days",
            ):
                yield _of(one, "plan_or_notice_lapsing", now, f"/{days} days")


def unowned(connection: Connection, now: datetime) -> Iterator[Told]:
    """Referrals that nobody owns, and that there are any, for whoever runs the service."""
    late = now - _may_stand_unowned()
    for one in standing_untold(
        connection,
        ItemKind.REFERRAL_UNOWNED,
        "referral_without_owner",
        now - _UNOWNED_LOOKS_BACK,
        late,
        now - AGAIN_AFTER,
        MOST,
    ):
        yield _of(one, "referral_without_owner", now)
    if count_items(connection, ItemKind.REFERRAL_UNOWNED, late, 1):
        yield Told("queue_over_age", None, "referrals", now)


@cache
def _may_stand_unowned() -> timedelta:
    """Read once: a round comes each minute, and the timetable changes with a release."""
    return timedelta(hours=load_intervals().referral_allocation.within_hours)


def _of(one: Standing, kind: str, now: datetime, step: str = "") -> Told:
    return Told(
        kind,
        one.child,
        f"{one.reference}/{one.about}{step}",
        now,
        team=one.team,
        reference=one.reference,
        person=one.owner or None,
    )
