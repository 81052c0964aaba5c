"""What both parts of the API of missing reports share: headers, documents, faults."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any

from fastapi import Header

from serving.missing.asking import ReportFaultsError
from serving.store.log import Receipt
from serving.web.problems import ProblemError
from serving.web.schemas import problems

__all__ = ["BEARER", "Why", "answers", "faulty", "receipt_headers"]

BEARER: dict[str, Any] = {"security": [{"bearer": []}]}
_RECEIPT = {
    "X-Audit-Entry": {
        "schema": {"type": "string"},
        "description": "ids of the log's entries, by commas: the act, the look, what was sent",
    },
    "X-Audit-Leaf": {"schema": {"type": "string"}, "description": "their leaf hashes, hex"},
}
_ETAG = {"ETag": {"schema": {"type": "string"}, "description": "for the next If-Match"}}
_ALWAYS = ("bad-request", "not-signed-in", "not-permitted", "too-long", "busy", "not-logged")
#: The header in which every request says why.
Why = Annotated[str | None, Header(description="why: a code, or `code; a few words`")]


def answers(
    schema: str, words: str, *kinds: str, has_tag: bool = True
) -> dict[int | str, dict[str, Any]]:
    """The ``responses`` of a route: its good answer, and the problems of these kinds.

    ``has_tag``: the answer bears the tag of the report's state.
    """
    shape = {"schema": {"$ref": f"#/components/schemas/{schema}"}}
    headers = _RECEIPT | _ETAG if has_tag else _RECEIPT
    said = {"description": words, "content": {"application/json": shape}, "headers": headers}
    return {200: said, **problems(*kinds, *_ALWAYS)}


def faulty(fault: ReportFaultsError) -> ProblemError:
    """The problem that names each field."""
    return ProblemError("bad-question", "Correct the fields that are named.", fault.faults)


def receipt_headers(receipts: Sequence[Receipt]) -> dict[str, str]:
    """The entries that the answer left, in order."""
    return {
        "X-Audit-Entry": ",".join(receipt.entry_id for receipt in receipts),
        "X-Audit-Leaf": ",".join(receipt.leaf_hash for receipt in receipts),
    }
