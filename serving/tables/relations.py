"""The tables by which children meet: under which adult, home or place each record stands.

Written as entries are taken in, by the table of :mod:`features.relations.declaration`, and never
changed after: what an entry says stays, only whose record it is may move. They say where to look;
whether and since when anything ties two children is worked out from the entries.
"""

from __future__ import annotations

from sqlalchemy import Column, Index

from serving.tables.taken_in import TEXT, table

__all__ = ["adult_entries", "relation_keys"]

#: ``key`` is an adult's person record, a home's or place's digest, or the mark of harm.
relation_keys = table(
    "relation_keys",
    Column("key", TEXT, primary_key=True),
    Column("record_id", TEXT, primary_key=True),
    Index("relation_keys_by_record", "record_id"),
    keyed=True,
)

#: Entries about an adult alone, by the adult's person record.
adult_entries = table(
    "adult_entries",
    Column("record_id", TEXT, primary_key=True),
    Column("source", TEXT, primary_key=True),
    Column("entry", TEXT, primary_key=True),
    Index("adult_entries_by_entry", "source", "entry"),
    keyed=True,
)
