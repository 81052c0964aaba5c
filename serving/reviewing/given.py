"""What people give to be written down about a child, checked with every fault at once (M8, N7)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from serving.reviewing.limits import LIMITS

__all__ = ["GivenFaultsError", "JudgementGiven", "ReviewGiven", "check_judgement", "check_review"]

_HEARD = "heard"


class GivenFaultsError(Exception):
    """What was given can't be written down as it is. Nothing was.

    Attributes:
        faults: field -> what to do; none repeats a value.
    """

    def __init__(self, faults: Mapping[str, str]) -> None:
        super().__init__("Put right what is named, then send it again. Nothing was written down.")
        self.faults = dict(faults)


@dataclass(frozen=True, slots=True)
class ReviewGiven:
    """A review as its reviewer gives it, but for the own view, which came before.

    Attributes:
        words_heard: ``heard``, or why there are no words of the child's own.
        own_words: as the child said it; ``said_on`` when.
        next_review: None with an outcome, at the end of the work.
    """

    words_heard: str
    own_words: str | None
    said_on: date | None
    action: str
    action_owner: str
    next_review: date | None
    outcome: str | None
    outcome_words: str | None

    def details(self) -> dict[str, Any]:
        """The columns of the entry; what is empty is absent."""
        named = (
            "words_heard", "own_words", "said_on", "action", "action_owner", "next_review",
            "outcome", "outcome_words",
        )  # fmt: skip
        return {name: value for name in named if (value := getattr(self, name)) is not None}


def check_review(given: ReviewGiven, today: date) -> None:
    """Refuse a review without the child's own words or why there are none, an action, an
    owner, and either the day of the next review or an outcome in words.

    Raises:
        GivenFaultsError: with every fault.
    """
    faults = dict[str, str]()
    if given.words_heard == _HEARD:
        if not given.own_words:
            faults["own_words"] = "Write what the child said, in the child’s own words."
        if given.said_on is None:
            faults["said_on"] = "Say on which day the child said it."
    else:
        if given.own_words:
            faults["own_words"] = "Leave the words out, or say that the child was heard."
        if given.said_on is not None:
            faults["said_on"] = "Leave the day out, or say that the child was heard."
    if given.said_on is not None and not today - LIMITS.said_back <= given.said_on <= today:
        faults.setdefault("said_on", "Give a day within the past year.")
    if not given.action:
        faults["action"] = "Say what is to be done next."
    if not given.action_owner:
        faults["action_owner"] = "Say who does it."
    faults |= _next_or_outcome(given, today)
    if faults:
        raise GivenFaultsError(faults)


def _next_or_outcome(given: ReviewGiven, today: date) -> dict[str, str]:
    last = LIMITS.last_review_day(today)
    if given.outcome is not None:
        faults = dict[str, str]()
        if not given.outcome_words:
            faults["outcome_words"] = "Say in words what came of the work."
        if given.next_review is not None:
            faults["next_review"] = "Leave the next review out: the work ends with an outcome."
        return faults
    if given.outcome_words:
        return {"outcome": "Say which outcome the words are about."}
    if given.next_review is None or not today < given.next_review <= last:
        days = LIMITS.next_review.days
        return {"next_review": f"Give the day of the next review, within {days} days."}
    return {}


@dataclass(frozen=True, slots=True)
class JudgementGiven:
    """What somebody says to the advice: ``agree``, ``raise`` or ``lower``."""

    judgement: str
    band: str
    grounds: str
    until: date

    def details(self) -> dict[str, Any]:
        """The columns of the entry."""
        return {
            "judgement": self.judgement,
            "judged_band": self.band,
            "grounds": self.grounds,
            "judged_until": self.until,
        }


def check_judgement(
    given: JudgementGiven, advised: str | None, labels: Sequence[str], today: date
) -> None:
    """Refuse a judgement that is none of the advice as it is now, without grounds, or too long.

    Args:
        advised: the band advised now. Without one there is nothing to agree with or to
            lower; raising above nothing is always possible.
        labels: the policy's bands, the lowest first.

    Raises:
        GivenFaultsError: with every fault.
    """
    faults = dict[str, str]()
    said = f"The advice is now {advised}." if advised else "No band is advised now."
    rank = -1 if advised is None else labels.index(advised)
    judged = labels.index(given.band)
    fits = {"agree": judged == rank, "raise": judged > rank, "lower": judged < rank}
    if not fits[given.judgement]:
        faults["band"] = f"{said} {_BANDS[given.judgement]}"
    if not given.grounds:
        faults["grounds"] = "Say in words why."
    if not today <= given.until <= LIMITS.last_judged_day(today):
        days = LIMITS.judgement.days
        faults["until"] = f"Give a last day from today on, at most {days} days away."
    if faults:
        raise GivenFaultsError(faults)


_BANDS = {
    "agree": "To agree, give the same band.",
    "raise": "To raise it, give a higher band.",
    "lower": "To lower it, give a lower band.",
}
