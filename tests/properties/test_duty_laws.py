"""Laws of duties, for every history: what was due, when, whether done, and by which record."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from duties.due import KINDS, Duty, duties, duties_so_far
from duties.duty import STATES, state_of
from duties.intervals import load_intervals
from records.events import Event, EventKind
from records.formats import FORMATS
from records.history import History, known_at
from records.persons import ChildId
from tests.lib.histories import CONNECTED, a_person, an_entry
from tests.lib.random_histories import NOW, histories, moments

INTERVALS = load_intervals()
#: What duties read beside what an entry must hold.
_DETAILS: dict[str, tuple[object, ...]] = {
    "disclosure": ("nothing_told", "sexual_harm"),
    "child_seen": (True, False),
    "child_present": (True, False),
    "police_invited": (True, False),
    "conference_on": tuple((NOW + timedelta(days=days)).date() for days in (-90, -6, -1, 9)),
    "police_attended": (True, False),
    "conference_decision": ("plan_started", "no_plan"),
    "review_due": (NOW.date(), (NOW + timedelta(days=9)).date()),
    "interview": ("done", "not_done", "did_not_want_to"),
    "how_ended": ("returned", "police_found"),
    "state": ("draft", "live", "ended"),
    "version": (1, 2, 3),
    "in_force_until": (NOW.date(), (NOW + timedelta(days=40)).date()),
    "charging_decision": ("charge", "further_work_asked_for"),
    "concern": ("sexual_exploitation", "neglect"),
    "abuse_category": ("online_grooming", "neglect"),
    "review_by": ("sergeant", "inspector", "superintendent"),
    "about": ("the_child", "the_address"),
    "owner": ("PC Example",),
    "adult_ref": ("A-1",),
    "referral_decision": ("exploitation_panel", "no_further_action"),
    "allocated_to": ("North",),
    "offence": ("child_sexual_exploitation", "theft"),
    "panel_level": ("low", "high"),
    "police_grade": ("high",),
}
#: Systems whose entries bear on one another; a history is mostly about one of them.
_MATTERS = ("S1", "S1 S2 S3", "S4", "S5", "S6 S11 S1", "S9", "S10", "S1 S2 S4 S5 S7 S9")


def _kinds(systems: str) -> list[EventKind]:
    chosen = [f for f in FORMATS.values() if f.source.value in systems.split()]
    return [kind for f in chosen for kind in f.entries if kind not in f.without_child]


@st.composite
def matters(draw: st.DrawFn, *, late: bool = True) -> History:
    """A history without corrections, deep in one matter; ``late`` lets entries come late."""
    dice = random.Random(draw(st.integers(0, 2**32)))
    kinds = _kinds(dice.choice(_MATTERS))
    events = []
    for number in range(draw(st.integers(0, 14))):
        kind = dice.choice(kinds)
        own = next(f.own for f in FORMATS.values() if kind in f.entries)
        needed = next(f.entries[kind] for f in FORMATS.values() if kind in f.entries)
        details = {
            column.name: dice.choice(_DETAILS[column.name])
            for column in own
            if column.name in _DETAILS and (column.name in needed or dice.random() < 0.5)
        }
        occurred = NOW - timedelta(
            hours=dice.choice((1, 8, 24, 72, 336, 672, 2160)) * dice.random()
        )
        delay = timedelta(hours=dice.choice((0, 0, 1, 100))) if late else timedelta(0)
        events.append(
            an_entry(
                kind, occurred, f"R-{dice.randrange(3)}", occurred + delay, f"E-{number}", **details
            )
        )
    return History(ChildId("C-EXAMPLE000"), (a_person(),), tuple(events), (), CONNECTED)


def _so_far(history: History, as_of: datetime) -> tuple[Duty, ...]:
    return duties_so_far(known_at(history, as_of), INTERVALS, "High")


def _key(duty: Duty) -> tuple[object, ...]:
    return duty.kind, duty.about_reference, duty.owner, duty.since, duty.due


@given(st.one_of(histories(), matters()), moments(), st.sets(st.sampled_from(KINDS)))
def test_asked_for_some_kinds_it_tells_of_these_and_no_others(
    history: History, as_of: datetime, kinds: set[str]
) -> None:
    known = known_at(history, as_of)
    of_kinds = tuple(duty for duty in duties(known, INTERVALS) if duty.kind in kinds)
    assert duties(known, INTERVALS, kinds=kinds) == of_kinds


@given(st.one_of(histories(), matters()), moments())
def test_duties_come_most_pressing_first_and_are_worded(history: History, as_of: datetime) -> None:
    found = duties(known_at(history, as_of), INTERVALS, "Medium")
    order = [STATES.index(duty.state) for duty in found]
    assert order == sorted(order)
    for duty in found:
        assert duty.kind in KINDS
        assert duty.words.endswith(".")
        assert duty.words[0].isupper()
        assert duty.owner
        for sentence in duty.words.split(". "):
            assert len(sentence.split()) <= 20, sentence


@given(st.one_of(histories(), matters()), moments())
def test_every_duty_stands_in_exactly_one_state(history: History, as_of: datetime) -> None:
    seen = known_at(history, as_of)
    for duty in (*duties(seen, INTERVALS, "High"), *duties_so_far(seen, INTERVALS, "High")):
        assert duty.state in STATES
        assert (duty.done is None) == (duty.by is None) == (duty.state != "done")
        assert duty.by is None or duty.by in seen.events
        if duty.state not in ("done", "missed"):
            assert duty.state == state_of(duty.due, None, seen.as_of, INTERVALS)
        assert all(earlier < later for earlier, later in pairwise(duty.came_due))
        end = duty.done or seen.as_of
        assert all(moment < end for moment in duty.came_due)
        if duty.state == "overdue":
            assert duty.came_due
            assert duty.came_due[0] == duty.due


@given(st.one_of(histories(), matters()), moments())
def test_a_duty_depends_on_nothing_recorded_later(history: History, as_of: datetime) -> None:
    seen = known_at(history, as_of)
    cut = History(
        history.child,
        tuple(p for p in history.persons if p.recorded < seen.as_of),
        tuple(e for e in history.events if e.recorded < seen.as_of),
        tuple(m for m in history.moved if m.recorded < seen.as_of),
        history.connected,
    )
    assert duties(known_at(cut, seen.as_of), INTERVALS) == duties(seen, INTERVALS)
    assert _so_far(cut, seen.as_of) == _so_far(history, seen.as_of)


@given(matters(), moments(), st.randoms(use_true_random=False))
def test_the_order_of_entries_and_what_is_entered_twice_change_nothing(
    history: History, as_of: datetime, dice: random.Random
) -> None:
    events = list(history.events)
    dice.shuffle(events)
    mixed = replace(history, events=tuple(events))
    assert _so_far(mixed, as_of) == _so_far(history, as_of)
    twice = replace(history, events=(*events, *(_again(e) for e in events)))
    assert [_key(d) for d in _so_far(twice, as_of)] == [_key(d) for d in _so_far(history, as_of)]


def _again(event: Event) -> Event:
    """The same entry, made a second time a moment later."""
    return replace(event, entry=f"{event.entry}-again", recorded=event.recorded)


@given(matters(), moments(), st.timedeltas(timedelta(0), timedelta(days=90)))
def test_what_is_done_is_never_undone_by_what_becomes_known_later(
    history: History, as_of: datetime, later: timedelta
) -> None:
    done = {_key(d) for d in _so_far(history, as_of) if d.state == "done"}
    for duty in _so_far(history, as_of + later):
        assert duty.state == "done" or _key(duty) not in done


@given(matters(), st.timedeltas(timedelta(0), timedelta(days=90)))
def test_with_nothing_new_recorded_time_moves_no_duty_and_drops_none(
    history: History, later: timedelta
) -> None:
    as_of = max([NOW, *(e.recorded for e in history.events)], default=NOW).astimezone(UTC)
    as_of += timedelta(microseconds=1)
    before, after = _so_far(history, as_of), _so_far(history, as_of + later)
    stood = {_key(duty): duty for duty in after}
    for duty in before:
        assert _key(duty) in stood
        same = stood[_key(duty)]
        assert (same.done, same.by) == (duty.done, duty.by)
        assert same.came_due[: len(duty.came_due)] == duty.came_due


@given(st.one_of(histories(), matters()), moments())
def test_what_is_told_now_was_asked_for_in_the_whole(history: History, as_of: datetime) -> None:
    seen = known_at(history, as_of)
    whole = {_key(duty) for duty in duties_so_far(seen, INTERVALS, "High")}
    told = [d for d in duties(seen, INTERVALS, "High") if d.kind != "supervision_gap"]
    assert {_key(duty) for duty in told} <= whole
    assert "missed" not in {duty.state for duty in told}
