"""The pages for those who run the service, and the published table of who may do what."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.responses import Response

from serving.pages import addresses
from serving.pages.administration import quarantine_view, roles_view, settings_view
from serving.service.list_quarantine import QuarantineAsked, list_quarantine
from serving.service.paging import MOST_ON_A_PAGE
from serving.service.show_settings import show_settings
from serving.web.page_requests import frame_of, page, pages_of, signed_in
from serving.web.signed_in import service_of

__all__ = ["router"]

router = APIRouter(include_in_schema=False)


@router.get(addresses.SETTINGS)
async def settings(request: Request) -> Response:
    """The settings in force."""
    who = await signed_in(request)
    shown = await show_settings(service_of(request), who.officer)
    view = settings_view(shown.values, frame_of(request, who))
    return page(pages_of(request).told_page(view))


@router.get(addresses.QUARANTINE)
async def quarantine(request: Request) -> Response:
    """The latest rows held back."""
    who = await signed_in(request)
    asked = QuarantineAsked(limit=MOST_ON_A_PAGE)
    listed = await list_quarantine(service_of(request), who.officer, asked)
    view = quarantine_view(listed.values, frame_of(request, who))
    return page(pages_of(request).told_page(view))


@router.get(addresses.ROLES_TABLE)
async def roles(request: Request) -> Response:
    """Every role and every route: nothing here is about anybody."""
    who = await signed_in(request)
    return page(pages_of(request).told_page(roles_view(frame_of(request, who))))
