"""The pages of flagged children and of how judgement fared."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.responses import Response

from serving.access.permissions import Permission, may
from serving.reviewing import addresses
from serving.reviewing.figures_view import figures_view
from serving.reviewing.flagged_view import flagged_view
from serving.reviewing.list_flagged import FlaggedAsked, list_flagged
from serving.reviewing.measure_judgements import measure_judgements
from serving.web.page_requests import frame_of, page, pages_of, signed_in
from serving.web.signed_in import service_of

__all__ = ["router"]

router = APIRouter(include_in_schema=False)


@router.get(addresses.FLAGGED)
async def flagged(request: Request) -> Response:
    """The flagged children of a team; filters stand in the address, and name nobody."""
    who = await signed_in(request)
    given = {name: value.strip()[:1_000] for name, value in request.query_params.items()}
    asked = FlaggedAsked(
        team=given.get("team") or None,
        authority=given.get("authority") or None,
        band=given.get("band") or None,
        overdue=given.get("overdue") == "true",
        after=given.get("after") or None,
    )
    found = await list_flagged(service_of(request), who.officer, asked)
    may_review = may(who.officer, Permission.CHILD_REVIEW)
    view = flagged_view(found.values, frame_of(request, who), may_review=may_review)
    return page(pages_of(request).render("flagged.html", view))


@router.get(addresses.FIGURES)
async def figures(request: Request) -> Response:
    """How judgements and advice fared, nobody named."""
    who = await signed_in(request)
    found = await measure_judgements(service_of(request), who.officer)
    view = figures_view(found.values, frame_of(request, who))
    return page(pages_of(request).render("reviewing_figures.html", view))
