"""The shapes of plans and abduction notices: what is taken in, strictly, and what is given."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, JsonValue, StringConstraints

from records.calendar import instant_from_text
from serving.planning.notice_states import NoticeState
from serving.planning.recording_notices import NoticeGiven
from serving.planning.states import CopyState, PlanState
from serving.web.schemas import Whole
from serving.web.shapes import (
    DAY,
    INSTANT,
    NUMBER,
    TEXT,
    YES_NO,
    Shape,
    list_of,
    object_of,
    one_of,
    or_null,
)  # fmt: skip

__all__ = [
    "PLAN_SCHEMAS", "BreachGiven", "ChildGiven", "NoticeBody", "NoticeServedBody", "ReviewGiven",
    "SectionGiven", "WordsGiven",
]  # fmt: skip

_STRICT = ConfigDict(extra="forbid", strict=True)
_Day = Annotated[str, StringConstraints(max_length=10)]
_Name = Annotated[str, StringConstraints(max_length=80)]


class ChildGiven(BaseModel):
    """For whom a plan is begun."""

    model_config = _STRICT

    child: Annotated[str, StringConstraints(max_length=60)] = Field(description="the child's id")


class SectionGiven(BaseModel):
    """What a section says from now on."""

    model_config = _STRICT

    content: JsonValue = Field(
        description="text, a list of lines or a list of objects, as the section's columns of S2; "
        "for the section about, one object; null empties it",
        examples=[["Look at the bus station first.", "Ring the home."]],
    )
    settles: list[Whole] = Field(
        default_factory=list,
        max_length=50,
        description="numbers of texts kept apart about which this save decides",
    )


class WordsGiven(BaseModel):
    """Why, in words."""

    model_config = _STRICT

    words: str = Field(description="at most 500 characters", examples=["Add the aunt's number."])


class ReviewGiven(BaseModel):
    """That the plan still holds, and until when."""

    model_config = _STRICT

    review_due: _Day = Field(description="YYYY-MM-DD", json_schema_extra={"format": "date"})
    words: str = Field(
        description="what was looked at", examples=["Read with the home's manager. It holds."]
    )

    def day(self) -> date:
        """The day. Raises ValueError if it is none."""
        return date.fromisoformat(self.review_due)


class NoticeBody(BaseModel):
    """An abduction notice as served."""

    model_config = _STRICT

    served_at: str = Field(
        description="date and time with offset", json_schema_extra={"format": "date-time"}
    )
    in_force_until: _Day = Field(
        description="YYYY-MM-DD, the last day", json_schema_extra={"format": "date"}
    )
    adult_ref: Annotated[str, StringConstraints(max_length=60)] | None = Field(
        None, description="the adult's number in the notice system, if known"
    )
    adult_forename: _Name | None = None
    adult_surname: _Name | None = None
    adult_date_of_birth: _Day | None = Field(
        None, description="YYYY-MM-DD", json_schema_extra={"format": "date"}
    )

    def given(self) -> NoticeGiven:
        """The notice. Raises ValueError if a date or time is none."""
        born = self.adult_date_of_birth
        return NoticeGiven(
            instant_from_text(self.served_at),
            date.fromisoformat(self.in_force_until),
            (self.adult_ref or "").strip() or None,
            (self.adult_forename or "").strip() or None,
            (self.adult_surname or "").strip() or None,
            None if born is None else date.fromisoformat(born),
        )


class NoticeServedBody(NoticeBody):
    """An abduction notice as served, and about which child."""

    child: Annotated[str, StringConstraints(max_length=60)] = Field(description="the child's id")


class BreachGiven(BaseModel):
    """When the notice was breached."""

    model_config = _STRICT

    at: str = Field(
        description="date and time with offset", json_schema_extra={"format": "date-time"}
    )

    def moment(self) -> datetime:
        """The moment. Raises ValueError if it is none."""
        return instant_from_text(self.at)


#: A section's content: text, lines, or objects; null where it is empty.
_CONTENT: Shape = {}
_SECTION = object_of(name=TEXT, title=TEXT, kind=one_of("text", "lines", "items"), content=_CONTENT)
_VERSION = object_of(
    reference=TEXT,
    version=NUMBER,
    state=one_of("draft", "live", "ended"),
    review_overdue=YES_NO,
    owner=TEXT,
    owner_team=TEXT,
    owner_phone=or_null(TEXT),
    created=DAY,
    updated=DAY,
    age_days=NUMBER,
    review_due=or_null(DAY),
    agreed_band=or_null(TEXT),
    agreed_until=or_null(DAY),
    possible=YES_NO,
    sections=list_of(_SECTION),
)
_KEPT = object_of(number=NUMBER, section=TEXT, content=_CONTENT, who=TEXT, at=INSTANT)
_DONE = object_of(
    kind=TEXT, words=or_null(TEXT), who=TEXT, at=INSTANT, version=or_null(NUMBER), entry=TEXT
)
_STATE: dict[str, Any] = {
    "section": TEXT,
    "title": TEXT,
    "content": _CONTENT,
    "written_down": _CONTENT,
    "is_changed": YES_NO,
    "is_overtaken": YES_NO,
    "saved_at": or_null(INSTANT),
    "saved_by": or_null(TEXT),
    "apart": list_of(_KEPT),
    "notes": list_of(TEXT),
    "etag": TEXT,
}
_COPY = object_of(
    version=or_null(_VERSION),
    since=or_null(INSTANT),
    changed=list_of(TEXT),
    overtaken=list_of(TEXT),
    apart=list_of(_KEPT),
    sent_back=or_null(_DONE),
    missing=list_of(object_of(section=TEXT, words=TEXT)),
    sections=list_of(object_of(**_STATE)),
)
_WRITING = one_of(*(state.value for state in CopyState))
_WHOSE: dict[str, Any] = {"reference": TEXT, "child": TEXT, "name": TEXT, "as_at": INSTANT}
_COMPARED = object_of(version=NUMBER, state=TEXT, recorded_at=or_null(INSTANT))
_BANDED = or_null(object_of(before=or_null(TEXT), now=or_null(TEXT)))

#: Name in the OpenAPI document -> shape.
PLAN_SCHEMAS: dict[str, Shape] = {
    "Plan": object_of(
        reference=TEXT,
        child=TEXT,
        name=TEXT,
        state=one_of(*(state.value for state in PlanState)),
        writing=_WRITING,
        words=TEXT,
        owner=or_null(TEXT),
        owner_team=or_null(TEXT),
        version=or_null(NUMBER),
        current=or_null(_VERSION),
        versions=list_of(
            object_of(
                version=NUMBER,
                state=one_of("draft", "live", "ended"),
                recorded_at=INSTANT,
                owner=TEXT,
                review_due=or_null(DAY),
                entry=or_null(TEXT),
            )
        ),
        copy=or_null(_COPY),
        done=list_of(_DONE),
        may=object_of(write=YES_NO, approve=YES_NO, end=YES_NO),
        banded=_BANDED,
        etag=TEXT,
        as_at=INSTANT,
    ),
    "PlanVersion": object_of(**_WHOSE, version=_VERSION),
    "PlanSection": object_of(**_WHOSE, writing=_WRITING, **_STATE),
    "PlanComparison": object_of(
        **_WHOSE,
        before=_COMPARED,
        after=_COMPARED,
        sections=list_of(
            object_of(
                section=TEXT,
                title=TEXT,
                is_changed=YES_NO,
                lines=list_of(object_of(mark=one_of("same", "taken_out", "put_in"), text=TEXT)),
            )
        ),
    ),
    "Plans": object_of(
        state=one_of("waiting", "open"),
        team=or_null(TEXT),
        count=NUMBER,
        plans=list_of(object_of(reference=TEXT, team=or_null(TEXT), who=TEXT, since=INSTANT)),
        next_page=or_null(TEXT),
        as_at=INSTANT,
    ),
    "PlanLooks": object_of(
        **_WHOSE,
        looks=list_of(
            object_of(
                entry=TEXT,
                at=INSTANT,
                kind=TEXT,
                words=TEXT,
                officer=or_null(TEXT),
                team=or_null(TEXT),
                version=or_null(NUMBER),
                shown=TEXT,
                verdict=TEXT,
            )
        ),
        next_page=or_null(TEXT),
    ),
    "AbductionNotice": object_of(
        reference=TEXT,
        child=TEXT,
        name=TEXT,
        state=one_of(*(state.value for state in NoticeState)),
        served_at=INSTANT,
        recorded_at=INSTANT,
        in_force_until=DAY,
        adult_ref=or_null(TEXT),
        adult_forename=or_null(TEXT),
        adult_surname=or_null(TEXT),
        adult_date_of_birth=or_null(DAY),
        breaches=list_of(INSTANT),
        withdrawn_at=or_null(INSTANT),
        may_write=YES_NO,
        banded=_BANDED,
        etag=TEXT,
        as_at=INSTANT,
    ),
}
