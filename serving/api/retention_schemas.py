"""The shapes of keeping and erasing: what is taken in, strictly, and what is given."""

from __future__ import annotations

from datetime import date

from pydantic import BaseModel, ConfigDict, Field

from serving.service.review_retention import KeepUntilError
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

__all__ = ["RETENTION_SCHEMAS", "ApprovalGiven", "ErasureGiven", "KeepingGiven", "day_of"]

_STRICT = ConfigDict(extra="forbid", strict=True)
_WHY = Field(
    description="why, in one line of at most 500 characters, without a name",
    examples=["The review found no further purpose."],
)


def day_of(text: str) -> date:
    """The day that is written so. Raises KeepUntilError if it is none."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise KeepUntilError("Say a real day: year, month and day.") from None


class KeepingGiven(BaseModel):
    """Until when a child's records are kept, and why."""

    model_config = _STRICT

    keep_until: str = Field(
        description="YYYY-MM-DD: the day of the next review",
        json_schema_extra={"format": "date"},
        examples=["2032-11-30"],
    )
    why: str = _WHY

    def day(self) -> date:
        """The day. Raises KeepUntilError if it is none."""
        return day_of(self.keep_until)


class ErasureGiven(BaseModel):
    """Whose records are to be erased, under which rule, and why."""

    model_config = _STRICT

    child: str = Field(description="the child's id", min_length=1, max_length=64)
    rule: str = Field(
        description="one of the rules that the list of erasures gives",
        max_length=64,
        examples=["retention_over"],
    )
    why: str = _WHY


class ApprovalGiven(BaseModel):
    """Why the erasure is approved."""

    model_config = _STRICT

    why: str = _WHY


_DECIDED = or_null(object_of(at=INSTANT, by=TEXT, keep_until=DAY, why=TEXT))
_KEPT = {
    "child": TEXT,
    "group": TEXT,
    "group_words": TEXT,
    "last_recorded": DAY,
    "next_review": DAY,
    "state": one_of("due", "overdue"),
    "keep_until": or_null(DAY),
    "decided": _DECIDED,
}
_GROUP = object_of(id=TEXT, words=TEXT, review_after_years=NUMBER, keep_to_age=or_null(NUMBER))
_ERASURE = {
    "id": TEXT,
    "child": TEXT,
    "state": one_of("waiting", "erased"),
    "rule": TEXT,
    "why": TEXT,
    "asked_at": INSTANT,
    "asked_by": TEXT,
    "erased_at": or_null(INSTANT),
    "approved_by": or_null(TEXT),
    "entry": or_null(TEXT),
    "counts": or_null({"type": "object", "additionalProperties": NUMBER}),
}

#: Name in the OpenAPI document -> shape.
RETENTION_SCHEMAS: dict[str, Shape] = {
    "RetentionDue": object_of(
        as_at=INSTANT,
        policy=TEXT,
        source=TEXT,
        groups=list_of(_GROUP),
        due=list_of(object_of(**_KEPT)),
        next_page=or_null(TEXT),
    ),
    "RetentionDecision": object_of(**_KEPT, as_at=INSTANT, policy=TEXT),
    "Erasure": object_of(**_ERASURE),
    "Erasures": object_of(
        as_at=INSTANT,
        count=NUMBER,
        waiting=NUMBER,
        rules=list_of(object_of(id=TEXT, words=TEXT)),
        erasures=list_of(object_of(**_ERASURE)),
        next_page=or_null(TEXT),
    ),
}
