"""Stores that earlier releases wrote, kept as they were: opened, verified, replayed (N1)."""

from __future__ import annotations

import json
import lzma
from pathlib import Path

import pytest

from serving.replay import Verdict
from serving.service.measure_replay import measure_replay
from serving.store.kept import last_position, read_pasts
from serving.store.opening import open_store
from serving.store.verifying import verify_log
from tests.lib.door import Door
from tests.lib.golden_answers import GOLDEN
from tests.lib.link_review import NOW

STORES = sorted(GOLDEN.glob("store-*.db.xz"))


@pytest.fixture(params=STORES, ids=lambda path: path.name)
def folder(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """A folder with such a store."""
    (tmp_path / "store.db").write_bytes(lzma.decompress(request.param.read_bytes()))
    return tmp_path


def test_there_is_a_store_of_an_earlier_release() -> None:
    assert [path.name for path in STORES] == ["store-0006.db.xz"]


def test_it_is_brought_forward_and_its_log_verifies(folder: Path) -> None:
    with open_store(f"sqlite:///{folder / 'store.db'}", writer=True) as store:
        report = verify_log(store)
    assert report.is_sound, [str(fault) for fault in report.faults][:3]
    assert report.entries >= 10


def test_every_answer_it_gave_is_given_again_and_what_it_did_not_keep_is_named(
    folder: Path,
) -> None:
    with open_store(f"sqlite:///{folder / 'store.db'}", writer=True) as store:
        rates = measure_replay(store)
    assert rates.answers >= 9
    assert rates.kept == rates.answers
    assert (rates.recomputed, rates.unexplained) == (0, 0)
    assert set(rates.causes) == {(Verdict.KEPT_ONLY, "policy_hash")}
    assert rates.about_children == 6


def test_new_looks_beside_its_old_ones_are_worked_out_again(folder: Path) -> None:
    with Door(folder, None, moment=NOW) as door:
        with door.store.reading() as connection:
            end = last_position(connection) + 1
            old = [past.entry for past in read_pasts(connection, 0, end)]
        viewed = next(entry for entry in old if entry.fields["kind"] == "CHILD_VIEWED")
        child = json.loads(viewed.answer or b"")["child"]["id"]
        assert door.risk(child)["child"]["id"] == child
        path = f"/api/v1/audit/{viewed.id}/replay?form=bytes"
        again = door.request("GET", path, headers=door.headers("auditor", "audit"))
        assert again.content == viewed.answer
        rates = measure_replay(door.store)
    assert rates.recomputed == 1
    assert rates.kept == rates.answers
