"""The API of messages: how each was delivered, its figures, and sending one again."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from serving.store.writer import Receipt
from serving.telling.list_messages import MessagesAsked, list_messages
from serving.telling.measure_messages import measure_messages
from serving.telling.send_again import send_again
from serving.web.paging import USUAL_ON_A_PAGE, After, Limit
from serving.web.schemas import problems
from serving.web.signed_in import officer_of, service_of

__all__ = ["State", "router"]

router = APIRouter(prefix="/api/v1/messages", tags=["messages"])

_BEARER: dict[str, Any] = {"security": [{"bearer": []}]}
_RECEIPT = {
    "X-Audit-Entry": {"schema": {"type": "string"}, "description": "id of the log's entry"},
    "X-Audit-Leaf": {"schema": {"type": "string"}, "description": "its leaf hash, hex"},
}
_ALWAYS = ("bad-request", "bad-question", "not-signed-in", "not-permitted", "too-long", "busy")
State = Annotated[Literal["waiting", "sent", "dead"] | None, Query(description="of this state")]


def _answers(schema: str, words: str, *kinds: str) -> dict[int | str, dict[str, Any]]:
    shape = {"schema": {"$ref": f"#/components/schemas/{schema}"}}
    said = {"description": words, "content": {"application/json": shape}, "headers": _RECEIPT}
    return {200: said, **problems(*kinds, *_ALWAYS, "not-logged")}


@router.get(
    "",
    response_class=Response,
    openapi_extra=_BEARER,
    responses=_answers("Messages", "Messages, the newest first, each with its tries"),
)
async def messages(
    request: Request,
    state: State = None,
    after: After = None,
    limit: Limit = USUAL_ON_A_PAGE,
) -> Response:
    """Which messages were sent, wait or could not be delivered; what they are about is not said."""
    asked = MessagesAsked(state, after, limit)
    found = await list_messages(service_of(request), officer_of(request), asked)
    return _sent(found.body, found.receipt)


@router.get(
    "/figures",
    response_class=Response,
    openapi_extra=_BEARER,
    responses=_answers("MessageFigures", "Counts of the last 28 days by kind and audience"),
)
async def figures(request: Request) -> Response:
    """How much of which kind was told, and how much of it was acted on in its time."""
    found = await measure_messages(service_of(request), officer_of(request))
    return _sent(found.body, found.receipt)


@router.post(
    "/{message_id}/again",
    response_class=Response,
    openapi_extra=_BEARER,
    responses=_answers("Message", "The message, which waits now", "no-such-message", "not-dead"),
)
async def again(request: Request, message_id: str) -> Response:
    """Have a message tried again that could not be delivered."""
    found = await send_again(service_of(request), officer_of(request), message_id)
    return _sent(found.body, found.receipt)


def _sent(body: bytes, receipt: Receipt) -> Response:
    """Exactly the bytes that the log committed to."""
    headers = {"X-Audit-Entry": receipt.entry_id, "X-Audit-Leaf": receipt.leaf_hash}
    return Response(body, 200, headers, media_type="application/json")
