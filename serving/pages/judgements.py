"""What stands beside the advice on a child's page: judgements, and the last review (M8, N7)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from records.words import count_words
from serving.pages.typography import bind, day_text
from serving.pages.vantage import Vantage

__all__ = ["JudgedLine", "JudgedView", "ReviewedView", "judged_view"]

_NO_REVIEW = "No review of the child is recorded in this service."
_STATES = {"standing": "stands", "waiting": "waits"}


@dataclass(frozen=True, slots=True)
class JudgedLine:
    """One judgement: its state in a word, what was said, why, and where it stands.

    Attributes:
        decided: what a supervisor said to it, or why it was ended; None if nobody did.
    """

    state: str
    words: str
    grounds: str
    decided: str | None
    reference: str


@dataclass(frozen=True, slots=True)
class ReviewedView:
    """The last review. ``own_words`` are the child's, never corrected."""

    words: str
    is_overdue: bool
    heard: str
    own_words: str | None
    said_on: str | None
    action: str
    owner: str
    views: str
    outcome: str | None
    reference: str


@dataclass(frozen=True, slots=True)
class JudgedView:
    """The part of the page, and the one line of it that stands on the first screen.

    Attributes:
        first: None where nothing stands or waits.
        none: the sentence where no judgement stands.
        no_review: the sentence where there is no review.
        judged_note, review_note: how many, as at when.
    """

    first: str | None
    lines: tuple[JudgedLine, ...]
    none: str | None
    review: ReviewedView | None
    no_review: str | None
    judged_note: str
    review_note: str


def judged_view(answer: Mapping[str, Any], vantage: Vantage) -> JudgedView | None:
    """What people said of one answer; None of an answer of before there were such parts."""
    if "judgement" not in answer:
        return None
    judged, last = answer["judgement"], answer["last_review"]
    standing, waiting = judged["standing"], judged["waiting"]
    lines = tuple(_line(one) for one in (standing, waiting, judged["last"]) if one is not None)
    return JudgedView(
        first=_first(standing, waiting),
        lines=lines,
        none=None if standing is not None else bind(judged["words"]),
        review=None if last is None else _review(last),
        no_review=_NO_REVIEW if last is None else None,
        judged_note=vantage.note(count_words(len(lines), "judgement")),
        review_note=vantage.note("1 review, the last"),
    )


def _first(standing: Mapping[str, Any] | None, waiting: Mapping[str, Any] | None) -> str | None:
    """``Judged High, beside the advice, to 1 December 2026.``"""
    if standing is not None:
        until = day_text(standing["until"])
        return bind(f"Judged {standing['band']} beside the advice, to {until}.")
    if waiting is not None:
        return bind("A judgement waits for a supervisor. It does not hold.")
    return None


def _line(one: Mapping[str, Any]) -> JudgedLine:
    decided = None
    if one["decision"] is not None:
        said = "Approved" if one["decision"]["approved"] else "Declined"
        decided = f"{said}: {one['decision']['grounds']}"
    if one["ended"] is not None:
        decided = f"Ended: {one['ended']['grounds']}"
    state = _STATES.get(one["state"], one["state"])
    return JudgedLine(state, bind(one["words"]), one["grounds"], decided, one["reference"])


def _review(last: Mapping[str, Any]) -> ReviewedView:
    outcome = last["outcome_words"]
    advised = last["advised_band"] or "no band"
    views = f"The reviewer’s own view, given first: {last['own_view']}. Advice then: {advised}."
    said_on = last["said_on"]
    return ReviewedView(
        words=bind(last["words"]),
        is_overdue=last["is_overdue"],
        heard=bind(last["words_heard_words"]),
        own_words=last["own_words"],
        said_on=None if said_on is None else bind(f"Said on {day_text(said_on)}."),
        action=last["action"],
        owner=last["action_owner"],
        views=bind(views),
        outcome=outcome,
        reference=last["reference"],
    )
