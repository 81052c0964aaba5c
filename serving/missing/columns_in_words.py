"""The columns and choices of S1 as people read them: one table for lists, forms and the API."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import Any

from records.columns import Choice
from records.events import EventKind
from records.formats.missing_persons import MISSING_PERSONS
from records.words import day_words

__all__ = ["COLUMN_WORDS", "ENTRY_WORDS", "choice_words", "choices_of", "value_words"]

#: Column -> its name for people. What has no row here is shown under its own name.
COLUMN_WORDS: Mapping[str, str] = MappingProxyType(
    {
        "missing_from": "Missing from",
        "circumstances": "What happened",
        "clothing": "Clothing and what the child has along",
        "police_grade": "The police grade, as the missing-persons database has it",
        "how_ended": "How the child was found",
        "found_place": "Kind of place",
        "found_with": "Who was with the child",
        "found_at": "Where the child was found",
        "found_postcode": "Postcode of that place",
        "adult_ref": "Reference of the adult",
        "adult_forename": "Forename of the adult",
        "adult_surname": "Surname of the adult",
        "adult_date_of_birth": "Birth date of the adult",
        "harm_found": "Harm found",
        "interview": "Interview",
        "disclosure": "What the child told, in kind",
        "told_to": "Told to",
        "interviewed_by": "By whom",
        "review_by": "Reviewed by",
        "direction": "Direction given",
    }
)
#: What the entry says happened.
ENTRY_WORDS: Mapping[EventKind, str] = MappingProxyType(
    {
        EventKind.MISSING_REPORTED: "Reported missing",
        EventKind.MISSING_FOUND: "Found",
        EventKind.PREVENTION_INTERVIEW: "Prevention interview",
        EventKind.RETURN_INTERVIEW_OFFERED: "Return interview offered",
        EventKind.RETURN_INTERVIEW: "Return interview",
        EventKind.SUPERVISORY_REVIEW: "Supervisor’s review",
        EventKind.STRATEGY_MEETING: "Strategy meeting",
        EventKind.WITHDRAWN: "Taken back",
    }
)
_CHOICES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        column.name: column.type.values
        for column in MISSING_PERSONS.own
        if isinstance(column.type, Choice)
    }
)
#: Where a choice's own word, with spaces, is not how people say it.
_CHOICE_WORDS: Mapping[str, str] = MappingProxyType(
    {
        "home": "Home",
        "childrens_home": "A children’s home",
        "foster_home": "A foster home",
        "school": "School",
        "hospital": "Hospital",
        "other": "Other",
        "returned": "The child came back",
        "police_found": "Police found the child",
        "friends_home": "A friend’s home",
        "unknown_adults_home": "The home of an adult not known to the family",
        "vehicle": "A vehicle",
        "hotel": "A hotel",
        "street": "The street",
        "nobody": "Nobody",
        "friend": "A friend",
        "relative": "A relative",
        "adult_not_known_to_family": "An adult not known to the family",
        "not_known": "Not known",
        "nothing_found": "No harm was found",
        "physical": "Physical harm",
        "sexual": "Sexual harm",
        "done": "Held",
        "not_done": "Not held yet",
        "did_not_want_to": "The child did not want to talk",
        "nothing_told": "The child told of no harm",
        "sexual_harm": "Sexual harm",
        "sexual_exploitation": "Sexual exploitation",
        "physical_harm": "Physical harm",
        "threats": "Threats",
        "given_drugs_or_alcohol": "Was given drugs or alcohol",
        "given_money_or_gifts": "Was given money or gifts",
        "no_apparent_risk": "No apparent risk",
    }
)


def choices_of(column: str) -> tuple[str, ...]:
    """The words that the column may hold, in the format's own order; KeyError if it is free."""
    return _CHOICES[column]


def choice_words(value: str) -> str:
    """A choice as people read it."""
    plain = value.replace("_", " ")
    return _CHOICE_WORDS.get(value, plain[:1].upper() + plain[1:])


def value_words(column: str, value: Any) -> str:
    """A column's typed value as people read it."""
    if isinstance(value, date):
        return day_words(value)
    return choice_words(value) if column in _CHOICES else str(value)
