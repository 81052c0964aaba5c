"""What every operation on plans and notices says of itself, and how its answer is sent."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated, Any, Protocol

from fastapi import Header
from starlette.responses import Response

from serving.entering.given import EntryRefusedError
from serving.planning.sections import SectionFaultsError
from serving.planning.submit_plan import NotReadyError
from serving.store.writer import Receipt
from serving.web.problems import ProblemError
from serving.web.schemas import problems

__all__ = ["ACTING", "BEARER", "READING", "Why", "answers", "checking", "sent"]

BEARER: dict[str, Any] = {"security": [{"bearer": []}]}
READING = ("no-reason", "restricted")
#: Of an operation that edits what stands: it says which state was seen.
ACTING = (*READING, "not-in-this-state", "changed-meanwhile", "no-if-match", "bad-question")
_ALWAYS = ("bad-request", "not-signed-in", "not-permitted", "too-long", "busy", "not-logged")
_HEADERS = {
    "X-Audit-Entry": {"schema": {"type": "string"}, "description": "id of the log's entry"},
    "X-Audit-Leaf": {"schema": {"type": "string"}, "description": "its leaf hash, hex"},
}
_ETAG = {"ETag": {"schema": {"type": "string"}, "description": "for the next If-Match"}}

Why = Annotated[
    str | None, Header(description="why: a code, then in words, `code; the written reason`")
]


class _Answered(Protocol):
    @property
    def body(self) -> bytes: ...
    @property
    def receipt(self) -> Receipt: ...


def answers(
    schema: str, words: str, *kinds: str, tagged: bool = True
) -> dict[int | str, dict[str, Any]]:
    """The ``responses`` of an operation."""
    shape = {"schema": {"$ref": f"#/components/schemas/{schema}"}}
    headers = _HEADERS | _ETAG if tagged else _HEADERS
    said = {"description": words, "content": {"application/json": shape}, "headers": headers}
    return {200: said, **problems(*kinds, *_ALWAYS)}


def sent(done: _Answered, etag: str | None = None) -> Response:
    """The exact bytes, the receipt, and the tag for the next edit."""
    headers = {"X-Audit-Entry": done.receipt.entry_id, "X-Audit-Leaf": done.receipt.leaf_hash}
    if etag is not None:
        headers["ETag"] = etag
    return Response(done.body, 200, headers, media_type="application/json")


@contextmanager
def checking() -> Iterator[None]:
    """Tell what is to be put right field by field."""
    try:
        yield
    except (SectionFaultsError, NotReadyError) as fault:
        faults = {one.where: one.words for one in fault.faults}
        raise ProblemError("bad-question", str(fault), faults) from None
    except EntryRefusedError as fault:
        faults = {one.field: one.rule for one in fault.faults}
        raise ProblemError("bad-question", "It breaks rules of its format.", faults) from None
    except ValueError as fault:
        raise ProblemError("bad-question", f"A date or time {fault}.") from None
