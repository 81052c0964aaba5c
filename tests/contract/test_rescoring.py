"""Rescoring: what an answer would say of every child, whole or not at all, whatever happens."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import count
from typing import Any

import pytest
from sqlalchemy import text

from linkage.subjects import Subject
from linkage.weights import load_weights
from records.history import History, known_at
from serving.answer.advice import advice_values
from serving.answer.inputs import LookInputs
from serving.service.ingest_extracts import ingest_extracts
from serving.service.link_records import link_store
from serving.service.rescore import CantRescoreError
from serving.service.rescored_changes import Change
from serving.service.rescoring_pieces import Rules
from serving.service.show_child import NotYetError
from serving.store.errors import StoreError, StoreInUseError, StoreUnavailableError
from serving.store.histories import save_state
from serving.store.opening import Store
from serving.store.rescored import fold, read_band, read_changes, read_rescored
from serving.store.rescorings import (
    current_run,
    going_run,
    look_state,
    read_looks,
    save_piece,
    start_run,
)
from tests.lib.cards import a_small_force
from tests.lib.forces import UNTIL, force_at
from tests.lib.rescoring import (
    NOW,
    a_rescoring,
    everything_kept,
    kept,
    measured_codes,
    put_in,
    rules,
)
from tests.lib.vignette_card import vignette_card

EARLIER = NOW - timedelta(days=40)


@pytest.fixture(scope="module")
def histories() -> list[History]:
    """Forty children, some of them exploited."""
    return a_small_force(40)


class StoppedError(Exception):
    """The process ends here, as far as the store can tell."""


def stopped_after(pieces: int) -> Any:
    """What ends a rescoring once it has kept so many pieces."""
    turns = count(1)

    def advance(_: int) -> None:
        if next(turns) == pieces:
            raise StoppedError

    return advance


@pytest.mark.parametrize("given", [rules(), replace(rules(), champion=None)], ids=["card", "none"])
def test_what_is_kept_of_every_child_is_what_an_answer_says(store: Store, given: Rules) -> None:
    now = datetime.combine(UNTIL + timedelta(days=1), NOW.timetz())
    ingest_extracts(store, force_at(children=1_200) / "records", now)
    link_store(store, {subject: load_weights(subject) for subject in Subject}, now)
    as_of = now - timedelta(days=3)
    a_rescoring(store, as_of, now=now, rules=given, piece=100)
    rows = kept(store)
    with store.reading() as connection:
        looks = read_looks(connection, "", 100_000)
        run, taken = current_run(connection), look_state(connection).freshness
    assert run is not None
    assert [child for child, _ in looks] == list(rows)
    states = set()
    for child, blob in looks:
        history = LookInputs.from_bytes(blob).connected_to(frozenset(taken)).history
        known, row = known_at(history, as_of), rows[child]
        card = None if given.champion is None else given.champion.card
        said = advice_values(known, card, given.policy)
        advice = said["advice"]
        shown = [(reason["feature"], reason["points"]) for reason in said["reasons"]]
        floors = [(floor["id"], floor["band"]) for floor in said["floors"]]
        for name in ("state", "band", "points", "points_band", "set_by"):
            assert getattr(row, name) == advice[name], f"{name} differs"
        assert list(row.reasons) == shown
        assert list(row.floors) == floors
        assert dict(zip(run.features, row.features, strict=True)) == measured_codes(known)
        states.add(advice["state"])
    assert states == ({"advised", "adult"} if given.champion else {"failed", "adult"})


def test_the_run_says_who_asked_by_which_rules_about_which_records(
    store: Store, histories: list[History]
) -> None:
    put_in(store, histories)
    run = a_rescoring(store, EARLIER, asked_by="host:night").run
    with store.reading() as connection:
        assert current_run(connection) == run
        rows = read_rescored(connection, run.id)
    assert (run.state, run.as_of, run.asked_by, run.ended_at) == (
        "finished", EARLIER, "host:night", NOW,
    )  # fmt: skip
    champion = rules().champion
    assert champion is not None
    assert run.versions["artefact"] == champion.content_hash
    assert run.versions["linkage"] == "sha256:11"
    assert set(run.versions) == {
        "model", "artefact", "thresholds", "policy", "catalogue", "intervals", "linkage",
    }  # fmt: skip
    assert run.children == len(rows) == 40 == sum(run.counts["bands"].values())
    assert run.digest == fold("", rows)


def test_the_same_moment_and_inputs_again_change_nothing(
    store: Store, histories: list[History]
) -> None:
    put_in(store, histories)
    first = a_rescoring(store, EARLIER)
    before = everything_kept(store)
    again = a_rescoring(store, EARLIER, now=NOW + timedelta(hours=1))
    assert (first.is_new, again.is_new) == (True, False)
    assert again.run == first.run
    assert everything_kept(store) == before


@pytest.mark.parametrize("piece", [1, 8, 40])
def test_the_size_of_pieces_makes_no_difference(
    store: Store, histories: list[History], piece: int
) -> None:
    put_in(store, histories)
    a_rescoring(store, EARLIER, piece=13)
    first = everything_kept(store)
    a_rescoring(store, EARLIER, piece=piece, rules=rules(version="2"))
    assert everything_kept(store)[2] == first[2]
    assert everything_kept(store)[0] == first[0]


@pytest.mark.parametrize("pieces", [1, 3, 5])
def test_a_run_that_was_stopped_goes_on_and_ends_as_if_it_had_not_been(
    store: Store, histories: list[History], pieces: int
) -> None:
    put_in(store, histories)
    a_rescoring(store, EARLIER)
    a_rescoring(store, NOW, rules=rules(version="2"))
    whole = everything_kept(store)
    a_rescoring(store, NOW, rules=rules(version="3"))
    assert everything_kept(store)[2:] == (whole[2], []), "the same children, nothing changed"

    put_in(store, histories[:30], linkage="sha256:22")
    a_rescoring(store, NOW)
    put_in(store, histories, linkage="sha256:33")
    with pytest.raises(StoppedError):
        a_rescoring(store, NOW, advance=stopped_after(pieces))
    assert len(kept(store)) == 30, "readers see the run before until the end"
    said: list[str] = []
    done = a_rescoring(store, NOW, say=said.append)
    assert said == [f"Going on after {7 * pieces} children."]
    assert everything_kept(store)[2] == whole[2]
    assert done.run.digest == whole[0]
    assert done.run.counts["changes"] == {Change.NEW_CHILD.name: 10}


def test_asked_for_no_moment_a_run_stopped_this_night_goes_on_at_its_own(
    store: Store, histories: list[History]
) -> None:
    put_in(store, histories)
    with pytest.raises(StoppedError):
        a_rescoring(store, advance=stopped_after(2))
    later = NOW + timedelta(hours=2)
    assert a_rescoring(store, now=later).run.as_of == NOW
    assert a_rescoring(store, now=later).run.as_of == later, "once it is done, now is asked"


@pytest.mark.parametrize("changed", ["linkage", "card", "moment", "too old"])
def test_a_run_that_was_stopped_with_other_inputs_starts_anew_and_says_so(
    store: Store, histories: list[History], changed: str
) -> None:
    put_in(store, histories)
    with pytest.raises(StoppedError):
        a_rescoring(store, advance=stopped_after(2))
    given: dict[str, Any] = {"now": NOW + timedelta(hours=1)}
    if changed == "linkage":
        put_in(store, histories, linkage="sha256:22")
    elif changed == "card":
        given["rules"] = rules(replace(vignette_card(), base=5))
    elif changed == "moment":
        given["as_of"] = EARLIER
    else:
        given["now"] = NOW + timedelta(hours=13)
    said: list[str] = []
    run = a_rescoring(store, say=said.append, **given).run
    assert [line.endswith("starting anew.") for line in said] == [True]
    assert run.children == 40
    assert run.as_of == given.get("as_of", given["now"])
    with store.reading() as connection:
        assert going_run(connection) is None
        states = connection.execute(text("SELECT state FROM rescorings ORDER BY id")).scalars()
        assert list(states) == ["dropped", "finished"]
        runs = connection.execute(text("SELECT DISTINCT run_id FROM rescored_children")).scalars()
        assert list(runs) == [run.id], "what was dropped is cleared"


def test_links_that_change_on_the_way_start_the_run_anew(
    store: Store, histories: list[History]
) -> None:
    put_in(store, histories)
    said: list[str] = []
    turns = count(1)

    def advance(_: int) -> None:
        if next(turns) == 3:
            put_in(store, histories[5:], linkage="sha256:22")

    run = a_rescoring(store, advance=advance, say=said.append).run
    assert len(said) == 2
    assert run.versions["linkage"] == "sha256:22"
    assert list(kept(store)) == [history.child for history in histories[5:]]


def test_inputs_that_never_hold_still_are_given_up_on_and_the_old_run_stays(
    store: Store, histories: list[History]
) -> None:
    put_in(store, histories)
    a_rescoring(store, EARLIER)
    before = everything_kept(store)
    turns = count()

    def advance(_: int) -> None:
        with store.writing() as connection:
            save_state(connection, linkage=f"sha256:{next(turns)}")

    with pytest.raises(StoreUnavailableError, match="try again"):
        a_rescoring(store, advance=advance)
    assert everything_kept(store) == before


def test_two_that_rescore_at_once_never_mix(store: Store, histories: list[History]) -> None:
    put_in(store, histories)

    def advance(_: int) -> None:
        with store.writing() as connection:
            run = going_run(connection)
            assert run is not None
            save_piece(connection, run, replace(run, through="C-00038"), [], [])

    with pytest.raises(StoreInUseError):
        a_rescoring(store, advance=advance)
    assert kept(store) == {}


def test_readers_see_the_old_run_whole_or_the_new_run_whole(
    store: Store, histories: list[History]
) -> None:
    put_in(store, histories)
    a_rescoring(store, EARLIER)
    ended, faults, seen = threading.Event(), [], set()

    def read() -> None:
        while not ended.is_set():
            with store.reading() as connection:
                run = current_run(connection)
                assert run is not None
                rows = read_rescored(connection, run.id)
            seen.add(run.id)
            if fold("", rows) != run.digest:
                faults.append(f"run {run.id}: {len(rows)} children")

    reader = threading.Thread(target=read)
    reader.start()
    for version in range(2, 10):
        card = replace(vignette_card(), base=version)
        a_rescoring(store, EARLIER, rules=rules(card, str(version)))
    ended.set()
    reader.join()
    assert faults == []
    assert len(seen) > 1, "nothing was replaced while it was read"


def test_what_changed_is_kept_child_by_child(store: Store, histories: list[History]) -> None:
    put_in(store, histories[:35])
    first = a_rescoring(store, EARLIER).run
    assert (first.before, first.counts["changes"]) == (None, {}), "nothing to compare with"
    before = kept(store)
    put_in(store, histories[2:], linkage="sha256:22")
    run = a_rescoring(store, NOW).run
    after = kept(store)
    with store.reading() as connection:
        new = read_changes(connection, run.id, [Change.NEW_CHILD.name])
        gone = read_changes(connection, run.id, [Change.GONE_CHILD.name])
        points = read_changes(connection, run.id, [Change.POINTS_CHANGED.name])
        everything = read_changes(connection, run.id)
    assert run.before == first.id
    assert [change.child for change in new] == [h.child for h in histories[35:]]
    assert [change.child for change in gone] == [h.child for h in histories[:2]]
    assert points, "forty days change somebody's points"
    for change in points:
        assert (change.was, change.now) == (
            before[change.child].points, after[change.child].points,
        )  # fmt: skip
    assert sum(run.counts["changes"].values()) == len(everything)


def test_a_band_is_read_most_points_first(store: Store, histories: list[History]) -> None:
    put_in(store, histories)
    run = a_rescoring(store, EARLIER).run
    rows = kept(store).values()
    for band, many in run.counts["bands"].items():
        with store.reading() as connection:
            found = read_band(connection, run.id, band, most=1_000)
            assert read_band(connection, run.id, band, most=2) == found[:2]
        expected = [row for row in rows if row.band == band]
        assert found == sorted(expected, key=lambda r: (-(r.points or 0), r.child))
        assert len(found) == (many if band in ("Low", "Medium", "High") else 0)


def test_nothing_is_scored_before_anything_is_linked_nor_backwards_nor_ahead(
    store: Store, histories: list[History]
) -> None:
    with pytest.raises(CantRescoreError, match="missing-risk link"):
        a_rescoring(store)
    put_in(store, histories)
    with pytest.raises(NotYetError):
        a_rescoring(store, NOW + timedelta(minutes=1))
    a_rescoring(store, NOW)
    with pytest.raises(CantRescoreError, match="later moment, 2026-11-01T07"):
        a_rescoring(store, EARLIER)


def test_points_are_not_given_up_because_no_scorecard_can_be_loaded(
    store: Store, histories: list[History]
) -> None:
    none = replace(rules(), champion=None)
    put_in(store, histories)
    a_rescoring(store, EARLIER, rules=none)
    run = a_rescoring(store, EARLIER).run
    assert run.counts["changes"] == {Change.FIRST_POINTS.name: len(histories)}
    with pytest.raises(CantRescoreError, match="no scorecard can be loaded"):
        a_rescoring(store, NOW, rules=none)
    with store.reading() as connection:
        assert current_run(connection) == run


def test_a_store_without_children_is_scored_to_nobody(store: Store) -> None:
    put_in(store, [])
    run = a_rescoring(store, EARLIER).run
    assert (run.children, run.counts["bands"], kept(store)) == (0, {}, {})
    later: datetime = a_rescoring(store, NOW).run.as_of
    assert later == NOW


def test_a_run_can_be_begun_only_once(store: Store, histories: list[History]) -> None:
    put_in(store, histories)
    given: dict[str, Any] = {
        "as_of": NOW, "inputs": "", "versions": {}, "features": [], "asked_by": "x", "at": NOW,
    }  # fmt: skip
    with store.writing() as connection:
        start_run(connection, **given)
    with pytest.raises(StoreError), store.writing() as connection:
        start_run(connection, **given)
