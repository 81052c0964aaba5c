"""A thousand seeded edits in nine kinds, by clumsy and by careful insiders: all are found (N6)."""

from __future__ import annotations

import copy
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest

from serving.audit.checkpoints import Checkpoint, signed_checkpoint
from serving.audit.key_files import draw_key
from serving.audit.notes import KeyKind, SigningKey
from serving.audit.tree import Frontier
from serving.store.opening import Store
from serving.store.raw import RawConnection
from serving.store.seals import Seal, SealFile
from serving.store.verifying import verify_log
from tests.lib.insiders import insider_of
from tests.lib.logs import ORIGIN, LogInMemory, drawing
from tests.lib.tampering import EDITS, Cover, an_honest_log, tamper, write_log

EDITS_IN_ALL = 1_000
ON_POSTGRES = 90
KEY = draw_key(ORIGIN, KeyKind.LOG, drawing(3))
HONEST = an_honest_log()
_AT = "2026-11-21T23:00:00.000000Z"


def edits(count: int) -> Iterator[tuple[int, str, Cover]]:
    """(seed, kind, cover): every kind with every cover in turn."""
    kinds = list(EDITS)
    for seed in range(count):
        yield seed, kinds[seed % len(kinds)], Cover(seed // len(kinds) % len(Cover))


def edited(seed: int, kind: str, cover: Cover) -> LogInMemory:
    log = copy.copy(HONEST)
    log.entries, log.tiles = list(HONEST.entries), dict(HONEST.tiles)
    tamper(log, kind, cover, Random(seed))
    assert log.entries != HONEST.entries
    return log


def seal(path: Path, log: LogInMemory, key: SigningKey = KEY) -> SealFile:
    """The seal store of this log: heads half-way and at the end."""
    path.unlink(missing_ok=True)
    seals, last = SealFile(path), None
    leaves = [entry.leaf or b"" for entry in log.entries]
    for size in (len(leaves) // 2, len(leaves)):
        head = Checkpoint(ORIGIN, size, Frontier().grow(leaves[:size]).root)
        new = Seal(signed_checkpoint(head, (key,)), _AT)
        seals.add(new, last)
        last = new
    return seals


@pytest.fixture
def insider(store: Store) -> Iterator[RawConnection]:
    """Somebody whom no guard holds back, at a store whose log's key is known."""
    with insider_of(store) as raw:
        row = (ORIGIN, KEY.verifier.text, None, _AT)
        raw.insert("log_keys (origin, key, entry_id, since)", [row])
        yield raw


def faults(store: Store, seals: SealFile, anchors: dict[int, str] | None = None) -> list[str]:
    """What the check says, but for the guards that SQLite's insider had to drop."""
    report = verify_log(store, seals=seals, anchors=anchors)
    return [str(fault) for fault in report.faults if "guard" not in fault.what]


def test_every_edit_is_found(store: Store, insider: RawConnection, tmp_path: Path) -> None:
    seals = seal(tmp_path / "seals", HONEST)
    write_log(insider, HONEST, ORIGIN)
    assert faults(store, seals) == []
    tried: Counter[str] = Counter()
    for seed, kind, cover in edits(EDITS_IN_ALL if store.is_sqlite else ON_POSTGRES):
        write_log(insider, edited(seed, kind, cover), ORIGIN)
        assert faults(store, seals), f"edit {seed}: {kind}, {cover.name} covered up"
        tried[kind] += 1
    assert len(tried) == 9
    assert min(tried.values()) >= 10


def test_nothing_but_a_head_kept_outside_shows_what_is_wholly_covered_up(
    store: Store, insider: RawConnection, tmp_path: Path
) -> None:
    """The control: these edits leave a log that is sound in itself."""
    nobody = SealFile(tmp_path / "none")
    seals = seal(tmp_path / "seals", HONEST)
    for seed, kind in enumerate(EDITS):
        if kind == "delete":
            continue  # May take the entry that names an erasure, which no cover brings back.
        write_log(insider, edited(seed * 7, kind, Cover.EVERYTHING), ORIGIN)
        within = [fault for fault in faults(store, nobody) if "erased" not in fault]
        assert within == [], f"{kind}: {within[:2]}"
        assert faults(store, seals)


def test_an_insider_with_the_logs_key_is_found_by_any_older_cosigned_head(
    store: Store, insider: RawConnection, tmp_path: Path
) -> None:
    witnessed = {HONEST.frontier.size: HONEST.frontier.root.hex()}
    for seed, kind in enumerate([*EDITS] * 4):
        log = edited(seed * 13, kind, Cover.EVERYTHING)
        write_log(insider, log, ORIGIN)
        signed_again = seal(tmp_path / "seals", log)
        assert any("was noted" in fault for fault in faults(store, signed_again, witnessed)), kind


def test_in_memory_too_every_edit_is_found_by_what_stands_in_the_log_and_its_heads() -> None:
    noted = {HONEST.frontier.size: HONEST.frontier.root.hex()}
    assert HONEST.verify(anchors=noted).is_sound
    for seed, kind, cover in edits(500):
        assert not edited(seed, kind, cover).verify(anchors=noted).is_sound, (seed, kind, cover)
