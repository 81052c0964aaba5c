"""The pages of a review: the own view first, the advice after, then what is written down."""

from __future__ import annotations

import json
from collections.abc import Mapping

from fastapi import APIRouter, Request
from starlette.responses import Response

from records.calendar import local_day
from serving.access.fuller_reasons import FullerReasonError
from serving.access.permissions import Permission
from serving.access.reasons import AccessReason, NoReasonError
from serving.reviewing import addresses
from serving.reviewing.forms import given_review
from serving.reviewing.give_own_view import give_own_view
from serving.reviewing.given import GivenFaultsError
from serving.reviewing.own_views import read_view
from serving.reviewing.review_child import review_child
from serving.reviewing.review_view import (
    BANDS,
    OwnViewView,
    ReviewFormView,
    compared_words,
    done_review,
    shown_advice,
)
from serving.service.access_log import check_may
from serving.service.access_manners import is_look_drawn
from serving.service.editing import ChangedMeanwhileError, Seen
from serving.web.page_requests import (
    SignedIn,
    form_values,
    frame_of,
    page,
    pages_of,
    signed_in,
)
from serving.web.signed_in import service_of

__all__ = ["router"]

router = APIRouter(include_in_schema=False)

#: A review says by itself why the child is looked at.
_REASON = "review"
_VIEWED = "Say what your own view is."


@router.get(addresses.REVIEW)
async def own_view_form(request: Request, child_id: str) -> Response:
    """What would you say? Nothing about the child is read or shown yet."""
    who = await signed_in(request)
    service = service_of(request)
    await check_may(service, who.officer, Permission.CHILD_REVIEW, service.clock())
    return _own_view(request, who, child_id, {}, 200)


@router.post(addresses.REVIEW)
async def review(request: Request, child_id: str) -> Response:
    """The own view, and then the advice; or the review itself."""
    who = await signed_in(request)
    form = await form_values(request, who.session)
    if form.get("act") == "write":
        return await _write(request, who, child_id, form)
    own_view, note = form.get("own_view", ""), form.get("note", "").strip()
    service = service_of(request)
    if own_view not in BANDS:
        await check_may(service, who.officer, Permission.CHILD_REVIEW, service.clock())
        return _own_view(request, who, child_id, {"own_view": _VIEWED}, 422, note)
    try:
        reason = AccessReason(_REASON, note)
        seen = await give_own_view(service, who.officer, child_id, own_view, reason)
    except (FullerReasonError, NoReasonError) as fault:
        return _own_view(request, who, child_id, {"note": str(fault)}, 422, note)
    own = read_view(service.secret, seen.view, who.officer.name, service.clock())
    view = ReviewFormView(
        frame_of(request, who),
        own.child,
        seen.view,
        seen.etag,
        compared_words(own),
        shown_advice(json.loads(seen.body), seen.receipts[-1].entry_id),
    )
    return page(pages_of(request).render("reviewing_review.html", view))


async def _write(
    request: Request, who: SignedIn, child_id: str, form: Mapping[str, str]
) -> Response:
    service, frame = service_of(request), frame_of(request, who)
    word, seen = form.get("view", ""), form.get("seen", "")
    try:
        given = given_review(form, local_day(service.clock()))
        done = await review_child(
            service, who.officer, child_id, word, given, Seen(frozenset({seen})),
            AccessReason(_REASON),
        )  # fmt: skip
    except GivenFaultsError as fault:
        faults = fault.faults
    except ChangedMeanwhileError:
        faults = {"view": "Somebody else reviewed the child meanwhile. Give your own view again; "
                          "what you wrote is kept below."}  # fmt: skip
    else:
        view = done_review(done.values, frame, done.receipt.entry_id)
        return page(pages_of(request).render("reviewing_done.html", view))
    try:
        own = read_view(service.secret, word, who.officer.name, service.clock())
        compared = compared_words(own)
    except GivenFaultsError:
        compared = ""
    # A fault of the view as a whole leads to the first field.
    faults = {("words_heard" if name == "view" else name): rule for name, rule in faults.items()}
    again = ReviewFormView(frame, child_id, word, seen, compared, None, form, faults)
    return page(pages_of(request).render("reviewing_review.html", again), 422)


def _own_view(
    request: Request,
    who: SignedIn,
    child_id: str,
    faults: Mapping[str, str],
    status: int,
    note: str = "",
) -> Response:
    service = service_of(request)
    drawn = is_look_drawn(service, who.officer, child_id, service.clock())
    view = OwnViewView(frame_of(request, who), child_id, drawn, note, faults)
    return page(pages_of(request).render("reviewing_own_view.html", view), status)
