"""0010: finding entries by officer, child and time."""

from __future__ import annotations

from alembic.operations import Operations
from sqlalchemy import text

__all__ = ["down_revision", "downgrade", "revision", "upgrade"]

revision = "0010"
down_revision = "0009"

_NAME = "log_private_by_named"


def upgrade(op: Operations) -> None:
    """Index whom entries name, by stretches of time; time alone needs no index of its own."""
    only = text("label IN ('who', 'child') AND value IS NOT NULL")
    op.create_index(
        _NAME,
        "log_private",
        [text("substr(entry_id, 1, 6)"), "value", "entry_id"],
        sqlite_where=only,
        postgresql_where=only,
    )


def downgrade(op: Operations) -> None:
    """Drop the index; searches of the log then read it whole."""
    op.drop_index(_NAME, "log_private")
