"""The shapes of reviewing: what is taken in, strictly, and what is given."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic.config import JsonDict
from pydantic_core.core_schema import CoreSchema, no_info_after_validator_function

from serving.reviewing.figures_shapes import FIGURES_OF_JUDGEMENT, JUDGEMENTS_TRACED
from serving.reviewing.given import GivenFaultsError, JudgementGiven, ReviewGiven
from serving.web.judgement_shapes import JUDGEMENTS_SHAPE, REVIEW_SHAPE
from serving.web.shapes import (
    INSTANT,
    NUMBER,
    SOURCES,
    TEXT,
    YES_NO,
    Shape,
    list_of,
    object_of,
    or_null,
)

__all__ = [
    "REVIEWING_SCHEMAS",
    "CorrectionBody",
    "GroundsBody",
    "JudgementBody",
    "OwnViewBody",
    "ReviewBody",
    "WithdrawalBody",
    "day_of",
    "words_of",
]

_STRICT = ConfigDict(extra="forbid", strict=True)
_BANDS = Literal["Low", "Medium", "High"]
_HEARD = Literal[
    "heard", "not_seen_alone", "did_not_want_to_talk", "could_not_be_reached", "missing",
    "no_interpreter",
]  # fmt: skip
_OUTCOMES = Literal["safer", "no_change", "harmed", "passed_on", "moved_away", "turned_18"]
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff]")
#: The same for the document; lines and tabs become spaces.
_NO_CONTROL = "^[^\\u0000-\\u0008\\u000b\\u000c\\u000e-\\u001f\\u007f-\\u009f]*$"
_LINES = re.compile(r"[\r\n\t]+")


def words_of(text: str | None, longest: int) -> str:
    """Text as it is kept: lines joined, stripped. Raises ValueError if it can't be."""
    said = _LINES.sub(" ", text or "").strip()
    if len(said) > longest:
        raise ValueError(f"is longer than {longest} characters")
    if _CONTROL.search(said):
        raise ValueError("holds a control character")
    return said


@dataclass(frozen=True, slots=True)
class _Words:
    """Text of a field as :func:`words_of` keeps it; the document says what it may not hold."""

    longest: int

    def __get_pydantic_core_schema__(self, of: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return no_info_after_validator_function(self._kept, handler(of))

    def __get_pydantic_json_schema__(
        self, core: CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        return {**handler(core), "pattern": _NO_CONTROL}

    def _kept(self, text: str | None) -> str | None:
        return None if text is None else words_of(text, self.longest)


def day_of(field: str, text: str | None) -> date | None:
    """The day that is written so; None for nothing. Raises GivenFaultsError if it is none."""
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise GivenFaultsError({field: "Give a real day: day, month and year."}) from None


_DAY: JsonDict = {"format": "date"}


class OwnViewBody(BaseModel):
    """The reviewer's own view, before the advice is shown."""

    model_config = _STRICT

    own_view: _BANDS = Field(description="what you would say", examples=["Medium"])


class _ReviewParts(BaseModel):
    model_config = _STRICT

    words_heard: _HEARD = Field(
        description="whether the child's own words were heard, or why there are none",
        examples=["heard"],
    )
    own_words: Annotated[str | None, _Words(400)] = Field(
        None, description="as the child said it, never corrected; required when heard",
        examples=["I want to be able to ring my nan."], max_length=400,
    )  # fmt: skip
    said_on: str | None = Field(
        None, description="YYYY-MM-DD: when the child said it; required when heard",
        json_schema_extra=_DAY, examples=["2026-11-20"],
    )  # fmt: skip
    action: Annotated[str, _Words(200)] = Field(
        description="what is to be done next", max_length=200,
        examples=["See her at school, alone."],
    )  # fmt: skip
    action_owner: Annotated[str, _Words(80)] = Field(
        description="who does it", max_length=80, examples=["PC Morgan Example"]
    )
    next_review: str | None = Field(
        None, description="YYYY-MM-DD: required unless an outcome ends the work",
        json_schema_extra=_DAY, examples=["2026-12-10"],
    )  # fmt: skip
    outcome: _OUTCOMES | None = Field(None, description="what came of it, at the end of the work")
    outcome_words: Annotated[str | None, _Words(400)] = Field(
        None, description="in words; required with an outcome", max_length=400
    )

    def given(self) -> ReviewGiven:
        """What is to be written down. Raises GivenFaultsError if a day is none."""
        return ReviewGiven(
            words_heard=self.words_heard,
            own_words=self.own_words or None,
            said_on=day_of("said_on", self.said_on),
            action=self.action,
            action_owner=self.action_owner,
            next_review=day_of("next_review", self.next_review),
            outcome=self.outcome,
            outcome_words=self.outcome_words or None,
        )


class ReviewBody(_ReviewParts):
    """A review, with the word that the own view gave."""

    view: str = Field(
        description="X-Review-View of the own view that came before", max_length=1_000,
        examples=["the word that the own view gave"],
    )  # fmt: skip


class CorrectionBody(_ReviewParts):
    """What the child's last review should have said. The own view can't be corrected."""


class JudgementBody(BaseModel):
    """What is said to the advice."""

    model_config = _STRICT

    judgement: Literal["agree", "raise", "lower"] = Field(
        description="lowering waits for a supervisor", examples=["raise"]
    )
    band: _BANDS = Field(description="the band as you judge it", examples=["High"])
    grounds: Annotated[str, _Words(400)] = Field(
        description="why, in words", max_length=400,
        examples=["He was seen with her twice this week."],
    )  # fmt: skip
    until: str = Field(
        description="YYYY-MM-DD: the last day on which it stands, at most 28 days away",
        json_schema_extra=_DAY, examples=["2026-12-01"],
    )  # fmt: skip

    def given(self) -> JudgementGiven:
        """What is to be written down. Raises GivenFaultsError if the day is none."""
        until = day_of("until", self.until)
        if until is None:
            raise GivenFaultsError({"until": "Give the last day on which it stands."})
        return JudgementGiven(self.judgement, self.band, self.grounds, until)


class WithdrawalBody(BaseModel):
    """Why a review is taken back."""

    model_config = _STRICT

    why: Annotated[str, _Words(400)] = Field(
        description="in words: at least 3 of them and 20 characters, without the child's name",
        max_length=400,
        examples=["It was written for the wrong child by mistake."],
    )


class GroundsBody(BaseModel):
    """Why a judgement is approved, declined or ended."""

    model_config = _STRICT

    grounds: Annotated[str, _Words(400)] = Field(
        description="why, in words", max_length=400, examples=["Seen by two of us; I agree."]
    )


_ADVICE = object_of(
    band=or_null(TEXT),
    bars=NUMBER,
    note=TEXT,
    points=or_null(NUMBER),
    set_by=or_null(TEXT),
    why_none=or_null(TEXT),
)
_FLAGGED = object_of(
    child=TEXT,
    limited=YES_NO,
    words=or_null(TEXT),
    shown=or_null(
        object_of(
            name=TEXT,
            age=or_null(NUMBER),
            team=or_null(TEXT),
            local_authority=or_null(TEXT),
            advice=_ADVICE,
            headline=list_of(TEXT),
            kept=object_of(
                band=or_null(TEXT), at=or_null(INSTANT), differs=YES_NO, words=or_null(TEXT)
            ),
            has_live_plan=YES_NO,
            new=object_of(
                since=INSTANT, is_reviewed=YES_NO, entries=NUMBER, gone=NUMBER,
                words=list_of(TEXT),
            ),
            bands=object_of(then=or_null(TEXT), now=or_null(TEXT), words=or_null(TEXT)),
            last_review=or_null(REVIEW_SHAPE),
            judgement=JUDGEMENTS_SHAPE,
        )
    ),
)  # fmt: skip

#: Name in the OpenAPI document -> shape.
REVIEWING_SCHEMAS: dict[str, Shape] = {
    "Flagged": object_of(
        team=or_null(TEXT),
        authority=or_null(TEXT),
        band=or_null(TEXT),
        overdue=YES_NO,
        counts=list_of(object_of(band=TEXT, count=NUMBER, more=YES_NO)),
        causes=list_of(object_of(set_by=TEXT, words=TEXT, count=NUMBER)),
        causes_of_first=NUMBER,
        bands_from=or_null(INSTANT),
        rescored_at=or_null(INSTANT),
        is_rescoring=YES_NO,
        children=list_of(_FLAGGED),
        next_page=or_null(TEXT),
        teams=list_of(TEXT),
        authorities=list_of(TEXT),
        bands=list_of(TEXT),
        as_at=INSTANT,
        sources=SOURCES,
    ),
    "ReviewWritten": object_of(
        child=TEXT, entry=TEXT, last_review=or_null(REVIEW_SHAPE), etag=TEXT
    ),
    "JudgementWritten": object_of(child=TEXT, entry=TEXT, judgement=JUDGEMENTS_SHAPE),
    "JudgementsWaiting": object_of(
        judgements=list_of(
            object_of(
                child=TEXT,
                limited=YES_NO,
                reference=TEXT,
                since=INSTANT,
                is_own=YES_NO,
                name=or_null(TEXT),
                age=or_null(NUMBER),
                team=or_null(TEXT),
                advised=or_null(TEXT),
                headline=list_of(TEXT),
                judgement=or_null(JUDGEMENTS_SHAPE["properties"]["waiting"]),
            )
        ),
        next_page=or_null(TEXT),
        as_at=INSTANT,
    ),
    "JudgementFigures": FIGURES_OF_JUDGEMENT,
    "JudgementsTraced": JUDGEMENTS_TRACED,
}
