"""The shapes of what the lists of supervision answer."""

from __future__ import annotations

from typing import Any

from duties.due import KINDS
from serving.supervising.duties_told import STATES
from serving.supervising.list_missing_now import LASTING
from serving.web.shapes import (
    INSTANT,
    NUMBER,
    SOURCES,
    SYSTEM,
    TEXT,
    YES_NO,
    Shape,
    list_of,
    object_of,
    one_of,
    or_null,
)

__all__ = ["SUPERVISING_SCHEMAS"]

_CHILD: dict[str, Shape] = {
    "child": TEXT,
    "name": TEXT,
    "age": or_null(NUMBER),
    "limited": YES_NO,
    "team": or_null(TEXT),
    "local_authority": or_null(TEXT),
    "band": object_of(band=or_null(TEXT), bars=NUMBER, worked_out_at=or_null(INSTANT)),
}
_DATA: dict[str, Shape] = {
    "as_at": INSTANT,
    "bands_worked_out_at": or_null(INSTANT),
    "sources": SOURCES,
    "areas": object_of(teams=list_of(TEXT), authorities=list_of(TEXT)),
}
_AREA: dict[str, Shape] = {"team": or_null(TEXT), "authority": or_null(TEXT)}
_COUNTS: dict[str, Shape] = {
    "count": NUMBER,
    "more": YES_NO,
    "bands": list_of(object_of(band=or_null(TEXT), count=NUMBER)),
    "lasting": list_of(object_of(lasting=one_of(*LASTING), count=NUMBER)),
    "unreviewed": NUMBER,
}
_DUTY = object_of(
    kind=one_of(*KINDS),
    name=TEXT,
    words=TEXT,
    state=one_of("overdue", "due", "coming", "done"),
    since=INSTANT,
    due=INSTANT,
    owner=TEXT,
    reference=TEXT,
    system=SYSTEM,
    times=NUMBER,
)
_MISSING = object_of(
    **_CHILD,
    reference=TEXT,
    missing_since=INSTANT,
    minutes=NUMBER,
    elapsed=TEXT,
    missing_from=or_null(TEXT),
    last_review=or_null(
        object_of(at=INSTANT, ago=TEXT, by=TEXT, direction=or_null(TEXT)),
    ),
    overdue=NUMBER,
    gap=or_null(TEXT),
    next_due=or_null(_DUTY),
    plan=or_null(
        object_of(reference=TEXT, version=NUMBER, review_overdue=YES_NO, owner=TEXT),
    ),
    protection_plan=YES_NO,
)
_HAND_OVER = object_of(
    notice=TEXT,
    child=TEXT,
    reference=or_null(TEXT),
    team=or_null(TEXT),
    told_at=INSTANT,
    acknowledge_by=INSTANT,
    handed_on_at=or_null(INSTANT),
)
_ROW: dict[str, Shape] = {
    **_CHILD,
    "kind": one_of(*KINDS),
    "kind_name": TEXT,
    "words": or_null(TEXT),
    "reference": TEXT,
    "system": SYSTEM,
    "since": INSTANT,
    "due": INSTANT,
    "late_by": or_null(TEXT),
    "times": NUMBER,
    "owner": TEXT,
}
_STATE_COUNTS = object_of(**dict.fromkeys(("unreviewed", *STATES), NUMBER))

#: Name in the OpenAPI document -> shape.
SUPERVISING_SCHEMAS: dict[str, Any] = {
    "MissingNow": object_of(
        filters=object_of(**_AREA, band=or_null(TEXT), lasting=or_null(one_of(*LASTING))),
        awaiting=object_of(hand_overs=list_of(_HAND_OVER), more=YES_NO),
        **_COUNTS,
        children=list_of(_MISSING),
        next_page=or_null(TEXT),
        **_DATA,
    ),
    "Duties": object_of(
        filters=object_of(
            state=one_of(*STATES), **_AREA, kind=or_null(one_of(*KINDS)), owner=or_null(TEXT)
        ),
        counts=_STATE_COUNTS,
        counted_to=NUMBER,
        judgements_waiting=NUMBER,
        investigations_drifting=list_of(object_of(kind=one_of(*KINDS), name=TEXT, count=NUMBER)),
        kinds=list_of(object_of(kind=one_of(*KINDS), name=TEXT)),
        unreviewed=object_of(count=NUMBER, duties=list_of(object_of(**_ROW))),
        duties=list_of(object_of(**_ROW)),
        next_page=or_null(TEXT),
        **_DATA,
    ),
    "Briefing": object_of(
        filters=object_of(**_AREA),
        since=INSTANT,
        missing=object_of(**_COUNTS, children=list_of(_MISSING)),
        newly_high=object_of(
            count=NUMBER,
            children=list_of(object_of(**_CHILD, since=or_null(INSTANT), why=list_of(TEXT))),
        ),
        overdue=object_of(
            counts=_STATE_COUNTS,
            counted_to=NUMBER,
            unreviewed=list_of(object_of(**_ROW)),
            duties=list_of(object_of(**_ROW)),
        ),
        newly_linked=object_of(
            count=NUMBER,
            children=list_of(
                object_of(
                    **_CHILD,
                    through=one_of("adult", "home", "place"),
                    words=TEXT,
                    since=INSTANT,
                    system=SYSTEM,
                )
            ),
        ),
        lapsing=object_of(
            counts=list_of(object_of(kind=one_of(*KINDS), name=TEXT, days=NUMBER, count=NUMBER)),
            duties=list_of(object_of(**_ROW, within_days=NUMBER)),
        ),
        **_DATA,
    ),
}
