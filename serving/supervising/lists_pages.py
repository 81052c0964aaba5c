"""The pages of supervision: who is missing now, what is due, the daily briefing."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.responses import Response

from serving.access.permissions import Permission
from serving.access.purposes import DisclosureError
from serving.service.access_log import check_may
from serving.supervising.addresses import BRIEFING, BRIEFING_PRINT, DUTIES, MISSING_NOW
from serving.supervising.areas import Area
from serving.supervising.briefing_view import BriefingFormView, briefing_view
from serving.supervising.duties_view import duties_view
from serving.supervising.list_duties import DutiesAsked, list_duties
from serving.supervising.list_missing_now import MissingAsked, list_missing_now
from serving.supervising.missing_now_view import missing_now_view
from serving.supervising.show_briefing import print_briefing, show_briefing
from serving.web.page_requests import form_values, frame_of, page, pages_of, signed_in
from serving.web.signed_in import service_of

__all__ = ["router"]

router = APIRouter(include_in_schema=False)


@router.get(MISSING_NOW)
async def missing_now(request: Request) -> Response:
    """Who is missing now."""
    who = await signed_in(request)
    asked = MissingAsked(
        _area(request),
        _given(request, "band"),
        _given(request, "lasting"),
        _given(request, "after"),
    )
    found = await list_missing_now(service_of(request), who.officer, asked)
    view = missing_now_view(found.values, frame_of(request, who))
    return page(pages_of(request).render("missing_now.html", view))


@router.get(DUTIES)
async def duties(request: Request) -> Response:
    """What is overdue, due in 24 hours or coming."""
    who = await signed_in(request)
    asked = DutiesAsked(
        _given(request, "state") or "overdue",
        _area(request),
        _given(request, "kind"),
        _given(request, "owner"),
        _given(request, "after"),
    )
    found = await list_duties(service_of(request), who.officer, asked)
    view = duties_view(found.values, frame_of(request, who))
    return page(pages_of(request).render("duties.html", view))


@router.get(BRIEFING)
async def briefing(request: Request) -> Response:
    """The daily briefing."""
    who = await signed_in(request)
    found = await show_briefing(service_of(request), who.officer, _area(request))
    view = briefing_view(found.values, frame_of(request, who), found.receipt.entry_id)
    return page(pages_of(request).render("briefing.html", view))


@router.get(BRIEFING_PRINT)
async def ask_for_whom(request: Request) -> Response:
    """For whom is the briefing printed? Nothing of it is shown yet."""
    who = await signed_in(request)
    service = service_of(request)
    await check_may(service, who.officer, Permission.BRIEFING_VIEW, service.clock())
    area = _area(request)
    frame = frame_of(request, who)
    view = BriefingFormView(frame, area.team or "", area.authority or "", "", "", {})
    return page(pages_of(request).render("briefing_for.html", view))


@router.post(BRIEFING_PRINT)
async def print_it(request: Request) -> Response:
    """The sides, entered as given to whom the form names."""
    who = await signed_in(request)
    form = await form_values(request, who.session)
    team, authority = form.get("team", ""), form.get("authority", "")
    whom, why = form.get("to_whom", ""), form.get("why", "")
    frame, area = frame_of(request, who), Area(team, authority)
    try:
        found = await print_briefing(service_of(request), who.officer, area, whom, why)
    except DisclosureError as fault:
        again = BriefingFormView(frame, team, authority, whom, why, fault.faults)
        return page(pages_of(request).render("briefing_for.html", again), 422)
    view = briefing_view(found.values, frame, found.receipt.entry_id, " ".join(whom.split()))
    return page(pages_of(request).render("briefing_print.html", view))


def _area(request: Request) -> Area:
    return Area(_given(request, "team"), _given(request, "authority"))


def _given(request: Request, name: str) -> str | None:
    """A filter of the address; a form sends those that nobody chose empty."""
    return request.query_params.get(name) or None
