"""The page of the scorecards in use."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.responses import Response

from serving.pages import addresses
from serving.pages.models_in_use import models_view
from serving.service.show_models import show_models
from serving.web.page_requests import frame_of, page, pages_of, signed_in
from serving.web.signed_in import service_of

__all__ = ["router"]

router = APIRouter(include_in_schema=False)


@router.get(addresses.MODELS)
async def models(request: Request) -> Response:
    """Which cards are in use, who approved them, and what monitoring demands."""
    who = await signed_in(request)
    shown = await show_models(service_of(request), who.officer)
    return page(pages_of(request).models_page(models_view(shown.values, frame_of(request, who))))
