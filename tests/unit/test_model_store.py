"""The keeper of cards: whatever the registry says or leaves unsaid, the last good set goes on."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Any

import pytest

from scorecard import Card
from serving.answer.cards import Cards
from serving.model_store import AGAIN_MODEL, MAIN_MODEL, ModelStoreError
from tests.lib.keeping_cards import NOW, a_usable_card, asked, keeper_of, named
from tests.lib.registered import FakeStore


@pytest.fixture
def store() -> FakeStore:
    """A registry with a champion."""
    made = FakeStore()
    made.put("champion", "1", a_usable_card())
    return made


def test_a_new_champion_is_picked_up_and_the_set_before_it_stays_whole(
    store: FakeStore, tmp_path: Path
) -> None:
    keeper = keeper_of(store, tmp_path)
    assert (asked(keeper), named(keeper)) == ("", ("1", None, None))
    store.put("challenger", "2", a_usable_card(base=9))
    store.put("champion", "4", a_usable_card("again"), AGAIN_MODEL)
    before = keeper.held()
    assert (asked(keeper), named(keeper)) == ("", ("1", "2", "4"))
    assert before.cards.challenger is None, "a set that somebody holds is never changed"
    store.put("champion", "2", a_usable_card(base=9))
    store.put("previous", "1", a_usable_card())
    assert (asked(keeper), named(keeper)) == ("", ("2", None, "4"))
    assert keeper.held().versions["previous"].version == "1"


def test_a_card_is_fetched_once(store: FakeStore, tmp_path: Path) -> None:
    keeper = keeper_of(store, tmp_path)
    store.put("challenger", "2", a_usable_card(base=9))
    for _ in range(3):
        keeper.refresh()
    store.put("champion", "2", a_usable_card(base=9))
    keeper.refresh()
    assert store.fetched == [f"{MAIN_MODEL}/1", f"{MAIN_MODEL}/2"]


def test_rolling_back_is_a_champion_like_any_other(store: FakeStore, tmp_path: Path) -> None:
    store.put("champion", "2", a_usable_card(base=9))
    keeper = keeper_of(store, tmp_path)
    keeper.refresh()
    store.put("champion", "1", a_usable_card())
    assert (asked(keeper), named(keeper)) == ("", ("1", None, None))


def test_readers_never_see_a_mixed_set(store: FakeStore, tmp_path: Path) -> None:
    """Version n of both cards has base n: a set is whole if both bases agree."""
    pairs = [(a_usable_card(base=n), a_usable_card("again", base=n)) for n in (1, 2)]
    keeper = keeper_of(store, tmp_path)
    stop, mixed, seen = threading.Event(), [], set()

    def read() -> None:
        while not stop.is_set():
            cards = keeper.cards()
            if cards.champion is not None and cards.again is not None:
                bases = (cards.champion.card.base, cards.again.card.base)
                seen.add(bases)
                if bases[0] != bases[1]:
                    mixed.append(bases)

    def promote(main: Card, again: Card) -> None:
        store.put("champion", str(main.base), main)
        store.put("champion", str(again.base), again, AGAIN_MODEL)
        keeper.refresh()

    promote(*pairs[0])
    reader = threading.Thread(target=read)
    reader.start()
    for number in range(60):
        promote(*pairs[number % 2])
    stop.set()
    reader.join()
    assert mixed == []
    assert seen <= {(1, 1), (2, 2)}
    assert seen


BAD = {
    "wrong bytes": (a_usable_card(base=9), b"{}", "not the one its hash names"),
    "no json": (a_usable_card(base=9), b"\x80\x04pickle", "not the one its hash names"),
    "other catalogue": (a_usable_card(base=9, catalogue_version="sha256:old"), None, "train again"),
    "other name": (a_usable_card("again", base=9), None, "card of another name"),
    "other bands": (a_usable_card(base=9, thresholds={"Some": 3, "More": 9}), None, "other bands"),
}


@pytest.mark.parametrize("fault", sorted(BAD))
def test_a_champion_that_can_not_be_used_is_worded_and_the_one_before_goes_on(
    store: FakeStore, tmp_path: Path, fault: str
) -> None:
    keeper = keeper_of(store, tmp_path)
    keeper.refresh()
    bad, raw, words = BAD[fault]
    version = store.put("champion", "2", bad)
    store.files[version.run] = raw or bad.to_json()
    said = asked(keeper)
    assert words in said
    assert said.startswith("champion: version 2: ")
    assert said.endswith("; version 1 goes on")
    assert named(keeper) == ("1", None, None)
    assert keeper.held().versions["champion"].version == "1"
    assert named(keeper_of(store, tmp_path)) == ("1", None, None), "and so it is on disk"


def test_a_challenger_that_can_not_be_used_is_left_out_and_disturbs_nobody(
    store: FakeStore, tmp_path: Path
) -> None:
    store.put("challenger", "2", a_usable_card(base=9, catalogue_version="sha256:old"))
    keeper = keeper_of(store, tmp_path)
    assert "challenger: version 2: was fitted on another feature catalogue" in asked(keeper)
    assert named(keeper) == ("1", None, None)


def test_no_champion_any_more_takes_nothing_away_and_says_so(
    store: FakeStore, tmp_path: Path
) -> None:
    keeper = keeper_of(store, tmp_path)
    keeper.refresh()
    del store.aliases[MAIN_MODEL]["champion"]
    assert asked(keeper) == "champion: the registry names no champion; version 1 goes on"
    assert named(keeper) == ("1", None, None)


def test_nothing_was_ever_promoted(tmp_path: Path) -> None:
    keeper = keeper_of(FakeStore(), tmp_path)
    assert (asked(keeper), keeper.cards()) == ("", Cards())
    assert keeper.held().heard_at == NOW


def test_a_silent_registry_is_worded_and_the_next_word_of_it_clears_that(
    store: FakeStore, tmp_path: Path
) -> None:
    keeper = keeper_of(store, tmp_path)
    keeper.refresh()
    store.silent = True
    assert asked(keeper) == "the registry can't be asked (Refused)"
    held = keeper.held()
    assert (held.silence, held.heard_at) == ("the registry can't be asked (Refused)", NOW)
    assert named(keeper) == ("1", None, None)
    store.silent = False
    assert (asked(keeper), keeper.held().silence) == ("", None)


def test_a_registry_that_hangs_keeps_nobody_waiting(store: FakeStore, tmp_path: Path) -> None:
    keeper_of(store, tmp_path).refresh()
    store.waits = threading.Event()
    keeper = keeper_of(store, tmp_path)
    keeper.start()
    assert named(keeper) == ("1", None, None)
    with pytest.raises(ModelStoreError, match="did not answer in time"):
        keeper.refresh_within(0.05)
    assert named(keeper) == ("1", None, None)
    keeper.stop()
    store.waits.set()


def test_the_thread_says_each_trouble_once(store: FakeStore, tmp_path: Path) -> None:
    store.silent = True
    said: list[str] = []
    keeper = keeper_of(store, tmp_path, every_s=0.005)
    keeper.start(said.append)
    _until(lambda: bool(said))
    store.silent = False
    _until(lambda: keeper.cards().champion is not None)
    keeper.stop()
    assert said == ["scorecards not refreshed: the registry can't be asked (Refused)"]


def _until(holds: Any) -> None:
    waited = threading.Event()
    for _ in range(2_000):
        if holds():
            return
        waited.wait(0.005)
    raise AssertionError("it never came to hold")


def test_a_demand_to_stop_is_heard_without_a_new_version_and_kept(
    store: FakeStore, tmp_path: Path
) -> None:
    keeper = keeper_of(store, tmp_path)
    for demand, is_stopped in (("none", False), ("retrain", False), ("stop", True)):
        store.put("champion", "1", a_usable_card(), monitored=demand, monitored_on="2026-11-20")
        keeper.refresh()
        version = keeper.held().versions["champion"]
        assert (version.demand, version.demanded_on) == (demand, "2026-11-20")
        champion = keeper.cards().champion
        assert champion is not None
        assert champion.is_stopped is is_stopped
    store.silent = True
    champion = keeper_of(store, tmp_path).cards().champion
    assert champion is not None
    assert champion.is_stopped, "a restart under a silent registry shows no points again"
    assert champion.shown is None


def test_a_champion_that_goes_on_can_still_be_stopped(store: FakeStore, tmp_path: Path) -> None:
    keeper = keeper_of(store, tmp_path)
    keeper.refresh()
    store.put("champion", "2", a_usable_card(base=9, catalogue_version="sha256:old"))
    store.put("previous", "1", a_usable_card(), monitored="stop")
    assert "version 1 goes on" in asked(keeper)
    champion = keeper.cards().champion
    assert champion is not None
    assert (champion.version, champion.is_stopped) == ("1", True)
