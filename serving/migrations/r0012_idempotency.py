"""0012: answers to what was asked twice."""

from __future__ import annotations

from alembic.operations import Operations

from serving.migrations.columns import index, make, words

__all__ = ["down_revision", "downgrade", "revision", "upgrade"]

revision = "0012"
down_revision = "0011"


def upgrade(op: Operations) -> None:
    """Make the table, empty."""
    make(
        op,
        "idempotency",
        words("account", key=True),
        words("key", key=True),
        words("request"),
        words("attempt"),
        words("entries"),
        words("kept_at"),
        index("idempotency_by_age", "kept_at"),
    )


def downgrade(op: Operations) -> None:
    """Drop it: a request that is sent again is then a new one."""
    op.drop_table("idempotency")
