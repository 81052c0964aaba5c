"""The table of what answers were made from: each part's bytes, under their digest."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Column

from serving.tables.taken_in import BYTES, TEXT, table

__all__ = ["kept_inputs"]

#: Never changed or deleted, kept so by triggers; what names people may be blanked, and then
#: ``erased_by`` is the log's entry that says why.
kept_inputs = table(
    "kept_inputs",
    Column("digest", TEXT, primary_key=True),
    Column("kind", TEXT, nullable=False),
    Column("value", BYTES),
    Column("erased_by", TEXT),
    CheckConstraint("(value IS NULL) = (erased_by IS NOT NULL)", name="kept_or_erased"),
    CheckConstraint("value IS NOT NULL OR kind = 'withheld'", name="personal_alone_erased"),
)
