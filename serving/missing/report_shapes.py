"""The shapes of what the API of missing reports gives."""

from __future__ import annotations

from collections.abc import Mapping

from records.events import EventKind
from serving.missing.acts import Act
from serving.missing.reports import ReportState
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

__all__ = ["MISSING_SCHEMAS"]

_SUMMARY: Mapping[str, Shape] = {
    "reference": TEXT,
    "child": TEXT,
    "state": one_of(*(state.value for state in ReportState)),
    "state_words": TEXT,
    "since": INSTANT,
    "ended": or_null(INSTANT),
    "next": list_of(TEXT),
    "next_due": or_null(INSTANT),
    "as_at": INSTANT,
}
_ENTRY = object_of(
    entry=TEXT,
    kind=one_of(*(kind.value for kind in EventKind)),
    words=TEXT,
    occurred=INSTANT,
    recorded=INSTANT,
    written_by=or_null(TEXT),
    system_name=TEXT,
    replaces=or_null(TEXT),
    stands=YES_NO,
    corrected=YES_NO,
    details=list_of(object_of(column=TEXT, name=TEXT, value=TEXT, words=TEXT)),
)
_DUTY = object_of(
    kind=TEXT,
    state=one_of("overdue", "due", "coming", "done", "missed"),
    due=INSTANT,
    done=or_null(INSTANT),
    words=TEXT,
    owner=TEXT,
    came_due=NUMBER,
)
_REPORT = object_of(
    **_SUMMARY,
    name=TEXT,
    age=or_null(NUMBER),
    joined=list_of(TEXT),
    entries=list_of(_ENTRY),
    duties=list_of(_DUTY),
    acts=list_of(object_of(act=one_of(*(act.value for act in Act)), words=TEXT)),
)

#: Name in the OpenAPI document -> shape.
MISSING_SCHEMAS: dict[str, Shape] = {
    "MissingReport": _REPORT,
    "MissingReportSummary": object_of(**_SUMMARY),
    "MissingReportAnswered": object_of(
        report={"$ref": "#/components/schemas/MissingReportSummary"},
        answer=or_null({"$ref": "#/components/schemas/Answer"}),
        why_no_answer=or_null(object_of(type=TEXT, words=TEXT)),
    ),
}
