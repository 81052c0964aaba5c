"""The tables of what was erased: tombstones, which name nobody.

No foreign keys: they outlive everything that they are about. Child ids are opaque; person
records and held-back rows stand as marks, keyed with the store's own secret.
"""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Column, Index, text

from serving.tables.taken_in import TEXT, table

__all__ = ["erased_blobs", "erased_children", "erased_records", "erasures"]

# One row for each erasure that was asked for. ``counts`` says what went, as JSON.
erasures = table(
    "erasures",
    Column("id", TEXT, primary_key=True),
    Column("child_id", TEXT, nullable=False),
    Column("rule", TEXT, nullable=False),
    Column("why", TEXT, nullable=False),
    Column("asked_at", TEXT, nullable=False),
    Column("asked_by", TEXT, nullable=False),
    Column("asked_entry", TEXT, nullable=False),
    Column("erased_at", TEXT),
    Column("approved_by", TEXT),
    Column("erased_entry", TEXT),
    Column("counts", TEXT),
    CheckConstraint("approved_by IS NULL OR approved_by <> asked_by", name="by_two_people"),
    CheckConstraint(
        "(erased_at IS NULL) = (approved_by IS NULL)"
        " AND (erased_at IS NULL) = (erased_entry IS NULL)"
        " AND (erased_at IS NULL) = (counts IS NULL)",
        name="erased_or_asked",
    ),
    Index(
        "erasures_waiting",
        "child_id",
        unique=True,
        sqlite_where=text("erased_at IS NULL"),
        postgresql_where=text("erased_at IS NULL"),
    ),
)

# Every id by which the child ever went alone.
erased_children = table(
    "erased_children",
    Column("child_id", TEXT, primary_key=True),
    Column("erasure_id", TEXT, nullable=False),
)

# The marks of the person records, so that the same facts don't come back unseen. A record
# that is written to again after its erasure may be erased again.
erased_records = table(
    "erased_records",
    Column("mark", TEXT, primary_key=True),
    Column("erasure_id", TEXT, primary_key=True),
    Column("erased_at", TEXT, nullable=False),
)

# The names of what looks were made from and nobody can read any more.
erased_blobs = table(
    "erased_blobs",
    Column("digest", TEXT, primary_key=True),
    Column("erasure_id", TEXT, nullable=False),
)
