"""The shape of a replay: the verdict, its cause, and the answer as it was sent."""

from __future__ import annotations

from serving.access.kinds import KINDS
from serving.replay import Verdict
from serving.web.shapes import (
    INSTANT,
    NUMBER,
    SYSTEM,
    TEXT,
    Shape,
    list_of,
    object_of,
    one_of,
    or_null,
)

__all__ = ["REPLAY_SCHEMAS"]

#: Name in the OpenAPI document -> shape.
REPLAY_SCHEMAS: dict[str, Shape] = {
    "Replay": object_of(
        entry=TEXT,
        kind=one_of(*KINDS),
        at=INSTANT,
        verdict=one_of(*(verdict.value for verdict in Verdict)),
        words=TEXT,
        cause=or_null(object_of(name=TEXT, words=TEXT, was=or_null(TEXT), is_now=or_null(TEXT))),
        difference=or_null(object_of(path=TEXT, kept=or_null(TEXT), recomputed=or_null(TEXT))),
        kept=or_null(object_of(hash=TEXT, length=NUMBER, media_type=TEXT, text=or_null(TEXT))),
        recomputed_hash=or_null(TEXT),
        since=list_of(object_of(system=SYSTEM, name=TEXT, then=NUMBER, new=NUMBER, gone=NUMBER)),
        as_at=INSTANT,
    )
}
