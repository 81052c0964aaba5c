"""The table of what may be done with a missing report is total, and refuses in words (M5)."""

from __future__ import annotations

import itertools

import pytest

from records.formats.missing_persons import MISSING_PERSONS
from serving.access.kinds import KINDS
from serving.access.permissions import Permission
from serving.missing.acts import ACTS, ALLOWED, Act, ActRefusedError, check_allowed
from serving.missing.columns_in_words import COLUMN_WORDS, choice_words, choices_of
from serving.missing.form_fields import FORMS
from serving.missing.reports import ReportState

_STATES = (ReportState.OPEN, ReportState.FOUND, ReportState.SUPERSEDED, ReportState.WITHDRAWN)
#: Worked out by hand: act -> may it be done while open, found, superseded.
_BY_HAND = {
    Act.UPDATE: "yyy",
    Act.FOUND: "yny",
    Act.PREVENTION_INTERVIEW: "nyy",
    Act.RETURN_OFFER: "nyy",
    Act.RETURN_INTERVIEW: "nyy",
    Act.REVIEW: "ynn",
    Act.MEETING: "yyy",
    Act.WITHDRAW: "yyy",
}


def test_every_act_has_its_row_in_every_state() -> None:
    assert set(ALLOWED) == set(itertools.product(Act, ReportState))
    assert set(ACTS) == set(FORMS) == set(Act)
    assert set(_STATES) == set(ReportState)


@pytest.mark.parametrize("act", Act)
def test_each_act_may_be_done_in_exactly_these_states(act: Act) -> None:
    allowed = "".join("y" if ALLOWED[act, state] is None else "n" for state in _STATES)
    assert allowed == _BY_HAND[act] + "n", "nothing is added to what was taken back"


@pytest.mark.parametrize(("act", "state"), [key for key, words in ALLOWED.items() if words])
def test_a_refusal_says_what_to_do(act: Act, state: ReportState) -> None:
    with pytest.raises(ActRefusedError) as refused:
        check_allowed(act, state)
    assert str(refused.value).count(".") >= 2


@pytest.mark.parametrize("state", ReportState)
def test_what_stands_can_be_corrected_until_the_report_is_taken_back(state: ReportState) -> None:
    if state is ReportState.WITHDRAWN:
        with pytest.raises(ActRefusedError):
            check_allowed(Act.REVIEW, state, corrects=True)
    else:
        check_allowed(Act.REVIEW, state, corrects=True)


def test_a_review_alone_needs_a_supervisor_and_every_act_is_a_kind_of_the_log() -> None:
    assert [act for act, rule in ACTS.items() if rule.needs is Permission.MISSING_REVIEW] == [
        Act.REVIEW
    ]
    assert {rule.logged for rule in ACTS.values()} <= set(KINDS)


def test_no_form_has_a_police_grade_and_every_column_is_worded() -> None:
    """N7"""
    names = {field.name for fields in FORMS.values() for field in fields}
    assert "police_grade" not in names
    own = {column.name for column in MISSING_PERSONS.own}
    assert set(COLUMN_WORDS) == own
    for field in (one for fields in FORMS.values() for one in fields if one.kind == "choice"):
        assert [value for value, _ in field.choices] == list(choices_of(field.name))
        assert all(choice_words(value) == words for value, words in field.choices)
