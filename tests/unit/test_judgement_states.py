"""Which judgement holds: a table that is total, and histories read by it (N7)."""

from __future__ import annotations

from collections import Counter
from datetime import date
from itertools import product
from typing import Any

from hypothesis import given

from records.events import Event, EventKind
from records.history import History, known_at
from records.states import JudgementState, judgements, reviews, standing_judgement
from records.states.judgements import STATES, JudgementFacts, judgement_state
from tests.lib.histories import a_history, an_entry, at
from tests.lib.random_histories import NOW, histories

_ALL = tuple(
    JudgementFacts(lowers, decided, is_ended, is_superseded, is_past)
    for lowers, decided, is_ended, is_superseded, is_past in product(
        (False, True), (None, False, True), (False, True), (False, True), (False, True)
    )
)


def test_every_judgement_has_one_state_and_every_state_is_reached() -> None:
    states = Counter(judgement_state(facts) for facts in _ALL)
    assert sum(states.values()) == 48
    assert set(states) == set(JudgementState)
    assert {state for state, _ in STATES} == set(JudgementState)


def test_nothing_that_lowers_stands_without_a_supervisor() -> None:
    """N7: lowering needs a supervisor."""
    for facts in _ALL:
        state = judgement_state(facts)
        if facts.lowers and facts.decided is not True:
            assert state is not JudgementState.STANDING
            assert state is not JudgementState.EXPIRED
        if facts.decided is False or facts.is_ended or facts.is_superseded or facts.is_past:
            assert state not in (JudgementState.STANDING, JudgementState.WAITING)
        if not facts.lowers:
            assert state not in (JudgementState.WAITING, JudgementState.LAPSED)


def _made(when: str, judgement: str, reference: str, until: str = "2026-11-30") -> Event:
    band = {"agree": "Medium", "raise": "High", "lower": "Low"}[judgement]
    said: dict[str, Any] = {"judgement": judgement, "judged_band": band, "grounds": "Seen."}
    said["judged_until"] = date.fromisoformat(until)
    return an_entry(EventKind.JUDGEMENT_MADE, when, reference, **said)


def _then(kind: EventKind, when: str, reference: str) -> Event:
    return an_entry(kind, when, reference, grounds="Seen.")


def _states(history: History, when: str) -> dict[str, str]:
    return {one.reference: one.state.value for one in judgements(known_at(history, at(when)))}


def test_a_lowering_that_waits_takes_no_raise_away() -> None:
    raised, asked = _made("2026-11-01", "raise", "J-1"), _made("2026-11-02", "lower", "J-2")
    history = a_history(raised, asked)
    assert _states(history, "2026-11-03") == {"J-1": "standing", "J-2": "waiting"}
    approved = _then(EventKind.JUDGEMENT_APPROVED, "2026-11-03", "J-2")
    history = a_history(raised, asked, approved)
    assert _states(history, "2026-11-04") == {"J-1": "superseded", "J-2": "standing"}


def test_a_raise_takes_the_place_of_a_lowering_that_waits_even_if_approved_after() -> None:
    asked, raised = _made("2026-11-01", "lower", "J-1"), _made("2026-11-02", "raise", "J-2")
    late = _then(EventKind.JUDGEMENT_APPROVED, "2026-11-03", "J-1")
    assert _states(a_history(asked, raised, late), "2026-11-04") == {
        "J-1": "superseded",
        "J-2": "standing",
    }


def test_the_first_decision_counts() -> None:
    asked = _made("2026-11-01", "lower", "J-1")
    no = _then(EventKind.JUDGEMENT_DECLINED, "2026-11-02", "J-1")
    yes = _then(EventKind.JUDGEMENT_APPROVED, "2026-11-03", "J-1")
    assert _states(a_history(asked, no, yes), "2026-11-04") == {"J-1": "declined"}


def test_a_judgement_stands_through_its_last_day_on_the_forces_calendar() -> None:
    history = a_history(_made("2026-07-01", "raise", "J-1", until="2026-07-10"))
    # In summer the local day ends an hour before midnight in UTC.
    assert _states(history, "2026-07-10 22:59") == {"J-1": "standing"}
    assert _states(history, "2026-07-10 23:00") == {"J-1": "expired"}
    asked = a_history(_made("2026-07-01", "lower", "J-1", until="2026-07-10"))
    assert _states(asked, "2026-07-11") == {"J-1": "lapsed"}


def test_a_corrected_review_stands_where_it_was_held() -> None:
    first = an_entry(EventKind.CHILD_REVIEWED, "2026-11-01", "CR-1", action="Ring.")
    corrected = an_entry(
        EventKind.CHILD_REVIEWED, "2026-11-01", "CR-1", recorded="2026-11-02",
        replaces=first.entry, action="See.",
    )  # fmt: skip
    (before,) = reviews(known_at(a_history(first, corrected), at("2026-11-01 12:00")))
    (after,) = reviews(known_at(a_history(first, corrected), at("2026-11-03")))
    assert (before.detail("action"), after.detail("action")) == ("Ring.", "See.")
    assert before.held == after.held


@given(histories(most=30))
def test_of_any_history_one_judgement_at_most_stands_and_one_waits(history: History) -> None:
    found = judgements(known_at(history, NOW))
    states = Counter(one.state for one in found)
    assert states[JudgementState.STANDING] <= 1
    assert states[JudgementState.WAITING] <= 1
    standing = standing_judgement(known_at(history, NOW))
    assert standing is None or standing.held_since is not None
