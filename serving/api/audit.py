"""The API of the access log for auditors: search, one entry, unusual access, figures."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from records.calendar import instant_from_text
from serving.api.audit_schemas import LogQuestion
from serving.service.log_figures import MOST_FIGURE_DAYS, show_log_figures
from serving.service.search_log import BadLogSearchError, LogAsked, search_log
from serving.service.show_entry import show_entry
from serving.service.unusual_access import MOST_UNUSUAL_DAYS, report_unusual_access
from serving.store.writer import Receipt
from serving.web.schemas import problems
from serving.web.signed_in import officer_of, service_of

__all__ = ["router"]

router = APIRouter(prefix="/api/v1/audit", tags=["audit"])

_BEARER: dict[str, Any] = {"security": [{"bearer": []}]}
_ALWAYS = ("bad-request", "not-signed-in", "not-permitted", "too-long", "busy", "not-logged")
_RECEIPT = {
    "X-Audit-Entry": {"schema": {"type": "string"}, "description": "id of the log's entry"},
    "X-Audit-Leaf": {"schema": {"type": "string"}, "description": "its leaf hash, hex"},
}


def _answers(schema: str, words: str, *kinds: str) -> dict[int | str, dict[str, Any]]:
    shape = {"schema": {"$ref": f"#/components/schemas/{schema}"}}
    said = {"description": words, "content": {"application/json": shape}, "headers": _RECEIPT}
    return {200: said, **problems(*kinds, *_ALWAYS)}


@router.post(
    "/search",
    response_class=Response,
    openapi_extra=_BEARER,
    responses=_answers("LogFound", "Entries, the newest first", "bad-question"),
)
async def search(request: Request, given: LogQuestion) -> Response:
    """Find entries by officer, child, time and what they say in clear.

    A child is found by every id that it ever had. A page may show few entries, or none,
    and yet have a `next_page`: then it looked back as far as `looked_back_to`; go on.
    """
    asked = LogAsked(
        officer=given.officer,
        child=given.child,
        since=_moment(given.since, "since"),
        until=_moment(given.until, "until"),
        kind=given.kind,
        operation=given.operation,
        reason_code=given.reason_code,
        request=given.request,
        after=given.after,
        limit=given.limit,
    )
    found = await search_log(service_of(request), officer_of(request), asked)
    return _sent(found.body, found.receipt)


@router.get(
    "/unusual",
    response_class=Response,
    openapi_extra=_BEARER,
    responses=_answers("UnusualAccess", "Rows that are worth a question, each with its entries"),
)
async def unusual(
    request: Request,
    days: Annotated[
        int, Query(ge=1, le=MOST_UNUSUAL_DAYS, description="how many days back from now")
    ] = 7,
) -> Response:
    """What in the log is worth a question, by which rule and threshold. It accuses nobody."""
    found = await report_unusual_access(service_of(request), officer_of(request), days)
    return _sent(found.body, found.receipt)


@router.get(
    "/figures",
    response_class=Response,
    openapi_extra=_BEARER,
    responses=_answers("LogFigures", "Counts, nobody named"),
)
async def figures(
    request: Request,
    days: Annotated[
        int, Query(ge=1, le=MOST_FIGURE_DAYS, description="how many days back from now")
    ] = 28,
    by: Annotated[
        Literal["day", "week", "team"], Query(description="how the counts are told apart")
    ] = "day",
) -> Response:
    """How much is looked at, refused, passed on, replayed and proved; small counts withheld."""
    found = await show_log_figures(service_of(request), officer_of(request), days, by)
    return _sent(found.body, found.receipt)


@router.get(
    "/{entry_id}",
    response_class=Response,
    openapi_extra=_BEARER,
    responses=_answers("LogEntry", "The entry, and what opens it", "no-such-entry"),
)
async def entry(request: Request, entry_id: str) -> Response:
    """One entry: its fields, its private values that are not erased, its place and leaf."""
    shown = await show_entry(service_of(request), officer_of(request), entry_id)
    return _sent(shown.body, shown.receipt)


def _moment(text: str | None, name: str) -> datetime | None:
    if text is None:
        return None
    try:
        return instant_from_text(text)
    except ValueError:
        raise BadLogSearchError(
            f"{name} must be a moment with its offset, like 2026-11-01T00:00:00Z."
        ) from None


def _sent(body: bytes, receipt: Receipt) -> Response:
    """Exactly the bytes that the log committed to."""
    headers = {"X-Audit-Entry": receipt.entry_id, "X-Audit-Leaf": receipt.leaf_hash}
    return Response(body, 200, headers, media_type="application/json")
