"""A log is ended for all to see and the next one goes on from it; a key hands over (N6)."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest

from serving.access.permissions import Officer
from serving.access.reasons import NoReasonError
from serving.audit.checkpoints import trusted_checkpoint
from serving.audit.key_files import draw_key, read_key
from serving.audit.leaf import PreparedLook
from serving.audit.notes import KeyKind, SignedNote
from serving.service.close_log import change_log_key, close_log
from serving.settings import Settings
from serving.store.errors import LogRolledBackError, SealsError, StoreError, StoreInUseError
from serving.store.heads import keys_of, last_head, read_keys
from serving.store.log import current_origin
from serving.store.look_log import LookLog
from serving.store.opening import Store
from serving.store.seals import Seal, SealFile
from serving.store.verifying import verify_log
from tests.lib.insiders import cut_off_the_end
from tests.lib.logs import a_look, drawing
from tests.lib.sealed_logs import Sealed, enter

KEEPER = Officer("host:keeper", "Keeper", ())
SEEDS = count(901)


@pytest.fixture
def sealed(store: Store, tmp_path: Path) -> Iterator[Sealed]:
    """A store whose ten entries are sealed."""
    with Sealed(store, tmp_path) as opened:
        enter(store, range(10))
        opened.begin().seal(opened.raw)
        yield opened


def settings_of(sealed: Sealed) -> Settings:
    environ = {
        "MISSING_RISK_LOG_KEY": str(sealed.key_file),
        "MISSING_RISK_LOG_SEALS": str(sealed.seal_file),
    }
    return Settings.read(environ)


def close(sealed: Sealed, reason: str = "restored after a fire") -> Seal:
    return close_log(
        sealed.store, settings_of(sealed), KEEPER, reason, sealed.clock, drawing(next(SEEDS))
    )  # fmt: skip


def change_key(sealed: Sealed) -> Seal:
    return change_log_key(
        sealed.store, settings_of(sealed), KEEPER, "yearly", sealed.clock, drawing(next(SEEDS))
    )


def faults(sealed: Sealed) -> tuple[str, ...]:
    report = verify_log(sealed.store, seals=SealFile(sealed.seal_file))
    return tuple(str(fault) for fault in report.faults)


def test_after_an_older_copy_the_log_is_closed_and_the_next_goes_on(sealed: Sealed) -> None:
    before = current_origin(sealed.raw)
    cut_off_the_end(sealed.store, 7)
    with pytest.raises(LogRolledBackError):
        sealed.begin()
    assert any("head of 10 entries" in fault for fault in faults(sealed))
    seal = close(sealed)
    assert (seal.head.origin, seal.head.size) == (f"{before}/2", 9)
    enter(sealed.store, range(20, 25))
    sealed.begin().seal(sealed.raw)
    report = verify_log(sealed.store, seals=SealFile(sealed.seal_file))
    assert report.faults == ()
    assert len(report.closed) == 1
    assert "closed with 7 entries" in report.closed[0]
    assert "3 are known to be lost" in report.closed[0]


def test_the_first_entry_of_the_next_log_names_the_old_head(sealed: Sealed) -> None:
    old = last_head(sealed.raw)
    assert old is not None
    close(sealed)
    rows = sealed.raw.all(
        "SELECT e.entry FROM log_leaves l JOIN log_entries e ON e.id = l.entry_id"
        " WHERE l.position >= 10 ORDER BY l.position"
    )
    closed, opened = (json.loads(bytes(row[0])) for row in rows)
    assert (closed["kind"], closed["log"]) == ("LOG_CLOSED", old.checkpoint.origin)
    assert (opened["kind"], opened["log"]) == ("LOG_OPENED", f"{old.checkpoint.origin}/2")
    assert opened["facts"]["closed_size"] == 10
    assert opened["facts"]["closed_root"] == old.checkpoint.root.hex()
    assert None not in (closed["who"], closed["reason"])


def test_the_next_log_has_a_key_of_its_own_and_the_old_one_is_gone(sealed: Sealed) -> None:
    old = read_key(sealed.key_file, KeyKind.LOG).verifier
    seal = close(sealed)
    new = read_key(sealed.key_file, KeyKind.LOG).verifier
    assert new.name == seal.head.origin != old.name
    assert new.signed(seal.note)
    assert not old.signed(seal.note)


def test_a_log_is_closed_again_and_again(sealed: Sealed) -> None:
    for generation in (2, 3, 4):
        assert close(sealed).head.origin.endswith(f"/{generation}")
    assert faults(sealed) == ()


def test_a_copy_from_before_the_close_is_older_than_its_last_seal(sealed: Sealed) -> None:
    close(sealed)
    with sealed.without_guards() as raw:
        for table in ("log_generations", "log_keys"):
            raw.run(f"DELETE FROM {table} WHERE entry_id IS NOT NULL")  # noqa: S608 - our names
    cut_off_the_end(sealed.store, 8)
    with pytest.raises(StoreError):
        sealed.begin()
    assert close(sealed).head.origin.endswith("/3")
    assert faults(sealed) == ()


def test_a_lost_key_or_a_lost_seal_store_is_a_reason_to_close(sealed: Sealed) -> None:
    sealed.key_file.unlink()
    sealed.seal_file.unlink()
    with pytest.raises(StoreError):
        sealed.begin()
    close(sealed, "the disk with key and seals burnt")
    assert faults(sealed) == ()
    sealed.begin()


def test_a_close_without_a_reason_is_refused_and_changes_nothing(sealed: Sealed) -> None:
    with pytest.raises(NoReasonError):
        close(sealed, "  ")
    assert sealed.raw.one("SELECT count(*) FROM log_leaves") == (10,)
    sealed.begin()


def test_a_crash_after_the_entry_and_before_the_new_key_took_its_place_heals(
    sealed: Sealed,
) -> None:
    before = sealed.key_file.read_bytes()
    change_key(sealed)
    after = sealed.key_file.read_bytes()
    sealed.key_file.write_bytes(before)
    waiting = sealed.key_file.with_name(sealed.key_file.name + ".next")
    waiting.write_bytes(after)
    waiting.chmod(0o600)
    sealed.begin().seal(sealed.raw)
    assert sealed.key_file.read_bytes() == after
    assert not waiting.exists()
    assert faults(sealed) == ()


def test_both_keys_sign_the_head_that_hands_over(sealed: Sealed) -> None:
    old = read_key(sealed.key_file, KeyKind.LOG).verifier
    seal = change_key(sealed)
    new = read_key(sealed.key_file, KeyKind.LOG).verifier
    assert trusted_checkpoint(seal.note, (old,)) == trusted_checkpoint(seal.note, (new,))
    enter(sealed.store, range(10, 14))
    later = sealed.begin().seal(sealed.raw).note
    assert not old.signed(later)
    assert new.signed(later)
    assert keys_of(read_keys(sealed.raw), new.name) == (old, new)
    assert faults(sealed) == ()


def test_a_key_that_nobody_entered_is_found(sealed: Sealed) -> None:
    origin = current_origin(sealed.raw)
    invented = draw_key(origin, KeyKind.LOG, drawing(6_005)).verifier
    row = (origin, invented.text, None, "2026-11-22T00:00:00.000000Z")
    sealed.raw.insert("log_keys (origin, key, entry_id, since)", [row])
    assert "log: a key of the log is named by no entry of it" in faults(sealed)


def test_a_log_in_use_is_not_closed(sealed: Sealed) -> None:
    if sealed.store.is_sqlite:
        return  # One process writes: a second one can't even open the store.
    log = LookLog(sealed.store, drawing(33))
    with pytest.raises(StoreInUseError, match="stop every service"):
        close(sealed)
    log.close()
    close(sealed)


def test_a_writer_from_before_the_close_does_not_get_back_on(sealed: Sealed) -> None:
    log = LookLog(sealed.store, drawing(34))
    log.append([a_look(50)])
    log.close()
    close(sealed)
    with pytest.raises(StoreError, match="another one opened"):
        log.reopen()


def test_a_published_head_that_was_changed_is_found(sealed: Sealed) -> None:
    head = last_head(sealed.raw)
    assert head is not None
    forged = SignedNote.parse(head.note.text.replace("\n10\n", "\n9\n"))
    with sealed.without_guards() as raw:
        raw.run("UPDATE log_heads SET note = ?, size = 9", (forged.text,))
    assert any("signed by no key" in fault for fault in faults(sealed))


def test_a_seal_of_somebody_else_is_found(sealed: Sealed) -> None:
    torn = sealed.seal_file.read_bytes().replace(b"\\n10\\n", b"\\n11\\n")
    sealed.seal_file.write_bytes(torn)
    assert any("seal 0 was signed by no key" in fault for fault in faults(sealed))
    with pytest.raises(SealsError):
        sealed.begin()


def test_acts_are_of_the_log_that_is_open(sealed: Sealed) -> None:
    close(sealed)
    look: PreparedLook = a_look(77)
    enter(sealed.store, [77])
    row = sealed.raw.one("SELECT entry FROM log_entries WHERE id = ?", (look.id,))
    assert row is not None
    assert json.loads(bytes(row[0]))["log"] == current_origin(sealed.raw)
