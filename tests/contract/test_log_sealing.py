"""Heads are read back, sealed on another path and only then published (N6): both engines."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import timedelta
from itertools import pairwise
from pathlib import Path

import pytest

from records.calendar import instant_to_text
from serving.audit.checkpoints import Checkpoint, signed_checkpoint, trusted_checkpoint
from serving.audit.key_files import read_key
from serving.audit.notes import KeyKind
from serving.audit.proofs import is_consistent
from serving.audit.tree import EMPTY_ROOT, leaf_hash
from serving.store.errors import LogKeyError, LogRolledBackError, SealsError
from serving.store.heads import keys_of, last_head, prove, published_tile, read_keys
from serving.store.log_hashes import frontier_at, growth_proof
from serving.store.opening import Store, open_store
from serving.store.sealer import CLOCK_WENT_BACK, Sealer
from serving.store.seals import Seal, SealFile
from tests.lib.insiders import cut_off_the_end
from tests.lib.logs import a_look
from tests.lib.sealed_logs import Sealed, enter


@pytest.fixture
def sealed(store: Store, tmp_path: Path) -> Iterator[Sealed]:
    """A store with the files of its sealing."""
    with Sealed(store, tmp_path) as opened:
        yield opened


def said(sealer: Sealer) -> tuple[str | None, int]:
    """What keeps the sealer from sealing, and how far it has sealed."""
    return sealer.figures.trouble, sealer.figures.sealed


def test_a_head_is_signed_over_what_was_read_back(sealed: Sealed) -> None:
    enter(sealed.store, range(5))
    seal = sealed.begin().seal(sealed.raw)
    head = last_head(sealed.raw)
    assert head is not None
    assert (head.checkpoint.size, head.note) == (5, seal.note)
    key = read_key(sealed.key_file, KeyKind.LOG).verifier
    assert trusted_checkpoint(seal.note, (key,)) == head.checkpoint
    assert frontier_at(sealed.raw, 5).root == head.checkpoint.root
    assert keys_of(read_keys(sealed.raw), seal.head.origin) == (key,)


def test_heads_grow_from_one_another_past_full_tiles(sealed: Sealed) -> None:
    sealing = sealed.begin()
    heads = [Checkpoint(sealing.origin, 0, EMPTY_ROOT)]
    for first, last in ((0, 3), (3, 256), (256, 700)):
        enter(sealed.store, range(first, last))
        heads.append(sealing.seal(sealed.raw).head)
    for old, new in pairwise(heads):
        proof = growth_proof(sealed.raw, old.size, new.size)
        assert is_consistent(old.size, old.root, new.size, new.root, proof)


def test_every_entry_can_be_proved_under_the_last_head(sealed: Sealed) -> None:
    enter(sealed.store, range(300))
    sealing = sealed.begin()
    sealing.seal(sealed.raw)
    key = sealing.key.verifier
    for number in (0, 1, 255, 256, 299):
        found = prove(sealed.store, a_look(number).id)
        assert found is not None
        assert found.proof is not None
        assert found.proof.shows(leaf_hash(found.entry), (key,))
        assert not found.proof.shows(leaf_hash(b"another"), (key,))
    enter(sealed.store, range(300, 301))
    unsealed = prove(sealed.store, a_look(300).id)
    assert unsealed is not None
    assert unsealed.proof is None
    assert prove(sealed.store, "nobody-knows-it") is None


def test_tiles_are_given_out_as_far_as_the_last_head_and_no_further(sealed: Sealed) -> None:
    enter(sealed.store, range(260))
    sealed.begin().seal(sealed.raw)
    enter(sealed.store, range(260, 262))
    assert len(published_tile(sealed.store, 0, 0, 256) or b"") == 256 * 32
    assert len(published_tile(sealed.store, 0, 1, 4) or b"") == 4 * 32
    assert len(published_tile(sealed.store, 1, 0, 1) or b"") == 32
    assert published_tile(sealed.store, 0, 1, 5) is None
    assert published_tile(sealed.store, 1, 0, 2) is None


def test_what_was_sealed_but_not_published_is_published_at_the_next_start(sealed: Sealed) -> None:
    """The process ended between the seal store and the table of heads."""
    enter(sealed.store, range(3))
    sealing = sealed.begin()
    first = sealing.seal(sealed.raw)
    enter(sealed.store, range(3, 5))
    head = Checkpoint(sealing.origin, 5, frontier_at(sealed.raw, 5).root)
    seal = Seal(signed_checkpoint(head, (sealing.key,)), first.at)
    SealFile(sealed.seal_file).add(seal, first)
    published = last_head(sealed.raw)
    assert published is not None
    assert published.checkpoint.size == 3
    sealed.begin()
    published = last_head(sealed.raw)
    assert published is not None
    assert (published.checkpoint, published.note) == (head, seal.note)


def test_a_store_put_back_to_an_earlier_day_is_refused(sealed: Sealed) -> None:
    enter(sealed.store, range(6))
    sealed.begin().seal(sealed.raw)
    cut_off_the_end(sealed.store, 4)
    with pytest.raises(LogRolledBackError, match="older than its last seal: it holds 4 entries, 6"):
        sealed.begin()
    enter(sealed.store, range(4, 8))  # Others have been entered since.
    with pytest.raises(LogRolledBackError, match="its first 6 entries are others"):
        sealed.begin()


def test_a_seal_store_that_is_gone_is_refused(sealed: Sealed) -> None:
    enter(sealed.store, range(2))
    sealed.begin().seal(sealed.raw)
    sealed.seal_file.unlink()
    with pytest.raises(SealsError, match="its seal store is gone or empty"):
        sealed.begin()


def test_another_logs_seal_store_is_refused(sealed: Sealed, tmp_path: Path) -> None:
    sealed.begin().seal(sealed.raw)
    with (
        open_store(f"sqlite:///{tmp_path}/other.db", writer=True) as other_store,
        Sealed(other_store, tmp_path / "other") as other,
    ):
        enter(other_store, range(9), seed=5)
        other.begin().seal(other.raw)
        shutil.copy(other.seal_file, sealed.seal_file)
    with pytest.raises(SealsError, match="signed by no key of this log"):
        sealed.begin()


def test_another_key_is_refused(sealed: Sealed) -> None:
    sealed.begin().seal(sealed.raw)
    sealed.key_file.unlink()
    with pytest.raises(LogKeyError, match="there is no key"):
        sealed.begin(may_make_key=False)
    with pytest.raises(LogKeyError, match="there is no key"):
        sealed.begin(may_make_key=True)


def test_a_key_that_others_can_read_is_refused(sealed: Sealed) -> None:
    sealed.begin()
    sealed.key_file.chmod(0o640)
    with pytest.raises(LogKeyError, match="others can read the key"):
        sealed.begin()


def test_a_clock_that_went_back_is_waited_out_and_said(sealed: Sealed) -> None:
    enter(sealed.store, range(2))
    with sealed.sealer() as sealer:
        sealer.seal_now()
        sealed.moment -= timedelta(hours=2)
        enter(sealed.store, range(2, 4))
        sealer.seal_now()
        assert said(sealer) == (CLOCK_WENT_BACK, 2)
        sealed.moment += timedelta(hours=3)
        sealer.seal_now()
        assert said(sealer) == (None, 4)


def test_nothing_is_signed_over_an_entry_that_is_not_as_it_was_numbered(sealed: Sealed) -> None:
    enter(sealed.store, range(4))
    with sealed.without_guards() as raw:
        raw.run("UPDATE log_entries SET entry = ? WHERE id = ?", (b"{}", a_look(2).id))
    with sealed.sealer() as sealer:
        sealer.seal_now()
        assert "entry 2 is not as it was numbered" in (sealer.figures.trouble or "")
        assert sealer.figures.at is None
    assert SealFile(sealed.seal_file).last() is None


def test_a_seal_store_that_cannot_be_written_is_said_and_tried_again(sealed: Sealed) -> None:
    enter(sealed.store, range(2))
    sealed.seal_file.mkdir()
    with pytest.raises(SealsError):
        sealed.begin()
    sealed.seal_file.rmdir()
    with sealed.sealer() as sealer:
        sealer.seal_now()
        kept = sealed.seal_file.rename(sealed.folder / "away")
        sealed.seal_file.mkdir()
        enter(sealed.store, range(2, 3))
        sealer.seal_now()
        assert said(sealer)[0] is not None
        sealed.seal_file.rmdir()
        kept.rename(sealed.seal_file)
        sealer.seal_now()
        assert said(sealer) == (None, 3)


def test_the_sealer_seals_by_itself_and_what_is_left_at_the_end(sealed: Sealed) -> None:
    with sealed.sealer(seal_every_s=0.01) as sealer:
        enter(sealed.store, range(3))
        sealed.wait_until(lambda: sealer.figures.sealed == 3)
        enter(sealed.store, range(3, 5))
    seal = SealFile(sealed.seal_file).last()
    assert seal is not None
    assert seal.head.size == 5


def test_a_quiet_hour_is_sealed_too(sealed: Sealed) -> None:
    enter(sealed.store, range(1))
    with sealed.sealer(quiet_every_s=0.05) as sealer:
        sealed.wait_until(lambda: sealer.figures.heads > 2)
    seals = list(SealFile(sealed.seal_file).every())
    assert {seal.head.size for seal in seals} == {1}


def test_two_sealers_of_one_log_make_one_line_of_heads(sealed: Sealed) -> None:
    first, second = sealed.begin(), sealed.begin()
    enter(sealed.store, range(3))
    first.seal(sealed.raw)
    enter(sealed.store, range(3, 7))
    assert second.seal(sealed.raw).head.size == 7
    sizes = [seal.head.size for seal in SealFile(sealed.seal_file).every()]
    assert sizes == [3, 7]


def test_a_last_line_torn_at_any_byte_leaves_the_one_before(sealed: Sealed) -> None:
    sealing = sealed.begin()
    for size in range(3):
        enter(sealed.store, range(size, size + 1))
        sealing.seal(sealed.raw)
    *before, last = sealed.seal_file.read_bytes().splitlines(keepends=True)
    for length in range(1, len(last)):
        sealed.seal_file.write_bytes(b"".join(before) + last[:length])
        seals = SealFile(sealed.seal_file)
        seal = seals.last()
        assert seal is not None
        assert (seal.head.size, seals.torn) == (2, 1)
    sealed.seal_file.write_bytes(b"".join(before) + last[: len(last) // 2])
    sealed.begin().seal(sealed.raw)
    seals = SealFile(sealed.seal_file)
    assert [seal.head.size for seal in seals.every()] == [1, 2, 3]
    assert seals.torn == 1


def test_the_files_are_their_owners_alone_and_the_moment_is_the_clocks(sealed: Sealed) -> None:
    seal = sealed.begin().seal(sealed.raw)
    assert seal.at == instant_to_text(sealed.moment)
    for file in (sealed.seal_file, sealed.key_file):
        assert file.stat().st_mode & 0o077 == 0
