"""The shapes of what auditors ask and are told: entries, unusual access, figures."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field

from serving.access.kinds import KINDS, Operation
from serving.service.paging import MOST_ON_A_PAGE, USUAL_ON_A_PAGE
from serving.web.schemas import Whole
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

__all__ = ["AUDIT_SCHEMAS", "LogQuestion"]


class LogQuestion(BaseModel):
    """A search of the access log: what is left out narrows nothing. Sent by POST, so that no
    name stands in an address or a proxy's log."""

    model_config = ConfigDict(extra="forbid", strict=True)

    officer: str | None = Field(
        None,
        description="the account that acted, letter by letter",
        max_length=200,
        examples=["officer"],
    )
    child: str | None = Field(
        None, description="any id that the child or adult has or had", max_length=64
    )
    since: str | None = Field(
        None,
        description="from this moment on, with its offset",
        max_length=40,
        examples=["2026-11-01T00:00:00Z"],
        json_schema_extra={"format": "date-time"},
    )
    until: str | None = Field(
        None,
        description="before this moment, with its offset",
        max_length=40,
        json_schema_extra={"format": "date-time"},
    )
    kind: str | None = Field(None, description="one of: " + ", ".join(KINDS), max_length=40)
    operation: str | None = Field(
        None,
        description="one of: " + ", ".join(operation.value for operation in Operation),
        max_length=40,
    )
    reason_code: str | None = Field(None, description="the code given", max_length=40)
    request: str | None = Field(
        None, description="the id of a request, as errors and headers give it", max_length=64
    )
    after: str | None = Field(
        None, description="next_page of the page before", min_length=1, max_length=1_000
    )
    limit: Whole = Field(USUAL_ON_A_PAGE, description="entries on a page", ge=1, le=MOST_ON_A_PAGE)


_LISTED = object_of(
    entry=TEXT,
    position=or_null(NUMBER),
    at=or_null(INSTANT),
    kind=or_null(TEXT),
    words=TEXT,
    operations=list_of(one_of(*(operation.value for operation in Operation))),
    outcome=or_null(one_of("shown", "refused", "done")),
    officer=or_null(TEXT),
    roles=list_of(TEXT),
    team=or_null(TEXT),
    child=or_null(TEXT),
    reason_code=or_null(TEXT),
    rule=or_null(TEXT),
    request=or_null(TEXT),
    erased=list_of(TEXT),
)
_NAMED = list_of(object_of(name=TEXT, value=TEXT))
_COUNTS = list_of(object_of(figure=TEXT, count=or_null(NUMBER)))

#: Name in the OpenAPI document -> shape.
AUDIT_SCHEMAS: dict[str, Shape] = {
    "LogFound": object_of(
        entries=list_of(_LISTED),
        next_page=or_null(TEXT),
        looked_back_to=or_null(INSTANT),
        as_at=INSTANT,
    ),
    "LogEntry": object_of(
        entry=TEXT,
        position=or_null(NUMBER),
        leaf=TEXT,
        at=INSTANT,
        kind=TEXT,
        words=TEXT,
        operations=list_of(TEXT),
        outcome=TEXT,
        officer=or_null(TEXT),
        roles=list_of(TEXT),
        team=or_null(TEXT),
        child=or_null(TEXT),
        reason_code=or_null(TEXT),
        reason=or_null(TEXT),
        question=or_null(TEXT),
        inputs=_NAMED,
        facts=_NAMED,
        erases=list_of(TEXT),
        answer=or_null(
            object_of(
                commitment=TEXT, length=NUMBER, media_type=TEXT, status=NUMBER, is_kept=YES_NO
            )
        ),
        erased=list_of(object_of(part=TEXT, by=TEXT)),
        writer=TEXT,
        n=NUMBER,
        previous=TEXT,
        bytes=TEXT,
        as_at=INSTANT,
    ),
    "UnusualAccess": object_of(
        days=NUMBER,
        since=INSTANT,
        looks=NUMBER,
        without_a_name=NUMBER,
        children_not_known=NUMBER,
        homes_compared=YES_NO,
        policy_version=TEXT,
        rules=list_of(
            object_of(
                rule=TEXT, title=TEXT, at_least=NUMBER, times_usual=NUMBER, source=TEXT,
                rows=NUMBER,
            )
        ),
        count=NUMBER,
        rows=list_of(
            object_of(
                rule=TEXT,
                title=TEXT,
                officer=TEXT,
                officer_name=or_null(TEXT),
                child=or_null(TEXT),
                since=INSTANT,
                until=INSTANT,
                counted=NUMBER,
                limit=NUMBER,
                own_usual=or_null(NUMBER),
                peers_usual=or_null(NUMBER),
                words=TEXT,
                threshold_source=TEXT,
                evidence=list_of(TEXT),
            )
        ),
        as_at=INSTANT,
    ),
    "LogFigures": object_of(
        since=INSTANT,
        by=one_of("day", "week", "team"),
        withheld_below=NUMBER,
        figures=list_of(object_of(figure=TEXT, words=TEXT)),
        total=_COUNTS,
        periods=list_of(object_of(period=TEXT, counts=_COUNTS)),
        refusals=list_of(object_of(rule=TEXT, count=or_null(NUMBER))),
        replays=list_of(object_of(verdict=TEXT, count=or_null(NUMBER))),
        drawn_percent=or_null(NUMBER),
        as_at=INSTANT,
    ),
}  # fmt: skip
