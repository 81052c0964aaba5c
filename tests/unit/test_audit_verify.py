"""Every way to spoil a log is found, and an honest log is never accused."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from serving.audit.faults import Fault, FaultList, StoredPart
from serving.audit.leaf import Chain, seal
from serving.audit.tree import Frontier, leaf_hash
from tests.lib.logs import ORIGIN, LogInMemory, a_look, drawing


def an_honest_log(count: int = 9) -> LogInMemory:
    log = LogInMemory(seed=7)
    log.enter("writer-a", count // 3)
    log.enter("writer-b", count // 3)
    log.enter("writer-a", count - 2 * (count // 3))
    return log


def test_an_empty_log_is_sound() -> None:
    report = LogInMemory().verify()
    assert report.is_sound
    assert (report.entries, report.waiting) == (0, 0)


def test_an_honest_log_of_several_writers_is_sound() -> None:
    log = an_honest_log()
    report = log.verify()
    assert report.faults == ()
    assert report.is_sound
    assert (report.entries, report.root) == (9, log.frontier.root.hex())


def test_an_honest_log_past_a_full_tile_is_sound() -> None:
    log = an_honest_log(300)
    assert len(log.tiles) == 1
    assert log.verify().is_sound


def test_an_erasure_that_an_entry_names_is_sound() -> None:
    log = an_honest_log()
    log.erase("writer-b", 4, "child")
    log.erase("writer-b", 4, "answer")
    assert log.verify().faults == ()


def _change_bytes(log: LogInMemory) -> None:
    entry = log.entries[4].entry or b""
    log.change(4, entry=entry.replace(b"CHILD_VIEWED", b"CHILD_HIDDEN"))


def _change_bytes_and_leaf(log: LogInMemory) -> None:
    _change_bytes(log)
    log.change(4, leaf=leaf_hash(log.entries[4].entry or b""))


def _rewrite_from(log: LogInMemory) -> None:
    """The entry is replaced whole, with the tree above it, but not the writer's next entry."""
    _change_bytes_and_leaf(log)
    log.frontier = Frontier().grow(entry.leaf or b"" for entry in log.entries)


def _remove_row(log: LogInMemory) -> None:
    log.change(4, entry=None, writer=None, n=None, parts={})


def _remove_wholly(log: LogInMemory) -> None:
    del log.entries[4]
    _renumber(log)


def _renumber(log: LogInMemory) -> None:
    for position in range(len(log.entries)):
        log.change(position, position=position)
    log.frontier = Frontier().grow(entry.leaf or b"" for entry in log.entries)


def _remove_and_leave_a_hole(log: LogInMemory) -> None:
    del log.entries[4]


def _swap(log: LogInMemory) -> None:
    log.entries[0], log.entries[1] = log.entries[1], log.entries[0]
    _renumber(log)


def _double(log: LogInMemory) -> None:
    log.entries.insert(5, log.entries[4])
    _renumber(log)


def _insert(log: LogInMemory) -> None:
    spare = seal(a_look(99), ORIGIN, Chain("writer-b", 1, "leaf:" + "0" * 64), drawing(3))
    parts = {
        o.label: StoredPart(o.salt, o.value, None) for o in (*spare.openings, spare.answer) if o
    }
    log.entries.insert(5, log.entries[4])
    log.change(5, id=spare.id, n=1, entry=spare.entry, leaf=spare.leaf, parts=parts)
    _renumber(log)


def _invent_a_writer(log: LogInMemory) -> None:
    spare = seal(a_look(99), ORIGIN, Chain("writer-x", 0, f"head:2:{'0' * 64}"), drawing(3))
    parts = {
        o.label: StoredPart(o.salt, o.value, None) for o in (*spare.openings, spare.answer) if o
    }
    log.entries.append(log.entries[-1])
    log.change(
        9, id=spare.id, writer="writer-x", n=0, entry=spare.entry, leaf=spare.leaf, parts=parts
    )
    _renumber(log)


def _other_row(log: LogInMemory) -> None:
    log.change(4, n=7)


def _other_log(log: LogInMemory) -> None:
    entry = log.entries[4].entry or b""
    log.change(4, entry=entry.replace(ORIGIN.encode(), b"other.example/looks"))


def _not_json(log: LogInMemory) -> None:
    log.change(4, entry=b"\xff\xfe", leaf=leaf_hash(b"\xff\xfe"))


def _lacks_a_field(log: LogInMemory) -> None:
    fields = json.loads(log.entries[4].entry or b"")
    del fields["prev"]
    log.change(4, entry=json.dumps(fields).encode())


def _part(label: str, value: bytes) -> Callable[[LogInMemory], None]:
    def change(log: LogInMemory) -> None:
        old = log.entries[4].parts[label]
        parts = {**log.entries[4].parts, label: StoredPart(old.salt, value, None)}
        log.change(4, parts=parts)

    return change


def _remove_part(log: LogInMemory) -> None:
    log.change(4, parts={k: v for k, v in log.entries[4].parts.items() if k != "reason"})


def _add_part(log: LogInMemory) -> None:
    parts = {**log.entries[4].parts, "question": StoredPart(bytes(16), b"Maya", None)}
    log.change(4, parts=parts)


def _add_unknown_part(log: LogInMemory) -> None:
    parts = {**log.entries[4].parts, "note": StoredPart(bytes(16), b"x", None)}
    log.change(4, parts=parts)


def _blank_silently(log: LogInMemory) -> None:
    log.blank(4, "child", log.entries[8].id)


def _short_salt(log: LogInMemory) -> None:
    parts = {**log.entries[4].parts, "child": StoredPart(b"", b"C-1", None)}
    log.change(4, parts=parts)


SPOILED = {
    "bytes": _change_bytes,
    "bytes and leaf": _change_bytes_and_leaf,
    "bytes, leaf and tree": _rewrite_from,
    "row removed": _remove_row,
    "removed and renumbered": _remove_wholly,
    "removed with a hole": _remove_and_leave_a_hole,
    "swapped": _swap,
    "doubled": _double,
    "inserted": _insert,
    "a writer invented": _invent_a_writer,
    "row says other": _other_row,
    "another log's": _other_log,
    "not JSON": _not_json,
    "lacks a field": _lacks_a_field,
    "officer": _part("who", b"officer-99"),
    "child": _part("child", b"C-0000000000"),
    "reason": _part("reason", b""),
    "answer": _part("answer", b'{"band":"Low","number":4}'),
    "part removed": _remove_part,
    "part added": _add_part,
    "unknown part added": _add_unknown_part,
    "blanked without an entry": _blank_silently,
    "salt": _short_salt,
}


@pytest.mark.parametrize("kind", SPOILED)
def test_it_is_found(kind: str) -> None:
    log = an_honest_log()
    SPOILED[kind](log)
    assert not log.verify().is_sound


@pytest.mark.parametrize(
    "kind", ["bytes", "row removed", "child", "answer", "part removed", "row says other"]
)
def test_it_is_found_at_the_entry_that_was_changed(kind: str) -> None:
    log = an_honest_log()
    SPOILED[kind](log)
    first = log.verify().faults[0]
    assert (first.position, first.entry_id) == (4, log.entries[4].id)


def test_one_removal_from_the_middle_is_told_once_by_the_writers_count() -> None:
    log = an_honest_log()
    _remove_wholly(log)
    assert [fault.what for fault in log.verify().faults] == [
        "removed before it: 1 of its writer's count"
    ]


def test_the_end_cut_off_is_found_by_the_head() -> None:
    log = an_honest_log()
    whole = log.head
    del log.entries[6:]
    assert not log.verify(head=whole).is_sound


def test_a_log_rewritten_to_its_end_is_found_by_a_head_that_was_noted_outside() -> None:
    log, other = an_honest_log(), LogInMemory(seed=8)
    other.enter("writer-z", 12)
    assert other.verify().is_sound
    noted = {9: log.frontier.root.hex()}
    assert log.verify(anchors=noted).is_sound
    assert [fault.what for fault in other.verify(anchors=noted).faults] == [
        "the log is not the one whose head of 9 entries was noted"
    ]


def test_a_log_cut_short_of_a_noted_head_is_found() -> None:
    log = an_honest_log()
    assert not log.verify(anchors={10: "0" * 64}).is_sound


def test_a_look_that_never_happened_is_disproved_by_its_receipt() -> None:
    log = an_honest_log()
    receipt = {log.entries[8].id: (log.entries[8].leaf or b"").hex()}
    assert log.verify(receipts=receipt).is_sound
    del log.entries[8:]
    log.frontier = Frontier().grow(entry.leaf or b"" for entry in log.entries)
    assert log.verify().is_sound
    assert not log.verify(receipts=receipt).is_sound


@pytest.mark.parametrize("place", range(3))
def test_a_head_that_is_not_the_entries_own_is_found(place: int) -> None:
    log = an_honest_log()
    head = list(log.head)
    head[place] = 8 if place == 0 else b"\x00" * 32
    assert not log.verify(head=(head[0], head[1], head[2])).is_sound


def test_a_changed_a_missing_and_a_superfluous_tile_are_found() -> None:
    log = an_honest_log(300)
    hashes, root = log.tiles[0, 0]
    for tiles in ({(0, 0): (hashes[::-1], root)}, {(0, 0): (hashes, bytes(32))}, {}):
        log.tiles = tiles
        assert any("tile" in str(fault) for fault in log.verify().faults)
    log.tiles = {(0, 0): (hashes, root), (0, 1): (hashes, root)}
    assert [str(fault) for fault in log.verify().faults] == ["log: there are 2 tiles, not 1"]


def test_faults_beyond_the_first_thousand_are_counted() -> None:
    faults = FaultList(most=2)
    for number in range(5):
        faults.add(f"fault {number}")
    assert (faults.count, len(faults.kept)) == (5, 2)


def test_a_fault_names_its_place_in_words() -> None:
    assert str(Fault("the head was removed")) == "log: the head was removed"
    assert str(Fault("it was changed", 4, "an-id")) == "entry 4 (an-id): it was changed"
