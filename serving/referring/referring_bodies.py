"""What the API takes in about referrals and conferences, strictly."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from records.calendar import instant_from_text
from serving.referring.steps import Step
from serving.web.problems import ProblemError

__all__ = [
    "ConferenceBody",
    "ConferenceCorrectionBody",
    "ReferralBody",
    "StepBody",
    "StepCorrectionBody",
    "WhoBody",
    "day_given",
    "instant_given",
]

_STRICT = ConfigDict(extra="forbid", strict=True)
_CHILD = Field(description="the child's id", min_length=1, max_length=64)
_WHEN = "with its offset; now if left out; never in the future"


def instant_given(name: str, text: str | None) -> datetime | None:
    """The moment that is written so. Raises ProblemError if it is none."""
    try:
        return None if text is None else instant_from_text(text)
    except ValueError as fault:
        raise ProblemError("bad-question", f"{name} {fault}", {name: str(fault)}) from None


def day_given(name: str, text: str | None) -> date | None:
    """The day that is written so. Raises ProblemError if it is none."""
    try:
        return None if text is None else date.fromisoformat(text)
    except ValueError:
        rule = "is not a day like 2026-11-21"
        raise ProblemError("bad-question", f"{name} {rule}", {name: rule}) from None


class WhoBody(BaseModel):
    """A child whom no search found, as they are told of."""

    model_config = _STRICT

    surname: str = Field(min_length=1, max_length=80)
    forename: str | None = Field(None, min_length=1, max_length=80)
    date_of_birth: str | None = Field(
        None, description="YYYY-MM-DD", json_schema_extra={"format": "date"}
    )
    address: str | None = Field(None, min_length=1, max_length=200)
    postcode: str | None = Field(None, min_length=1, max_length=12)
    local_authority: str | None = Field(None, min_length=1, max_length=60)
    team: str | None = Field(None, min_length=1, max_length=60)

    def details(self) -> dict[str, Any]:
        """The format's own columns, typed; what is not known is absent."""
        given = self.model_dump(exclude_none=True)
        born = day_given("date_of_birth", given.pop("date_of_birth", None))
        return given if born is None else {**given, "date_of_birth": born}


class ReferralBody(BaseModel):
    """A referral that was received: of a child by id, or of one whom no search found."""

    model_config = _STRICT

    child: str | None = Field(None, description="the child's id", min_length=1, max_length=64)
    who: WhoBody | None = Field(None, description="who they are, if no search found them")
    referred_by: str = Field(description="who referred", max_length=60, examples=["school"])
    concern: str = Field(max_length=60, examples=["neglect"])
    received_at: str | None = Field(
        None, description=f"when, {_WHEN}", json_schema_extra={"format": "date-time"}
    )


class StepBody(BaseModel):
    """One step of a referral."""

    model_config = _STRICT

    step: Literal["triage", "allocate", "discuss", "decide", "close"]
    priority: str | None = Field(None, description="of triage", max_length=60)
    allocated_to: str | None = Field(
        None, description="the team that owns it from now on", min_length=1, max_length=60
    )
    decision: str | None = Field(None, description="of a decision", max_length=60)
    occurred_at: str | None = Field(
        None, description=f"when it was done, {_WHEN}", json_schema_extra={"format": "date-time"}
    )

    @property
    def taken(self) -> Step:
        """The step."""
        return Step(self.step)

    @property
    def details(self) -> dict[str, str]:
        """The format's own columns that the body fills."""
        given = {
            "priority": self.priority,
            "allocated_to": self.allocated_to,
            "referral_decision": self.decision,
        }
        return {name: value for name, value in given.items() if value is not None}


class StepCorrectionBody(BaseModel):
    """One step put right; or, without a step, what was done last taken back."""

    model_config = _STRICT

    entry: str = Field(
        description="the entry that is corrected or taken back", min_length=1, max_length=60
    )
    correct: StepBody | None = Field(
        None, description="what it should have said; left out to take it back"
    )
    why: str | None = Field(
        None, description="to take it back: in words, at least 3 of them", max_length=400
    )


class ConferenceBody(BaseModel):
    """A conference that was called for a day, or that was held."""

    model_config = _STRICT

    child: str = _CHILD
    reference: str | None = Field(
        None, description="of a conference written down before", min_length=1, max_length=60
    )
    conference: str = Field(description="initial or review", max_length=60, examples=["initial"])
    called_for: str | None = Field(
        None, description="YYYY-MM-DD, of one that is called", json_schema_extra={"format": "date"}
    )
    held_at: str | None = Field(
        None,
        description="when it was held, with its offset",
        json_schema_extra={"format": "date-time"},
    )
    police_invited: bool | None = None
    police_attended: bool | None = Field(None, description="left out while nobody knows")
    decision: str | None = Field(None, max_length=60, examples=["plan_started"])


class ConferenceCorrectionBody(BaseModel):
    """What is recorded of a conference put right; or, without which one it was, taken back."""

    model_config = _STRICT

    entry: str = Field(
        description="the entry that is corrected or taken back", min_length=1, max_length=60
    )
    conference: str | None = Field(
        None, description="initial or review; left out to take it back", max_length=60
    )
    called_for: str | None = Field(
        None, description="YYYY-MM-DD, of a call", json_schema_extra={"format": "date"}
    )
    held_at: str | None = Field(
        None, description="of one held; as it was if left out",
        json_schema_extra={"format": "date-time"},
    )  # fmt: skip
    police_invited: bool | None = None
    police_attended: bool | None = Field(None, description="left out while nobody knows")
    decision: str | None = Field(None, max_length=60, examples=["plan_started"])
    why: str | None = Field(
        None, description="to take it back: in words, at least 3 of them", max_length=400
    )
