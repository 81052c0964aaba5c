"""The API of link review: doubtful links, what people say of them, and how far they agree."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Header, Query, Request
from starlette.responses import Response

from linkage.subjects import Subject
from serving.access.reasons import reason_from_header
from serving.api.link_schemas import JudgementGiven, SplitGiven, UndoGiven
from serving.service.judge_link import Said, judge_link
from serving.service.list_doubtful_links import LinksAsked, list_doubtful_links
from serving.service.measure_agreement import measure_agreement
from serving.service.show_doubtful_link import show_doubtful_link
from serving.service.show_person_records import show_person_records
from serving.service.split_child import split_child
from serving.service.undo_judgement import undo_judgement
from serving.store.writer import Receipt
from serving.web.paging import USUAL_ON_A_PAGE, After, Limit
from serving.web.schemas import problems
from serving.web.signed_in import officer_of, service_of

__all__ = ["router"]

router = APIRouter(prefix="/api/v1/links", tags=["links"])

_BEARER: dict[str, Any] = {"security": [{"bearer": []}]}
_ALWAYS = ("not-signed-in", "not-permitted", "too-long", "busy", "not-logged")
_ABOUT_PEOPLE = ("no-reason", "bad-question", *_ALWAYS)
_RECEIPT = {
    "X-Audit-Entry": {
        "schema": {"type": "string"},
        "description": "id of the log's entry; of several people, one entry for each, by commas",
    },
    "X-Audit-Leaf": {"schema": {"type": "string"}, "description": "their leaf hashes, hex"},
}
_Whom = Annotated[
    Literal["child", "adult"], Query(alias="subject", description="whose links: child or adult")
]
_Why = Annotated[str | None, Header(description="why you look: a code, or `code; a few words`")]


def _answers(schema: str, words: str, *kinds: str) -> dict[int | str, dict[str, Any]]:
    shape = {"schema": {"$ref": f"#/components/schemas/{schema}"}}
    said = {"description": words, "content": {"application/json": shape}, "headers": _RECEIPT}
    return {200: said, **problems(*kinds)}


@router.get(
    "/doubtful",
    response_class=Response,
    openapi_extra=_BEARER,
    responses=_answers(
        "DoubtfulLinks", "Links to settle, the most urgent first", "bad-request", "bad-question",
        *_ALWAYS,
    ),
)  # fmt: skip
async def doubtful(
    request: Request,
    subject: _Whom = "child",
    hangs: Annotated[
        Literal["missing_now", "live_plan", "notice", "protection_plan", "managed", "nothing"]
        | None,
        Query(description="only those on which this hangs; all if left out"),
    ] = None,
    after: After = None,
    limit: Limit = USUAL_ON_A_PAGE,
) -> Response:
    """Doubtful links by what hangs on them, then the oldest first. Tells no name, no weight."""
    asked = LinksAsked(Subject(subject), hangs, after, limit)
    found = await list_doubtful_links(service_of(request), officer_of(request), asked)
    return _sent(found.body, [found.receipt])


@router.get(
    "/doubtful/{link_id}",
    response_class=Response,
    openapi_extra=_BEARER,
    responses=_answers("DoubtfulLink", "Both records side by side", "no-such-link", *_ABOUT_PEOPLE),
)
async def link(request: Request, link_id: str, x_access_reason: _Why = None) -> Response:
    """Two records side by side. The machine's figure stays out until you have judged."""
    officer = officer_of(request)
    reason = reason_from_header(x_access_reason)
    look = await show_doubtful_link(service_of(request), officer, link_id, reason)
    return _sent(look.body, look.receipts)


@router.post(
    "/doubtful/{link_id}/judgement",
    response_class=Response,
    openapi_extra=_BEARER,
    responses=_answers(
        "JudgedLink", "The pair as it stands now, with the machine's figure",
        "bad-request", "no-such-link", "settled", "contradiction", *_ABOUT_PEOPLE,
    ),
)  # fmt: skip
async def judge(
    request: Request, link_id: str, given: JudgementGiven, x_access_reason: _Why = None
) -> Response:
    """Say same, different or can't say. The first two hold at once and outrank the machine."""
    officer = officer_of(request)
    reason = reason_from_header(x_access_reason)
    said = Said(given.said)
    look = await judge_link(service_of(request), officer, link_id, said, given.why, reason)
    return _sent(look.body, look.receipts)


@router.post(
    "/judgements/{act_id}/undo",
    response_class=Response,
    openapi_extra=_BEARER,
    responses=_answers(
        "Undone", "What was taken back, and whom that concerns",
        "bad-request", "no-such-judgement", "settled", "contradiction", *_ABOUT_PEOPLE,
    ),
)  # fmt: skip
async def undo(
    request: Request, act_id: str, given: UndoGiven, x_access_reason: _Why = None
) -> Response:
    """Take a judgement or a split back. It stays in the trail; linkage decides again."""
    officer = officer_of(request)
    reason = reason_from_header(x_access_reason)
    look = await undo_judgement(service_of(request), officer, act_id, given.why, reason)
    return _sent(look.body, look.receipts)


@router.get(
    "/people/{person_id}/records",
    response_class=Response,
    openapi_extra=_BEARER,
    responses=_answers(
        "PersonRecords", "The records that make up a child or an adult", "no-such-person",
        *_ABOUT_PEOPLE,
    ),
)  # fmt: skip
async def records(request: Request, person_id: str, x_access_reason: _Why = None) -> Response:
    """Which records are this child or adult, since when, by what evidence, and the trail."""
    officer = officer_of(request)
    reason = reason_from_header(x_access_reason)
    look = await show_person_records(service_of(request), officer, person_id, reason)
    return _sent(look.body, look.receipts)


@router.post(
    "/people/{person_id}/split",
    response_class=Response,
    openapi_extra=_BEARER,
    responses=_answers(
        "Split", "Whose each record is now",
        "bad-request", "no-such-person", "settled", "contradiction", *_ABOUT_PEOPLE,
    ),
)  # fmt: skip
async def split(
    request: Request, person_id: str, given: SplitGiven, x_access_reason: _Why = None
) -> Response:
    """Decide that these records are not the same person as those that stay."""
    officer = officer_of(request)
    reason = reason_from_header(x_access_reason)
    named = [one.record() for one in given.records]
    look = await split_child(service_of(request), officer, person_id, named, given.why, reason)
    return _sent(look.body, look.receipts)


@router.get(
    "/agreement",
    response_class=Response,
    openapi_extra=_BEARER,
    responses=_answers("Agreement", "Counts, nobody named", "bad-request", *_ALWAYS),
)
async def agreement(request: Request, subject: _Whom = "child") -> Response:
    """How often people and the machine agree on doubtful links, by verdict and by weight."""
    found = await measure_agreement(service_of(request), officer_of(request), Subject(subject))
    return _sent(found.body, [found.receipt])


def _sent(body: bytes, receipts: Sequence[Receipt]) -> Response:
    """Exactly the bytes that the log committed to, for each person shown."""
    headers = {
        "X-Audit-Entry": ",".join(receipt.entry_id for receipt in receipts),
        "X-Audit-Leaf": ",".join(receipt.leaf_hash for receipt in receipts),
    }
    return Response(body, 200, headers, media_type="application/json")
