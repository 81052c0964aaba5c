"""0005: counts of what a challenger says beside the champion."""

from __future__ import annotations

from alembic.operations import Operations
from sqlalchemy import text

from serving.migrations.columns import make, number, words

__all__ = ["down_revision", "downgrade", "revision", "upgrade"]

revision = "0005"
down_revision = "0004"


def upgrade(op: Operations) -> None:
    """Make the table, empty."""
    make(
        op,
        "shadow_counts",
        words("day", key=True),
        words("champion", key=True),
        words("challenger", key=True),
        words("what", key=True, check="what IN ('bands', 'points', 'line', 'failed', 'dropped')"),
        words("was", key=True),
        words("is_now", key=True),
        number("looks", check="looks > 0"),
        keyed=True,
    )
    op.execute(text("UPDATE store_schema SET version = 5"))


def downgrade(op: Operations) -> None:
    """Drop it with what it counted."""
    op.drop_table("shadow_counts")
    op.execute(text("UPDATE store_schema SET version = 4"))
