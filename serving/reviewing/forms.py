"""What the forms of reviewing give: days in three parts, words of a length, a whole review."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from serving.reviewing.given import GivenFaultsError, ReviewGiven, check_review
from serving.reviewing.reviewing_schemas import day_of, words_of

__all__ = ["HEARD", "OUTCOMES", "day_text_of", "given_review", "given_words", "review_form"]

HEARD = (
    ("heard", "The child was heard"),
    ("not_seen_alone", "The child could not be seen alone"),
    ("did_not_want_to_talk", "The child did not want to talk to us"),
    ("could_not_be_reached", "The child could not be reached"),
    ("missing", "The child was missing"),
    ("no_interpreter", "There was no interpreter"),
)
OUTCOMES = (
    ("", "The work goes on"),
    ("safer", "The child is safer than when the work began"),
    ("no_change", "Nothing has changed for the child"),
    ("harmed", "The child came to harm"),
    ("passed_on", "Another team or agency goes on with it"),
    ("moved_away", "The child moved away"),
    ("turned_18", "The young person turned 18"),
)
_LONGEST = {"own_words": 400, "action": 200, "action_owner": 80, "outcome_words": 400}
_DAYS = ("said_on", "next_review")
_UNHEARD = "Say whether the child was heard, or why not."
_NO_OUTCOME = "Choose what came of the work, or that it goes on."


def day_text_of(form: Mapping[str, str], name: str) -> str:
    """The day of ``name_day``, ``name_month`` and ``name_year``; "" where all are empty."""
    parts = [form.get(f"{name}_{part}", "").strip() for part in ("year", "month", "day")]
    return "-".join(part.zfill(2) for part in parts) if any(parts) else ""


def given_words(
    form: Mapping[str, str], longest: Mapping[str, int], faults: dict[str, str]
) -> dict[str, str]:
    """The words of each field as they are kept; what can't be is added to ``faults``."""
    words = dict[str, str]()
    for name, most in longest.items():
        try:
            words[name] = words_of(form.get(name, ""), most)
        except ValueError as fault:
            faults[name] = f"This {fault}."
    return words


def given_review(form: Mapping[str, str], today: date) -> ReviewGiven:
    """The review that the form gives.

    Raises:
        GivenFaultsError: with every fault at once, of the fields and of what is missing.
    """
    faults = dict[str, str]()
    heard, outcome = form.get("words_heard", ""), form.get("outcome", "")
    words = given_words(form, _LONGEST, faults)
    days: dict[str, date | None] = dict.fromkeys(_DAYS)
    for name in _DAYS:
        try:
            days[name] = day_of(name, day_text_of(form, name))
        except GivenFaultsError as fault:
            faults |= fault.faults
    given = ReviewGiven(
        words_heard=heard,
        own_words=words.get("own_words") or None,
        said_on=days["said_on"],
        action=words.get("action", ""),
        action_owner=words.get("action_owner", ""),
        next_review=days["next_review"],
        outcome=outcome or None,
        outcome_words=words.get("outcome_words") or None,
    )
    try:
        check_review(given, today)
    except GivenFaultsError as fault:
        faults = {**fault.faults, **faults}
    if heard not in dict(HEARD):
        # What follows from the choice is not asked before it is made.
        faults = {name: rule for name, rule in faults.items() if name not in _OF_HEARD}
        faults["words_heard"] = _UNHEARD
    if outcome not in dict(OUTCOMES):
        faults["outcome"] = _NO_OUTCOME
    if faults:
        raise GivenFaultsError({name: faults[name] for name in _ORDER if name in faults})
    return given


_OF_HEARD = ("own_words", "said_on")
#: As the fields stand on the page.
_ORDER = (
    "words_heard", "own_words", "said_on", "action", "action_owner", "outcome", "outcome_words",
    "next_review",
)  # fmt: skip


def review_form(review: Mapping[str, str | None]) -> dict[str, str]:
    """What a review says, as the form's fields hold it."""
    names = ("words_heard", "outcome", *_LONGEST)
    form = {name: review[name] or "" for name in names}
    for name in _DAYS:
        year, month, day = (review[name] or "--").split("-")
        form |= {f"{name}_year": year, f"{name}_month": month.lstrip("0"),
                 f"{name}_day": day.lstrip("0")}  # fmt: skip
    return form
