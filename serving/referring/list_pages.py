"""The pages of the lists of open work."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping

from fastapi import APIRouter, Request
from starlette.responses import Response

from serving.access.permissions import Officer, Permission, may
from serving.referring import addresses
from serving.referring.asking import BadFilterError, OpenAsked
from serving.referring.list_charging import list_charging
from serving.referring.list_conferences import list_conferences
from serving.referring.list_investigations import list_investigations
from serving.referring.list_open import OpenListed
from serving.referring.list_referrals import list_referrals
from serving.referring.list_views import open_list_view
from serving.service.context import Service
from serving.service.paging import BadCursorError
from serving.web.page_requests import frame_of, page, pages_of, signed_in
from serving.web.signed_in import service_of

__all__ = ["router"]

router = APIRouter(include_in_schema=False)

_Listing = Callable[[Service, Officer, OpenAsked], Awaitable[OpenListed]]
_LONGEST = 1_000


@router.get(addresses.REFERRALS)
async def referrals(request: Request) -> Response:
    """The queue of referrals."""
    return await _listed(request, "referrals", list_referrals, Permission.REFERRALS_WORK)


@router.get(addresses.CONFERENCES)
async def conferences(request: Request) -> Response:
    """Conferences to come, and those without attendance recorded."""
    return await _listed(request, "conferences", list_conferences, Permission.CONFERENCES_WORK)


@router.get(addresses.CHARGING)
async def charging(request: Request) -> Response:
    """Cases that wait for a charging decision."""
    return await _listed(request, "charging", list_charging, None)


@router.get(addresses.INVESTIGATIONS)
async def investigations(request: Request) -> Response:
    """Open investigations, by how long since the last review."""
    return await _listed(request, "investigations", list_investigations, None)


async def _listed(
    request: Request, name: str, listing: _Listing, writes: Permission | None
) -> Response:
    who = await signed_in(request)
    service, fault = service_of(request), ""
    try:
        found = await listing(service, who.officer, _asked(request.query_params))
    except (BadFilterError, BadCursorError) as wrong:
        fault = str(wrong)
        found = await listing(service, who.officer, OpenAsked())
    may_write = writes is not None and may(who.officer, writes)
    view = open_list_view(
        name, found.values, frame_of(request, who), may_write=may_write, fault=fault
    )
    return page(pages_of(request).render("referral_list.html", view), 422 if fault else 200)


def _asked(given: Mapping[str, str]) -> OpenAsked:
    """What the address asks; a field that was left empty asks nothing."""
    said = {name: value[:_LONGEST] for name, value in given.items() if value}
    return OpenAsked(
        team=said.get("team"),
        authority=said.get("authority"),
        owner=said.get("owner"),
        stage=said.get("stage"),
        age=said.get("age"),
        late=said.get("late") == "true",
        after=said.get("after"),
    )
