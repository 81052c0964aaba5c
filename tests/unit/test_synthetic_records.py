"""How the systems write it down: every kind of mess that real extracts have is there."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import timedelta
from functools import cache

from records.events import EventKind
from records.history import PLACEHOLDER_BIRTH_DATES, known_at
from records.persons import PersonRecord
from records.sources import SourceSystem
from records.states import missing_episodes
from synthetic_data.reports import Force
from tests.lib.forces import force_at, read


def force() -> Force:
    return read(force_at(children=20_000, years=2, seed=3))


@cache
def persons_of() -> dict[str, list[PersonRecord]]:
    return {history.child: list(history.persons) for history in force().histories}


def born() -> dict[str, object]:
    table = force().truth["children"]
    return dict(zip(table["true_child"], table["born"], strict=True))


def test_some_birth_dates_are_placeholders_swapped_or_not_recorded() -> None:
    true, kinds = born(), Counter[str]()
    for child, persons in persons_of().items():
        for person in persons:
            day, real = person.date_of_birth, true[child]
            if day is None:
                kinds["none"] += 1
            elif day in PLACEHOLDER_BIRTH_DATES:
                kinds["placeholder"] += 1
            elif day != real:
                swapped = (day.day, day.month) == (
                    getattr(real, "month", 0),
                    getattr(real, "day", 0),
                )
                kinds["swapped" if swapped else "near"] += 1
            else:
                kinds["right"] += 1
    assert min(kinds[kind] for kind in ("none", "placeholder", "swapped", "near")) > 0
    assert kinds["right"] > 0.85 * kinds.total()


def test_the_same_child_is_spelt_differently_in_different_systems() -> None:
    spellings = [
        {(person.forename, person.surname) for person in persons}
        for persons in persons_of().values()
        if len({person.id.source for person in persons}) > 1
    ]
    different = sum(len(names) > 1 for names in spellings) / len(spellings)
    assert 0.1 < different < 0.6


def test_some_children_have_two_records_in_one_system() -> None:
    twice = sum(
        len({p.id for p in persons if p.id.source is SourceSystem.MISSING_PERSONS}) > 1
        for persons in persons_of().values()
    )
    assert twice > 0


def test_strangers_share_the_address_of_a_childrens_home() -> None:
    at = defaultdict(set)
    for child, persons in persons_of().items():
        for person in persons:
            if person.address and ("House" in person.address or "Lodge" in person.address):
                at[person.address].add(child)
    assert any(len(children) > 2 for children in at.values())


def test_brothers_and_sisters_share_a_surname_and_an_address() -> None:
    table = force().truth["children"]
    household = dict(zip(table["true_child"], table["household"], strict=True))
    together = Counter(household[child] for child in persons_of())
    assert sum(count > 1 for count in together.values()) > 20


def test_some_reports_were_entered_days_late_twice_on_the_wrong_child_or_taken_back() -> None:
    late = double = moved = withdrawn = 0
    for history in force().histories:
        moved += len(history.moved)
        withdrawn += sum(event.kind is EventKind.WITHDRAWN for event in history.events)
        for episode in missing_episodes(known_at(history, force().taken)):
            first = episode.reports[0]
            late += first.recorded - first.occurred > timedelta(days=3)
            double += len(episode.reports) > 1
    assert min(late, double, moved, withdrawn) > 0


def test_return_interviews_are_done_refused_not_done_and_not_recorded() -> None:
    outcomes = Counter(
        event.details["interview"]
        for history in force().histories
        for event in history.events
        if event.kind is EventKind.RETURN_INTERVIEW
    )
    assert set(outcomes) == {"done", "not_done", "did_not_want_to"}
    found = sum(
        event.kind is EventKind.MISSING_FOUND
        for history in force().histories
        for event in history.events
    )
    assert outcomes.total() < 0.95 * found


def test_truth_holds_harm_that_nobody_recorded() -> None:
    harm = force().truth["harm"]
    sexual = [
        known
        for kind, known in zip(harm["kind"], harm["is_recorded"], strict=True)
        if kind == "sexual"
    ]
    assert 0 < sum(sexual) < 0.3 * len(sexual)


def test_the_same_adult_has_one_id_on_every_notice() -> None:
    names = defaultdict(set)
    for history in force().histories:
        for event in history.events:
            if event.kind is EventKind.NOTICE_SERVED:
                names[event.details["adult_ref"]].add(event.details["adult_forename"])
    assert names
    assert all(len(found) == 1 for found in names.values())
