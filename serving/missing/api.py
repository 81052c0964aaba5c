"""The API of missing reports: opened and answered at once, and shown."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from serving.access.reasons import reason_from_header
from serving.missing.answer_report import open_and_show
from serving.missing.api_manners import BEARER, Why, answers, faulty, receipt_headers
from serving.missing.asking import ReportFaultsError
from serving.missing.double_reports import DoubleReportError
from serving.missing.report_schemas import ReportGiven
from serving.missing.show_report import show_report
from serving.web.problems import ProblemError
from serving.web.signed_in import officer_of, service_of

__all__ = ["router"]

router = APIRouter(prefix="/api/v1/missing-reports", tags=["missing reports"])

_Emergency = Annotated[
    bool,
    Query(
        description="open a record that is limited to another team; the reason must be in "
        "words, and that team and your supervisors are told"
    ),
]


@router.post(
    "",
    response_class=Response,
    openapi_extra=BEARER,
    responses=answers(
        "MissingReportAnswered",
        "The report is kept; the child's answer as of now, or why there is none",
        *("no-such-child", "erased", "report-open", "no-reason", "bad-question"),
        has_tag=False,
    ),
)
async def open_one(
    request: Request,
    given: ReportGiven,
    emergency: _Emergency = False,
    x_access_reason: Why = None,
) -> Response:
    """Open a missing report and get band and plan in the same answer. The report stays kept
    whatever becomes of the look."""
    officer, reason = officer_of(request), reason_from_header(x_access_reason)
    try:
        answered = await open_and_show(
            service_of(request), officer, given.new(), reason, is_emergency=emergency
        )
    except ReportFaultsError as fault:
        raise faulty(fault) from None
    except DoubleReportError as double:
        faults = {"beside": f"To open another all the same, give {double.reference} here."}
        raise ProblemError("report-open", str(double), faults) from None
    return Response(
        answered.body, 200, receipt_headers(answered.receipts), media_type="application/json"
    )


@router.get(
    "/{reference}",
    response_class=Response,
    openapi_extra=BEARER,
    responses=answers(
        "MissingReport",
        "Every entry, who wrote it, what is due and what happens next",
        *("no-such-report", "restricted", "no-reason", "fuller-reason", "bad-question"),
    ),
)
async def show_one(
    request: Request, reference: str, emergency: _Emergency = False, x_access_reason: Why = None
) -> Response:
    """One missing report, opened here or taken in from the missing-persons database."""
    officer, reason = officer_of(request), reason_from_header(x_access_reason)
    shown = await show_report(
        service_of(request), officer, reference, reason, is_emergency=emergency
    )
    headers = {**receipt_headers([shown.receipt]), "ETag": shown.etag}
    return Response(shown.body, 200, headers, media_type="application/json")
