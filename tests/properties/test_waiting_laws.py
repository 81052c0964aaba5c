"""What waited at a month's end is what the duties of that moment say, however it is found (M13)."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duties.due import duties
from duties.intervals import load_intervals
from records.history import History
from serving.figures.cases import Asked
from serving.figures.months import month_of, shifted
from serving.figures.waiting import charging_decisions_waiting, plans_in_date, referrals_waiting
from tests.lib.random_histories import NOW, histories
from tests.properties.test_duty_laws import matters

INTERVALS = load_intervals()
_WAITING = {
    "referral_decision": referrals_waiting,
    "charging_decision": charging_decisions_waiting,
    "plan_review": plans_in_date,
}
_AS_OF = NOW + timedelta(days=200)
_MONTHS = (shifted(month_of(NOW), -12), month_of(_AS_OF))


@pytest.mark.parametrize("kind", _WAITING)
@given(history=st.one_of(matters(), histories()))
def test_each_end_of_a_month_counts_what_stood_then(kind: str, history: History) -> None:
    asked = Asked.of(history, _AS_OF, INTERVALS, None, _MONTHS)
    stood = [
        (month, duty.about_reference, duty.since.isoformat())
        for month, _ in asked.month_ends(NOW - timedelta(days=400))
        for duty in duties(asked.known_then(month), INTERVALS)
        if duty.kind == kind and duty.done is None
    ]
    told = [(case.month, case.reference, case.about) for case in _WAITING[kind](asked)]
    assert sorted(told) == sorted(stood)
