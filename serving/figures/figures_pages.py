"""The pages of figures: indicators, one of them, recommendations; and their files."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from serving.access.permissions import Permission, may
from serving.access.reasons import AccessReason
from serving.figures import addresses
from serving.figures.api import sent_file
from serving.figures.cases_view import cases_view
from serving.figures.export_indicator import export_indicator
from serving.figures.indicator_views import indicator_view, indicators_view
from serving.figures.recommendation_views import recommendations_view
from serving.figures.show_indicators import show_indicator, show_indicators
from serving.figures.show_recommendations import export_recommendations, show_recommendations
from serving.figures.trace_indicator import CasesAsked, trace_indicator
from serving.web.page_requests import frame_of, page, pages_of, signed_in
from serving.web.paging import USUAL_ON_A_PAGE
from serving.web.signed_in import service_of

__all__ = ["router"]

router = APIRouter(include_in_schema=False)

_Name = Annotated[str, Query(max_length=200)]


@router.get(addresses.INDICATORS)
async def indicators(request: Request) -> Response:
    """Every indicator, with its question, its latest month and its target."""
    who = await signed_in(request)
    shown = await show_indicators(service_of(request), who.officer)
    may_trace = may(who.officer, Permission.INDICATORS_TRACE)
    view = indicators_view(shown.values, frame_of(request, who), may_trace=may_trace)
    return page(pages_of(request).render("indicators.html", view))


@router.get(addresses.INDICATOR_CSV)
async def indicator_file(
    request: Request, indicator_id: str, authority: _Name = "", team: _Name = ""
) -> Response:
    """One indicator as a file."""
    who = await signed_in(request)
    service = service_of(request)
    return sent_file(await export_indicator(service, who.officer, indicator_id, authority, team))


@router.get(addresses.INDICATOR)
async def indicator(
    request: Request, indicator_id: str, authority: _Name = "", team: _Name = ""
) -> Response:
    """One indicator over months: sentence, picture, table, definition."""
    who = await signed_in(request)
    service = service_of(request)
    shown = await show_indicator(service, who.officer, indicator_id, authority, team)
    may_trace = may(who.officer, Permission.INDICATORS_TRACE)
    view = indicator_view(shown.values, frame_of(request, who), may_trace=may_trace)
    return page(pages_of(request).render("indicator.html", view))


@router.get(addresses.INDICATOR_CASES)
async def cases(
    request: Request,
    indicator_id: str,
    month: Annotated[str, Query(max_length=7)] = "",
    authority: _Name = "",
    team: _Name = "",
    part: Annotated[str, Query(max_length=20)] = "",
    kind: Annotated[str, Query(max_length=60)] = "",
    after: Annotated[str, Query(max_length=1_000)] = "",
) -> Response:
    """The records that one figure counts, for those who may see children; a look like any other,
    whose reason is the audit of the figure."""
    who = await signed_in(request)
    asked = CasesAsked(
        indicator_id, month, authority, team, after or None, USUAL_ON_A_PAGE, part, kind
    )
    traced = await trace_indicator(service_of(request), who.officer, asked, AccessReason("audit"))
    may_open = may(who.officer, Permission.CHILD_VIEW)
    view = cases_view(traced.values, frame_of(request, who), may_open=may_open)
    return page(pages_of(request).render("indicator_cases.html", view))


@router.get(addresses.RECOMMENDATIONS)
async def recommendations(request: Request) -> Response:
    """What the inspection asked for, and how far each is."""
    who = await signed_in(request)
    shown = await show_recommendations(service_of(request), who.officer)
    view = recommendations_view(shown.values, frame_of(request, who))
    return page(pages_of(request).render("recommendations.html", view))


@router.get(addresses.RECOMMENDATIONS_CSV)
async def recommendations_file(request: Request) -> Response:
    """The recommendations as a file."""
    who = await signed_in(request)
    return sent_file(await export_recommendations(service_of(request), who.officer))
