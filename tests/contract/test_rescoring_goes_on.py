"""Rescoring stopped, disturbed and read meanwhile: whole or not at all, and it goes on."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import timedelta
from itertools import count
from typing import Any

import pytest
from sqlalchemy import text

from records.history import History
from serving.service.rescored_changes import Change
from serving.store.errors import StoreError, StoreInUseError, StoreUnavailableError
from serving.store.histories import save_state
from serving.store.opening import Store
from serving.store.rescored import fold, read_rescored
from serving.store.rescorings import (
    current_run,
    going_run,
    save_piece,
    start_run,
)
from tests.lib.cards import a_small_force
from tests.lib.rescoring import (
    NOW,
    a_rescoring,
    everything_kept,
    kept,
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


def test_a_run_can_be_begun_only_once(store: Store, histories: list[History]) -> None:
    put_in(store, histories)
    given: dict[str, Any] = {
        "as_of": NOW, "inputs": "", "versions": {}, "features": [], "asked_by": "x", "at": NOW,
    }  # fmt: skip
    with store.writing() as connection:
        start_run(connection, **given)
    with pytest.raises(StoreError), store.writing() as connection:
        start_run(connection, **given)
