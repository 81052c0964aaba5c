"""The forms of missing reports: each a row of fields, one function that reads what was sent."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from types import MappingProxyType
from typing import Any

from records.calendar import FORCE_ZONE
from records.events import Event
from records.words import time_words
from serving.missing.acts import Act
from serving.missing.asking import ReportFaultsError
from serving.missing.columns_in_words import COLUMN_WORDS, choice_words, choices_of

__all__ = [
    "FORMS",
    "OPENING",
    "WHO",
    "Field",
    "given_moment",
    "given_values",
    "kept_values",
    "moment_parts",
]


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a form.

    Attributes:
        name: of a column of S1, or ``at`` or ``since``; the id in the page too.
        kind: ``moment`` (day, month, year and time), ``day``, ``choice``, ``text`` or ``long``.
        choices: (value, words).
    """

    name: str
    kind: str
    words: str
    hint: str = ""
    choices: tuple[tuple[str, str], ...] = ()

    @property
    def parts(self) -> tuple[str, ...]:
        """The names of the inputs that make it up."""
        days = ("day", "month", "year")
        ends = {"moment": (*days, "time"), "day": days}.get(self.kind)
        return (self.name,) if ends is None else tuple(f"{self.name}_{end}" for end in ends)

    @property
    def anchor(self) -> str:
        """The id that the summary of faults leads to."""
        return self.parts[0]


def _of(name: str, hint: str = "", *, kind: str = "text") -> Field:
    return Field(name, kind, COLUMN_WORDS[name], hint)


def _choice(name: str, words: str = "") -> Field:
    choices = tuple((value, choice_words(value)) for value in choices_of(name))
    return Field(name, "choice", words or COLUMN_WORDS[name], choices=choices)


def _at(words: str) -> Field:
    return Field("at", "moment", words, "The time as 22:48.")


_SINCE = Field("since", "moment", "Missing since", "Last seen. The time as 22:48.")
_HAPPENED = _of("circumstances", "How the child went missing, at most 400 characters.", kind="long")
_CLOTHING = _of("clothing", "At most 200 characters.", kind="long")
_BY = _of("interviewed_by", "By name or role.")
_TOLD = (_choice("disclosure"), _of("told_to", "The role, for example return interviewer."))

#: Of a new report.
OPENING: tuple[Field, ...] = (_SINCE, _choice("missing_from"), _HAPPENED, _CLOTHING)
#: Of a child whom no search found: a surname at least.
WHO: tuple[Field, ...] = (
    Field("surname", "text", "Surname"),
    Field("forename", "text", "Forename", "If known."),
    Field("birth", "day", "Birth date", "If known. For example, 14 3 2011"),
    Field(
        "sex",
        "choice",
        "Sex, as told",
        choices=(("female", "Female"), ("male", "Male"), ("not_known", "Not known")),
    ),
    Field("address", "text", "Home"),
    Field("postcode", "text", "Postcode"),
    Field("team", "text", "Neighbourhood team of the home", "If known."),
)
#: The form of each act.
FORMS: Mapping[Act, tuple[Field, ...]] = MappingProxyType(
    {
        Act.UPDATE: OPENING,
        Act.FOUND: (
            _at("Found at"),
            _choice("how_ended"),
            _choice("found_place"),
            _of("found_at", "Address or place."),
            _of("found_postcode"),
            _choice("found_with"),
            _of("adult_forename", "If an adult was there whom the family does not know."),
            _of("adult_surname"),
            _choice("harm_found"),
        ),
        Act.PREVENTION_INTERVIEW: (_at("When"), _choice("interview"), _BY, *_TOLD),
        Act.RETURN_OFFER: (_at("Offered at"), _of("interviewed_by", "Who offers it.")),
        Act.RETURN_INTERVIEW: (_at("When"), _choice("interview"), _BY, *_TOLD),
        Act.REVIEW: (
            _at("Reviewed at"),
            _choice("review_by"),
            _of("direction", "What is to be done, at most 400 characters.", kind="long"),
        ),
        Act.MEETING: (_at("Held at"),),
        Act.WITHDRAW: (
            Field(
                "why",
                "text",
                "Why it is taken back",
                "At least 3 words and 20 characters. Don’t give the child’s name.",
            ),
        ),
    }
)


def given_values(fields: Iterable[Field], form: Mapping[str, str]) -> dict[str, str]:
    """What was sent in these fields, part by part, stripped."""
    return {part: form.get(part, "").strip() for field in fields for part in field.parts}


def given_moment(field: str, values: Mapping[str, str]) -> datetime | None:
    """The moment of a field by the force's own clock; None if nothing was entered.

    Raises ReportFaultsError if it is no moment.
    """
    parts = [values.get(f"{field}_{end}", "") for end in ("year", "month", "day", "time")]
    if not any(parts):
        return None
    hour, _, minute = parts[3].replace(".", ":").partition(":")
    try:
        numbers = [int(part) for part in (*parts[:3], hour, minute) if part.isascii()]
        year, month, day, hours, minutes = numbers
        local = datetime(year, month, day, hours, minutes, tzinfo=FORCE_ZONE)
        return local.astimezone(UTC)
    except (ValueError, OverflowError):
        words = "Enter a real date, and the time as 22:48."
        raise ReportFaultsError({field: words}) from None


def kept_values(fields: Iterable[Field], event: Event) -> dict[str, str]:
    """What an entry says, as its form's fields hold it."""
    values: dict[str, str] = {}
    for field in fields:
        if field.kind == "moment":
            values |= moment_parts(field.name, event.occurred)
        else:
            value: Any = event.details.get(field.name, "")
            values[field.name] = value.isoformat() if isinstance(value, date) else str(value)
    return values


def moment_parts(name: str, moment: datetime) -> dict[str, str]:
    """A moment by the force's own clock, as the parts of its field hold it."""
    local = moment.astimezone(FORCE_ZONE)
    days = {"day": local.day, "month": local.month, "year": local.year}
    parts = {f"{name}_{end}": str(number) for end, number in days.items()}
    return {**parts, f"{name}_time": time_words(moment)}
