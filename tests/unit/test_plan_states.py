"""The tables of plans and abduction notices: total, and what they must never allow (M3, S2, S3)."""

from __future__ import annotations

from itertools import product

import pytest

from serving.pages.typography import GENTLE_WORDS
from serving.planning.gentle_words import count_listed, gentle_notes
from serving.planning.notice_states import NOTICE_MOVES, NoticeAct, NoticeState
from serving.planning.states import (
    MOVES,
    STANDINGS,
    ActRefusedError,
    CopyState,
    PlanAct,
    PlanState,
    Standing,
    after,
)


def test_the_table_of_plans_says_of_every_act_in_every_state_what_becomes_of_it() -> None:
    assert set(MOVES) == set(product(STANDINGS, PlanAct))
    for move in MOVES.values():
        assert move in STANDINGS or (isinstance(move, str) and move.endswith("."))


def test_every_standing_but_the_first_can_be_reached_from_it() -> None:
    reached = {Standing(PlanState.NOT_BEGUN)}
    passing = {PlanState.LIVE: PlanState.REVIEW_OVERDUE}  # the day of review goes by
    while True:
        found = {move for (standing, _), move in MOVES.items()
                 if standing in reached and isinstance(move, Standing)}  # fmt: skip
        found |= {Standing(passing[s.plan], s.copy) for s in reached if s.plan in passing}
        if found <= reached:
            break
        reached |= found
    from_elsewhere = {
        # What only its own system brings: a draft without a copy here; an end beside one.
        Standing(PlanState.DRAFT),
        Standing(PlanState.ENDED, CopyState.OPEN),
        Standing(PlanState.ENDED, CopyState.WAITING),
    }
    assert set(STANDINGS) - reached == from_elsewhere


def test_only_approval_makes_a_draft_live_and_nothing_but_the_end_takes_a_live_plan_away() -> None:
    live = {PlanState.LIVE, PlanState.REVIEW_OVERDUE}
    for (standing, act), move in MOVES.items():
        if not isinstance(move, Standing):
            continue
        if move.plan is PlanState.LIVE and standing.plan not in live:
            assert (act, standing.copy) == (PlanAct.APPROVE, CopyState.WAITING)
        if standing.plan in live and move.plan not in live:
            assert act is PlanAct.END


def test_an_ended_plan_stays_ended_and_what_waits_is_not_written_over() -> None:
    for act in PlanAct:
        with pytest.raises(ActRefusedError):
            after(Standing(PlanState.ENDED), act)
        for plan in (PlanState.DRAFT, PlanState.LIVE, PlanState.REVIEW_OVERDUE):
            move = MOVES[Standing(plan, CopyState.WAITING), PlanAct.SAVE]
            assert isinstance(move, str)


def test_the_table_of_notices_is_total_and_a_withdrawn_one_stays_withdrawn() -> None:
    assert set(NOTICE_MOVES) == set(product(NoticeState, NoticeAct))
    for act in NoticeAct:
        assert isinstance(NOTICE_MOVES[NoticeState.WITHDRAWN, act], str)
    to_force = [key for key, move in NOTICE_MOVES.items() if move is NoticeState.IN_FORCE]
    assert {key[1] for key in to_force} == {NoticeAct.SERVE, NoticeAct.CORRECT}


@pytest.mark.parametrize("word", GENTLE_WORDS)
def test_each_listed_word_is_noted_once_however_it_is_written(word: str) -> None:
    text = f"Said: {word.upper()}, and {word} again."
    assert gentle_notes(text) == (f"'{word}' {GENTLE_WORDS[word]}",)
    assert count_listed(text) == 2


def test_a_listed_word_inside_another_word_is_not_noted() -> None:
    assert gentle_notes("The perpetual lifestyles of runaways") == ()
