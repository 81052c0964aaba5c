"""An insider with the database in hand: each way to change the log is found and named."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from serving.audit.tree import Frontier, leaf_hash
from serving.store.errors import LogDamagedError, StoreError
from serving.store.log import sequence
from serving.store.look_log import LookLog
from serving.store.opening import Store, open_store
from serving.store.raw import RawConnection
from serving.store.stored_entries import numbered
from serving.store.verifying import verify_log
from tests.lib.logs import a_look, drawing

#: The entry that is tampered with: in the middle of the first writer's.
VICTIM = a_look(4).id
COUNT = 12


@pytest.fixture
def insider(store: Store) -> Iterator[RawConnection]:
    """An honest log of two writers, and a connection that no guard holds back."""
    for writer in range(2):
        log = LookLog(store, drawing(writer))
        log.append([a_look(number) for number in range(writer * 6, writer * 6 + 6)])
        number_all(store)
        log.close()
    raw = store.connect_log(readonly=False)
    guards = []
    if store.is_sqlite:
        raw.run("PRAGMA foreign_keys = OFF")
        guards = raw.all("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
        for name, _ in guards:
            raw.run(f"DROP TRIGGER {name}")
    else:
        raw.run("SET session_replication_role = replica")
    yield raw
    raw.close()


def number_all(store: Store) -> None:
    raw = store.connect_log(readonly=False)
    while sequence(raw):
        pass
    raw.close()


def found(store: Store, insider: RawConnection) -> list[str]:
    """What the check says besides the missing guards, which SQLite's insider had to drop."""
    report = verify_log(store)
    return [str(fault) for fault in report.faults if "guard" not in fault.what]


def bytes_of(raw: RawConnection, entry_id: str = VICTIM) -> bytes:
    row = raw.one("SELECT entry FROM log_entries WHERE id = ?", (entry_id,))
    assert row is not None
    return bytes(row[0])


def write_bytes(raw: RawConnection, entry: bytes) -> None:
    raw.run("UPDATE log_entries SET entry = ? WHERE id = ?", (entry, VICTIM))


def make_tree_anew(raw: RawConnection) -> None:
    rows = raw.all("SELECT leaf FROM log_leaves ORDER BY position")
    tree = Frontier().grow(bytes(row[0]) for row in rows)
    raw.run(
        "UPDATE log_head SET size = ?, root = ?, frontier = ?",
        (tree.size, tree.root, tree.to_bytes()),
    )


def delete(raw: RawConnection, entry_id: str, *tables: str) -> None:
    for table in tables:
        key = "id" if table == "log_entries" else "entry_id"
        raw.run(f"DELETE FROM {table} WHERE {key} = ?", (entry_id,))  # noqa: S608 - our names


ALL_OF_AN_ENTRY = ("log_private", "log_answers", "log_waiting", "log_leaves", "log_entries")


def change_an_entry(raw: RawConnection) -> None:
    write_bytes(raw, bytes_of(raw).replace(b"missing_report", b"routine_check"))


def change_an_entry_and_its_leaf(raw: RawConnection) -> None:
    change_an_entry(raw)
    leaf = leaf_hash(bytes_of(raw))
    raw.run("UPDATE log_leaves SET leaf = ? WHERE entry_id = ?", (leaf, VICTIM))


def change_an_entry_its_leaf_and_the_tree(raw: RawConnection) -> None:
    change_an_entry_and_its_leaf(raw)
    make_tree_anew(raw)


def remove_an_entry(raw: RawConnection) -> None:
    delete(raw, VICTIM, "log_entries")


def remove_an_entry_with_all_that_is_its(raw: RawConnection) -> None:
    delete(raw, VICTIM, *ALL_OF_AN_ENTRY)


def remove_an_entry_and_close_the_ranks(raw: RawConnection) -> None:
    remove_an_entry_with_all_that_is_its(raw)
    for position in range(5, COUNT):
        raw.run("UPDATE log_leaves SET position = ? WHERE position = ?", (position - 1, position))
    make_tree_anew(raw)


def remove_a_whole_writer(raw: RawConnection) -> None:
    for number in range(6):
        delete(raw, a_look(number).id, *ALL_OF_AN_ENTRY)
    for position in range(6, COUNT):
        raw.run("UPDATE log_leaves SET position = ? WHERE position = ?", (position - 6, position))
    make_tree_anew(raw)


def remove_an_entry_before_it_has_a_number(raw: RawConnection) -> None:
    """Its number and its place in the queue go, the entry stays."""
    delete(raw, a_look(COUNT - 1).id, "log_leaves")
    make_tree_anew(raw)


def swap_two_entries(raw: RawConnection) -> None:
    for old, new in ((3, 99), (4, 3), (99, 4)):
        raw.run("UPDATE log_leaves SET position = ? WHERE position = ?", (new, old))
    make_tree_anew(raw)


def swap_the_bytes_of_two_entries(raw: RawConnection) -> None:
    other = bytes_of(raw, a_look(3).id)
    raw.run("UPDATE log_entries SET entry = ? WHERE id = ?", (bytes_of(raw), a_look(3).id))
    write_bytes(raw, other)


def renumber_an_entry(raw: RawConnection) -> None:
    raw.run("UPDATE log_leaves SET position = 77 WHERE entry_id = ?", (VICTIM,))


def say_another_writer(raw: RawConnection) -> None:
    raw.run("UPDATE log_entries SET writer = 'nobody' WHERE id = ?", (VICTIM,))


def insert_an_entry(raw: RawConnection) -> None:
    entry = bytes_of(raw).replace(VICTIM.encode(), b"an-invented-look")
    raw.insert("log_entries (id, writer, n, entry)", [("an-invented-look", "w", 0, entry)])


def insert_an_entry_that_waits(raw: RawConnection) -> None:
    insert_an_entry(raw)
    raw.insert("log_waiting (entry_id)", [("an-invented-look",)])


def let_a_numbered_entry_wait_again(raw: RawConnection) -> None:
    raw.insert("log_waiting (entry_id)", [(VICTIM,)])


def change_who_looked(raw: RawConnection) -> None:
    raw.run(
        "UPDATE log_private SET value = ? WHERE entry_id = ? AND label = 'who'",
        (b"officer-99", VICTIM),
    )


def forget_who_looked(raw: RawConnection) -> None:
    raw.run("DELETE FROM log_private WHERE entry_id = ? AND label = 'who'", (VICTIM,))


def blank_who_looked(raw: RawConnection) -> None:
    raw.run(
        "UPDATE log_private SET salt = NULL, value = NULL, erased_by = ?"
        " WHERE entry_id = ? AND label = 'who'",
        (a_look(7).id, VICTIM),
    )


def invent_a_private_part(raw: RawConnection) -> None:
    raw.insert(
        "log_private (entry_id, label, salt, value)", [(VICTIM, "question", bytes(16), b"Maya")]
    )


def move_a_private_part(raw: RawConnection) -> None:
    raw.run("UPDATE log_private SET label = 'question' WHERE entry_id = ? AND label = 'who'",
            (VICTIM,))  # fmt: skip


def change_the_answer(raw: RawConnection) -> None:
    raw.run(
        "UPDATE log_answers SET value = ? WHERE entry_id = ?",
        (b'{"band":"Low!","number":4}', VICTIM),
    )


def forget_the_answer(raw: RawConnection) -> None:
    delete(raw, VICTIM, "log_answers")


def leave_a_stray_answer(raw: RawConnection) -> None:
    raw.insert("log_answers (entry_id, salt, value)", [("nobody", bytes(16), b"x")])


def move_the_head_back(raw: RawConnection) -> None:
    raw.run("UPDATE log_head SET size = size - 1")


def change_the_root(raw: RawConnection) -> None:
    raw.run("UPDATE log_head SET root = ?", (bytes(32),))


def remove_the_head(raw: RawConnection) -> None:
    raw.run("DELETE FROM log_head")


def invent_a_tile(raw: RawConnection) -> None:
    raw.insert("log_tiles (level, position, hashes, root)", [(0, 0, bytes(32 * 256), bytes(32))])


def rename_the_log(raw: RawConnection) -> None:
    raw.run("UPDATE store_schema SET origin = 'other.example/looks'")


AT_THE_VICTIM = (
    change_an_entry,
    remove_an_entry,
    swap_the_bytes_of_two_entries,
    renumber_an_entry,
    say_another_writer,
    let_a_numbered_entry_wait_again,
    change_who_looked,
    forget_who_looked,
    blank_who_looked,
    invent_a_private_part,
    move_a_private_part,
    change_the_answer,
    forget_the_answer,
)
ELSEWHERE = (
    change_an_entry_and_its_leaf,
    change_an_entry_its_leaf_and_the_tree,
    remove_an_entry_with_all_that_is_its,
    remove_an_entry_and_close_the_ranks,
    remove_a_whole_writer,
    remove_an_entry_before_it_has_a_number,
    swap_two_entries,
    insert_an_entry,
    insert_an_entry_that_waits,
    leave_a_stray_answer,
    move_the_head_back,
    change_the_root,
    remove_the_head,
    invent_a_tile,
    rename_the_log,
)


def test_nothing_is_found_in_what_nobody_touched(store: Store, insider: RawConnection) -> None:
    assert found(store, insider) == []


@pytest.mark.parametrize("tamper", AT_THE_VICTIM, ids=lambda tamper: tamper.__name__)
def test_it_is_found_and_the_entry_named(
    store: Store, insider: RawConnection, tamper: Callable[[RawConnection], None]
) -> None:
    tamper(insider)
    assert any(VICTIM in fault for fault in found(store, insider)), found(store, insider)


@pytest.mark.parametrize("tamper", ELSEWHERE, ids=lambda tamper: tamper.__name__)
def test_it_is_found(
    store: Store, insider: RawConnection, tamper: Callable[[RawConnection], None]
) -> None:
    tamper(insider)
    assert found(store, insider)


def test_guards_that_were_dropped_are_found(store: Store, insider: RawConnection) -> None:
    if not store.is_sqlite:
        insider.run("ALTER TABLE log_entries DISABLE TRIGGER USER")
    faults = [fault.what for fault in verify_log(store).faults]
    assert "the guard log_entries_no_delete against changes is missing" in faults


def test_the_end_cut_off_whole_is_found_by_a_head_or_a_receipt_from_outside(
    store: Store, insider: RawConnection
) -> None:
    before = verify_log(store)
    receipt = {a_look(11).id: leaf_hash(bytes_of(insider, a_look(11).id)).hex()}
    delete(insider, a_look(11).id, *ALL_OF_AN_ENTRY)
    make_tree_anew(insider)
    assert found(store, insider) == []  # Sound in itself: only what lies outside can tell.
    assert not _is_sound(store, anchors={before.entries: before.root})
    assert not _is_sound(store, receipts=receipt)


def _is_sound(store: Store, **outside: dict[object, str]) -> bool:
    report = verify_log(store, **outside)  # type: ignore[arg-type] # passed on as it came
    return not [fault for fault in report.faults if "guard" not in fault.what]


def test_no_fault_tells_who_was_looked_at_or_by_whom(store: Store, insider: RawConnection) -> None:
    for tamper in (change_who_looked, change_the_answer, invent_a_private_part, change_an_entry):
        tamper(insider)
    words = " ".join(found(store, insider))
    for private in ("officer-17", "officer-99", "C-7Q2M4K9T0A", "Maya", "tonight"):
        assert private not in words


def test_a_number_far_beyond_the_log_is_found_and_not_counted_up_to(
    store: Store, insider: RawConnection
) -> None:
    insider.run("UPDATE log_leaves SET position = ? WHERE position = 5", (1 << 62,))
    assert not _is_sound(store)


def test_numbers_that_come_in_no_order_are_not_read_for_ever(insider: RawConnection) -> None:
    class Astray:
        """A damaged index: asked for what comes next, it gives what came before."""

        def all(self, sql: str, values: tuple[int, ...]) -> list[tuple[object, ...]]:
            return insider.all(sql, (-1, *values[1:])) if "log_answers" in sql else []

    with pytest.raises(LogDamagedError, match="no order"):
        list(numbered(Astray(), 0, 1 << 62))  # type: ignore[arg-type]  # a fake of what is asked


@pytest.mark.parametrize("seed", range(8))
def test_a_damaged_file_is_reported_and_never_a_crash(tmp_path: Path, seed: int) -> None:
    path = tmp_path / "force.db"
    with open_store(str(path), writer=True) as store:
        log = LookLog(store, drawing(1))
        log.append([a_look(number) for number in range(60)])
        log.close()
    raw, draw = bytearray(path.read_bytes()), drawing(seed)
    for _ in range(40):
        raw[4096 + int.from_bytes(draw(4), "big") % (len(raw) - 4096)] ^= 0xFF
    path.write_bytes(raw)
    with suppress(StoreError), open_store(str(path), writer=False, must_be_guarded=False) as store:
        assert not verify_log(store).is_sound
