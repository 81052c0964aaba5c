"""The pages of notices and of messages."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.responses import RedirectResponse, Response

from serving.access.reasons import reason_codes
from serving.pages.addresses import NOTICES
from serving.telling.acknowledge_notice import acknowledge_notice
from serving.telling.addresses import MESSAGES
from serving.telling.list_messages import MessagesAsked, list_messages
from serving.telling.list_notices import list_notices
from serving.telling.measure_messages import measure_messages
from serving.telling.messages_api import State
from serving.telling.messages_views import messages_view
from serving.telling.notices_views import notices_view
from serving.telling.send_again import send_again
from serving.web.page_requests import form_values, frame_of, page, pages_of, signed_in
from serving.web.paging import After
from serving.web.signed_in import service_of

__all__ = ["router"]

router = APIRouter(include_in_schema=False)


@router.get(NOTICES)
async def notices(request: Request, after: After = None) -> Response:
    """What the officer must know."""
    who = await signed_in(request)
    found = await list_notices(service_of(request), who.officer, after)
    words = {reason.code: reason.words for reason in reason_codes()}
    view = notices_view(found.values, frame_of(request, who), words)
    return page(pages_of(request).render("notices.html", view))


@router.post(NOTICES)
async def acknowledge(request: Request) -> Response:
    """Acknowledge one notice; then the list."""
    who = await signed_in(request)
    form = await form_values(request, who.session)
    await acknowledge_notice(service_of(request), who.officer, form.get("notice", ""))
    return RedirectResponse(NOTICES, 303)


@router.get(MESSAGES)
async def messages(request: Request, state: State = None, after: After = None) -> Response:
    """How messages were delivered, with the figures of the month."""
    who = await signed_in(request)
    service = service_of(request)
    listed = await list_messages(service, who.officer, MessagesAsked(state, after))
    measured = await measure_messages(service, who.officer)
    view = messages_view(listed.values, measured.values, frame_of(request, who), state)
    return page(pages_of(request).render("messages.html", view))


@router.post(MESSAGES)
async def have_sent_again(request: Request) -> Response:
    """Have one sent again; then the list."""
    who = await signed_in(request)
    form = await form_values(request, who.session)
    await send_again(service_of(request), who.officer, form.get("message", ""))
    return RedirectResponse(MESSAGES, 303)
