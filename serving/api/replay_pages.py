"""The page on which an auditor is shown what somebody was shown then."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.responses import Response

from serving.access.permissions import Permission
from serving.access.reasons import AccessReason, NoReasonError, reason_codes
from serving.pages import addresses
from serving.pages.access import AccessReasonChoice
from serving.pages.child_view import Receipt
from serving.pages.replays import ReplayReasonView, replay_view
from serving.service.access_log import check_may
from serving.service.replay_answer import replay_answer
from serving.web.page_requests import form_values, frame_of, page, pages_of, signed_in
from serving.web.signed_in import service_of

__all__ = ["router"]

router = APIRouter(include_in_schema=False)


@router.post(addresses.REPLAY)
async def replay(request: Request, entry_id: str) -> Response:
    """The past answer as it was shown, under words that say so; without a reason, the form."""
    who = await signed_in(request)
    form = await form_values(request, who.session)
    service, frame = service_of(request), frame_of(request, who)
    code, note = form.get("reason", ""), form.get("note", "").strip()
    try:
        reason = AccessReason(code, note)
    except NoReasonError as fault:
        await check_may(service, who.officer, Permission.LOG_REPLAY, service.clock())
        is_first = "reason" not in form and "note" not in form
        faults = {} if is_first else {"note" if code else "reason": str(fault)}
        choices = tuple(AccessReasonChoice(r.code, r.words, r.needs_note) for r in reason_codes())
        view = ReplayReasonView(frame, entry_id, choices, code, note, faults)
        return page(pages_of(request).replay_reason_page(view), 422)
    found = await replay_answer(service, who.officer, entry_id, reason)
    receipt = Receipt(found.receipts[0].entry_id, found.receipts[0].leaf_hash)
    view_ = replay_view(found.values, found.who, frame, receipt)
    return page(pages_of(request).replay_page(view_))
