"""Laws of the policy's floors, for every history and whoever it is joined to."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from hypothesis import given
from hypothesis import strategies as st

from features.relations.connecting import connect
from records.history import History, known_at
from records.persons import ChildId
from scorecard import FloorApplied, floors_that_apply, load_policy
from scorecard.floors import MOST_EVIDENCE
from tests.lib.random_histories import histories, moments

POLICY = load_policy()


@st.composite
def joined(draw: st.DrawFn) -> list[History]:
    """Two or three children who share adults, homes and places wherever their entries do."""
    drawn = draw(st.lists(histories(), min_size=2, max_size=3))
    apart = [
        replace(
            history,
            child=ChildId(f"C-EXAMPLE00{place}"),
            # Each child's entries are its own: else they would be one record, told twice.
            events=tuple(
                replace(e, reference=f"{place}-{e.reference}", entry=f"{place}-{e.entry}",
                        replaces=e.replaces and f"{place}-{e.replaces}")
                for e in history.events
            ),
            moved=(),
        )
        for place, history in enumerate(drawn)
    ]  # fmt: skip
    return connect(apart, [])


def applied(history: History, as_of: datetime) -> tuple[FloorApplied, ...]:
    return floors_that_apply(known_at(history, as_of), POLICY)


@given(joined(), moments())
def test_a_floor_says_what_it_gives_and_cites_what_was_known(
    children: Sequence[History], as_of: datetime
) -> None:
    for history in children:
        seen = known_at(history, as_of)
        known = {*seen.events, *(one.event for one in seen.connections)}
        found = applied(history, as_of)
        ranks = [POLICY.rank(floor.band) for floor in found]
        assert ranks == sorted(ranks, reverse=True)
        for floor in found:
            assert POLICY.rank(floor.band) > 0
            assert "{" not in floor.short + floor.full
            assert len(floor.evidence) <= MOST_EVIDENCE
            assert known.issuperset(floor.evidence)
            assert floor.evidence or floor.id in ("under_13", "learning_disability")


@given(joined(), moments())
def test_floors_depend_on_nothing_recorded_later(
    children: Sequence[History], as_of: datetime
) -> None:
    cut = [
        replace(
            history,
            persons=tuple(p for p in history.persons if p.recorded < as_of),
            events=tuple(e for e in history.events if e.recorded < as_of),
            connections=(),
        )
        for history in children
    ]
    for before, after in zip(connect(cut, []), children, strict=True):
        assert applied(before, as_of) == applied(after, as_of)


@given(joined(), moments(), st.randoms(use_true_random=False))
def test_the_order_of_entries_changes_no_floor(
    children: Sequence[History], as_of: datetime, dice: random.Random
) -> None:
    for history in children:
        events = list(history.events)
        dice.shuffle(events)
        assert applied(replace(history, events=tuple(events)), as_of) == applied(history, as_of)
