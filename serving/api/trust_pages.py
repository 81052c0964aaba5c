"""The page that says what is promised, how far it is sealed, and what the log can't show."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.responses import Response

from serving.pages import addresses
from serving.pages.trust import trust_view
from serving.service.show_trust import trust_values
from serving.service.sign_in_entries import NotSignedInError
from serving.web.page_requests import frame_of, page, pages_of, signed_in
from serving.web.signed_in import service_of

__all__ = ["router"]

router = APIRouter(include_in_schema=False)


@router.get(addresses.TRUST)
async def trust(request: Request) -> Response:
    """What this service promises about its log, for anybody; it names nobody."""
    try:
        who = await signed_in(request)
    except NotSignedInError:
        who = None
    values = await trust_values(service_of(request))
    return page(pages_of(request).trust_page(trust_view(values, frame_of(request, who))))
