"""The pages on which the last review of a child is corrected, or taken back (M8)."""

from __future__ import annotations

import json
from collections.abc import Mapping

from fastapi import APIRouter, Request
from starlette.responses import Response

from records.calendar import local_day
from serving.access.fuller_reasons import FullerReasonError
from serving.access.permissions import Permission
from serving.access.reasons import AccessReason, NoReasonError
from serving.pages.typography import bind
from serving.reviewing import addresses
from serving.reviewing.correct_review import correct_review, refused_correction, withdraw_review
from serving.reviewing.forms import given_review, review_form
from serving.reviewing.given import GivenFaultsError
from serving.reviewing.own_views import etag_of_review
from serving.reviewing.review_view import CorrectionView, done_review, done_withdrawal
from serving.service.access_log import check_may
from serving.service.access_manners import is_look_drawn
from serving.service.editing import ChangedMeanwhileError, Seen
from serving.service.show_child import show_child
from serving.web.page_requests import SignedIn, form_values, frame_of, page, pages_of, signed_in
from serving.web.signed_in import service_of

__all__ = ["router"]

router = APIRouter(include_in_schema=False)

_REASON = "review"
_MEANWHILE = (
    "Somebody else wrote meanwhile. Nothing of yours was written down; it is kept below. Open "
    "the review again to read what it says now."
)


@router.get(addresses.REVIEW_CORRECTION)
async def asked(request: Request, child_id: str) -> Response:
    """What it is about. Nothing of the child is read or shown yet."""
    who = await signed_in(request)
    service = service_of(request)
    await check_may(service, who.officer, Permission.FLAGGED_VIEW, service.clock())
    return _page(request, _asking(request, who, child_id, {}, {}))


@router.post(addresses.REVIEW_CORRECTION)
async def correction(request: Request, child_id: str) -> Response:
    """The last review in the form's fields; or what is to be corrected or taken back."""
    who = await signed_in(request)
    form = await form_values(request, who.session)
    service = service_of(request)
    await check_may(service, who.officer, Permission.FLAGGED_VIEW, service.clock())
    match form.get("act"):
        case "write" | "withdraw":
            return await _write(request, who, child_id, form)
        case _:
            return await _look(request, who, child_id, form)


async def _look(
    request: Request, who: SignedIn, child_id: str, form: Mapping[str, str]
) -> Response:
    service, note = service_of(request), form.get("note", "").strip()
    try:
        look = await show_child(service, who.officer, child_id, AccessReason(_REASON, note))
    except (FullerReasonError, NoReasonError) as fault:
        return _page(request, _asking(request, who, child_id, form, {"note": str(fault)}))
    answer = json.loads(look.body)
    last, age = answer["last_review"], answer["child"]["age"]
    view = CorrectionView(
        frame=frame_of(request, who),
        child_id=answer["child"]["id"],
        name=answer["child"]["name"] + ("" if age is None else f", {age}"),
        words="" if last is None else bind(last["words"]),
        seen=etag_of_review(None if last is None else last["entry"]),
        given={} if last is None else review_form(last),
        refused=await refused_correction(service, who.officer, look.child),
        entry=look.receipt.entry_id,
    )
    return _page(request, view)


async def _write(
    request: Request, who: SignedIn, child_id: str, form: Mapping[str, str]
) -> Response:
    service, frame = service_of(request), frame_of(request, who)
    seen = Seen(frozenset({form.get("seen", "")}))
    try:
        if form.get("act") == "withdraw":
            why = AccessReason(_REASON, " ".join(form.get("why", "").split()))
            done = await withdraw_review(service, who.officer, child_id, seen, why)
            view = done_withdrawal(done.values, frame, done.receipt.entry_id)
        else:
            given = given_review(form, local_day(service.clock()))
            done = await correct_review(
                service, who.officer, child_id, given, seen, AccessReason(_REASON)
            )
            title = "The review is corrected"
            view = done_review(done.values, frame, done.receipt.entry_id, title)
    except GivenFaultsError as fault:
        faults = {_AT.get(name, name): rule for name, rule in fault.faults.items()}
    except NoReasonError as fault:
        faults = {"why": str(fault)}
    except ChangedMeanwhileError:
        faults = {"words_heard": _MEANWHILE}
    else:
        return page(pages_of(request).render("reviewing_done.html", view))
    kept = CorrectionView(frame, child_id, seen=form.get("seen", ""), given=form, faults=faults)
    return _page(request, kept)


#: Faults of the review as a whole lead to its first field.
_AT = {"child": "words_heard", "view": "words_heard"}


def _asking(
    request: Request,
    who: SignedIn,
    child_id: str,
    form: Mapping[str, str],
    faults: Mapping[str, str],
) -> CorrectionView:
    service = service_of(request)
    drawn = is_look_drawn(service, who.officer, child_id, service.clock())
    frame = frame_of(request, who)
    return CorrectionView(
        frame, child_id, given=form, faults=faults, asks=True, asks_note=drawn or bool(faults)
    )


def _page(request: Request, view: CorrectionView) -> Response:
    shown = pages_of(request).render("reviewing_correction.html", view)
    return page(shown, 422 if view.faults else 200)
