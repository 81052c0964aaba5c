"""The pages of flagged children and of how judgement fared."""

from __future__ import annotations

from typing import Literal

from fastapi import APIRouter, Request
from starlette.responses import Response

from serving.access.permissions import Permission, may
from serving.access.reasons import AccessReason
from serving.reviewing import addresses, figures_addresses
from serving.reviewing.figures_view import figures_view
from serving.reviewing.flagged_view import flagged_view
from serving.reviewing.list_flagged import FlaggedAsked, list_flagged
from serving.reviewing.measure_judgements import measure_judgements
from serving.reviewing.trace_judgements import JudgementsAsked, trace_judgements
from serving.reviewing.traced_view import traced_view
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
    may_trace = may(who.officer, Permission.INDICATORS_TRACE)
    view = figures_view(found.values, frame_of(request, who), may_trace=may_trace)
    return page(pages_of(request).render("reviewing_figures.html", view))


@router.get(figures_addresses.TRACED)
async def traced(
    request: Request,
    kind: Literal["agree", "raise", "lower"] | None = None,
    outcome: Literal["harmed", "not_harmed", "not_measured", "measured"] | None = None,
    decision: Literal["approved", "declined", "undecided"] | None = None,
    after: str | None = None,
) -> Response:
    """The judgements behind a figure, for those who may see children; a look like any other,
    whose reason is the audit of the figure."""
    who = await signed_in(request)
    asked = JudgementsAsked(kind, outcome, decision, after)
    found = await trace_judgements(service_of(request), who.officer, asked, AccessReason("audit"))
    may_open = may(who.officer, Permission.CHILD_VIEW)
    view = traced_view(found.values, frame_of(request, who), may_open=may_open)
    return page(pages_of(request).render("reviewing_traced.html", view))
