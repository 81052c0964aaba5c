"""Nine kinds of tampering with a log, each by a clumsy insider or by one who covers it up (N6)."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from enum import IntEnum
from random import Random
from types import MappingProxyType
from typing import Any

from serving.audit.commitment import commit
from serving.audit.faults import StoredEntry
from serving.audit.leaf import _encode as encode_entry
from serving.audit.leaf import new_entry_id
from serving.audit.tree import TILE_WIDTH, Frontier, leaf_hash, tree_root
from serving.store.raw import RawConnection
from tests.lib.logs import START, LogInMemory

__all__ = ["EDITS", "Cover", "an_honest_log", "tamper", "write_log"]


class Cover(IntEnum):
    """How well the insider covers the edit up."""

    #: Only what was meant is touched.
    NOTHING = 0
    #: The leaves fit the bytes again.
    LEAVES = 1
    #: And the numbers are dense, and tiles and head fit the leaves.
    TREE = 2
    #: And every writer counts and names its own entries again: the log is sound in itself.
    EVERYTHING = 3


def an_honest_log(writers: int = 3, rounds: int = 6, seed: int = 11) -> LogInMemory:
    """Writers taking turns, and one erasure: what is tampered with."""
    log = LogInMemory(seed)
    for turn in range(rounds * writers):
        log.enter(f"writer-{turn % writers}", 1 + turn % 3)
    log.erase("writer-1", 4, "child")
    log.enter("writer-2", 3)
    return log


def tamper(log: LogInMemory, kind: str, cover: Cover, random: Random) -> None:
    """Change the log in place; what a cover needs is made to fit again."""
    EDITS[kind](log, random)
    if cover >= Cover.EVERYTHING:
        _count_again(log)
    if cover >= Cover.LEAVES:
        for at, stored in enumerate(log.entries):
            log.change(at, leaf=leaf_hash(stored.entry or b""))
    if cover >= Cover.TREE:
        _make_tree_anew(log)


def _any(log: LogInMemory, random: Random) -> int:
    return random.randrange(len(log.entries))


def _change(log: LogInMemory, random: Random) -> None:
    at = _any(log, random)
    fields = json.loads(log.entries[at].entry or b"")
    name, value = random.choice(
        (("reason_code", "routine_check"), ("team", "North"), ("at", "2026-11-20T01:00:00.000000Z"),
         ("outcome", "refused"), ("roles", ["supervisor"]), ("inputs", {}))
    )  # fmt: skip
    log.change(at, entry=_encode({**fields, name: value}))


def _delete(log: LogInMemory, random: Random) -> None:
    del log.entries[_any(log, random)]


def _insert(log: LogInMemory, random: Random) -> None:
    at = _any(log, random)
    model = log.entries[at]
    fields = json.loads(model.entry or b"")
    fields["id"] = new_entry_id(START, random.randbytes(10))
    fields["writer"], fields["n"] = random.randbytes(8).hex(), 0
    fields["prev"] = f"head:{at}:{tree_root([e.leaf or b'' for e in log.entries[:at]]).hex()}"
    row = StoredEntry(fields["id"], fields["writer"], 0, _encode(fields), model.parts, at)
    log.entries.insert(at, row._replace(leaf=leaf_hash(row.entry or b"")))
    for later in range(at + 1, len(log.entries)):
        log.change(later, position=later)  # The database itself refuses a number twice.


def _reorder(log: LogInMemory, random: Random) -> None:
    one, two = sorted(random.sample(range(len(log.entries)), 2))
    log.entries[one], log.entries[two] = log.entries[two], log.entries[one]
    for at in (one, two):
        log.change(at, position=at)


def _truncate(log: LogInMemory, random: Random) -> None:
    del log.entries[-random.randint(1, len(log.entries) // 2) :]


def _renumber(log: LogInMemory, random: Random) -> None:
    at = _any(log, random)
    moved = log.entries.pop(at)
    to = (at + random.randint(1, len(log.entries))) % (len(log.entries) + 1)
    log.entries.insert(to, moved._replace(position=len(log.entries) + 50))


def _drop_a_writer(log: LogInMemory, random: Random) -> None:
    writer = random.choice(sorted({entry.writer or "" for entry in log.entries}))
    log.entries[:] = [entry for entry in log.entries if entry.writer != writer]


def _restore_an_old_copy(log: LogInMemory, random: Random) -> None:
    """All of it as it was at an earlier moment, tree and head too."""
    del log.entries[random.randint(1, len(log.entries) - 1) :]
    _make_tree_anew(log)


def _swap_private_parts(log: LogInMemory, random: Random) -> None:
    label = random.choice(("who", "reason", "answer"))
    there = [at for at, e in enumerate(log.entries) if label in e.parts and e.parts[label].value]
    one, two = random.sample(there, 2)
    first, second = log.entries[one].parts, log.entries[two].parts
    if first[label].value == second[label].value:
        # Two officers' looks are swapped, not one officer's with another of their own.
        second = {**second, label: second[label]._replace(value=b"officer-99")}
    log.change(one, parts={**first, label: second[label]})
    log.change(two, parts={**second, label: first[label]})


EDITS: Mapping[str, Callable[[LogInMemory, Random], None]] = MappingProxyType(
    {
        "change": _change,
        "delete": _delete,
        "insert": _insert,
        "reorder": _reorder,
        "truncate": _truncate,
        "renumber": _renumber,
        "drop a writer": _drop_a_writer,
        "restore an old copy": _restore_an_old_copy,
        "swap private parts": _swap_private_parts,
    }
)


def _encode(fields: Mapping[str, Any]) -> bytes:
    return encode_entry(fields).encode()


def _count_again(log: LogInMemory) -> None:
    """Every writer's count, and every commitment, as if nothing had happened."""
    counts: dict[str, tuple[int, str]] = {}
    tree = Frontier()
    for at, stored in enumerate(log.entries):
        fields = json.loads(stored.entry or b"")
        writer = fields["writer"]
        start = (0, f"head:{tree.size}:{tree.root.hex()}")
        fields["n"], fields["prev"] = counts.get(writer, start)
        for label, part in stored.parts.items():
            if part.value is None or part.salt is None:
                continue
            commitment = commit(label, part.salt, part.value)
            if label == "answer":
                fields[label] |= {"commitment": commitment, "length": len(part.value)}
            else:
                fields[label] = commitment
        entry = _encode(fields)
        log.change(at, entry=entry, n=fields["n"])
        counts[writer] = fields["n"] + 1, f"leaf:{leaf_hash(entry).hex()}"
        tree = tree.grow((leaf_hash(entry),))


def _make_tree_anew(log: LogInMemory) -> None:
    for at in range(len(log.entries)):
        log.change(at, position=at)
    leaves = [entry.leaf or b"" for entry in log.entries]
    log.frontier = Frontier().grow(leaves)
    log.tiles = {
        (0, tile): (b"".join(some), tree_root(some))
        for tile in range(len(leaves) // TILE_WIDTH)
        for some in [leaves[tile * TILE_WIDTH : (tile + 1) * TILE_WIDTH]]
    }


def write_log(raw: RawConnection, log: LogInMemory, origin: str) -> None:
    """Make the store hold exactly this log; the connection is past every guard."""
    with raw.transaction():
        for table in ("log_private", "log_answers", "log_leaves", "log_entries", "log_tiles"):
            raw.run(f"DELETE FROM {table}")  # noqa: S608 - our own names
        rows = [(e.id, e.writer, e.n, e.entry) for e in log.entries]
        raw.insert("log_entries (id, writer, n, entry)", rows)
        raw.insert(
            "log_leaves (position, entry_id, leaf)",
            [(e.position, e.id, e.leaf) for e in log.entries],
        )
        for table, label in (("log_private", None), ("log_answers", "answer")):
            named = "label, " if label is None else ""
            parts = [
                (e.id, *((name,) if label is None else ()), *part)
                for e in log.entries
                for name, part in e.parts.items()
                if (name == "answer") is (label is not None)
            ]
            raw.insert(f"{table} (entry_id, {named}salt, value, erased_by)", parts)
        raw.insert(
            "log_tiles (level, position, hashes, root)",
            [(*place, *tile) for place, tile in log.tiles.items()],
        )
        size, root, frontier = log.head
        raw.run("UPDATE log_head SET size = ?, root = ?, frontier = ?", (size, root, frontier))
        raw.run("UPDATE store_schema SET origin = ?", (origin,))
