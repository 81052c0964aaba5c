"""What the API of missing reports takes in, strictly.

Nothing here has a police grade: nobody sets one through this service (N7).
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from records.calendar import instant_from_text
from records.columns import Text
from records.formats import FORMATS
from records.persons import SEXES
from records.sources import SourceSystem
from serving.entering.given import Who
from serving.missing.acts import Act
from serving.missing.asking import AskedAct, ReportFaultsError
from serving.missing.columns_in_words import COLUMN_WORDS, choices_of
from serving.missing.open_report import NewReport

__all__ = [
    "ActGiven",
    "FoundGiven",
    "InterviewGiven",
    "MeetingGiven",
    "OfferGiven",
    "ReportGiven",
    "ReviewGiven",
    "UpdateGiven",
    "WhoGiven",
    "WithdrawalGiven",
    "birth_date_of",
    "instant_of",
]

_STRICT = ConfigDict(extra="forbid", strict=True)
_LONGEST = {
    column.name: column.type.longest
    for column in FORMATS[SourceSystem.MISSING_PERSONS].columns
    if isinstance(column.type, Text)
}
_MOMENT: dict[str, Any] = {"format": "date-time"}
_CORRECTS = "the `entry` of the same kind that it puts right, as the report lists it"


def instant_of(field: str, text: str | None) -> datetime | None:
    """The moment that a field gives. Raises ReportFaultsError if it is none."""
    if text is None:
        return None
    try:
        return instant_from_text(text)
    except (ValueError, OverflowError):
        words = "Write the moment as 2026-11-21T22:48:00+00:00, with its offset."
        raise ReportFaultsError({field: words}) from None


def birth_date_of(field: str, text: str | None) -> date | None:
    """The day that a field gives; None for no text. Raises ReportFaultsError if it is none."""
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ReportFaultsError({field: "Write the birth date as 2011-03-14."}) from None


def _free(column: str, words: str = "") -> Any:
    """A field of text; null leaves what is recorded, and empty text takes it away."""
    said = words or COLUMN_WORDS[column][:1].lower() + COLUMN_WORDS[column][1:]
    return Field(None, description=said, max_length=_LONGEST[column])


def _choice(column: str) -> Any:
    """A field of the column's own vocabulary."""
    said = COLUMN_WORDS[column][:1].lower() + COLUMN_WORDS[column][1:]
    return Field(None, description=said, json_schema_extra={"enum": [*choices_of(column), None]})


class WhoGiven(BaseModel):
    """A child whom no search found: the surname, and what else is known."""

    model_config = _STRICT

    surname: str = Field(max_length=_LONGEST["surname"], examples=["Exampleson"])
    forename: str | None = Field(None, max_length=_LONGEST["forename"])
    birth_date: str | None = Field(
        None, description="YYYY-MM-DD", json_schema_extra={"format": "date"}
    )
    sex: str | None = Field(None, json_schema_extra={"enum": [*SEXES, None]})
    address: str | None = Field(None, max_length=_LONGEST["address"])
    postcode: str | None = Field(None, max_length=_LONGEST["postcode"])
    local_authority: str | None = Field(None, max_length=_LONGEST["local_authority"])
    team: str | None = Field(
        None, description="the neighbourhood team of the home", max_length=_LONGEST["team"]
    )

    def who(self) -> Who:
        """What is known of the child. Raises ReportFaultsError."""
        given = self.model_dump(exclude={"birth_date"})
        details = {name: value.strip() for name, value in given.items() if (value or "").strip()}
        if "surname" not in details:
            raise ReportFaultsError({"surname": "Enter the surname."})
        born = birth_date_of("birth_date", self.birth_date)
        return Who(details if born is None else {**details, "date_of_birth": born})


class ReportGiven(BaseModel):
    """A missing report: of whom, since when, from where."""

    model_config = _STRICT

    child: str | None = Field(
        None, description="the child's id, as a search gives it; or else `who`", max_length=64
    )
    who: WhoGiven | None = Field(None, description="if no search found the child")
    since: str = Field(
        description="missing since, with its offset",
        json_schema_extra=_MOMENT,
        examples=["2026-11-21T20:15:00+00:00"],
    )
    missing_from: str = Field(json_schema_extra={"enum": list(choices_of("missing_from"))})
    circumstances: str | None = _free("circumstances", "how the child went missing")
    clothing: str | None = _free("clothing", "clothing and what the child has along")
    beside: str | None = Field(
        None,
        description="the reference of the child's open report, to open another all the same",
        max_length=60,
    )

    def new(self) -> NewReport:
        """The report as it is given. Raises ReportFaultsError."""
        if (self.child is None) == (self.who is None):
            words = "Give the child's id, or who the child is: one of the two."
            raise ReportFaultsError({"child": words})
        child: str | Who = self.child if self.who is None else self.who.who()  # type: ignore[assignment]  # one of the two is there
        since = instant_of("since", self.since)
        assert since is not None
        names = ("missing_from", "circumstances", "clothing")
        details = {name: value for name in names if (value := getattr(self, name))}
        return NewReport(child, since, details, self.beside)


class ActGiven(BaseModel):
    """What every act gives: its own columns of S1, and when it happened."""

    model_config = _STRICT

    def asked(self, act: Act) -> AskedAct:
        """The act as it is given; fields left out leave what is recorded.

        Raises ReportFaultsError.
        """
        given = {name: value for name, value in self.model_dump().items() if value is not None}
        corrects = given.pop("corrects", None)
        field = "since" if act is Act.UPDATE else "at"
        at = instant_of(field, given.pop(field, None))
        if born := given.get("adult_date_of_birth"):
            given["adult_date_of_birth"] = birth_date_of("adult_date_of_birth", born)
        return AskedAct(act, at, given, corrects)


class UpdateGiven(ActGiven):
    """What is corrected of the report, or added to it."""

    since: str | None = Field(
        None, description="missing since, with its offset", json_schema_extra=_MOMENT
    )
    missing_from: str | None = _choice("missing_from")
    circumstances: str | None = _free("circumstances", "how the child went missing")
    clothing: str | None = _free("clothing", "clothing and what the child has along")


class _At(ActGiven):
    at: str | None = Field(
        None,
        description="when it happened, with its offset; may be left out of a correction",
        json_schema_extra=_MOMENT,
        examples=["2026-11-22T01:30:00+00:00"],
    )
    corrects: str | None = Field(None, description=_CORRECTS, max_length=60)


class FoundGiven(_At):
    """That the child was found: when, where, with whom, and what harm."""

    how_ended: str | None = _choice("how_ended")
    found_place: str | None = _choice("found_place")
    found_with: str | None = _choice("found_with")
    found_at: str | None = _free("found_at")
    found_postcode: str | None = _free("found_postcode")
    adult_forename: str | None = _free("adult_forename")
    adult_surname: str | None = _free("adult_surname")
    adult_date_of_birth: str | None = Field(
        None, description="YYYY-MM-DD, if known", json_schema_extra={"format": "date"}
    )
    harm_found: str | None = _choice("harm_found")


class InterviewGiven(_At):
    """A prevention or a return interview: held, not held yet, or not wanted."""

    interview: str | None = _choice("interview")
    interviewed_by: str | None = _free("interviewed_by")
    disclosure: str | None = _choice("disclosure")
    told_to: str | None = _free("told_to", "the role of whoever the child told")


class OfferGiven(_At):
    """That a return interview was offered, and by whom."""

    interviewed_by: str | None = _free("interviewed_by")


class ReviewGiven(_At):
    """A supervisor's review of an open report, with the direction given."""

    review_by: str | None = _choice("review_by")
    direction: str | None = _free("direction")


class MeetingGiven(_At):
    """That a strategy meeting was held."""


class WithdrawalGiven(BaseModel):
    """Why the report is taken back: it was entered wrongly."""

    model_config = _STRICT

    why: str = Field(
        description="in words: at least 3 words and 20 characters, without a name",
        max_length=500,
        examples=["Entered for the wrong child by mistake."],
    )
