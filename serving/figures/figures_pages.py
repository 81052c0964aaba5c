"""The pages of figures: indicators, one of them, recommendations; and their files."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from serving.figures import addresses
from serving.figures.api import sent_file
from serving.figures.export_indicator import export_indicator
from serving.figures.indicator_views import indicator_view, indicators_view
from serving.figures.recommendation_views import recommendations_view
from serving.figures.show_indicators import show_indicator, show_indicators
from serving.figures.show_recommendations import export_recommendations, show_recommendations
from serving.web.page_requests import frame_of, page, pages_of, signed_in
from serving.web.signed_in import service_of

__all__ = ["router"]

router = APIRouter(include_in_schema=False)

_Name = Annotated[str, Query(max_length=200)]


@router.get(addresses.INDICATORS)
async def indicators(request: Request) -> Response:
    """Every indicator, with its question, its latest month and its target."""
    who = await signed_in(request)
    shown = await show_indicators(service_of(request), who.officer)
    view = indicators_view(shown.values, frame_of(request, who))
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
    view = indicator_view(shown.values, frame_of(request, who))
    return page(pages_of(request).render("indicator.html", view))


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
