"""The table of what the challenger said beside the champion: counts, nobody in particular."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Column

from serving.tables.taken_in import INTEGER, TEXT, table

__all__ = ["shadow_counts"]

# Of one day and one pair of cards, by their hashes. What ``was`` and ``is_now`` hold is
# said in serving.store.shadow.
shadow_counts = table(
    "shadow_counts",
    Column("day", TEXT, primary_key=True),
    Column("champion", TEXT, primary_key=True),
    Column("challenger", TEXT, primary_key=True),
    Column("what", TEXT, CheckConstraint(
        "what IN ('bands', 'points', 'line', 'failed', 'dropped')"), primary_key=True),
    Column("was", TEXT, primary_key=True),
    Column("is_now", TEXT, primary_key=True),
    Column("looks", INTEGER, CheckConstraint("looks > 0"), nullable=False),
    keyed=True,
)  # fmt: skip
