"""The keeper of cards: whatever the registry says or leaves unsaid, the last good set goes on."""

from __future__ import annotations

import json
import threading
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from features.catalogue import CATALOGUE_VERSION
from scorecard import Card
from serving.answer.cards import Cards
from serving.model_store import (
    AGAIN_MODEL,
    MAIN_MODEL,
    CardKeeper,
    MlflowModelStore,
    ModelStoreError,
)
from tests.lib.cards import a_card
from tests.lib.registered import FakeStore

NOW = datetime(2026, 11, 22, 13, 30, tzinfo=UTC)
BANDS = ("Medium", "High")


def card(name: str = "main", base: int = 8, **given: Any) -> Card:
    """A card of this release's catalogue; another base makes another card."""
    return a_card(name=name, base=base, **({"catalogue_version": CATALOGUE_VERSION} | given))


@pytest.fixture
def store() -> FakeStore:
    """A registry with a champion."""
    made = FakeStore()
    made.put("champion", "1", card())
    return made


def keeper_of(store: FakeStore, folder: Path, **given: Any) -> CardKeeper:
    """A keeper that has asked once if it could."""
    return CardKeeper(store, folder, BANDS, lambda: NOW, **given)


def asked(keeper: CardKeeper) -> str:
    """What a refresh complains of; "" if of nothing."""
    try:
        keeper.refresh()
    except ModelStoreError as fault:
        return str(fault)
    return ""


def named(keeper: CardKeeper) -> tuple[str | None, str | None, str | None]:
    """The versions in use of champion, challenger and second card."""
    cards = keeper.cards()
    return tuple(  # type: ignore[return-value]  # three of them
        None if one is None else one.version
        for one in (cards.champion, cards.challenger, cards.again)
    )


def test_a_new_champion_is_picked_up_and_the_set_before_it_stays_whole(
    store: FakeStore, tmp_path: Path
) -> None:
    keeper = keeper_of(store, tmp_path)
    assert (asked(keeper), named(keeper)) == ("", ("1", None, None))
    store.put("challenger", "2", card(base=9))
    store.put("champion", "4", card("again"), AGAIN_MODEL)
    before = keeper.held()
    assert (asked(keeper), named(keeper)) == ("", ("1", "2", "4"))
    assert before.cards.challenger is None, "a set that somebody holds is never changed"
    store.put("champion", "2", card(base=9))
    store.put("previous", "1", card())
    assert (asked(keeper), named(keeper)) == ("", ("2", None, "4"))
    assert keeper.held().versions["previous"].version == "1"


def test_a_card_is_fetched_once(store: FakeStore, tmp_path: Path) -> None:
    keeper = keeper_of(store, tmp_path)
    store.put("challenger", "2", card(base=9))
    for _ in range(3):
        keeper.refresh()
    store.put("champion", "2", card(base=9))
    keeper.refresh()
    assert store.fetched == [f"{MAIN_MODEL}/1", f"{MAIN_MODEL}/2"]


def test_the_disk_is_written_to_only_when_something_changed(
    store: FakeStore, tmp_path: Path
) -> None:
    keeper = keeper_of(store, tmp_path)
    keeper.refresh()
    written = (tmp_path / "cards.json").stat().st_ino
    keeper.refresh()
    assert (tmp_path / "cards.json").stat().st_ino == written
    store.put("champion", "1", card(), monitored="review")
    keeper.refresh()
    assert (tmp_path / "cards.json").stat().st_ino != written


def test_rolling_back_is_a_champion_like_any_other(store: FakeStore, tmp_path: Path) -> None:
    store.put("champion", "2", card(base=9))
    keeper = keeper_of(store, tmp_path)
    keeper.refresh()
    store.put("champion", "1", card())
    assert (asked(keeper), named(keeper)) == ("", ("1", None, None))


def test_readers_never_see_a_mixed_set(store: FakeStore, tmp_path: Path) -> None:
    """Version n of both cards has base n: a set is whole if both bases agree."""
    pairs = [(card(base=n), card("again", base=n)) for n in (1, 2)]
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
    "wrong bytes": (card(base=9), b"{}", "not the one its hash names"),
    "no json": (card(base=9), b"\x80\x04pickle", "not the one its hash names"),
    "other catalogue": (card(base=9, catalogue_version="sha256:old"), None, "train again"),
    "other name": (card("again", base=9), None, "card of another name"),
    "other bands": (card(base=9, thresholds={"Some": 3, "More": 9}), None, "other bands"),
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
    store.put("challenger", "2", card(base=9, catalogue_version="sha256:old"))
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
        store.put("champion", "1", card(), monitored=demand, monitored_on="2026-11-20")
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
    store.put("champion", "2", card(base=9, catalogue_version="sha256:old"))
    store.put("previous", "1", card(), monitored="stop")
    assert "version 1 goes on" in asked(keeper)
    champion = keeper.cards().champion
    assert champion is not None
    assert (champion.version, champion.is_stopped) == ("1", True)


@pytest.fixture
def full(store: FakeStore) -> FakeStore:
    """A registry with a card in every place."""
    store.put("challenger", "2", card(base=9))
    store.put("champion", "4", card("again"), AGAIN_MODEL)
    return store


def test_a_restart_under_a_silent_registry_uses_what_is_on_disk(
    full: FakeStore, tmp_path: Path
) -> None:
    keeper_of(full, tmp_path).refresh()
    full.silent = True
    keeper = keeper_of(full, tmp_path)
    assert asked(keeper)
    assert named(keeper) == ("1", "2", "4")
    assert keeper.held().heard_at is None


@pytest.mark.parametrize("place", ["champion", "challenger", "again"])
@pytest.mark.parametrize("harm", ["cut", "gone"])
def test_a_damaged_card_on_disk_is_left_out_alone(
    full: FakeStore, tmp_path: Path, place: str, harm: str
) -> None:
    keeper = keeper_of(full, tmp_path)
    keeper.refresh()
    version = keeper.held().versions[place]
    path = tmp_path / f"{version.content_hash.removeprefix('sha256:')}.json"
    if harm == "cut":
        path.write_bytes(path.read_bytes()[:-5])
    else:
        path.unlink()
    again = keeper_of(full, tmp_path)
    assert {"champion", "challenger", "again"} - set(again.held().versions) == {place}
    assert place in again.held().faults
    assert (asked(again), named(again)) == ("", ("1", "2", "4")), "the registry mends it"
    assert named(keeper_of(full, tmp_path)) == ("1", "2", "4"), "on disk too"


@pytest.mark.parametrize("index", [b"", b"[]", b'{"champion": 3}', b'{"champion": {"version": 1}}'])
def test_a_damaged_list_of_what_is_kept_is_nothing_kept(
    full: FakeStore, tmp_path: Path, index: bytes
) -> None:
    keeper_of(full, tmp_path).refresh()
    (tmp_path / "cards.json").write_bytes(index)
    assert keeper_of(full, tmp_path).cards() == Cards()


def test_a_folder_that_can_not_be_written_to_stops_nobody(store: FakeStore, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder", encoding="utf-8")
    keeper = keeper_of(store, tmp_path / "file" / "cards")
    assert "could not be kept on disk" in asked(keeper)
    assert named(keeper) == ("1", None, None)


def test_the_list_on_disk_names_versions_and_hashes(full: FakeStore, tmp_path: Path) -> None:
    keeper_of(full, tmp_path).refresh()
    kept = json.loads((tmp_path / "cards.json").read_text(encoding="utf-8"))
    assert {place: said["version"] for place, said in kept.items()} == {
        "champion": "1", "challenger": "2", "again": "4",
    }  # fmt: skip


# ---------------------------------------------------------------- a real MLflow


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory) -> tuple[Any, MlflowModelStore]:
    """A registry in an MLflow database: two main cards, one of the second kind."""
    from mlflow import MlflowClient

    folder = tmp_path_factory.mktemp("mlflow")
    address = f"sqlite:///{folder}/mlflow.db"
    client = MlflowClient(tracking_uri=address, registry_uri=address)
    experiment = client.create_experiment("x", artifact_location=(folder / "files").as_uri())
    for model, cards in (
        (MAIN_MODEL, [card(), card(base=9)]),
        (AGAIN_MODEL, [card("again")]),
    ):
        client.create_registered_model(model)
        for one in cards:
            run = client.create_run(experiment)
            client.log_text(run.info.run_id, one.to_json().decode(), "card.json")
            client.create_model_version(
                model,
                source=run.info.artifact_uri,
                run_id=run.info.run_id,
                tags={"card_hash": one.content_hash},
            )
    return client, MlflowModelStore(address)


@pytest.mark.filterwarnings("ignore")
def test_mlflow_s_aliases_and_tags_are_what_the_keeper_holds(
    real: tuple[Any, MlflowModelStore], tmp_path: Path
) -> None:
    client, store = real
    keeper = CardKeeper(store, tmp_path, BANDS, lambda: NOW)
    assert (asked(keeper), keeper.cards()) == ("", Cards())
    client.set_registered_model_alias(MAIN_MODEL, "champion", "1")
    client.set_registered_model_alias(MAIN_MODEL, "challenger", "2")
    client.set_registered_model_alias(AGAIN_MODEL, "champion", "1")
    assert (asked(keeper), named(keeper)) == ("", ("1", "2", "1"))
    client.set_model_version_tag(MAIN_MODEL, "1", "monitored", "stop")
    client.set_model_version_tag(MAIN_MODEL, "2", "approved_by", "B Other")
    keeper.refresh()
    held = keeper.held()
    assert held.cards.champion is not None
    assert held.cards.champion.is_stopped
    assert held.versions["challenger"].tags["approved_by"] == "B Other"
    client.set_registered_model_alias(MAIN_MODEL, "champion", "2")
    assert (asked(keeper), named(keeper)) == ("", ("2", None, "1"))
    client.set_model_version_tag(MAIN_MODEL, "1", "card_hash", card(base=30).content_hash)
    client.set_registered_model_alias(MAIN_MODEL, "champion", "1")
    assert "not the one its hash names; fetch it again; version 2 goes on" in asked(keeper)


@pytest.mark.filterwarnings("ignore")
def test_an_mlflow_that_can_not_be_reached_is_a_worded_silence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder", encoding="utf-8")
    keeper = CardKeeper(
        MlflowModelStore(f"sqlite:///{tmp_path}/file/mlflow.db"), tmp_path, BANDS, lambda: NOW
    )
    assert asked(keeper).startswith("the registry can't be asked (")
    assert keeper.held() == replace(keeper.held(), cards=Cards(), heard_at=None)
