"""Correct the last review of a child, or take it back: by later entries alone (M8).

What was said stays in the record and in the log, and whoever is shown an earlier look again
reads the earlier words.
"""

from __future__ import annotations

import asyncio
from datetime import datetime

from records.calendar import local_day
from records.events import EventKind
from records.persons import ChildId
from records.sources import SourceSystem
from records.states import Review, last_review
from serving.access.fuller_reasons import is_full
from serving.access.permissions import Officer, Permission, may
from serving.access.reasons import AccessReason
from serving.entering.given import Given
from serving.reviewing.given import GivenFaultsError, ReviewGiven, check_review
from serving.reviewing.limits import LIMITS
from serving.reviewing.own_views import review_etag
from serving.reviewing.review_child import review_shown
from serving.reviewing.writing import (
    NotYoursError,
    Stands,
    WrittenDown,
    by_details,
    known_of,
    write_down,
)
from serving.service.access_log import check_may
from serving.service.context import Service
from serving.service.editing import Seen

__all__ = ["correct_review", "refused_correction", "withdraw_review"]

_CORRECTS = (
    "A review is corrected or taken back by whoever wrote it, within a day, or by a supervisor."
)
_NOTHING = "The child has no review that could be corrected."
_SAME = "Nothing is different from what is recorded."
_WHY = "Say in words why it is taken back: at least 3 words and 20 characters."


async def correct_review(
    service: Service,
    officer: Officer,
    child: str,
    given: ReviewGiven,
    seen: Seen,
    reason: AccessReason,
) -> WrittenDown:
    """Correct the child's last review by a later entry: what it said then stays in the past.

    The own view and the advice of then can't be corrected; when it was held stays.

    Raises:
        NotYoursError: by somebody else than whoever wrote it within a day, or a supervisor.
        GivenFaultsError: something is missing, does not fit, or nothing is different.
        ChangedMeanwhileError: somebody else wrote meanwhile. Nothing was written down.
        NotPermittedError, NoSuchChildError, RestrictedError: refused; logged too.
        StoreUnavailableError: it could not be entered, so nothing was written down.
    """
    now = service.clock()
    await check_may(service, officer, Permission.FLAGGED_VIEW, now)

    def make(stands: Stands) -> Given:
        review = _standing(stands, officer, seen, now)
        check_review(given, local_day(now))
        said = given.details()
        if said == {name: value for name in _ASKED if (value := review.detail(name)) is not None}:
            raise GivenFaultsError({"words_heard": _SAME})
        kept = {
            name: review.detail(name)
            for name in ("own_view", "advised_band")
            if review.detail(name) is not None
        }
        details = {**by_details(officer, Permission.FLAGGED_VIEW), **kept, **said}
        return Given(
            SourceSystem.CHILD_REVIEWS,
            EventKind.CHILD_REVIEWED,
            review.reference,
            review.held,
            details,
            replaces=review.said.entry,
        )

    return await write_down(
        service, officer, child, make, review_shown, kind="REVIEW_CORRECTED", reason=reason, now=now
    )


async def withdraw_review(
    service: Service, officer: Officer, child: str, seen: Seen, reason: AccessReason
) -> WrittenDown:
    """Take the child's last review back: the one before it is the last again, if there is one.

    Args:
        reason: why, in words too; they stand in the log's entry.

    Raises:
        GivenFaultsError: not in words, or there is no review.
        Otherwise as of :func:`correct_review`.
    """
    now = service.clock()
    await check_may(service, officer, Permission.FLAGGED_VIEW, now)
    if not is_full(reason.note):
        raise GivenFaultsError({"why": _WHY})

    def make(stands: Stands) -> Given:
        review = _standing(stands, officer, seen, now)
        return Given(
            SourceSystem.CHILD_REVIEWS,
            EventKind.WITHDRAWN,
            review.reference,
            now,
            by_details(officer, Permission.FLAGGED_VIEW),
            replaces=review.said.entry,
        )

    return await write_down(
        service, officer, child, make, review_shown, kind="REVIEW_WITHDRAWN", reason=reason, now=now
    )


async def refused_correction(service: Service, officer: Officer, child: ChildId) -> str:
    """Why this officer can't correct the child's last review, in words; "" if they can.

    For a page that is about to ask for a correction: the correction itself asks again.
    """
    now = service.clock()

    def read() -> Review | None:
        with service.store.reading() as connection:
            return last_review(known_of(connection, child, now))

    review = await asyncio.to_thread(read)
    if review is None:
        return _NOTHING
    return "" if _may_correct(officer, review, now) else _CORRECTS


def _may_correct(officer: Officer, review: Review, now: datetime) -> bool:
    """A supervisor always; whoever wrote what stands for a day from when it was held."""
    is_own = review.detail("by") == officer.name and now - review.held <= LIMITS.correcting
    return is_own or may(officer, Permission.JUDGEMENT_DECIDE)


_ASKED = (
    "words_heard", "own_words", "said_on", "action", "action_owner", "next_review", "outcome",
    "outcome_words",
)  # fmt: skip


def _standing(stands: Stands, officer: Officer, seen: Seen, now: datetime) -> Review:
    """The review as it was seen, if this officer may correct it."""
    seen.check(review_etag(stands.known))
    review = last_review(stands.known)
    if review is None:
        raise GivenFaultsError({"child": _NOTHING})
    if not _may_correct(officer, review, now):
        raise NotYoursError(_CORRECTS)
    return review
