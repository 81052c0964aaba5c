"""Somebody with the database in hand, whom no guard holds back."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from serving.audit.tree import TILE_WIDTH, Frontier
from serving.store.opening import Store
from serving.store.raw import RawConnection

__all__ = ["cut_off_the_end", "insider_of", "make_tree_anew"]


@contextmanager
def insider_of(store: Store) -> Iterator[RawConnection]:
    """A connection past every guard; the guards of SQLite are put back at the end."""
    raw = store.connect_log(readonly=False)
    guards: list[tuple[str, str]] = []
    if store.is_sqlite:
        raw.run("PRAGMA foreign_keys = OFF")
        rows = raw.all("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
        guards = [(str(name), str(sql)) for name, sql in rows]
        for name, _ in guards:
            raw.run(f"DROP TRIGGER {name}")
    else:
        raw.run("SET session_replication_role = replica")
    try:
        yield raw
    finally:
        for _, sql in guards:
            raw.run(sql)
        raw.close()


def make_tree_anew(raw: RawConnection) -> None:
    """The head over whatever leaves there are, and the full tiles that fit them."""
    leaves = [bytes(row[0]) for row in raw.all("SELECT leaf FROM log_leaves ORDER BY position")]
    tree = Frontier().grow(leaves)
    raw.run(
        "UPDATE log_head SET size = ?, root = ?, frontier = ?",
        (tree.size, tree.root, tree.to_bytes()),
    )
    raw.run("DELETE FROM log_tiles")
    level = 0
    while len(leaves) >= TILE_WIDTH:
        roots = []
        for tile in range(len(leaves) // TILE_WIDTH):
            hashes = leaves[tile * TILE_WIDTH : (tile + 1) * TILE_WIDTH]
            roots.append(Frontier().grow(hashes).root)
            row = (level, tile, b"".join(hashes), roots[-1])
            raw.insert("log_tiles (level, position, hashes, root)", [row])
        leaves, level = roots, level + 1


def cut_off_the_end(store: Store, size: int) -> None:
    """The store as an earlier copy of it would be: only the first ``size`` entries."""
    with insider_of(store) as raw:
        rows = raw.all("SELECT entry_id FROM log_leaves WHERE position >= ?", (size,))
        for (entry_id,) in rows:
            for table in ("log_private", "log_answers", "log_waiting", "log_leaves"):
                raw.run(f"DELETE FROM {table} WHERE entry_id = ?", (entry_id,))  # noqa: S608 - our names
            raw.run("DELETE FROM log_entries WHERE id = ?", (entry_id,))
        raw.run("DELETE FROM log_heads WHERE size > ?", (size,))
        make_tree_anew(raw)
