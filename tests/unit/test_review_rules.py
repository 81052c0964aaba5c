"""What a review must hold and how long a judgement may stand, as rules (M8, N7)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from records.events import EventKind
from records.formats.child_reviews import CHILD_REVIEWS
from records.formats.declaration import ExtractFormat
from serving.reviewing.entry_words import ENTRY_WORDS
from serving.reviewing.given import (
    GivenFaultsError,
    JudgementGiven,
    ReviewGiven,
    check_judgement,
    check_review,
)
from serving.reviewing.limits import LIMITS
from serving.reviewing.own_views import OwnView, read_view, sign_view
from tests.lib.histories import at
from training.questions.outcomes import MAIN

_TODAY = date(2026, 11, 21)
_LABELS = ("Low", "Medium", "High")
_REVIEW = ReviewGiven(
    words_heard="heard",
    own_words="I want to ring my nan.",
    said_on=_TODAY,
    action="See her at school.",
    action_owner="PC Morgan Example",
    next_review=_TODAY + timedelta(days=14),
    outcome=None,
    outcome_words=None,
)
_ENDS = {"outcome": "safer", "outcome_words": "With her aunt.", "next_review": None}


@pytest.mark.parametrize(
    ("changes", "fields"),
    [
        ({}, set()),
        (_ENDS, set()),
        ({"words_heard": "missing", "own_words": None, "said_on": None}, set()),
        ({"next_review": _TODAY + LIMITS.next_review}, set()),
        ({"own_words": None}, {"own_words"}),
        ({"said_on": None}, {"said_on"}),
        ({"own_words": None, "said_on": None}, {"own_words", "said_on"}),
        ({"said_on": _TODAY + timedelta(days=1)}, {"said_on"}),
        ({"said_on": _TODAY - timedelta(days=367)}, {"said_on"}),
        ({"words_heard": "missing"}, {"own_words", "said_on"}),
        ({"action": "", "action_owner": ""}, {"action", "action_owner"}),
        ({"next_review": None}, {"next_review"}),
        ({"next_review": _TODAY}, {"next_review"}),
        ({"next_review": _TODAY + LIMITS.next_review + timedelta(days=1)}, {"next_review"}),
        ({**_ENDS, "outcome_words": None}, {"outcome_words"}),
        ({**_ENDS, "next_review": _TODAY + timedelta(days=7)}, {"next_review"}),
        ({"outcome_words": "With her aunt."}, {"outcome"}),
    ],
)
def test_a_review_lacks_nothing_that_the_next_officer_needs(
    changes: dict[str, Any], fields: set[str]
) -> None:
    """M8: the child's words or why there are none, action, owner, next date or outcome."""
    assert _faults(check_review, replace(_REVIEW, **changes), _TODAY) == fields


@pytest.mark.parametrize(
    ("judgement", "band", "advised", "fields"),
    [
        ("agree", "Medium", "Medium", set()),
        ("raise", "High", "Medium", set()),
        ("raise", "Low", None, set()),
        ("lower", "Low", "Medium", set()),
        ("agree", "High", "Medium", {"band"}),
        ("agree", "Low", None, {"band"}),
        ("raise", "Medium", "Medium", {"band"}),
        ("raise", "Low", "Medium", {"band"}),
        ("lower", "Medium", "Medium", {"band"}),
        ("lower", "High", "Medium", {"band"}),
        ("lower", "Low", None, {"band"}),
    ],
)
def test_a_judgement_is_of_the_advice_as_it_is_now(
    judgement: str, band: str, advised: str | None, fields: set[str]
) -> None:
    given = JudgementGiven(judgement, band, "Seen with him twice.", _TODAY)
    assert _faults(check_judgement, given, advised, _LABELS, _TODAY) == fields


@pytest.mark.parametrize(
    ("days", "grounds", "fields"),
    [
        (0, "Seen.", set()),
        (28, "Seen.", set()),
        (29, "Seen.", {"until"}),
        (-1, "Seen.", {"until"}),
        (7, "", {"grounds"}),
    ],
)
def test_a_judgement_stands_28_days_at_most_and_never_without_grounds(
    days: int, grounds: str, fields: set[str]
) -> None:
    given = JudgementGiven("raise", "High", grounds, _TODAY + timedelta(days=days))
    assert _faults(check_judgement, given, "Medium", _LABELS, _TODAY) == fields


def test_an_own_view_is_good_for_its_officer_and_two_hours_alone() -> None:
    """N7: the view came before the advice, and is nobody else's."""
    secret, now = b"secret", at("2026-11-21 10:00")
    view = OwnView("E-1", "neighbourhood", "C-1", "Low", "High", now)
    word = sign_view(secret, view)
    assert read_view(secret, word, "neighbourhood", now + LIMITS.view) == view
    late = now + LIMITS.view + timedelta(seconds=1)
    for other in (
        (b"other", word, "neighbourhood", now),
        (secret, word, "supervisor", now),
        (secret, word, "neighbourhood", late),
        (secret, word[:-2] + "AA", "neighbourhood", now),
        (secret, "", "neighbourhood", now),
    ):
        with pytest.raises(GivenFaultsError) as refused:
            read_view(*other)
        assert set(refused.value.faults) == {"view"}


def test_every_kind_of_entry_is_called_something_where_new_ones_are_counted() -> None:
    assert set(ENTRY_WORDS) == set(EventKind)
    assert all(one and several and one != "" for one, several in ENTRY_WORDS.values())


def test_harm_is_looked_for_as_long_as_the_scorecard_predicts_it() -> None:
    assert MAIN.horizon == LIMITS.horizon


def test_no_entry_that_is_written_down_here_could_hold_a_police_grade() -> None:
    """N7: advice, never a grade; the grade is a column of the missing report alone."""
    assert _grades(CHILD_REVIEWS) == []


def _grades(format_: ExtractFormat) -> list[str]:
    return [column.name for column in format_.columns if "grade" in column.name]


def _faults(check: Any, *given: Any) -> set[str]:
    try:
        check(*given)
    except GivenFaultsError as refused:
        return set(refused.faults)
    return set()
