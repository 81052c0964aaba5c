"""What people said to the advice, and their last review: beside the advice, never in it (M8, N7).

Whoever looks next reads the child's own words and what is to be done. Who wrote is told by
role and team; which account it was stands in the log.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from records.calendar import instant_to_text, local_day
from records.events import Event, EventKind
from records.history import KnownHistory
from records.states import Judgement, JudgementState, Review, judgements, last_review
from records.words import day_words, moment_words

__all__ = ["judgement_values", "one_judgement_values", "review_values", "who_words"]

#: A judgement that stands no more is still shown for as long.
PAST_SHOWN = timedelta(days=365)

_SAID = {
    "agree": "agreed with {band}",
    "raise": "raised it to {band}",
    "lower": "lowered it to {band}",
}
_ASKED = "asked to lower it to {band}"
#: How a judgement stands, after who said what and when.
_STATE_WORDS = {
    JudgementState.STANDING: "It stands until the end of {until}.",
    JudgementState.WAITING: "It waits for a supervisor and does not hold.",
    JudgementState.DECLINED: "A supervisor declined it, so it never held.",
    JudgementState.ENDED: "It was ended early.",
    JudgementState.SUPERSEDED: "A later judgement took its place.",
    JudgementState.EXPIRED: "It expired at the end of {until}.",
    JudgementState.LAPSED: "Nobody decided on it by {until}, so it never held.",
}
_NONE = "No professional judgement of this advice stands."
_OPEN = frozenset({JudgementState.STANDING, JudgementState.WAITING})
_HEARD = {
    "heard": "The child was heard",
    "not_seen_alone": "The child could not be seen alone",
    "did_not_want_to_talk": "The child did not want to talk to us",
    "could_not_be_reached": "The child could not be reached",
    "missing": "The child was missing",
    "no_interpreter": "There was no interpreter",
}
_OUTCOMES = {
    "safer": "The child is safer than when the work began",
    "no_change": "Nothing has changed for the child",
    "harmed": "The child came to harm",
    "passed_on": "Another team or agency goes on with it",
    "moved_away": "The child moved away",
    "turned_18": "The young person turned 18",
}


def judgement_values(known: KnownHistory) -> dict[str, Any]:
    """The answer's ``judgement``: the one that stands, the one that waits, the last that
    stands no more. The advice is what it is beside each of them."""
    every = judgements(known)
    by_state = {one.state: one for one in reversed(every)}
    past = next((one for one in every if one.state not in _OPEN), None)
    if past is not None and known.as_of - past.made.occurred > PAST_SHOWN:
        past = None
    standing = by_state.get(JudgementState.STANDING)
    return {
        "words": _NONE if standing is None else _words(standing),
        "standing": _or_none(standing),
        "waiting": _or_none(by_state.get(JudgementState.WAITING)),
        "last": _or_none(past),
    }


def _or_none(one: Judgement | None) -> dict[str, Any] | None:
    return None if one is None else one_judgement_values(one)


def one_judgement_values(one: Judgement) -> dict[str, Any]:
    """One judgement, with who decided on it or ended it."""
    made = one.made
    return {
        "reference": one.reference,
        "kind": one.kind,
        "band": one.band,
        "advised_band": made.details.get("advised_band"),
        "state": one.state.value,
        **_written(made),
        "until": one.until.isoformat(),
        "decision": None
        if one.decision is None
        else {
            "approved": one.decision.kind is EventKind.JUDGEMENT_APPROVED,
            **_written(one.decision),
        },
        "ended": None if one.ended is None else _written(one.ended),
        "words": _words(one),
    }


def _written(event: Event) -> dict[str, Any]:
    return {
        "at": instant_to_text(event.occurred),
        "by_role": event.details.get("by_role"),
        "by_team": event.details.get("by_team"),
        "grounds": event.details["grounds"],
    }


def _words(one: Judgement) -> str:
    """``Supervisor of City North raised it to High on 3 November 2026. It stands until ...``"""
    said = _SAID[one.kind] if one.held_since is not None else _ASKED
    on = day_words(local_day(one.made.occurred))
    who = who_words(one.made)
    state = _STATE_WORDS[one.state].format(until=day_words(one.until))
    return f"{who} {said.format(band=one.band)} on {on}. {state}"


def who_words(event: Event) -> str:
    """Whoever wrote the entry, by role and team."""
    role = event.details.get("by_role") or "Somebody whose role is not recorded"
    team = event.details.get("by_team")
    return f"{role} of {team}" if team else str(role)


def review_values(known: KnownHistory) -> dict[str, Any] | None:
    """The answer's ``last_review``: what the child said, what is to be done by whom; None if
    no review is recorded here."""
    review = last_review(known)
    return None if review is None else _review(review, local_day(known.as_of))


def _review(review: Review, day: date) -> dict[str, Any]:
    due, said_on = review.next_review, review.detail("said_on")
    heard, outcome = review.detail("words_heard"), review.detail("outcome")
    held = day_words(local_day(review.held))
    words = f"{who_words(review.said)} reviewed the child on {held}. "
    if review.said.replaces is not None:
        # Whoever corrected it need not be who held it.
        at, by = moment_words(review.said.recorded), who_words(review.said)
        words = f"The child was reviewed on {held}. {by} corrected the review at {at}. "
    if outcome is not None:
        words += f"The work ended: {_OUTCOMES[outcome][0].lower()}{_OUTCOMES[outcome][1:]}."
    elif due is None:
        words += "No day is recorded for the next review."
    else:
        words += f"The next review is due by {day_words(due)}."
    return {
        "reference": review.reference,
        "entry": review.said.entry,
        "at": instant_to_text(review.held),
        "by_role": review.detail("by_role"),
        "by_team": review.detail("by_team"),
        "own_view": review.detail("own_view"),
        "advised_band": review.detail("advised_band"),
        "words_heard": heard,
        "words_heard_words": f"{_HEARD[heard]}.",
        "own_words": review.detail("own_words"),
        "said_on": None if said_on is None else said_on.isoformat(),
        "action": review.detail("action"),
        "action_owner": review.detail("action_owner"),
        "next_review": None if due is None else due.isoformat(),
        "is_overdue": due is not None and due < day,
        "outcome": outcome,
        "outcome_words": review.detail("outcome_words"),
        "words": words,
    }
