"""What counts as the outcome, at the edges of its window."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import numpy as np
import pytest

from features.table import micros
from records.events import EventKind
from records.history import History, Moved
from records.sources import SourceSystem
from tests.lib.histories import a_history, an_entry, at, missing, withdrawal
from training.questions.labels import entries_of, label
from training.questions.outcomes import AGAIN, MAIN, Outcome

AS_OF = at("2026-03-01 12:00")
END = AS_OF + MAIN.horizon
MICROSECOND = timedelta(microseconds=1)


def harmed(history: History, as_of: datetime = AS_OF, outcome: Outcome = MAIN) -> bool:
    """The outcome of one question."""
    moments = np.array([micros(as_of)], dtype=np.int64)
    horizon = outcome.horizon // MICROSECOND
    return bool(label(entries_of(history, outcome), moments, horizon)[0])


@pytest.mark.parametrize(
    ("occurred", "expected"),
    [
        (AS_OF - MICROSECOND, False),
        (AS_OF, True),
        (END - MICROSECOND, True),
        (END, False),
    ],
)
def test_the_window_holds_its_start_and_not_its_end(occurred: datetime, expected: bool) -> None:
    history = a_history(
        an_entry(
            EventKind.RETURN_INTERVIEW, occurred, interview="done", disclosure="sexual_exploitation"
        )
    )
    assert harmed(history) is expected


@pytest.mark.parametrize(("late", "expected"), [(-MICROSECOND, True), (timedelta(0), False)])
def test_harm_must_be_recorded_within_the_window_too(late: timedelta, expected: bool) -> None:
    event = an_entry(
        EventKind.MISSING_FOUND,
        AS_OF + timedelta(days=3),
        how_ended="returned",
        harm_found="sexual",
    )
    assert harmed(a_history(replace(event, recorded=END + late))) is expected


def test_what_is_written_down_in_this_service_is_no_outcome() -> None:
    review = an_entry(
        EventKind.CHILD_REVIEWED,
        AS_OF + timedelta(days=3),
        own_view="High",
        words_heard="heard",
        action="Ring the school.",
        action_owner="PC Example",
        outcome="harmed",
    )
    assert not harmed(a_history(review))


def test_harm_before_the_question_that_is_told_later_is_not_this_outcome() -> None:
    event = an_entry(
        EventKind.MISSING_FOUND,
        AS_OF - timedelta(days=3),
        how_ended="returned",
        harm_found="sexual",
    )
    assert not harmed(a_history(replace(event, recorded=AS_OF + timedelta(days=1))))


@pytest.mark.parametrize(
    ("kind", "details", "expected"),
    [
        (EventKind.MISSING_FOUND, {"disclosure": "sexual_harm"}, True),
        (EventKind.RETURN_INTERVIEW, {"disclosure": "sexual_exploitation"}, True),
        (EventKind.MISSING_FOUND, {"disclosure": "nothing_told"}, False),
        (EventKind.MISSING_FOUND, {"disclosure": "given_money_or_gifts"}, False),
        (EventKind.MISSING_FOUND, {"harm_found": "sexual"}, True),
        (EventKind.MISSING_FOUND, {"harm_found": "physical"}, False),
        (EventKind.CUSTODY_DISCLOSURE, {"disclosure": "sexual_harm"}, True),
        (EventKind.CRIME_VICTIM, {"offence": "child_sexual_exploitation"}, True),
        (EventKind.CRIME_VICTIM, {"offence": "sexual_offence", "cse_flag": True}, True),
        (EventKind.CRIME_VICTIM, {"offence": "sexual_offence", "cse_flag": False}, False),
        # What a child is suspected of is never harm done to it.
        (EventKind.CRIME_SUSPECT, {"offence": "child_sexual_exploitation"}, False),
        (EventKind.NATIONAL_REFERRAL, {"exploitation": "sexual"}, True),
        (EventKind.NATIONAL_REFERRAL, {"exploitation": "criminal"}, False),
        (EventKind.PANEL_DECISION, {"panel_level": "high"}, True),
        (EventKind.PANEL_DECISION, {"panel_level": "medium"}, False),
    ],
)
def test_each_row_of_the_outcome(
    kind: EventKind, details: dict[str, str | bool], expected: bool
) -> None:
    event = an_entry(kind, AS_OF + timedelta(days=1), **details)
    assert harmed(a_history(event)) is expected


def test_harm_withdrawn_within_the_window_does_not_count_and_later_it_does() -> None:
    report = missing("2026-03-10", "2026-03-11", harm_found="sexual")
    assert not harmed(a_history(report, withdrawal(report[1], "2026-05-01")))
    assert harmed(a_history(report, withdrawal(report[1], "2026-07-01")))


def test_harm_moved_to_another_child_within_the_window_does_not_count() -> None:
    report = missing("2026-03-10", "2026-03-11", harm_found="sexual")
    moved = Moved(SourceSystem.MISSING_PERSONS, report[1].entry, at("2026-04-01"))
    assert not harmed(a_history(report, moved=[moved]))


def test_a_correction_that_adds_harm_counts_from_itself() -> None:
    report = missing("2026-03-10", "2026-03-11")
    corrected = an_entry(
        EventKind.MISSING_FOUND,
        "2026-03-11",
        report[0].reference,
        recorded="2026-04-01",
        replaces=report[1].entry,
        how_ended="returned",
        harm_found="sexual",
    )
    assert harmed(a_history(report, corrected))


def test_a_child_without_harm_has_no_outcome_at_any_question() -> None:
    moments = np.arange(5, dtype=np.int64)
    assert not label(entries_of(a_history(), MAIN), moments, 10).any()


def test_missing_again_is_another_episode_reported_within_28_days() -> None:
    first = missing("2026-02-20 22:00", recorded="2026-02-21 01:30")
    asked = at("2026-02-21 01:30") + MICROSECOND
    assert not harmed(a_history(first), asked, AGAIN)
    second = missing("2026-03-12 20:00", reference="MP-2", recorded="2026-03-12 22:00")
    assert harmed(a_history(first, second), asked, AGAIN)
    late = missing("2026-03-22 20:00", reference="MP-2", recorded="2026-03-22 22:00")
    assert not harmed(a_history(first, late), asked, AGAIN)


def test_the_same_episode_entered_again_later_is_not_missing_again() -> None:
    first = missing("2026-02-20 22:00", reference="MP-1", recorded="2026-02-21 01:30")
    twice = missing("2026-02-20 22:10", reference="MP-2", recorded="2026-02-22 01:30")
    assert not harmed(a_history(first, twice), at("2026-02-21 01:30") + MICROSECOND, AGAIN)


def test_harm_is_not_missing_again() -> None:
    told = an_entry(
        EventKind.RETURN_INTERVIEW, AS_OF, interview="done", disclosure="sexual_exploitation"
    )
    assert harmed(a_history(told))
    assert not harmed(a_history(told), outcome=AGAIN)
