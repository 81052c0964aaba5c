"""Months of indicators are published whole, once, and lead to their records (M9, M13, issue 8)."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import timedelta
from types import MappingProxyType

import pytest
from sqlalchemy import select, text

from duties.intervals import load_intervals
from records.persons import ChildId
from serving.figures.catalogue import INDICATORS
from serving.figures.publish_months import Published, publish_months
from serving.service.preparing_looks import NotYetError
from serving.service.suppression import Counts, told_figures
from serving.store.erasing import about_child, erase_records
from serving.store.errors import StoreError
from serving.store.opening import Store
from serving.store.schema import store_secret
from serving.tables.indicators import indicator_cases
from serving.work_store.indicators import FigureRow
from serving.work_store.indicators_told import (
    read_cases,
    read_figures,
    read_months,
    read_places,
)
from tests.lib.acting import HOST
from tests.lib.indicator_force import SEPTEMBER, TRUTH, interviewed_force, one_more
from tests.lib.rescoring import NOW, put_in

INTERVALS = load_intervals()
_RETURNS = "return_interviews"
#: What does not differ by engine is tried on one.
on_one_engine = pytest.mark.parametrize("an_engine", ["sqlite"])


def publish(store: Store, days: int = 0, **given: object) -> Published:
    """One run in small pieces, so many days after the force was put in."""
    now = NOW + timedelta(days=days)
    return publish_months(store, INTERVALS, now, by=HOST, piece=7, **given)  # type: ignore[arg-type]  # the names of publish_months


def told(store: Store, month: str = SEPTEMBER) -> dict[tuple[str, str], FigureRow]:
    with store.reading() as connection:
        places = [("", ""), *read_places(connection, _RETURNS)]
        found = {p: read_figures(connection, _RETURNS, *p, since=month) for p in places}
    return {place: figures[month] for place, figures in found.items() if month in figures}


def test_a_month_is_published_whole_once_and_stays_as_it_was(store: Store) -> None:
    put_in(store, interviewed_force())
    first = publish(store)
    assert first.last[_RETURNS] == SEPTEMBER
    before = told(store)

    # What is told is what a recount of the known truth gives, once the same rules withhold.
    tree = {place: Counts((held, not_held, 0)) for place, (held, not_held) in TRUTH.items()}
    expected = told_figures(tree, 5)
    assert {p: (f.cases, f.parts) for p, f in before.items()} == {
        p: (one.all, one.parts) for p, one in expected.items()
    }
    assert (before["", ""].cases, before["", ""].parts) == (88, (64, 24, 0))
    assert before["Northshire", "East"].cases is None

    # Every number leads to its records: the very cases that it counts.
    with store.reading() as connection:
        page = read_cases(connection, _RETURNS, SEPTEMBER, "", "", after=0, most=100)
        north = read_cases(connection, _RETURNS, SEPTEMBER, "Northshire", "North", after=10, most=5)
    assert Counter(case.part for case in page.cases) == {"met": 64, "not_met": 24}
    assert (page.total, page.is_more) == (88, False)
    assert (north.total, len(north.cases), north.is_more) == (18, 5, True)
    assert all(case.reference.startswith("MP-") and case.entry for case in page.cases)

    # At the same moment nothing is left to do; a record that came late changes no told month.
    assert publish(store).months == 0
    put_in(store, [*interviewed_force(), one_more(900)], linkage="sha256:22")
    later = publish(store, days=40)
    assert later.last[_RETURNS] == "2026-10"
    assert told(store) == before


def test_a_told_month_can_be_changed_by_nobody(store: Store) -> None:
    put_in(store, interviewed_force())
    publish(store)
    for statement in (
        "UPDATE indicator_figures SET cases = 3",
        "DELETE FROM indicator_figures",
        "UPDATE indicator_months SET version = 9",
        "DELETE FROM indicator_kinds",
    ):
        with pytest.raises(StoreError, match="append-only"), store.writing() as connection:
            connection.execute(text(statement))


@on_one_engine
def test_a_run_that_is_stopped_tells_nothing_and_the_next_begins_anew(store: Store) -> None:
    put_in(store, interviewed_force())

    def stop(children: int) -> None:
        if children > 50:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        publish(store, advance=stop)
    with store.reading() as connection:
        assert read_months(connection, _RETURNS, 36) == []
        left = len(connection.execute(select(indicator_cases.c.month)).all())
    assert left > 0, "the run was stopped before it kept anything"
    assert publish(store).last[_RETURNS] == SEPTEMBER
    assert told(store)["", ""].cases == 88
    with store.reading() as connection:
        runs = set(connection.execute(select(indicator_cases.c.run_id)).scalars())
    assert len(runs) == 1, "what the stopped run kept is gone"


@on_one_engine
def test_records_that_change_meanwhile_are_counted_from_the_start(store: Store) -> None:
    put_in(store, interviewed_force())
    said: list[str] = []

    def change(children: int) -> None:
        if children > 50 and not said:
            said.append("changed")
            put_in(store, [*interviewed_force(), one_more(901)], linkage="sha256:33")

    publish(store, days=40, advance=change, say=said.append)
    assert said == ["changed", "Links or records changed while cases were counted."]
    assert told(store)["", ""].cases == 89


@on_one_engine
def test_the_future_is_refused_and_a_past_moment_knows_no_more_than_it_did(store: Store) -> None:
    put_in(store, [*interviewed_force(), one_more(902)])
    with pytest.raises(NotYetError):
        publish(store, as_of=NOW + timedelta(days=1))
    publish(store, days=40, as_of=NOW)
    assert told(store)["", ""].cases == 88, "the late record was not known then"


@on_one_engine
def test_another_definition_holds_for_new_months_and_is_marked_there(store: Store) -> None:
    put_in(store, interviewed_force())
    publish(store)
    changed = replace(INDICATORS[_RETURNS], version=2)
    publish(store, days=40, indicators=MappingProxyType({**INDICATORS, _RETURNS: changed}))
    with store.reading() as connection:
        months = read_months(connection, _RETURNS, 36)
    assert [(m.month, m.version) for m in months] == [(SEPTEMBER, 1), ("2026-10", 2)]


@on_one_engine
def test_the_log_has_each_run_and_no_child(store: Store) -> None:
    put_in(store, interviewed_force())
    done = publish(store)
    with store.reading() as connection:
        entries = [
            bytes(row[0])
            for row in connection.execute(text("SELECT entry FROM log_entries"))
            if b"INDICATORS_MADE" in bytes(row[0])
        ]
    assert len(entries) == 1
    assert f'"cases":{done.cases}'.encode() in entries[0]
    assert b"C-00000" not in entries[0]


@on_one_engine
def test_an_erased_child_leaves_the_cases_and_no_told_figure(store: Store) -> None:
    put_in(store, interviewed_force())
    publish(store)
    before = told(store)
    with store.writing() as connection:
        about = about_child(connection, ChildId("C-0000000003"))
        counts = erase_records(connection, about, [], store_secret(connection))
    assert counts["indicator cases"] > 0
    with store.reading() as connection:
        page = read_cases(connection, _RETURNS, SEPTEMBER, "", "", after=0, most=100)
    assert "C-0000000003" not in {case.child for case in page.cases}
    assert page.total == 87
    assert told(store) == before
