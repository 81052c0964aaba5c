"""What people write down in this service changes nothing that the advice rests on (N7)."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from features.many_children import measure_many, pack
from features.one_child import measure_child
from features.table import micros
from records.events import Event, EventKind
from records.formats import FORMATS
from records.history import History, known_at
from records.persons import PersonRecord, RecordId
from records.sources import EXTRACTED, SourceSystem
from records.states import is_exploitation_harm
from tests.lib.histories import an_entry
from tests.lib.random_histories import NOW, histories, moments
from training.questions.cohort import observe

REVIEWS = SourceSystem.CHILD_REVIEWS
#: Kinds that no feature reads: all of S14, and what only says that something is to come.
UNREAD = (
    *FORMATS[REVIEWS].entries,
    EventKind.RETURN_INTERVIEW_OFFERED,
    EventKind.CONFERENCE_CALLED,
)
#: All that a feature might be tempted to read.
SAID = {
    EventKind.CHILD_REVIEWED: {"own_view": "High", "advised_band": "Low", "outcome": "harmed"},
    EventKind.JUDGEMENT_MADE: {"judgement": "raise", "judged_band": "High"},
    EventKind.RETURN_INTERVIEW_OFFERED: {"interview": "done", "disclosure": "sexual_exploitation"},
    EventKind.CONFERENCE_CALLED: {"conference_on": NOW.date(), "police_attended": False},
}


@st.composite
def unread(draw: st.DrawFn) -> list[Event]:
    """Entries that no feature reads, under references that others of the history have too."""
    kinds = draw(st.lists(st.sampled_from(UNREAD), min_size=1, max_size=6))
    found = []
    for number, kind in enumerate(kinds):
        occurred, reference = draw(moments()), f"R-{draw(st.integers(0, 2))}"
        found.append(an_entry(kind, occurred, reference, entry=f"U-{number}", **SAID.get(kind, {})))
    return found


def compiled(history: History, as_of: datetime) -> dict[str, object]:
    moment = np.array([micros(as_of)], dtype=np.int64)
    return dict(measure_many(pack([history]), np.zeros(1, dtype=np.int64), moment).row(0))


@settings(max_examples=60)
@given(histories(most=15), unread(), moments())
def test_reviews_judgements_offers_and_calls_change_no_feature(
    history: History, more: list[Event], as_of: datetime
) -> None:
    fuller = replace(
        history,
        events=(*history.events, *more),
        connected=history.connected | {REVIEWS},
    )
    assert measure_child(known_at(fuller, as_of)) == measure_child(known_at(history, as_of))
    assert compiled(fuller, as_of) == compiled(history, as_of)


@settings(max_examples=40)
@given(histories(most=10), unread(), moments())
def test_a_review_asks_no_question_is_no_outcome_and_says_nothing_of_who_the_child_is(
    history: History, more: list[Event], recorded: datetime
) -> None:
    here = [event for event in more if event.source is REVIEWS]
    written = PersonRecord(
        RecordId(REVIEWS, "P-1"), recorded, "Other", "Name", date_of_birth=NOW.date()
    )
    fuller = replace(
        history,
        persons=(*history.persons, written),
        events=(*history.events, *here),
    )
    assert repr(observe(fuller)) == repr(observe(history))  # arrays have no plain equality
    assert fuller.persons == history.persons
    assert known_at(fuller, NOW).birth_date == known_at(history, NOW).birth_date
    assert not any(map(is_exploitation_harm, here))


def test_the_systems_of_the_force_are_all_but_that_of_this_service() -> None:
    assert {*SourceSystem} - {*EXTRACTED} == {REVIEWS}
    assert [system.value for system in EXTRACTED] == [f"S{n}" for n in range(1, 14)]
