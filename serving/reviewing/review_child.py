"""Write a review of a child down (M8)."""

from __future__ import annotations

from typing import Any

from records.calendar import local_day
from records.events import EventKind
from records.history import KnownHistory
from records.sources import SourceSystem
from serving.access.permissions import Officer, Permission
from serving.access.reasons import AccessReason
from serving.answer.judgements import review_values
from serving.entering.given import Given, new_reference
from serving.reviewing.given import GivenFaultsError, ReviewGiven, check_review
from serving.reviewing.own_views import read_view, review_etag
from serving.reviewing.writing import Stands, WrittenDown, by_details, write_down
from serving.service.access_log import check_may
from serving.service.context import Service
from serving.service.editing import Seen

__all__ = ["review_child", "review_shown"]

_OTHER_CHILD = "Give your own view of this child first."


async def review_child(
    service: Service,
    officer: Officer,
    child: str,
    view: str,
    given: ReviewGiven,
    seen: Seen,
    reason: AccessReason,
) -> WrittenDown:
    """Write the review down, with the own view that was given before the advice.

    Args:
        view: the word that :func:`serving.reviewing.give_own_view.give_own_view` gave.
        seen: the last review that the reviewer says to have seen.

    Raises:
        GivenFaultsError: something is missing or does not fit. Nothing was written down.
        ChangedMeanwhileError: somebody else reviewed the child meanwhile.
        NotPermittedError, NoSuchChildError, RestrictedError: refused; logged too.
        StoreUnavailableError: it could not be entered, so nothing was written down.
    """
    now = service.clock()
    await check_may(service, officer, Permission.CHILD_REVIEW, now)
    own = read_view(service.secret, view, officer.name, now)
    check_review(given, local_day(now))
    reference = new_reference("CR", now, service.draw(8))

    def make(stands: Stands) -> Given:
        if own.child != stands.child:
            raise GivenFaultsError({"view": _OTHER_CHILD})
        seen.check(review_etag(stands.known))
        details = {
            **by_details(officer, Permission.CHILD_REVIEW),
            "own_view": own.own_view,
            **({} if own.advised is None else {"advised_band": own.advised}),
            **given.details(),
        }
        return Given(SourceSystem.CHILD_REVIEWS, EventKind.CHILD_REVIEWED, reference, now, details)

    return await write_down(
        service, officer, child, make, review_shown, kind="CHILD_REVIEWED", reason=reason, now=now
    )


def review_shown(known: KnownHistory) -> dict[str, Any]:
    """What is sent of it, and its tag for a correction."""
    return {"last_review": review_values(known), "etag": review_etag(known)}
