"""The shapes of what is told of the scorecards: which are in use, how a challenger compares."""

from __future__ import annotations

from serving.api.shapes import (
    DAY,
    INSTANT,
    NUMBER,
    TEXT,
    Shape,
    list_of,
    object_of,
    one_of,
    or_null,
)

__all__ = ["MODEL_SCHEMAS"]

_COUNT = or_null(NUMBER)
_PAIR = object_of(
    champion=TEXT,
    challenger=TEXT,
    first=DAY,
    last=DAY,
    looks=NUMBER,
    same=NUMBER,
    up=NUMBER,
    down=NUMBER,
    bands=list_of(object_of(champion=TEXT, challenger=TEXT, looks=_COUNT)),
    points=list_of(object_of(words=TEXT, looks=_COUNT, **{"from": TEXT})),
    lines=list_of(object_of(feature=TEXT, card=one_of("champion", "challenger"), looks=_COUNT)),
    failed=NUMBER,
    dropped=NUMBER,
)

#: Name in the OpenAPI document -> shape.
MODEL_SCHEMAS: dict[str, Shape] = {
    "Shadow": object_of(since=DAY, as_at=INSTANT, withheld_below=NUMBER, pairs=list_of(_PAIR)),
}
