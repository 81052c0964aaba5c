"""The access log's tables: entries as bytes, their private side, the order, the tree.

All but ``log_head`` and ``log_waiting`` are append-only, kept so by triggers
(:mod:`serving.store.guards`); the private side may only be blanked, never changed.
"""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, UniqueConstraint, text

from serving.tables.taken_in import BYTES, INTEGER, TEXT, table

__all__ = [
    "log_answers",
    "log_entries",
    "log_head",
    "log_leaves",
    "log_private",
    "log_tiles",
    "log_waiting",
]

#: The entry's exact bytes. ``writer`` and ``n`` repeat what stands inside them.
log_entries = table(
    "log_entries",
    Column("id", TEXT, primary_key=True),
    Column("writer", TEXT, nullable=False),
    Column("n", INTEGER, nullable=False),
    Column("entry", BYTES, nullable=False),
    UniqueConstraint("writer", "n"),
    # The first entries of all writers: where a check of the log begins.
    Index(
        "log_entries_first",
        "writer",
        sqlite_where=text("n = 0"),
        postgresql_where=text("n = 0"),
    ),
)

#: What the entry's commitments hide: blanked when erased, and then ``erased_by`` says by whom.
log_private = table(
    "log_private",
    Column("entry_id", TEXT, ForeignKey("log_entries.id"), primary_key=True),
    Column("label", TEXT, primary_key=True),
    Column("salt", BYTES),
    Column("value", BYTES),
    Column("erased_by", TEXT),
    CheckConstraint(
        "(salt IS NULL) = (value IS NULL) AND (value IS NULL) = (erased_by IS NOT NULL)",
        name="whole_or_erased",
    ),
    # Who looked, and at whom: what auditors search by. It begins with a stretch of time, the
    # first digits of the id, so that a commit changes pages of its newest end alone;
    # what is blanked leaves it.
    Index(
        "log_private_by_named",
        text("substr(entry_id, 1, 6)"),
        "value",
        "entry_id",
        sqlite_where=text("label IN ('who', 'child') AND value IS NOT NULL"),
        postgresql_where=text("label IN ('who', 'child') AND value IS NOT NULL"),
    ),
    keyed=True,
)

#: The exact body that was sent, or was about to be.
log_answers = table(
    "log_answers",
    Column("entry_id", TEXT, ForeignKey("log_entries.id"), primary_key=True),
    Column("salt", BYTES),
    Column("value", BYTES),
    Column("erased_by", TEXT),
    CheckConstraint(
        "(salt IS NULL) = (value IS NULL) AND (value IS NULL) = (erased_by IS NOT NULL)",
        name="whole_or_erased",
    ),
    keyed=True,
)

#: Entries that have no number yet. Empty on SQLite, where the number comes with the entry.
log_waiting = table(
    "log_waiting",
    Column("arrival", INTEGER, primary_key=True, autoincrement=True),
    Column("entry_id", TEXT, ForeignKey("log_entries.id"), nullable=False, unique=True),
)

#: The order: dense from 0.
log_leaves = table(
    "log_leaves",
    Column("position", INTEGER, primary_key=True, autoincrement=False),
    Column("entry_id", TEXT, ForeignKey("log_entries.id"), nullable=False, unique=True),
    Column("leaf", BYTES, nullable=False),
)

#: Full tiles of 256 hashes, as C2SP lays them out. ``root`` is the tile's own root.
log_tiles = table(
    "log_tiles",
    Column("level", INTEGER, primary_key=True, autoincrement=False),
    Column("position", INTEGER, primary_key=True, autoincrement=False),
    Column("hashes", BYTES, nullable=False),
    Column("root", BYTES, nullable=False),
)

#: The tree's size and root, moved on by compare-and-swap; one row.
log_head = table(
    "log_head",
    Column("id", INTEGER, CheckConstraint("id = 1"), primary_key=True, autoincrement=False),
    Column("size", INTEGER, nullable=False),
    Column("root", BYTES, nullable=False),
    Column("frontier", BYTES, nullable=False),
)
