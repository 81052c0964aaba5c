"""0010: finding entries by officer, child and time."""

from __future__ import annotations

from alembic.operations import Operations
from sqlalchemy import text

__all__ = ["down_revision", "downgrade", "revision", "upgrade"]

revision = "0010"
down_revision = "0009"

_LABELS = ("who", "child")


def upgrade(op: Operations) -> None:
    """Index whom entries name; ids sort by time, so time needs no index of its own."""
    for label in _LABELS:
        only = text(f"label = '{label}' AND value IS NOT NULL")
        op.create_index(
            f"log_private_by_{label}",
            "log_private",
            ["value", "entry_id"],
            sqlite_where=only,
            postgresql_where=only,
        )


def downgrade(op: Operations) -> None:
    """Drop the indexes; searches of the log then read it whole."""
    for label in _LABELS:
        op.drop_index(f"log_private_by_{label}", "log_private")
