"""The table of people's word on how long a child's records are kept."""

from __future__ import annotations

from sqlalchemy import Column, Index

from serving.tables.taken_in import TEXT, table

__all__ = ["retention_decisions"]

# ``id`` is the log's entry of the decision; the last one of a child counts.
retention_decisions = table(
    "retention_decisions",
    Column("id", TEXT, primary_key=True),
    Column("child_id", TEXT, nullable=False),
    Column("decided_at", TEXT, nullable=False),
    Column("decided_by", TEXT, nullable=False),
    Column("review_group", TEXT, nullable=False),
    Column("policy", TEXT, nullable=False),
    Column("keep_until", TEXT, nullable=False),
    Column("why", TEXT, nullable=False),
    Index("retention_decisions_by_child", "child_id", "decided_at"),
)
