"""The true probabilities: when they are asked for, and what they may rest on (N5)."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from functools import cache

import pyarrow.parquet as pq

from records.events import EventKind
from records.sources import SourceSystem
from synthetic_data.minutes import DAY, YEAR, minute_of_day, moment
from synthetic_data.parameters import load_parameters
from synthetic_data.prospects import prospects_of, questions_of
from synthetic_data.prospects.questions import month_starts
from synthetic_data.recording.drafts import Draft, PersonView
from synthetic_data.world.neighbourhoods import World, make_world
from synthetic_data.world.population import Span
from synthetic_data.world.truth import EXPLOITED, GROOMED, NONE, Life, StateSpan
from tests.lib.forces import force_at

SPAN = Span.ending(date(2026, 11, 22), 3, 365)
SOON = SPAN.taken - 200 * DAY


@cache
def world() -> World:
    return make_world(0, 12_000, 5, SPAN, load_parameters())


def missing_girl() -> Life:
    """A teenager at home with several absences, some before and some after the question."""
    return next(
        life
        for life in world().lives
        if life.child.sex == "female"
        and any(episode.start < SOON for episode in life.episodes)
        and any(episode.start > SOON + DAY for episode in life.episodes)
        and not life.plans
        and date(2009, 11, 22) < life.child.born < date(2014, 11, 22)
    )


def probability(life: Life, minute: int = SOON, *, at_report: bool = False) -> float:
    table = prospects_of([(life, 1.0, [(minute, at_report)])], load_parameters())
    (row,) = table.to_pylist()
    assert row["true_child"] == life.child.key
    return float(row["probability"])


def in_state(life: Life, state: str) -> Life:
    return replace(life, states=(StateSpan(state, SPAN.warm_up, SPAN.taken),))


def test_the_worse_the_state_the_likelier_harm_is_recorded() -> None:
    girl = missing_girl()
    none, groomed, exploited = (
        probability(in_state(girl, state)) for state in (NONE, GROOMED, EXPLOITED)
    )
    assert 0 < none < groomed < exploited < 1


def test_what_comes_after_the_question_changes_nothing() -> None:
    girl = in_state(missing_girl(), EXPLOITED)
    before = tuple(episode for episode in girl.episodes if episode.start <= SOON)
    harms = tuple(harm for harm in girl.harms if harm.at <= SOON)
    assert len(before) < len(girl.episodes)
    blind = replace(girl, episodes=before, harms=harms, plans=(), notices=())
    assert probability(blind) == probability(girl)


def test_harm_is_likelier_while_the_child_is_missing() -> None:
    girl = in_state(missing_girl(), EXPLOITED)
    absence = next(episode for episode in girl.episodes if episode.response is not None)
    at = absence.start + 30
    assert probability(girl, at, at_report=True) > probability(girl, at)


def test_a_child_less_likely_to_be_believed_is_less_likely_to_be_recorded() -> None:
    girl = in_state(missing_girl(), EXPLOITED)
    rows = prospects_of(
        [(girl, 1.0, [(SOON, False)]), (girl, 0.5, [(SOON, False)])], load_parameters()
    )
    seen, unseen = rows["probability"].to_pylist()
    assert unseen < seen


def test_no_question_gives_an_empty_table() -> None:
    assert prospects_of([], load_parameters()).num_rows == 0


def a_draft(kind: EventKind, source: SourceSystem, recorded: int) -> Draft:
    return Draft(0, source, kind, "0:1", PersonView("k", "T1", "A", "B"), recorded, recorded, {})


def test_months_begin_at_local_midnight_in_summer_too() -> None:
    starts = [moment(minute) for minute in month_starts(SPAN)]
    assert datetime(2026, 7, 31, 23, tzinfo=UTC) in starts
    assert datetime(2026, 2, 1, tzinfo=UTC) in starts
    assert len(starts) == 36


def test_a_report_is_asked_about_at_once_and_each_month_for_a_year() -> None:
    recorded = minute_of_day(date(2025, 3, 10))
    draft = a_draft(EventKind.MISSING_REPORTED, SourceSystem.MISSING_PERSONS, recorded)
    asked = questions_of([draft], SPAN)["T1"]
    assert asked[0] == (recorded, True)
    months = [minute for minute, at_report in asked if not at_report]
    assert len(months) == 12
    assert recorded < months[0] < months[-1] <= recorded + YEAR


def test_care_calls_and_domestic_abuse_alone_open_no_question() -> None:
    at = minute_of_day(date(2025, 3, 10))
    drafts = [
        a_draft(EventKind.LOOKED_AFTER_STARTED, SourceSystem.SOCIAL_CARE, at),
        a_draft(EventKind.INCIDENT, SourceSystem.COMMAND_AND_CONTROL, at),
        a_draft(EventKind.DOMESTIC_INCIDENT, SourceSystem.DOMESTIC_ABUSE, at),
    ]
    assert questions_of(drafts, SPAN) == {}
    drafts.append(a_draft(EventKind.INTELLIGENCE_REPORT, SourceSystem.INTELLIGENCE, at))
    assert len(questions_of(drafts, SPAN)["T1"]) == 12


def test_every_missing_report_of_a_force_has_its_true_probability() -> None:
    directory = force_at()
    table = pq.read_table(directory / "truth" / "prospects.parquet").to_pydict()
    reported = sum(table["is_report"])
    episodes = pq.read_table(directory / "truth" / "episodes.parquet")["reported"]
    told = [at for at in episodes.to_pylist() if at and at >= moment(SPAN.start)]
    # Reports entered twice or of no absence add a few; one entered after the extracts is none.
    assert 0.97 * len(told) < reported < 1.15 * len(told)
    assert all(0 <= probability <= 1 for probability in table["probability"])
    at_reports = {
        when.microsecond
        for when, report in zip(table["as_of"], table["is_report"], strict=True)
        if report
    }
    assert at_reports == {1}
