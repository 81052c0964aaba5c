"""The shapes of what is told of the scorecards: which are in use, how a challenger compares."""

from __future__ import annotations

from serving.web.shapes import (
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

_CARD = object_of(
    model=TEXT,
    version=TEXT,
    card_hash=TEXT,
    state=one_of("in use", "stopped", "in shadow", "kept"),
    thresholds_version=or_null(TEXT),
    lines=_COUNT,
    outcome=or_null(TEXT),
    snapshot=or_null(TEXT),
    trainer=or_null(TEXT),
    approved_by=or_null(TEXT),
    approved_on=or_null(TEXT),
    approved_note=or_null(TEXT),
    promoted_despite=list_of(TEXT),
    gates=list_of(object_of(name=TEXT, result=TEXT)),
    monitored=object_of(demand=TEXT, on=or_null(TEXT), words=TEXT),
)
_PLACE = object_of(
    place=one_of("champion", "again", "challenger", "previous"),
    words=TEXT,
    card=or_null(_CARD),
    trouble=or_null(TEXT),
    empty=or_null(TEXT),
)

#: Name in the OpenAPI document -> shape.
MODEL_SCHEMAS: dict[str, Shape] = {
    "Models": object_of(
        as_at=INSTANT,
        registry=object_of(heard_at=or_null(INSTANT), silence=or_null(TEXT)),
        places=list_of(_PLACE),
    ),
    "Shadow": object_of(since=DAY, as_at=INSTANT, withheld_below=NUMBER, pairs=list_of(_PAIR)),
}
