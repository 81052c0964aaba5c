"""The tables of signed heads: what was said of the log, by which key, and who cosigned it.

All are append-only, kept so by triggers (:mod:`serving.store.guards`).
"""

from __future__ import annotations

from sqlalchemy import Column, Index

from serving.tables.taken_in import BYTES, INTEGER, TEXT, table

__all__ = ["log_cosignatures", "log_generations", "log_heads", "log_keys"]

#: Published heads, each sealed outside the store before it stood here. ``note`` is the
#: signed note; a size comes again when an hour passed without an entry.
log_heads = table(
    "log_heads",
    Column("id", INTEGER, primary_key=True),
    Column("origin", TEXT, nullable=False),
    Column("size", INTEGER, nullable=False),
    Column("root", BYTES, nullable=False),
    Column("note", TEXT, nullable=False),
    Column("at", TEXT, nullable=False),
    Index("log_heads_by_size", "size"),
)

#: Witnesses' lines under heads of that size. ``signed_at`` is the witness's own moment.
log_cosignatures = table(
    "log_cosignatures",
    Column("id", INTEGER, primary_key=True),
    Column("origin", TEXT, nullable=False),
    Column("size", INTEGER, nullable=False),
    Column("witness", TEXT, nullable=False),
    Column("line", TEXT, nullable=False),
    Column("signed_at", TEXT, nullable=False),
    Index("log_cosignatures_by_size", "size"),
)

#: The verifier keys of each log, in turn. ``entry_id`` is the entry that names the key;
#: none names the first key of the first log, which is pinned outside.
log_keys = table(
    "log_keys",
    Column("id", INTEGER, primary_key=True),
    Column("origin", TEXT, nullable=False),
    Column("key", TEXT, nullable=False, unique=True),
    Column("entry_id", TEXT),
    Column("since", TEXT, nullable=False),
)

#: Logs that went on from a closed one: the second is 2. ``entry_id`` is what opened it.
log_generations = table(
    "log_generations",
    Column("generation", INTEGER, primary_key=True, autoincrement=False),
    Column("origin", TEXT, nullable=False, unique=True),
    Column("entry_id", TEXT, nullable=False),
)
