"""The first tables: the store's own state, records as taken in, and children.

Instants are text as :func:`records.calendar.instant_to_text` writes them, so that they
sort by bytes and lose nothing; digests are lower-case hex; JSON is canonical text.
Text keys compare byte by byte on both engines.
"""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.schema import SchemaItem

from serving.migrations.running import VERSION_TABLE

__all__ = [
    "BYTES",
    "INTEGER",
    "METADATA",
    "TEXT",
    "adult_versions",
    "child_histories",
    "entries",
    "extracts",
    "history_blobs",
    "person_versions",
    "quarantine",
    "store_revision",
    "store_schema",
    "store_state",
    "table",
]

METADATA = MetaData()
#: Text compared byte by byte: PostgreSQL's own collations change with its C library.
TEXT = Text().with_variant(Text(collation="C"), "postgresql")
INTEGER = BigInteger().with_variant(Integer(), "sqlite")
BYTES = LargeBinary()


def table(name: str, *parts: SchemaItem, keyed: bool = False) -> Table:
    """A table whose columns hold, on SQLite too, only what their type says.

    ``keyed`` lays a SQLite table out by its primary key alone: for narrow rows.
    """
    return Table(name, METADATA, *parts, sqlite_strict=True, sqlite_with_rowid=not keyed)


store_schema = table(
    "store_schema",
    Column("id", INTEGER, CheckConstraint("id = 1"), primary_key=True, autoincrement=False),
    Column("origin", TEXT, nullable=False),
    Column("secret", BYTES, nullable=False),
)

# Which revision of the tables this is; one row, written by serving.migrations.
store_revision = table(VERSION_TABLE, Column("version_num", TEXT, primary_key=True))

# What every look reads beside the child's own history; one row.
store_state = table(
    "store_state",
    Column("id", INTEGER, CheckConstraint("id = 1"), primary_key=True, autoincrement=False),
    Column("freshness", TEXT, nullable=False),
    Column("linkage", TEXT, nullable=False),
    Column("heartbeat", INTEGER, nullable=False),
    # The digest of the limits that stand; empty when no record is limited.
    Column("restrictions", TEXT, nullable=False, server_default=""),
)

# ---------------------------------------------------------------- records as taken in

extracts = table(
    "extracts",
    Column("id", INTEGER, primary_key=True, autoincrement=False),
    Column("source", TEXT, nullable=False),
    Column("file", TEXT, nullable=False),
    Column("digest", TEXT, nullable=False),
    Column("taken_at", TEXT, nullable=False),
    Column("read_at", TEXT, nullable=False),
    Column("rows_read", INTEGER, nullable=False),
    Column("stored", INTEGER, nullable=False),
    Column("quarantined", INTEGER, nullable=False),
    Column("already_known", INTEGER, nullable=False),
    UniqueConstraint("source", "digest", "taken_at"),
    CheckConstraint("rows_read = stored + quarantined + already_known", name="rows_add_up"),
)

entries = table(
    "entries",
    Column("source", TEXT, primary_key=True),
    Column("entry", TEXT, primary_key=True),
    Column("record_id", TEXT),
    Column("kind", TEXT, nullable=False),
    Column("reference", TEXT, nullable=False),
    Column("occurred", TEXT, nullable=False),
    Column("recorded", TEXT, nullable=False),
    Column("details", TEXT, nullable=False),
    Column("replaces", TEXT),
    Column("content", TEXT, nullable=False),
    Column("extract_id", INTEGER, ForeignKey("extracts.id"), nullable=False),
    Column("extract_row", INTEGER, nullable=False),
    Index("entries_by_record", "record_id", "recorded"),
    Index("entries_by_extract", "extract_id"),
    Index("entries_by_replaced", "source", "replaces", sqlite_where=text("replaces IS NOT NULL"),
          postgresql_where=text("replaces IS NOT NULL")),
    # A missing report is opened by its reference alone.
    Index("entries_by_report", "reference", sqlite_where=text("kind = 'missing_reported'"),
          postgresql_where=text("kind = 'missing_reported'")),
)  # fmt: skip


def _versions(name: str) -> Table:
    """What systems wrote about people, version by version, and which extract said it first."""
    return table(
        name,
        Column("record_id", TEXT, primary_key=True),
        Column("content", TEXT, primary_key=True),
        Column("recorded", TEXT, nullable=False),
        Column("person", TEXT, nullable=False),
        Column("extract_id", INTEGER, ForeignKey("extracts.id"), nullable=False),
        Index(f"{name}_by_extract", "extract_id"),
    )


#: Of children, and of the adults whom their entries name.
person_versions, adult_versions = _versions("person_versions"), _versions("adult_versions")

quarantine = table(
    "quarantine",
    Column("extract_id", INTEGER, ForeignKey("extracts.id"), primary_key=True),
    Column("extract_row", INTEGER, primary_key=True, autoincrement=False),
    Column("source", TEXT, nullable=False),
    Column("faults", TEXT, nullable=False),
    Column("raw", BYTES, nullable=False),
    Column("digest", TEXT, nullable=False),
    Index("quarantine_by_digest", "source", "digest"),
)

# ---------------------------------------------------------------- what a look reads

history_blobs = table(
    "history_blobs",
    Column("digest", TEXT, primary_key=True),
    Column("blob", BYTES, nullable=False),
)

child_histories = table(
    "child_histories",
    Column("child_id", TEXT, ForeignKey("children.child_id"), primary_key=True),
    Column("digest", TEXT, ForeignKey("history_blobs.digest"), nullable=False),
    Column("missing_since", TEXT),
    Column("plan", TEXT, CheckConstraint("plan IN ('linked', 'possible')")),
    Column("protection", INTEGER, CheckConstraint("protection IN (0, 1)"), nullable=False),
)
