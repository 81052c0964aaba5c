"""The last good cards on disk: enough for a restart under a silent registry, and no more."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from serving.answer.cards import Cards
from serving.model_store import AGAIN_MODEL
from tests.lib.keeping_cards import a_usable_card, asked, keeper_of, named
from tests.lib.registered import FakeStore


@pytest.fixture
def store() -> FakeStore:
    """A registry with a champion."""
    made = FakeStore()
    made.put("champion", "1", a_usable_card())
    return made


def test_the_disk_is_written_to_only_when_something_changed(
    store: FakeStore, tmp_path: Path
) -> None:
    keeper = keeper_of(store, tmp_path)
    keeper.refresh()
    written = (tmp_path / "cards.json").stat().st_ino
    keeper.refresh()
    assert (tmp_path / "cards.json").stat().st_ino == written
    store.put("champion", "1", a_usable_card(), monitored="review")
    keeper.refresh()
    assert (tmp_path / "cards.json").stat().st_ino != written


@pytest.fixture
def full(store: FakeStore) -> FakeStore:
    """A registry with a card in every place."""
    store.put("challenger", "2", a_usable_card(base=9))
    store.put("champion", "4", a_usable_card("again"), AGAIN_MODEL)
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
