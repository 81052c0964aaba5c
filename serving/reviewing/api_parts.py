"""What the routes of reviewing and of judgement share: receipts, problems, answers."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import Header
from starlette.responses import Response

from serving.reviewing.given import GivenFaultsError
from serving.store.writer import Receipt
from serving.web.problems import ProblemError
from serving.web.schemas import problems

__all__ = ["ALWAYS", "BEARER", "ETAG", "GIVEN", "Why", "answers", "faults_of", "sent"]

BEARER: dict[str, Any] = {"security": [{"bearer": []}]}
_RECEIPT = {
    "X-Audit-Entry": {"schema": {"type": "string"}, "description": "id of the log's entry"},
    "X-Audit-Leaf": {"schema": {"type": "string"}, "description": "its leaf hash, hex"},
}
ETAG = {"ETag": {"schema": {"type": "string"}, "description": "for the next If-Match"}}
#: What any of them can answer with.
ALWAYS = ("bad-request", "not-signed-in", "not-permitted", "too-long", "busy", "not-logged")
_CHILD = ("no-such-child", "erased", "restricted", "no-reason")
#: ... that is given something about a child.
GIVEN = ("bad-question", *_CHILD, *ALWAYS)
Why = Annotated[str | None, Header(description="why: a code, or `code; a few words`")]


def answers(
    schema: str, words: str, *kinds: str, headers: dict[str, Any] | None = None
) -> dict[int | str, dict[str, Any]]:
    """The ``responses`` of a route that gives this schema, or one of these problems."""
    shape = {"schema": {"$ref": f"#/components/schemas/{schema}"}}
    said = {
        "description": words,
        "content": {"application/json": shape},
        "headers": {**_RECEIPT, **(headers or {})},
    }
    return {200: said, **problems(*kinds)}


def faults_of(fault: GivenFaultsError) -> ProblemError:
    """What was given and can't be kept, as a problem with its fields."""
    return ProblemError("bad-question", str(fault), fault.faults)


def sent(body: bytes, receipt: Receipt) -> Response:
    """Exactly the bytes that the log committed to."""
    headers = {"X-Audit-Entry": receipt.entry_id, "X-Audit-Leaf": receipt.leaf_hash}
    return Response(body, 200, headers, media_type="application/json")
