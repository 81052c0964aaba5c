"""The shapes of notices and messages in the OpenAPI document."""

from __future__ import annotations

from serving.telling.audiences import AUDIENCES
from serving.telling.kinds import KINDS
from serving.telling.list_messages import STATES
from serving.telling.notice_values import ACCESS_WORDS
from serving.web.shapes import (
    INSTANT,
    NUMBER,
    TEXT,
    YES_NO,
    Shape,
    list_of,
    object_of,
    one_of,
    or_null,
)

__all__ = ["TELLING_SCHEMAS"]

_NOTICE = object_of(
    id=TEXT,
    at=INSTANT,
    kind=one_of(*ACCESS_WORDS, *KINDS),
    words=TEXT,
    audience=one_of(*AUDIENCES),
    to_team=or_null(TEXT),
    child=or_null(TEXT),
    reference=or_null(TEXT),
    person=or_null(TEXT),
    entry=or_null(TEXT),
    officer=or_null(TEXT),
    officer_team=or_null(TEXT),
    reason=or_null(TEXT),
    acknowledge_by=or_null(INSTANT),
    handed_on_at=or_null(INSTANT),
    acknowledged_at=or_null(INSTANT),
    acknowledged_by=or_null(TEXT),
)
_MESSAGE = object_of(
    id=TEXT,
    at=INSTANT,
    audience=one_of(*AUDIENCES),
    team=or_null(TEXT),
    is_digest=YES_NO,
    channel=one_of("webhook", "mail"),
    state=one_of(*STATES),
    due_at=or_null(INSTANT),
    sent_at=or_null(INSTANT),
    fault=or_null(TEXT),
    attempts=list_of(object_of(number=NUMBER, at=INSTANT, outcome=TEXT)),
)
_COUNTS = object_of(waiting=NUMBER, sent=NUMBER, dead=NUMBER)

#: Name in the OpenAPI document -> shape.
TELLING_SCHEMAS: dict[str, Shape] = {
    "Notice": _NOTICE,
    "Notices": object_of(
        team=or_null(TEXT),
        audiences=list_of(one_of(*AUDIENCES)),
        notices=list_of(_NOTICE),
        open=NUMBER,
        next_page=or_null(TEXT),
        as_at=INSTANT,
    ),
    "Message": _MESSAGE,
    "Messages": object_of(
        messages=list_of(_MESSAGE),
        counts=_COUNTS,
        channels=list_of(one_of("webhook", "mail")),
        next_page=or_null(TEXT),
        as_at=INSTANT,
    ),
    "MessageFigures": object_of(
        since=INSTANT,
        as_at=INSTANT,
        kinds=list_of(
            object_of(
                kind=one_of(*KINDS),
                words=TEXT,
                audience=one_of(*AUDIENCES),
                told=NUMBER,
                pushed=NUMBER,
                held_back=NUMBER,
                acknowledged=NUMBER,
                handed_on=NUMBER,
                time_over=NUMBER,
                in_time=NUMBER,
                in_time_percent=or_null(NUMBER),
                is_for_redesign=YES_NO,
            )
        ),
        deliveries=_COUNTS,
    ),
}
