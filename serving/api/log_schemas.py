"""The shapes of what is told of the log's heads, keys and proofs."""

from __future__ import annotations

from serving.web.shapes import INSTANT, NUMBER, TEXT, Shape, list_of, object_of, or_null

__all__ = ["LOG_SCHEMAS"]

LOG_SCHEMAS: dict[str, Shape] = {
    "LogKeys": object_of(
        keys=list_of(object_of(key=TEXT, log=TEXT, since=INSTANT, entry=or_null(TEXT)))
    ),
    "LogProof": object_of(
        entry_id=TEXT,
        entry=TEXT,
        leaf_hash=TEXT,
        position=or_null(NUMBER),
        proof=or_null(TEXT),
    ),
}
